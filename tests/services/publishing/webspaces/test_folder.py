"""A folder beyond what every kind does alike: drives that vanish, fill up, refuse or hang."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.webspace import (
    KeptWebspace,
    Secret,
    Webspace,
    WebspaceKind,
    temporary_name,
)
from app.services.publishing.webspaces.connection import opened
from app.services.publishing.webspaces.folder import FolderConnection
from tests.systems import links, mode_bits

NAME = "Ab3kZ0aq8LmN5xYt2RcV7wQe.ics"
NEW = temporary_name(NAME)
ERRORS = sorted(set(errno.errorcode))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Stick" / "kalender"
    folder.mkdir(parents=True)
    return folder


def at(folder: Path | str) -> Webspace:
    return Webspace(kind=WebspaceKind.FOLDER, folder=str(folder))


def kept(folder: Path | str) -> KeptWebspace:
    return KeptWebspace(
        kind=WebspaceKind.FOLDER,
        folder=str(folder),
        id=1,
        sequence=0,
        created_at=datetime(2027, 7, 6, tzinfo=UTC),
    )


def enter(webspace: Webspace) -> None:
    with opened(webspace, Secret()):
        pass


def lies_there(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_folder_that_is_chosen_is_made(tmp_path: Path) -> None:
    enter(at(tmp_path / "a" / "b ü"))
    assert (tmp_path / "a" / "b ü").is_dir()


def test_a_folder_whose_drive_was_taken_away_is_not_made_anew(folder: Path) -> None:
    enter(kept(folder))
    shutil.rmtree(folder.parent)
    with pytest.raises(WebspaceError, match="is not there any more") as told:
        enter(kept(folder))
    assert (told.value.step, told.value.passing) == (Step.CONNECT, True)
    assert not folder.parent.exists()


@pytest.mark.parametrize("path", ["", "kalender", "./kalender", "../kalender", "~nobody-here/x"])
def test_a_path_that_depends_on_who_looks_is_refused(path: str) -> None:
    with pytest.raises(WebspaceError, match="is not a whole path") as told:
        enter(at(path))
    assert not told.value.passing


def test_a_path_that_no_system_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WebspaceError):
        enter(at(f"{tmp_path}/a\0b"))


def test_the_home_folder_may_be_shortened(home: Path) -> None:
    with opened(at("~/www/kalender"), Secret()) as space:
        space.put(NAME, b"x")
    assert (home / "www" / "kalender" / NAME).read_bytes() == b"x"
    shutil.rmtree(home / "www")


@pytest.mark.parametrize("make", [at, kept])
def test_a_file_is_no_folder(tmp_path: Path, make: Callable[[Path], Webspace]) -> None:
    (tmp_path / "file").write_bytes(b"x")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(WebspaceError):
            enter(make(path))
    assert (tmp_path / "file").read_bytes() == b"x"


@mode_bits
def test_other_users_may_read_whatever_the_program_keeps_to_itself(tmp_path: Path) -> None:
    mask = os.umask(0o077)
    try:
        with opened(at(tmp_path / "www" / "kalender"), Secret()) as space:
            space.put(NAME, b"old")
            space.put(NAME, b"new")
    finally:
        os.umask(mask)
    for path, mode in (("www", 0o755), ("www/kalender", 0o755), (f"www/kalender/{NAME}", 0o644)):
        assert stat.S_IMODE((tmp_path / path).stat().st_mode) == mode


@mode_bits
def test_rights_of_a_folder_that_is_there_are_left_alone(folder: Path) -> None:
    folder.chmod(0o750)
    enter(at(folder))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o750


def test_a_drive_that_vanishes_under_way(folder: Path) -> None:
    space = FolderConnection(folder)
    space.put(NAME, b"old")
    shutil.rmtree(folder.parent)
    doing: tuple[Callable[[], object], ...] = (
        lambda: space.put(NAME, b"new"),
        lambda: space.get(NAME),
        space.names,
    )
    for do in doing:
        with pytest.raises(WebspaceError, match="is not there any more") as told:
            do()
        assert told.value.passing


@pytest.fixture
def small_drive() -> Iterator[None]:
    """Let no file of this process grow beyond a thousand bytes: a full drive, for a test."""
    resource = pytest.importorskip("resource", reason="Windows limits no file's size")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_drive")
def test_a_full_drive_keeps_the_old_file_whole_and_no_litter(folder: Path) -> None:
    space = FolderConnection(folder)
    space.put(NAME, b"old" * 100)
    with pytest.raises(WebspaceError, match="is full") as told:
        space.put(NAME, b"n" * 1001)
    assert (told.value.step, told.value.passing) == (Step.WRITE, False)
    assert lies_there(folder) == {NAME: b"old" * 100}


def failing(number: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("number", ERRORS, ids=errno.errorcode.__getitem__)
def test_whatever_the_system_says_is_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    space = FolderConnection(folder)
    space.put(NAME, b"old")
    for broken, do in (
        ("replace", lambda: space.put(NAME, b"new")),
        ("fsync", lambda: space.put(NAME, b"new")),
        ("scandir", space.names),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(os, broken, failing(number))
            with pytest.raises(WebspaceError) as told:
                do()
        assert os.strerror(number) not in str(told.value)
    assert lies_there(folder) == {NAME: b"old"}


@pytest.mark.parametrize(
    ("number", "sentence", "passing"),
    [
        (errno.ENOSPC, "is full", False),
        (errno.EDQUOT, "is full", False),
        (errno.EACCES, "is not permitted", False),
        (errno.EPERM, "is not permitted", False),
        (errno.EROFS, "is write-protected", False),
        (errno.ENOENT, "is not there any more", True),
        (errno.ENODEV, "is not there any more", True),
        (errno.EIO, "does not answer", True),
        (errno.ESTALE, "does not answer", True),
        (errno.ETIMEDOUT, "does not answer", True),
        (errno.EHOSTDOWN, "does not answer", True),
        (errno.ENOTCONN, "does not answer", True),
        # Which Windows calls WSAELOOP.
        (errno.ELOOP, rf"cannot be used \({errno.errorcode[errno.ELOOP]}\)", False),
        (99_999, r"cannot be used \(99999\)", False),
    ],
)
def test_each_kind_of_trouble_has_its_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str, passing: bool
) -> None:
    monkeypatch.setattr(os, "fsync", failing(number))
    with pytest.raises(WebspaceError, match=sentence) as told:
        FolderConnection(folder).put(NAME, b"new")
    assert told.value.passing is passing


@pytest.mark.parametrize(
    ("winerror", "sentence"),
    [
        (19, "is write-protected"),
        (21, "is not there any more"),
        (39, "is full"),
        (53, "is not there any more"),
        (59, "does not answer"),
        (64, "does not answer"),
        (67, "is not there any more"),
        (112, "is full"),
    ],
)
def test_windows_says_more_than_its_errno(
    folder: Path, monkeypatch: pytest.MonkeyPatch, winerror: int, sentence: str
) -> None:
    def fail(*_: object) -> None:
        error = OSError(errno.EACCES, "x")
        error.winerror = winerror  # type: ignore[attr-defined,unused-ignore]  # of Windows alone
        raise error

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(WebspaceError, match=sentence):
        FolderConnection(folder).put(NAME, b"new")


@pytest.mark.parametrize("name", ["CON", "nul.d", "Kalender.", "Gäste ", "a:b", "was?"])
def test_a_folder_that_windows_would_call_otherwise_is_refused_there(
    tmp_path: Path, name: str
) -> None:
    path = f"{tmp_path}{os.sep}{name}{os.sep}calendars"
    chosen = at(path)
    if sys.platform == "win32":
        with pytest.raises(WebspaceError, match="Windows does not take"), opened(chosen, Secret()):
            pass
        assert list(tmp_path.iterdir()) == []
    else:
        with opened(chosen, Secret()) as connection:
            connection.put(NAME, b"new")
        assert lies_there(Path(path)) == {NAME: b"new"}


def test_a_folder_beyond_260_signs_is_written_to(tmp_path: Path) -> None:
    path = tmp_path.joinpath(*["Ferienhäuser am See und im Wald, mit Garten"] * 6)
    assert len(str(path)) > 260
    with opened(at(path), Secret()) as connection:
        connection.put(NAME, b"old")
        connection.put(NAME, b"new")
        assert connection.names() == [NAME]
        assert connection.get(NAME) == b"new"
        connection.delete(NAME)
        assert connection.names() == []


class Reader:
    """Holds a file open as a program on Windows does, until the `pauses`-th try to replace it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, winerror: int, pauses: int) -> None:
        self.waited: list[float] = []
        self._pauses = pauses
        self._winerror = winerror
        self._replace = os.replace
        monkeypatch.setattr(os, "replace", self.replace)

    def pause(self, seconds: float) -> None:
        self.waited.append(seconds)

    def replace(self, source: Path, target: Path) -> None:
        if len(self.waited) < self._pauses:
            error = PermissionError(errno.EACCES, "x")
            error.winerror = self._winerror  # type: ignore[attr-defined,unused-ignore]  # of Windows alone
            raise error
        self._replace(source, target)


@pytest.mark.parametrize("winerror", [5, 32])
@pytest.mark.parametrize("pauses", [0, 1, 5])
def test_a_reader_on_windows_is_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, winerror: int, pauses: int
) -> None:
    reader = Reader(monkeypatch, winerror, pauses)
    FolderConnection(folder, reader.pause).put(NAME, b"new")
    assert lies_there(folder) == {NAME: b"new"}
    assert len(reader.waited) == pauses


def test_a_reader_that_stays_is_said_and_the_old_file_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / NAME).write_bytes(b"old")
    reader = Reader(monkeypatch, 32, 99)
    with pytest.raises(WebspaceError, match=r"keeps “.*” open") as told:
        FolderConnection(folder, reader.pause).put(NAME, b"new")
    assert (told.value.step, told.value.passing) == (Step.REPLACE, True)
    assert 0.5 < sum(reader.waited) < 2
    assert lies_there(folder) == {NAME: b"old"}


def test_what_is_not_permitted_elsewhere_is_not_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(os, "replace", failing(errno.EACCES))
    with pytest.raises(WebspaceError, match="is not permitted"):
        FolderConnection(folder, waited.append).put(NAME, b"new")
    assert waited == []


def test_a_folder_in_place_of_a_file_is_never_removed(folder: Path) -> None:
    (folder / NAME).mkdir()
    space = FolderConnection(folder)
    doing: tuple[Callable[[], object], ...] = (
        lambda: space.put(NAME, b"x"),
        lambda: space.get(NAME),
        lambda: space.delete(NAME),
    )
    for do in doing:
        with pytest.raises(WebspaceError):
            do()
    assert space.names() == []
    assert (folder / NAME).is_dir()
    assert not (folder / NEW).exists()


@links
def test_a_link_that_leads_nowhere_is_no_file(folder: Path) -> None:
    (folder / "dangling").symlink_to(folder / "gone")
    assert FolderConnection(folder).names() == []
