"""Copies of the database through SQLite's backup API: whole while others write, and proven."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from app.core.backups.copies import Backup, Kind, dropped
from app.core.errors import UnsoundError, UserError
from app.storage.backups import soundness
from app.storage.backups.place import explained_folder, of_day
from app.storage.engine import errors
from app.storage.engine.connection import connected
from app.storage.files.patience import delete, replace

_NAME = re.compile(
    r"zimmerfrei-(?:(?P<restore>before-restore-)|(?P<change>before-)|(?P<day>\d{4}-\d\d-\d\d))"
    r"(?P<rest>.*)\.db"
)
_UNFINISHED = ".zimmerfrei-*.db.*"
_LOOK = 0.05
_PATIENCE = 60.0
"""Seconds to wait for a copy that another process makes."""


def backup(database: Path, target: Path) -> None:
    """Copy `database` to `target`, which appears only when it is whole and has been proven.

    Raises:
        UnsoundError: the database is damaged, or the copy is not what was copied; nothing has
            changed.
        UserError: the folder cannot be written, the disk is full.
    """
    with one_at_a_time(database):
        make(database, target)


def make(database: Path, target: Path) -> None:
    """Do what `backup` does for a caller that holds the lock already."""
    with explained_folder(target.parent):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Nobody else makes one now: whatever is unfinished was interrupted.
        for rest in target.parent.glob(_UNFINISHED):
            delete(rest)
        unfinished = target.with_name(f".{target.name}.unfinished")
        try:
            unfinished.touch(mode=0o600)
            _copy(database, unfinished)
            settle(unfinished)
            replace(unfinished, target)
            settle(target.parent)
        finally:
            delete(unfinished)


def daily(database: Path, folder: Path, today: date) -> Path | None:
    """Make the backup of `today` where it is missing, and let go what need not be kept.

    Returns the new file, None where today's is there already. Raises as `backup` does; then
    everything that is there stays.
    """
    target = of_day(folder, today)
    with explained_folder(folder):
        if target.exists():
            return None
        backup(database, target)
        days = {day: file for file in files(folder) if (day := day_of(file.name)) is not None}
        for day in dropped(days, today):
            delete(days[day])
    return target


def backups(folder: Path) -> list[Backup]:
    """Return what backups there are, newest first (UserError where the folder cannot be read)."""
    with explained_folder(folder):
        found = [_described(file) for file in files(folder)]
    return sorted(found, key=lambda one: (one.made_at, one.name), reverse=True)


def files(folder: Path) -> list[Path]:
    """Return the database files in `folder`; OSError where it cannot be read."""
    try:
        # Not glob: it takes a folder that may not be read for an empty one.
        with os.scandir(folder) as entries:
            return [
                Path(entry)
                for entry in entries
                if entry.name.endswith(".db") and not entry.name.startswith(".") and entry.is_file()
            ]
    except FileNotFoundError:
        return []


def day_of(name: str) -> date | None:
    """Return the day of a daily backup by its file's name, None of any other file."""
    found = _NAME.fullmatch(name)
    return None if found is None or found["rest"] else day_in(name)


def day_in(name: str) -> date | None:
    """Return the day on which a daily backup, or one by hand, was made by its file's name."""
    found = _NAME.fullmatch(name)
    if found is None or found["day"] is None:
        return None
    try:
        return date.fromisoformat(found["day"])
    except ValueError:
        return None


@contextmanager
def one_at_a_time(database: Path) -> Iterator[None]:
    """Make or put back copies of `database` inside; another process waits (UserError if long)."""
    from app.storage.engine.claim import Claim  # noqa: PLC0415  # few commands make a backup

    claim = Claim(database.with_suffix(".backup.lock"))
    given_up = time.monotonic() + _PATIENCE
    with errors.explained(database):
        while not claim.take():
            if time.monotonic() >= given_up:
                raise UserError(
                    "Another program is making a backup just now. Please try again in a moment."
                )
            time.sleep(_LOOK)
    try:
        yield
    finally:
        claim.release()


def settle(path: Path) -> None:
    """Have what was written to a file, or the names in a folder, outlive a power cut."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy(database: Path, target: Path) -> None:
    with closing(_opened(database)) as source:
        source.isolation_level = None
        # One moment for counting and copying, whoever writes meanwhile.
        source.execute("BEGIN")
        with _explained_as_damage(database):
            counted = soundness.count(source)
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            if _is_whole(copy, counted):
                return
        source.execute("ROLLBACK")
        if not soundness.is_sound(source):
            raise errors.damaged(database)
    raise UnsoundError(
        "The backup in {folder} does not read back as it was written, so it was not kept; the "
        "disk may be failing. Earlier backups stay as they are.",
        folder=str(target.parent),
    )


def _is_whole(copy: sqlite3.Connection, counted: dict[str, int]) -> bool:
    return soundness.is_sound(copy) and soundness.count(copy) == counted


@contextmanager
def _explained_as_damage(database: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if soundness.is_damage(error):
            # Without its cause: the words of SQLite may hold what stands in the data.
            raise errors.damaged(database) from None
        raise


def _opened(database: Path) -> sqlite3.Connection:
    # A fault of the data must not be told as one of the folder with the backups.
    with errors.explained(database), _explained_as_damage(database):
        # A file that was taken away must not come back empty, nor be copied as such.
        connection = connected(database, timeout=5)
        try:
            connection.execute("PRAGMA schema_version").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection


def _described(file: Path) -> Backup:
    status = file.stat()
    found = _NAME.fullmatch(file.name)
    if found is None:
        kind = Kind.OTHER
    elif found["restore"]:
        kind = Kind.BEFORE_RESTORE
    elif found["change"]:
        kind = Kind.BEFORE_CHANGE
    else:
        kind = Kind.BY_HAND if day_of(file.name) is None else Kind.DAILY
    return Backup(file.name, kind, datetime.fromtimestamp(status.st_mtime, UTC), status.st_size)
