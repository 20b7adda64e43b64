"""Settings, and the counters that say what has moved."""

# ruff: noqa: INP001  # read by path, as the step is
STATEMENTS = (
    """CREATE TABLE setting (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) {by_key}""",
    """CREATE TABLE revision (
        name TEXT PRIMARY KEY,
        value INTEGER NOT NULL
    ) {by_key}""",
    # `wording` is the one with which the marks were made; 0 lets the first start make them all.
    """INSERT INTO revision (name, value)
        VALUES ('house', 0), ('settings', 0), ('staff', 0), ('readers', 0),
            ('publishing', 0), ('sources', 0), ('double_bookings', 0), ('wording', 0)""",
)
