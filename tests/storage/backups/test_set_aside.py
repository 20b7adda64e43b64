"""Copies of a database that is not sound, while others have it open and let it go."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.storage.backups import restore


@pytest.fixture
def folder(path: Path) -> Path:
    return path.parent / "backups" / "before"


def opened(path: Path) -> sqlite3.Connection:
    """A connection that has written what stands beside the database only."""
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("CREATE TABLE stay (guest TEXT)")
    raw.execute("INSERT INTO stay VALUES ('Weber')")
    return raw


def guests(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as raw:
        return [guest for (guest,) in raw.execute("SELECT guest FROM stay")]


def test_what_stands_beside_it_comes_along(path: Path, folder: Path) -> None:
    with closing(opened(path)):
        assert restore.set_aside(path, folder) == folder
        assert {copy.name for copy in folder.iterdir()} >= {path.name, f"{path.name}-wal"}
    assert guests(folder / path.name) == ["Weber"]


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_nothing_is_missing_when_it_is_let_go_meanwhile(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    raw = opened(path)
    copyfile = shutil.copyfile

    def copied(source: Path, target: Path) -> None:
        copyfile(source, target)
        if source.name == path.name + end:
            raw.close()

    monkeypatch.setattr(shutil, "copyfile", copied)
    assert restore.set_aside(path, folder) == folder
    assert guests(folder / path.name) == ["Weber"]


def test_of_nothing_nothing_is_copied(path: Path, folder: Path) -> None:
    path.write_bytes(b"")
    assert restore.set_aside(path, folder) is None
    path.unlink()
    assert restore.set_aside(path, folder) is None
    assert not folder.exists()


def test_a_file_that_goes_at_each_look_is_told_and_leaves_no_half_copy(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(source: Path, target: Path) -> None:
        raise FileNotFoundError(2, "x", str(source), None, str(target))

    path.write_bytes(b"no database")
    monkeypatch.setattr(shutil, "copyfile", gone)
    with pytest.raises(UserError):
        restore.set_aside(path, folder)
    assert path.read_bytes() == b"no database"
    assert not folder.exists()
