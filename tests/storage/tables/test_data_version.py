"""While a restored backup waits to take the database's place, nobody of us has that open."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from app.core.errors import UserError
from app.storage.engine.database import Database
from app.storage.engine.founding import decided
from app.storage.tables.revisions import DataVersion


@pytest.fixture
def version(database: Database) -> Iterator[DataVersion]:
    with closing(DataVersion(database.path)) as version:
        yield version


def is_open(path: Path) -> bool:
    """Tell whether this process has a file open."""
    return any(Path(file.path) == path for file in psutil.Process().open_files())


def rewritten(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE more (id INTEGER)")
        other.commit()


def test_it_is_kept_open_only_until_another_is_to_take_its_place(
    database: Database, version: DataVersion
) -> None:
    before = version.read()
    assert is_open(database.path)
    fresh = decided(database.path)
    shutil.copyfile(database.path, fresh)
    assert version.read() == before
    assert not is_open(database.path)
    # Nor is it opened again, however often somebody looks.
    assert version.read() == before
    assert not is_open(database.path)
    database.path.unlink()
    assert version.read() == before
    fresh.replace(database.path)
    after = version.read()
    assert after != before
    assert version.read() == after
    assert is_open(database.path)


def test_what_is_not_put_in_its_place_after_all_is_a_change_like_any_other(
    database: Database, version: DataVersion
) -> None:
    before = version.read()
    fresh = decided(database.path)
    fresh.touch()
    assert version.read() == before
    rewritten(database.path)
    assert version.read() == before
    fresh.unlink()
    after = version.read()
    assert after != before
    assert version.read() == after


def test_the_first_look_is_one_in_any_case(database: Database) -> None:
    decided(database.path).touch()
    with closing(DataVersion(database.path)) as version:
        assert version.read()
        assert not is_open(database.path)


def test_a_file_that_is_gone_is_told(database: Database, version: DataVersion) -> None:
    version.close()
    for file in database.path.parent.glob(f"{database.path.name}*"):
        file.unlink()
    with pytest.raises(UserError):
        version.read()
    decided(database.path).touch()
    assert version.read()
