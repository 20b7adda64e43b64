"""Properties, units, and who looks after them."""

# ruff: noqa: INP001  # read by path, as the step is
STATEMENTS = (
    """CREATE TABLE property (
        id {number},
        name TEXT NOT NULL,
        address TEXT NOT NULL,
        position INTEGER NOT NULL,
        sequence INTEGER NOT NULL
    )""",
    """CREATE TABLE unit (
        id {number},
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
    """CREATE TABLE staff (
        id {number},
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
    ) {by_key}""",
)
