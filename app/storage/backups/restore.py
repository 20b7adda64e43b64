"""Going back to a backup: into a sound database in one transaction, in place of any other.

A sound database is never replaced as a file: others have it open. Where it is damaged, empty or
gone, a whole new one is made beside it, and ``<name>.restored.db`` appears once that is proven.
From then on going back is decided: whatever interrupts it, the next start finishes it.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from app.core.backups.copies import Examined, Soundness
from app.core.errors import UserError
from app.storage.backups import backup, merge, place, soundness
from app.storage.backups.salvage import salvage
from app.storage.engine import errors, founding
from app.storage.engine.claim import Claim
from app.storage.engine.database import Database
from app.storage.engine.peek import peek
from app.storage.engine.waiting import waited_for
from app.storage.files.patience import delete, replace
from app.storage.files.troubles import may_be_held

_SCRATCH = ".restoring-"
_PATIENCE = 30.0
_TRIES = 6
"""How often the old database is tried to be copied, and to be deleted, a second and a half each.
Whoever has it open looks once a second, sees what was decided, and lets it go (`DataVersion`)."""
_BESIDE = ("-wal", "-shm", "-journal")
_USABLE = (
    Soundness.SOUND,
    Soundness.DAMAGED,
    Soundness.FOREIGN,
    Soundness.EMPTY,
    Soundness.MISSING,
)


def restore(
    database: Path, source: Path, kept: Path, now: datetime, *, timeout: float
) -> tuple[Examined, Path | None]:
    """Put what `source` holds in the place of what `database` holds, which is saved first.

    Args:
        database: the present data, in whatever state; of this program's version where it is sound.
        source: the backup; it stays as it is.
        kept: where a copy of the present data goes. What is no sound database goes there as the
            files it is made of, into a folder of this name without its ending.
        now: when this happens.
        timeout: seconds to wait for another write.

    Returns what the present data was, and where it has been saved, None where there was nothing.

    Raises:
        UserError: the backup is unsound or from a newer version, the present data is, it cannot be
            saved, or others hold it. Nothing has changed then.
    """
    require_sound(source, soundness.examine(source).soundness)
    with alone(database):
        swap(database)
        present = soundness.examine(database)
        if present.soundness is Soundness.NEWER:
            raise newer(database)
        with errors.explained(database), _scratch_beside(database) as scratch:
            staged = Path(scratch) / "staged.db"
            _stage(source, staged)
            if present.sound:
                merge.put_back(
                    database,
                    staged,
                    now,
                    timeout=timeout,
                    before=lambda: backup.make(database, kept),
                )
                return present, kept
            saved = set_aside(database, kept.with_suffix(""))
            _replace(database, staged, saved, Path(scratch), now)
            return present, saved


def _scratch_beside(database: Path) -> TemporaryDirectory[str]:
    # What somebody still looks into goes with the next time.
    return TemporaryDirectory(prefix=_SCRATCH, dir=database.parent, ignore_cleanup_errors=True)


def finish(database: Path) -> None:
    """Finish what was interrupted after it was decided (UserError)."""
    with alone(database):
        swap(database)


def require_sound(source: Path, found: Soundness) -> None:
    """Refuse a file that cannot be gone back to (UserError)."""
    match found:
        case Soundness.SOUND:
            return
        case Soundness.NEWER:
            raise newer(source)
        case Soundness.MISSING:
            raise UserError("There is no file {file}.", file=str(source))
        case Soundness.DAMAGED:
            raise UserError(
                "{file} is damaged, so nothing was changed. Please choose another backup: "
                "`zimmerfrei backup list` shows which are sound.",
                file=str(source),
            )
        case _:
            raise UserError(
                "{file} holds no data of Zimmerfrei. Nothing was changed.", file=str(source)
            )


def newer(path: Path) -> UserError:
    """Return the sentence about a file of a version that this program does not know."""
    return UserError(
        "{file} was last used by a newer version of Zimmerfrei. Nothing was changed. "
        "Please install the newest version.",
        file=str(path),
    )


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Keep out, while inside, who would bring the tables up to date, back up or restore."""
    claim = Claim(database.with_suffix(".migrating.lock"))
    with (
        errors.explained(database),
        waited_for(claim, _PATIENCE, lambda: None, str(database.parent)),
        backup.one_at_a_time(database),
    ):
        for rest in database.parent.glob(f"{_SCRATCH}*"):
            shutil.rmtree(rest, ignore_errors=True)
        yield


def _stage(source: Path, staged: Path) -> None:
    """Make of a backup, also of an older version, one file of this program's tables."""
    with closing(sqlite3.connect(staged)) as target:
        peek(source, lambda connection: connection.backup(target))
    bring_up_to_date(staged)


def bring_up_to_date(path: Path) -> None:
    """Make of a database that nobody has open one file of this program's tables."""
    Database(path, _PATIENCE).migrate(lambda _: None)
    with closing(sqlite3.connect(path)) as connection:
        # All of it in the one file, whatever was left beside it.
        connection.execute("PRAGMA journal_mode = DELETE")


def set_aside(database: Path, folder: Path) -> Path | None:
    """Copy the files of what is no sound database, byte by byte."""
    with place.explained_folder(folder.parent):
        left = _TRIES
        while True:
            try:
                return _copied(database, folder)
            except FileNotFoundError:
                # Somebody has just let it go: what stood in a file beside it may stand in it now.
                shutil.rmtree(folder, ignore_errors=True)
                left -= 1
                if not left:
                    raise


def _copied(database: Path, folder: Path) -> Path | None:
    found = [file for file in _parts(database) if file.exists() and file.stat().st_size]
    if not found:
        return None
    folder.mkdir(mode=0o700, parents=True)
    for file in found:
        copy = folder / file.name
        copy.touch(mode=0o600)
        shutil.copyfile(file, copy)
        backup.settle(copy)
    backup.settle(folder)
    backup.settle(folder.parent)
    return folder


def _replace(
    database: Path, staged: Path, saved: Path | None, scratch: Path, now: datetime
) -> None:
    """Make a new database of `staged` that counts on from the old one, and put it in its place."""
    fresh = scratch / "fresh.db"
    Database(fresh, _PATIENCE).migrate(lambda _: None)
    if saved is not None and (saved / database.name).exists():
        shutil.copytree(saved, scratch / "old")
        salvage(scratch / "old" / database.name, fresh)
    merge.put_back(fresh, staged, now, timeout=_PATIENCE, trusted=False)
    with closing(sqlite3.connect(fresh)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if not soundness.examine(fresh).sound:
        raise errors.damaged(fresh)
    fresh.chmod(0o600)
    backup.settle(fresh)
    replace(fresh, founding.decided(database))
    backup.settle(database.parent)
    swap(database)


def swap(database: Path) -> None:
    """Take the old files away, the database first, and put the new one there; repeatable."""
    decided = founding.decided(database)
    if not decided.exists():
        return  # another program has just finished it
    try:
        _delete_once_let_go(database)
    except OSError:
        # Windows lets no file go that somebody has open. Nothing has been changed yet.
        delete(decided)
        raise UserError(
            "Another program has {file} open. Please end it, then try again. Nothing was changed.",
            file=str(database),
        ) from None
    for file in _parts(database)[1:]:
        delete(file)
    backup.settle(database.parent)
    replace(decided, database)
    backup.settle(database.parent)


def _delete_once_let_go(database: Path) -> None:
    for _ in range(_TRIES - 1):
        try:
            delete(database)
        except OSError as error:
            if not may_be_held(error):
                raise
        else:
            return
    delete(database)


def _parts(database: Path) -> list[Path]:
    return [database, *(database.with_name(database.name + end) for end in _BESIDE)]
