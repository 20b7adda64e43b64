"""Is a database file sound, is it ours, and what is in it? Nothing here changes one."""

# ruff: noqa: S608  # names of tables and columns are those of the schema, not of the data

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from app.core.backups.copies import Examined, KnownLink, KnownStay, Snapshot, Soundness
from app.core.errors import UserError
from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from app.storage.engine import errors
from app.storage.engine.database import APPLICATION_ID, MIGRATIONS
from app.storage.engine.peek import peek

_SETTING = "SELECT value FROM setting WHERE key = ?"
HISTORY = "schema_migration"
SQLITE = sqlite3.sqlite_version
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def examine(path: Path) -> Examined:
    """Look at every page and every row of the database at `path`, and count what is in it.

    Raises:
        UserError: it cannot be read just now; that says nothing about its soundness.
    """
    with errors.explained(path):
        if not path.exists():
            return Examined(Soundness.MISSING)
        if path.stat().st_size == 0:
            return Examined(Soundness.EMPTY)
        return peek(path, _examined)


def setting(path: Path, key: str) -> str | None:
    """Return one setting of a database, None where there is none or it cannot be read."""
    try:
        if not path.exists():
            return None
        row = peek(path, lambda connection: connection.execute(_SETTING, (key,)).fetchone())
    except (sqlite3.Error, OSError, UserError):
        return None
    return None if row is None else str(row[0])


def is_sound(connection: sqlite3.Connection) -> bool:
    """Tell whether every page, every reference and every text is as it must be.

    ``integrity_check`` does not look into texts: one that cannot be decoded is damage as well.
    """
    try:
        if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            return False
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            return False
        return all(_can_be_read(connection, table) for table in tables(connection))
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return False


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether this is about the file and not about somebody who holds it."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _DAMAGE


def tables(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the tables, SQLite's own left out."""
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
        "ESCAPE '\\' ORDER BY name"
    )
    return [name for (name,) in found]


def columns(connection: sqlite3.Connection, table: str, schema: str = "main") -> list[str]:
    """Return the names of a table's columns, in their order; none where there is no such table."""
    found = connection.execute(f'PRAGMA {schema}.table_info("{table}")')
    return [name for _, name, *_ in found]


def count(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    return {
        table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        for table in tables(connection)
    }


def applied_steps(connection: sqlite3.Connection) -> set[str] | None:
    """Return which steps have made the tables of this database, None where it is not ours."""
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    if not ours or HISTORY not in tables(connection):
        return None
    return {step for (step,) in connection.execute(f"SELECT name FROM {HISTORY}")}


def _examined(connection: sqlite3.Connection) -> Examined:
    try:
        steps = applied_steps(connection)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        header = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_NOTADB
        return Examined(Soundness.FOREIGN if header else Soundness.DAMAGED)
    if not is_sound(connection):
        return Examined(Soundness.DAMAGED)
    if steps is None:
        return Examined(Soundness.FOREIGN)
    if steps - {step.stem for step in MIGRATIONS.glob("[0-9]*.py")}:
        return Examined(Soundness.NEWER)
    try:
        return Examined(Soundness.SOUND, _snapshot(connection))
    except (ValueError, TypeError):
        # A date that is none, a kind that nobody knows: sound to SQLite, not to us.
        return Examined(Soundness.DAMAGED)


def _can_be_read(connection: sqlite3.Connection, table: str) -> bool:
    before, connection.text_factory = connection.text_factory, _decoded
    try:
        for _ in connection.execute(f'SELECT * FROM "{table}"'):
            pass
    except UnicodeDecodeError:
        return False
    finally:
        connection.text_factory = before
    return True


def _decoded(text: bytes) -> str:
    return text.decode()


def _snapshot(connection: sqlite3.Connection) -> Snapshot:
    """Read what an owner would miss; of columns only those that every version has had."""
    units = connection.execute("SELECT id, name FROM unit WHERE archived_at IS NULL ORDER BY id")
    return Snapshot(
        units=dict(units.fetchall()),
        stays=dict(map(_stay, connection.execute(_STAYS))),
        links=dict(_links(connection)),
    )


_STAYS = """
    SELECT uid, unit.name, unit_id, arrival, departure, occupancy.kind, status, option_until, guest,
        portal, occupancy.sequence
    FROM occupancy JOIN unit ON unit.id = unit_id
    WHERE status <> 'cancelled'
"""


def _stay(
    row: tuple[str, str, int, str, str, str, str, str | None, str, str, int],
) -> tuple[str, KnownStay]:
    uid, unit, unit_id, arrival, departure, kind, status, until, guest, portal, sequence = row
    stay = OccupancyDraft(
        unit_id=unit_id,
        arrival=date.fromisoformat(arrival),
        departure=date.fromisoformat(departure),
        kind=Kind(kind),
        status=Status(status),
        option_until=None if until is None else date.fromisoformat(until),
        guest=guest,
        portal=portal,
    )
    return uid, KnownStay(unit, stay, sequence)


def _links(connection: sqlite3.Connection) -> Iterable[tuple[tuple[int, str], KnownLink]]:
    subject, joins, there = "unit.name", "JOIN unit ON unit.id = link.unit_id", "1"
    if "scope" in columns(connection, "link"):
        subject = "COALESCE(unit.name, property.name, staff.name, '')"
        joins = (
            "LEFT JOIN unit ON unit.id = link.unit_id "
            "LEFT JOIN property ON property.id = link.property_id "
            "LEFT JOIN staff ON staff.id = link.staff_id"
        )
        there = "link.deleted_at IS NULL"
    query = (
        f"SELECT link.id, link.created_at, {subject}, link.label, link.portal "
        f"FROM link {joins} WHERE {there} ORDER BY link.id"
    )
    for link_id, created_at, name, label, portal in connection.execute(query):
        yield (link_id, created_at), KnownLink(name, label, portal)
