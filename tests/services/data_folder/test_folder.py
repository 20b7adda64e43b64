"""The data folder: nobody else's to read, and never taken for a new one where it was used."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.bootstrap import opened
from app.core.errors import UserError
from app.core.house.unit import UnitDraft
from app.services.data_folder.folder import DataFolder, LostDataError
from app.services.services import Services

posix = pytest.mark.skipif(sys.platform == "win32", reason="has no such bits")


def add(services: Services, name: str) -> None:
    if services.units.empty():
        services.units.first_house("Haus Seeblick", [name])
    else:
        services.units.add(UnitDraft(property_id=1, name=name))


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """Let new files be readable and writable by everybody, where nobody sees to it."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def used(folder: DataFolder) -> DataFolder:
    """A folder that has been used, with a backup, a log and a window's notes."""
    with opened(folder, busy_timeout=0.25) as services:
        add(services, "Seeblick 1")
        services.backups.daily()
    folder.logs.mkdir()
    (folder.logs / "zimmerfrei.log").write_text("backup made\n")
    folder.window_ini.write_text("[window]\npage=plan\n")
    return folder


def open_it(folder: DataFolder) -> UserError | None:
    with opened(folder, busy_timeout=0.25) as services:
        return services.notice


def modes(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): path.stat().st_mode & 0o777
        for path in [folder, *folder.rglob("*")]
    }


# ---- lost, not new ----


def gone(database: Path) -> None:
    database.unlink()


def emptied(database: Path) -> None:
    database.write_bytes(b"")


def only_backups(folder: DataFolder) -> None:
    (folder.logs / "zimmerfrei.log").unlink()
    folder.window_ini.unlink()


def only_logs(folder: DataFolder) -> None:
    folder.window_ini.unlink()
    for copy in folder.backups.iterdir():
        copy.unlink()


def only_window_ini(folder: DataFolder) -> None:
    (folder.logs / "zimmerfrei.log").unlink()
    for copy in folder.backups.iterdir():
        copy.unlink()


@pytest.mark.parametrize("loss", [gone, emptied])
@pytest.mark.parametrize("left", [only_backups, only_logs, only_window_ini])
def test_a_lost_database_is_no_new_house(
    used: DataFolder, loss: Callable[[Path], None], left: Callable[[DataFolder], None]
) -> None:
    left(used)
    loss(used.database)
    before = {path: path.stat().st_size for path in used.path.rglob("*")}
    with pytest.raises(LostDataError, match="missing or empty") as refused:
        open_it(used)
    said = str(refused.value)
    assert str(used.database) in said
    copies = [path.name for path in used.backups.iterdir()]
    assert [name for name in copies if f"zimmerfrei backup restore {name}" in said] == copies
    now = {path: path.stat().st_size for path in used.path.rglob("*")}
    now.pop(used.path / "zimmerfrei.migrating.lock")
    before.pop(used.path / "zimmerfrei.migrating.lock")
    assert now == before


def test_a_log_of_changes_without_its_database_is_kept(used: DataFolder) -> None:
    only_backups(used)
    for copy in used.backups.iterdir():
        copy.unlink()
    with opened(used, busy_timeout=0.25) as services:
        add(services, "Seeblick 2")
        log = used.database.with_name("zimmerfrei.db-wal")
        content = log.read_bytes()
    used.database.unlink()
    log.write_bytes(content)
    with pytest.raises(LostDataError):
        open_it(used)
    assert log.read_bytes() == content


@pytest.mark.parametrize("content", [[], ["notes.txt"], ["logs/other.log"], ["backups/photo.jpg"]])
def test_a_folder_that_was_never_used_by_us_is_a_new_one(
    folder: DataFolder, content: list[str]
) -> None:
    folder.path.mkdir(mode=0o700)
    for name in content:
        file = folder.path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("the owner's own")
    open_it(folder)
    assert folder.database.exists()
    assert all((folder.path / name).exists() for name in content)


def test_an_empty_file_in_a_new_folder_is_filled(folder: DataFolder) -> None:
    folder.path.mkdir(mode=0o700)
    folder.database.touch()
    open_it(folder)
    assert folder.database.stat().st_size > 0


def test_what_was_noted_before_the_first_start_came_to_its_end_is_no_trace(
    folder: DataFolder,
) -> None:
    folder.make()
    folder.note_new()
    folder.logs.mkdir()
    (folder.logs / "zimmerfrei.log").write_text("a command failed\n")
    open_it(folder)
    assert folder.database.exists()
    folder.database.unlink()
    with pytest.raises(LostDataError):
        open_it(folder)


def test_a_lost_database_is_not_noted_as_new(used: DataFolder) -> None:
    used.database.unlink()
    used.note_new()
    with pytest.raises(LostDataError):
        open_it(used)


# ---- nobody else's ----


@posix
@pytest.mark.usefixtures("open_to_all")
def test_everything_is_its_owners_alone_whatever_new_files_are_like_else(
    folder: DataFolder,
) -> None:
    with opened(folder, busy_timeout=0.25) as services:
        add(services, "Seeblick 1")
        services.backups.daily()
        found = modes(folder.path)
    assert {"zimmerfrei.db", "zimmerfrei.db-wal", "zimmerfrei.db-shm"} <= found.keys()
    files = {name: mode for name, mode in found.items() if Path(name).suffix}
    assert set(files.values()) == {0o600}, files
    assert (found["."], found["backups"]) == (0o700, 0o700)


@posix
def test_a_folder_that_others_may_read_is_said_and_tightened(used: DataFolder) -> None:
    for path in (used.path, *used.path.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    notice = open_it(used)
    assert notice is not None
    assert "could read the data folder" in str(notice)
    for name, mode in modes(used.path).items():
        assert mode & 0o077 == 0, name
    assert open_it(used) is None


@posix
def test_a_closed_folder_keeps_what_lies_in_it_closed_too(used: DataFolder) -> None:
    used.window_ini.chmod(0o644)
    used.database.chmod(0o644)
    assert open_it(used) is None
    assert used.window_ini.stat().st_mode & 0o777 == 0o600
    assert used.database.stat().st_mode & 0o777 == 0o600


@posix
def test_a_folder_with_other_things_in_it_is_said_and_left_open(folder: DataFolder) -> None:
    folder.path.mkdir()
    folder.path.chmod(0o755)
    page = folder.path / "index.html"
    page.write_text("for everybody")
    page.chmod(0o644)
    notice = open_it(folder)
    assert notice is not None
    assert "of its own" in str(notice)
    assert folder.path.stat().st_mode & 0o777 == 0o755
    assert page.stat().st_mode & 0o777 == 0o644
    assert folder.database.stat().st_mode & 0o777 == 0o600


@posix
def test_a_folder_that_many_write_to_keeps_its_permissions(folder: DataFolder) -> None:
    folder.path.mkdir()
    folder.path.chmod(0o1777)
    assert open_it(folder) is not None
    assert folder.path.stat().st_mode & 0o7777 == 0o1777


@posix
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may give files away")
def test_what_belongs_to_somebody_else_is_left_to_them(used: DataFolder) -> None:
    used.path.chmod(0o755)
    os.chown(used.path, 1234, 1234)
    notice = open_it(used)
    assert notice is not None
    assert used.path.stat().st_mode & 0o777 == 0o755


@posix
def test_a_link_in_the_folder_is_not_followed(folder: DataFolder, tmp_path: Path) -> None:
    elsewhere = tmp_path / "shared"
    elsewhere.mkdir()
    elsewhere.chmod(0o755)
    folder.path.mkdir(mode=0o700)
    (folder.path / "backups").symlink_to(elsewhere)
    open_it(folder)
    assert elsewhere.stat().st_mode & 0o777 == 0o755
