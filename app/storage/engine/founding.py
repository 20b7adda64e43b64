"""A new database: made beside its place, and put there when it is whole.

So whenever a first start is broken off, there is either no database or a complete one. The draft
that lies there meanwhile says that there was none before: a database that is missing without it
has been lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.storage.files.patience import delete, replace

_SUFFIXES = ("", "-journal", "-wal", "-shm")


def decided(database: Path) -> Path:
    """Return where a database stands that is to take the place of `database`, come what may."""
    return database.with_suffix(".restored.db")


def begun(database: Path) -> bool:
    """Tell whether a new database is being made, or was when somebody broke that off."""
    return _draft(database).exists()


def begin(database: Path) -> None:
    """Note that the database is not lost but has never been there."""
    _draft(database).touch(mode=0o600)


def end(database: Path) -> None:
    """Take away what a second start has left beside a complete database."""
    for file in _files(_draft(database)):
        delete(file)


@contextmanager
def drafted(database: Path) -> Iterator[Path]:
    """Yield an empty file to be made a database, which is then put in its place.

    What stands in that place is an empty database at most, perhaps one that was broken off.
    """
    draft = _draft(database)
    for file in _files(draft)[1:]:
        delete(file)
    with draft.open("wb"):
        draft.chmod(0o600)
    yield draft
    _reach_the_disk(draft)
    # The database before its journal: one without the other would be read as it never was.
    for file in _files(database):
        delete(file)
    replace(draft, database)
    if os.name != "nt":
        _reach_the_disk(database.parent)


def _draft(database: Path) -> Path:
    return database.with_name(database.name + ".new")


def _files(database: Path) -> list[Path]:
    return [database.with_name(database.name + suffix) for suffix in _SUFFIXES]


def _reach_the_disk(path: Path) -> None:
    # Windows syncs only what is open for writing, and no folders.
    file = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)
