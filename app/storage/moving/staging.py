"""The copy of a house that travels, and how it comes to stand where it arrives.

A sound database is never replaced as a file: others may have it open. There all rows are put in the
place of those that were there, in one transaction. Anywhere else the new file is decided upon first
and then moved there, so that whatever interrupts it, the next start finishes it.
"""

# ruff: noqa: S608  # names of tables and columns are those of the schema, not of the data

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from app.core.backups.copies import Examined, Soundness
from app.storage.backups import backup, restore, soundness
from app.storage.engine import errors, founding
from app.storage.engine.connection import connected, existing, one_transaction
from app.storage.engine.peek import peek
from app.storage.engine.steps import HISTORY
from app.storage.files.patience import replace
from app.storage.moving.envelope import damaged, newer
from app.storage.tables.revisions import RESTORED
from app.storage.tables.settings import HOUSE_BEFORE, HOUSE_ID, MOVED_AWAY

_HOLDS = ("unit", "property", "occupancy", "link", "staff", "source")
"""A database without any of these is nobody's house yet."""
_TOUCHED = "event_touched"
_SET = "INSERT OR REPLACE INTO main.setting (key, value) VALUES (?, ?)"


def without_addresses(copy: Path) -> int:
    """Take the addresses of portals' calendars out of a copy, all but their hosts.

    Whoever has one reads who comes when. Returns how many there were that are read.
    """
    with _changing(copy) as connection:
        # What is written over must not stand in the file any more.
        connection.execute("PRAGMA secure_delete = ON")
        found = connection.execute("SELECT id, address, removed_at FROM source").fetchall()
        for number, address, _ in found:
            connection.execute(
                "UPDATE source SET address = ?, enabled = 0, etag = '', modified = '' WHERE id = ?",
                (_host_alone(address), number),
            )
    return sum(removed is None for _, _, removed in found)


def require_sound(copy: Path) -> None:
    """Refuse a copy that is no whole house, of this version or an older one (UserError)."""
    match soundness.examine(copy).soundness:
        case Soundness.SOUND:
            return
        case Soundness.NEWER:
            raise newer()
        case _:
            raise damaged()


def settle_in(copy: Path) -> None:
    """Make a copy ready to live here: awake, under a name that tells it from where it was.

    Should the other computer go on all the same, each notices on the webspace. What lies there is
    looked at anew, for that one may have changed it since.
    """
    restore.bring_up_to_date(copy)
    with _changing(copy) as connection:
        connection.execute("DELETE FROM setting WHERE key = ?", (MOVED_AWAY,))
        name = connection.execute("SELECT value FROM setting WHERE key = ?", (HOUSE_ID,)).fetchone()
        if name is not None:
            connection.execute(_SET, (HOUSE_BEFORE, name[0]))
            connection.execute(_SET, (HOUSE_ID, secrets.token_hex(16)))
        connection.execute("UPDATE upload SET digest = x''")
        connection.execute(
            "UPDATE webspace SET looked_on = NULL, failures = 0, failure = NULL, next_try = NULL"
        )


def holds_data(database: Path, present: Examined) -> bool:
    """Tell whether there is something that must not be replaced unasked."""
    if present.soundness in {Soundness.MISSING, Soundness.EMPTY}:
        return False
    return not present.sound or peek(database, _any_rows)


def put_in_place(database: Path, copy: Path, saved: Path, *, timeout: float) -> Path | None:
    """Let `copy` stand where `database` is; what was there is saved first.

    Args:
        database: where the house is to live, whatever is there.
        copy: ready to live there, on the same drive; it may be gone afterwards.
        saved: where a copy of what was there goes.
        timeout: seconds to wait for another write.

    Returns where what was there has been saved, None where nothing was worth it.

    Raises:
        UserError: it cannot be saved, or others hold it. Nothing has changed then.
    """
    with restore.alone(database), errors.explained(database):
        restore.swap(database)
        present = soundness.examine(database)
        if present.soundness is Soundness.NEWER:
            raise restore.newer(database)
        if present.sound:
            worth = peek(database, _any_rows)
            take_all(
                database,
                copy,
                timeout=timeout,
                before=(lambda: backup.make(database, saved)) if worth else (lambda: None),
            )
            return saved if worth else None
        aside = restore.set_aside(database, saved.with_suffix(""))
        copy.chmod(0o600)
        backup.settle(copy)
        replace(copy, founding.decided(database))
        backup.settle(database.parent)
        restore.swap(database)
        return aside


def take_all(
    database: Path, copy: Path, *, timeout: float, before: Callable[[], object] = lambda: None
) -> None:
    """Put all rows of `copy` in the place of those of `database`, whole or not at all.

    Both are of this program's version. Who has the database open hears of it as of a backup that
    was put back. Numbers only ever rise: where it is the same house that comes back, what is kept
    of its links must not be taken for the newest.
    """
    with closing(connected(database, timeout=timeout, isolation_level=None)) as connection:
        # References are checked at the end: tables are emptied and filled one after the other.
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("ATTACH ? AS copy", (existing(copy, "mode=ro&immutable=1"),))
        with one_transaction(connection):
            before()
            _take_rows(connection)
            if connection.execute("PRAGMA main.foreign_key_check").fetchone() is not None:
                raise damaged()


def _take_rows(connection: sqlite3.Connection) -> None:
    tables = [name for name in soundness.tables(connection) if name != HISTORY]
    for table in ("revision", "link", "unit"):
        connection.execute(f"CREATE TEMP TABLE was_{table} AS SELECT * FROM main.{table}")
    # What triggers note meanwhile is no change: what stood there before comes last.
    for table in sorted(tables, key=lambda name: name == _TOUCHED):
        names = ", ".join(soundness.columns(connection, table))
        connection.execute(f"DELETE FROM main.{table}")
        connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM copy.{table}")
    connection.execute(
        "INSERT OR REPLACE INTO main.revision (name, value) SELECT name, max(value) + 1 FROM "
        "(SELECT name, value FROM temp.was_revision UNION ALL SELECT name, value FROM "
        "copy.revision) WHERE name <> 'wording' GROUP BY name"
    )
    connection.execute(
        "INSERT OR IGNORE INTO main.revision (name, value) VALUES (?, 1)", [RESTORED]
    )
    for table, same in (("link", "token"), ("unit", "id")):
        connection.execute(
            f"UPDATE main.{table} SET revision = was.revision + 1 FROM temp.was_{table} AS was "
            f"WHERE was.{same} = main.{table}.{same} AND was.revision >= main.{table}.revision"
        )
    connection.execute(
        "INSERT INTO main.sqlite_sequence (name, seq) SELECT name, 0 FROM copy.sqlite_sequence "
        "WHERE name NOT IN (SELECT name FROM main.sqlite_sequence)"
    )
    connection.execute(
        "UPDATE main.sqlite_sequence SET seq = max(seq, coalesce((SELECT there.seq FROM "
        "copy.sqlite_sequence AS there WHERE there.name = sqlite_sequence.name), 0))"
    )


def _any_rows(connection: sqlite3.Connection) -> bool:
    there = soundness.tables(connection)
    return any(
        connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None
        for table in _HOLDS
        if table in there
    )


def _host_alone(address: str) -> str:
    found = urlsplit(address)
    return f"{found.scheme}://{found.hostname}/" if found.hostname else ""


@contextmanager
def _changing(copy: Path) -> Iterator[sqlite3.Connection]:
    """Change a copy that nobody else has open, in one transaction."""
    with closing(connected(copy, timeout=0, isolation_level=None)) as connection:
        with one_transaction(connection):
            yield connection
        # All of it in the one file.
        connection.execute("PRAGMA journal_mode = DELETE")
