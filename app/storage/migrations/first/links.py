"""Links, and addresses that were given up."""

# ruff: noqa: INP001  # read by path, as the step is
STATEMENTS = (
    # `uid_seed` is for the UIDs of a website's calendar: random, and not the token.
    # `here_only`: not put on the webspace, by the owner's choice.
    """CREATE TABLE link (
        id {number},
        kind TEXT NOT NULL,
        scope TEXT NOT NULL,
        unit_id INTEGER REFERENCES unit (id),
        property_id INTEGER REFERENCES property (id),
        staff_id INTEGER REFERENCES staff (id),
        main INTEGER NOT NULL,
        label TEXT NOT NULL,
        portal TEXT NOT NULL,
        token TEXT NOT NULL UNIQUE,
        uid_seed TEXT NOT NULL,
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
        here_only INTEGER NOT NULL DEFAULT 0,
        CHECK ((scope = 'unit') = (unit_id IS NOT NULL)),
        CHECK ((scope = 'property') = (property_id IS NOT NULL)),
        CHECK ((scope = 'staff') = (staff_id IS NOT NULL))
    )""",
    "CREATE UNIQUE INDEX link_main ON link (unit_id) WHERE main = 1 AND deleted_at IS NULL",
    "CREATE INDEX link_unit ON link (unit_id)",
    "CREATE INDEX link_property ON link (property_id) WHERE property_id IS NOT NULL",
    "CREATE INDEX link_staff ON link (staff_id) WHERE staff_id IS NOT NULL",
    # Each change asks for the newest one.
    "CREATE INDEX link_changed ON link (changed_at)",
    # No reference: an address stays given up when its link is gone. None: it was nobody's link.
    """CREATE TABLE retired_token (
        token TEXT PRIMARY KEY,
        retired_at TEXT NOT NULL,
        link_id INTEGER
    ) {by_key}""",
    "CREATE INDEX retired_token_link ON retired_token (link_id) WHERE link_id IS NOT NULL",
)
