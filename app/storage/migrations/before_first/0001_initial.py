"""The first tables. Steps name columns and import no part of the program: they must not change."""

# ruff: noqa: INP001  # the runner loads steps by file, not as a package
from typing import Any

STATEMENTS = (
    """CREATE TABLE property (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        address TEXT NOT NULL,
        position INTEGER NOT NULL,
        sequence INTEGER NOT NULL
    )""",
    """CREATE TABLE unit (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        property_id INTEGER NOT NULL REFERENCES property (id),
        name TEXT NOT NULL,
        name_key TEXT NOT NULL UNIQUE,
        address TEXT NOT NULL,
        kind TEXT NOT NULL,
        colour TEXT NOT NULL,
        capacity INTEGER,
        position INTEGER NOT NULL,
        archived_at TEXT,
        sequence INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        changed_at TEXT NOT NULL
    )""",
    "CREATE INDEX unit_property ON unit (property_id)",
    """CREATE TABLE occupancy (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        unit_id INTEGER NOT NULL REFERENCES unit (id),
        arrival TEXT NOT NULL,
        departure TEXT NOT NULL,
        kind TEXT NOT NULL,
        status TEXT NOT NULL,
        option_until TEXT,
        guest TEXT NOT NULL,
        contact TEXT NOT NULL,
        persons INTEGER,
        note TEXT NOT NULL,
        portal TEXT NOT NULL,
        source TEXT NOT NULL,
        uid TEXT NOT NULL UNIQUE,
        sequence INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        CHECK (arrival < departure)
    )""",
    # Covers the search for overlaps: two comparisons of dates without touching the table.
    """CREATE INDEX occupancy_taken ON occupancy (unit_id, departure, arrival)
        WHERE status <> 'cancelled'""",
    "CREATE INDEX occupancy_departure ON occupancy (departure)",
    """CREATE TABLE link (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        unit_id INTEGER NOT NULL REFERENCES unit (id),
        main INTEGER NOT NULL,
        label TEXT NOT NULL,
        portal TEXT NOT NULL,
        token TEXT NOT NULL UNIQUE,
        enabled INTEGER NOT NULL,
        details TEXT NOT NULL,
        language TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        changed_at TEXT NOT NULL
    )""",
    "CREATE UNIQUE INDEX link_main ON link (unit_id) WHERE main",
    "CREATE INDEX link_unit ON link (unit_id)",
    """CREATE TABLE retired_token (
        token TEXT PRIMARY KEY,
        retired_at TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE fetch (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        link_id INTEGER NOT NULL REFERENCES link (id) ON DELETE CASCADE,
        at TEXT NOT NULL,
        agent TEXT NOT NULL,
        origin TEXT NOT NULL,
        status INTEGER NOT NULL
    )""",
    "CREATE INDEX fetch_link ON fetch (link_id, id)",
    """CREATE TABLE setting (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE revision (
        name TEXT PRIMARY KEY,
        value INTEGER NOT NULL
    ) WITHOUT ROWID""",
    "INSERT INTO revision (name, value) VALUES ('house', 0), ('settings', 0)",
)


def up(_migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
