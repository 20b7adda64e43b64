"""Who has read which link, and when links were served at all."""

# ruff: noqa: INP001  # read by path, as the step is
STATEMENTS = (
    """CREATE TABLE "fetch" (
        id {number},
        link_id INTEGER NOT NULL REFERENCES link (id) ON DELETE CASCADE,
        at TEXT NOT NULL,
        agent TEXT NOT NULL,
        origin TEXT NOT NULL,
        status INTEGER NOT NULL
    )""",
    'CREATE INDEX fetch_link ON "fetch" (link_id, id)',
    """CREATE INDEX fetch_outside ON "fetch" (at)
        WHERE origin = 'outside' AND status IN (200, 304)""",
    # What the owner calls a reader that nobody else knows; `agent` without its version numbers.
    """CREATE TABLE reader_name (
        agent TEXT PRIMARY KEY,
        name TEXT NOT NULL
    ) {by_key}""",
    # A reader of a link that is not waited for any more, unless it reads again.
    """CREATE TABLE reader_let_go (
        link_id INTEGER NOT NULL REFERENCES link (id) ON DELETE CASCADE,
        reader TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (link_id, reader)
    ) {by_key}""",
    # When links were served at all: nobody can read from a computer that is switched off.
    """CREATE TABLE served (
        id {number},
        began_at TEXT NOT NULL,
        until TEXT NOT NULL
    )""",
)
