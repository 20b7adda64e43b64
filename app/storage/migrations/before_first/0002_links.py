"""Links of every kind, staff members, what each reader is called, and when links were served."""

# ruff: noqa: INP001  # the runner loads steps by file, not as a package
from typing import Any

STATEMENTS = (
    """CREATE TABLE staff (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL,
        role TEXT NOT NULL,
        removed_at TEXT,
        sequence INTEGER NOT NULL,
        created_at TEXT NOT NULL
    )""",
    "CREATE UNIQUE INDEX staff_name ON staff (name_key) WHERE removed_at IS NULL",
    """CREATE TABLE staff_unit (
        staff_id INTEGER NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
        unit_id INTEGER NOT NULL REFERENCES unit (id),
        PRIMARY KEY (staff_id, unit_id)
    ) WITHOUT ROWID""",
    "ALTER TABLE occupancy ADD COLUMN staff_id INTEGER REFERENCES staff (id)",
    "ALTER TABLE occupancy ADD COLUMN edited INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX occupancy_staff ON occupancy (staff_id) WHERE staff_id IS NOT NULL",
    # A link may show more than one unit now. SQLite changes no constraint in place: the table is
    # made anew, and before it the fetches are set aside, which would be deleted with their links.
    "CREATE TABLE fetch_kept AS SELECT id, link_id, at, agent, origin, status FROM fetch",
    """CREATE TABLE fetch_last AS
        SELECT name, seq FROM sqlite_sequence WHERE name IN ('fetch', 'link')""",
    "DROP TABLE fetch",
    """CREATE TABLE link_new (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        scope TEXT NOT NULL,
        unit_id INTEGER REFERENCES unit (id),
        property_id INTEGER REFERENCES property (id),
        staff_id INTEGER REFERENCES staff (id),
        main INTEGER NOT NULL,
        label TEXT NOT NULL,
        portal TEXT NOT NULL,
        token TEXT NOT NULL UNIQUE,
        enabled INTEGER NOT NULL,
        fields TEXT NOT NULL,
        options TEXT NOT NULL,
        owner_stays INTEGER NOT NULL,
        blocks INTEGER NOT NULL,
        own_entries INTEGER NOT NULL,
        months_back INTEGER NOT NULL,
        months_ahead INTEGER,
        language TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        deleted_at TEXT,
        CHECK ((scope = 'unit') = (unit_id IS NOT NULL)),
        CHECK ((scope = 'property') = (property_id IS NOT NULL)),
        CHECK ((scope = 'staff') = (staff_id IS NOT NULL))
    )""",
    """INSERT INTO link_new
        SELECT id, 'calendar', 'unit', unit_id, NULL, NULL, main, label, portal, token, enabled,
            '', 'occupied', 1, 1, 1, 12, NULL, language, sequence, revision, created_at,
            changed_at, NULL
        FROM link""",
    "DROP TABLE link",
    "ALTER TABLE link_new RENAME TO link",
    "CREATE UNIQUE INDEX link_main ON link (unit_id) WHERE main AND deleted_at IS NULL",
    "CREATE INDEX link_unit ON link (unit_id)",
    "CREATE INDEX link_property ON link (property_id) WHERE property_id IS NOT NULL",
    "CREATE INDEX link_staff ON link (staff_id) WHERE staff_id IS NOT NULL",
    # Each change asks for the newest one.
    "CREATE INDEX link_changed ON link (changed_at)",
    """CREATE TABLE fetch (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        link_id INTEGER NOT NULL REFERENCES link (id) ON DELETE CASCADE,
        at TEXT NOT NULL,
        agent TEXT NOT NULL,
        origin TEXT NOT NULL,
        status INTEGER NOT NULL
    )""",
    """INSERT INTO fetch (id, link_id, at, agent, origin, status)
        SELECT id, link_id, at, agent, origin, status FROM fetch_kept""",
    "CREATE INDEX fetch_link ON fetch (link_id, id)",
    """CREATE INDEX fetch_outside ON fetch (at)
        WHERE origin = 'outside' AND status IN (200, 304)""",
    # Numbers of rows that are gone must not be given again.
    """DELETE FROM sqlite_sequence WHERE name IN (SELECT name FROM fetch_last)""",
    "INSERT INTO sqlite_sequence (name, seq) SELECT name, seq FROM fetch_last",
    "DROP TABLE fetch_kept",
    "DROP TABLE fetch_last",
    # Of which link an old address was; those given up before this step are nobody's.
    "ALTER TABLE retired_token ADD COLUMN link_id INTEGER",
    "CREATE INDEX retired_token_link ON retired_token (link_id) WHERE link_id IS NOT NULL",
    # What the owner calls a reader that nobody else knows; `agent` without its version numbers.
    """CREATE TABLE reader_name (
        agent TEXT PRIMARY KEY,
        name TEXT NOT NULL
    ) WITHOUT ROWID""",
    # A reader of a link that is not waited for any more, unless it reads again.
    """CREATE TABLE reader_let_go (
        link_id INTEGER NOT NULL REFERENCES link (id) ON DELETE CASCADE,
        reader TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (link_id, reader)
    ) WITHOUT ROWID""",
    # When links were served at all: nobody can read from a computer that is switched off.
    """CREATE TABLE served (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        began_at TEXT NOT NULL,
        until TEXT NOT NULL
    )""",
    "INSERT INTO revision (name, value) VALUES ('staff', 0), ('readers', 0)",
)


def up(_migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
