"""What SQLite and the system say, in words for owners."""

import errno
import os
import sqlite3
from pathlib import Path

import peewee
import pytest

from app.core.errors import UserError
from app.storage import errors


def told(fault: Exception, path: Path) -> str:
    with pytest.raises(UserError) as raised, errors.told(path):
        raise fault
    return str(raised.value)


@pytest.mark.parametrize("name", ["full", "busy", "locked", "corrupt"])
def test_words_in_the_path_mean_nothing(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / "zimmerfrei.db"
    fault = OSError(errno.EIO, os.strerror(errno.EIO), str(path))
    assert "cannot be read" in told(fault, path)


def test_the_fault_behind_a_failed_rollback_is_told(tmp_path: Path) -> None:
    fault = peewee.OperationalError("cannot rollback - no transaction is active")
    between = sqlite3.OperationalError("cannot rollback - no transaction is active")
    between.__context__ = peewee.OperationalError("database or disk is full")
    fault.__context__ = between
    assert "is full" in told(fault, tmp_path / "zimmerfrei.db")


def test_a_bug_passes_through(tmp_path: Path) -> None:
    with (
        pytest.raises(sqlite3.OperationalError, match="no such table"),
        errors.told(tmp_path / "zimmerfrei.db"),
    ):
        raise sqlite3.OperationalError("no such table: nonsense")
