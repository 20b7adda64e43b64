"""Portals' calendars, what they said, and what the portals were told."""

# ruff: noqa: INP001  # read by path, as the step is
STATEMENTS = (
    # A portal's calendar of a unit. Its address is a secret: whoever has it reads who comes when.
    # One that was removed stays as a row, for `occupancy.source` names it.
    # `reads` counts the readings that were complete. `etag` and `modified` are what the answer to
    # the last of them said of itself, `digest` is of its bytes, `basis` is what else was known
    # then: where all that is the same, another reading would come to the same.
    # `failure`: what went wrong last, as JSON; `failures` counts how often in a row.
    # `asked_to_wait`: `next_try_at` was the portal's own wish. `doubt`, `memory`, `counts` and
    # `report` are JSON: what is not believed, what is remembered of the last readings, what the
    # last one did, and what of it takes no night or could not be read.
    """CREATE TABLE source (
        id {number},
        unit_id INTEGER NOT NULL REFERENCES unit (id),
        portal TEXT NOT NULL,
        label TEXT NOT NULL,
        address TEXT NOT NULL,
        enabled INTEGER NOT NULL,
        allow_private INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        removed_at TEXT,
        reads INTEGER NOT NULL DEFAULT 0,
        tried_at TEXT,
        read_at TEXT,
        next_try_at TEXT,
        asked_to_wait INTEGER NOT NULL DEFAULT 0,
        failures INTEGER NOT NULL DEFAULT 0,
        failure TEXT,
        etag TEXT NOT NULL DEFAULT '',
        modified TEXT NOT NULL DEFAULT '',
        digest TEXT NOT NULL DEFAULT '',
        basis TEXT NOT NULL DEFAULT '',
        producer TEXT NOT NULL DEFAULT '',
        name TEXT NOT NULL DEFAULT '',
        doubt TEXT,
        memory TEXT NOT NULL DEFAULT '',
        counts TEXT NOT NULL DEFAULT '',
        report TEXT NOT NULL DEFAULT ''
    )""",
    "CREATE INDEX source_unit ON source (unit_id)",
    # What a source last said of a stay, and what has become of it. Of what the feed shows still,
    # `last_seen` is not brought up to date: that is when the source was read last.
    """CREATE TABLE source_stay (
        id {number},
        source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
        uid TEXT NOT NULL,
        arrival TEXT NOT NULL,
        departure TEXT NOT NULL,
        kind TEXT NOT NULL,
        tentative INTEGER NOT NULL,
        closure INTEGER NOT NULL,
        unsure INTEGER NOT NULL,
        summary TEXT NOT NULL,
        guest TEXT NOT NULL,
        link TEXT NOT NULL,
        stamp TEXT,
        first_seen TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        missing_since TEXT,
        missing_reads INTEGER NOT NULL,
        gone_at TEXT,
        verdict TEXT NOT NULL,
        by_owner TEXT,
        assumed INTEGER NOT NULL,
        occupancy_id INTEGER REFERENCES occupancy (id) ON DELETE SET NULL,
        joined INTEGER NOT NULL,
        seen_on TEXT,
        left_at TEXT,
        asked INTEGER NOT NULL
    )""",
    "CREATE INDEX source_stay_source ON source_stay (source_id)",
    """CREATE INDEX source_stay_occupancy ON source_stay (occupancy_id)
        WHERE occupancy_id IS NOT NULL""",
    # What only the owner can know; it stands here until they have said it.
    """CREATE TABLE source_question (
        id {number},
        source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        seen_id INTEGER REFERENCES source_stay (id) ON DELETE CASCADE,
        asked_at TEXT NOT NULL,
        arrival TEXT,
        departure TEXT,
        count INTEGER NOT NULL
    )""",
    "CREATE INDEX source_question_source ON source_question (source_id)",
    "CREATE INDEX source_question_seen ON source_question (seen_id)",
    # Which nights a portal's link held when it was read from `first_at` to `last_at`; where it lies
    # on a webspace that does not tell who reads there (`sure` 0), while it lay there, None to now.
    """CREATE TABLE given (
        id {number},
        link_id INTEGER NOT NULL REFERENCES link (id) ON DELETE CASCADE,
        sure INTEGER NOT NULL,
        first_at TEXT NOT NULL,
        last_at TEXT,
        etag TEXT NOT NULL,
        nights TEXT NOT NULL
    )""",
    "CREATE INDEX given_link ON given (link_id, sure, id)",
)
