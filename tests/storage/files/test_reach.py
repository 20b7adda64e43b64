"""Every path that a system knows is one that SQLite and Windows reach."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.bootstrap import opened
from app.core.file_names import fits_windows
from app.services.data_folder.folder import DataFolder
from app.storage.engine.connection import connected
from app.storage.engine.database import Database
from app.storage.engine.peek import peek
from app.storage.files.reach import extended, reachable, sqlite_address

NAMES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="/\x00"), min_size=1, max_size=40
).filter(lambda name: name not in {".", ".."} and len(name.encode()) < 200)


def made(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("CREATE TABLE a (b)")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (r"\\nas\Daten\zimmerfrei.db", r"\\nas\Daten\zimmerfrei.db"),
        (r"C:\Users\Eva Öz\zimmerfrei.db", r"C:\Users\Eva Öz\zimmerfrei.db"),
        (r"\\?\C:\lang\zimmerfrei.db", r"\\?\C:\lang\zimmerfrei.db"),
        (r"\\?\UNC\nas\Daten\zimmerfrei.db", r"\\?\UNC\nas\Daten\zimmerfrei.db"),
        (r"D:\100% #1?\zimmerfrei.db", r"D:\100% #1?\zimmerfrei.db"),
    ],
)
def test_a_path_of_windows_names_no_other_computer(path: str, name: str) -> None:
    address = sqlite_address(PureWindowsPath(path), "mode=rw")
    place, _, how = address.removeprefix("file:").partition("?")
    assert (unquote(place), how) == (name, "mode=rw")
    # What begins with two slashes would name a computer, and SQLite refuses all but this one.
    assert not place.startswith("//")


def test_two_slashes_are_no_computer_elsewhere_either() -> None:
    place = sqlite_address(PurePosixPath("//srv/zimmerfrei.db"), "mode=rw").removeprefix("file:")
    assert not place.startswith("//")


@given(NAMES)
@example("a?mode=memory")
@example("#1 100%25 & ;.db")
@example("Gäste und Häuser")
@example("  ")
def test_sqlite_opens_the_very_file(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    if sys.platform == "win32" and not fits_windows(name):
        return
    folder = tmp_path_factory.mktemp("reach")
    path = folder / name
    made(path)
    with closing(connected(path, timeout=1)) as found:
        assert found.execute("SELECT name FROM sqlite_master").fetchone() == ("a",)
    assert [each.name for each in folder.iterdir()] == [name]


def test_a_file_whose_name_is_no_text_is_opened(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has names that are no texts")
    path = tmp_path / b"G\xe4ste.db".decode("utf-8", "surrogateescape")
    database = Database(path, busy_timeout=0.25)
    made(tmp_path / "plain.db")
    (tmp_path / "plain.db").rename(path)
    assert peek(path, lambda raw: raw.execute("SELECT count(*) FROM a").fetchone()) == (0,)
    assert database.path == path


def test_a_file_that_is_gone_does_not_come_back(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        connected(tmp_path / "none.db", timeout=0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "long"),
    [
        (r"C:\a\b", r"\\?\C:\a\b"),
        ("C:/a/b", r"\\?\C:\a\b"),
        (r"\\nas\Daten\b", r"\\?\UNC\nas\Daten\b"),
        (r"\\?\C:\a", r"\\?\C:\a"),
        (r"\\?\UNC\nas\Daten", r"\\?\UNC\nas\Daten"),
    ],
)
def test_the_long_form_of_a_path(path: str, long: str) -> None:
    assert extended(path) == long
    assert extended(long) == long


def test_only_long_paths_of_windows_take_the_long_form() -> None:
    short, long = Path("/a/b"), Path("/a", "b" * 200)
    assert reachable(short, "win32") == short
    assert reachable(long, "linux") == long
    assert str(reachable(long, "win32")).startswith("\\\\?\\")


def test_a_house_lives_on_a_path_beyond_260_signs(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["Ferienhäuser am See und im Wald, mit Garten"] * 6)
    folder = DataFolder(reachable(deep))
    assert len(str(deep)) > 260
    with opened(folder, busy_timeout=1) as services:
        services.settings.set("public_url", "https://example.org")
        services.backups.now()
    with opened(folder, busy_timeout=1) as services:
        assert services.settings.get().public_url == "https://example.org"
        assert all(one.fine for one in services.backups.check().backups)
