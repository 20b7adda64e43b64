"""Webspaces, what lies on them, and what strangers found there."""

# ruff: noqa: INP001  # read by path, as the step is
STATEMENTS = (
    # One is in use at a time; a former one stays, with `removed_at`, until its files are gone.
    # `php`: a script there counts readers. `reads_since`: from when on all that it has noted is
    # known, `reads_until`: how far its notes have been taken over, `reads_at`: when they were last.
    # `script`: what was put there of it last.
    # `looked_on`: the day on which it was last compared with what is known to lie there.
    # `failure`: what went wrong last, as JSON; `failures` counts how often in a row.
    """CREATE TABLE webspace (
        id {number},
        kind TEXT NOT NULL,
        preset TEXT NOT NULL,
        host TEXT NOT NULL,
        port INTEGER NOT NULL,
        user_name TEXT NOT NULL,
        folder TEXT NOT NULL,
        address TEXT NOT NULL,
        identity TEXT NOT NULL,
        share TEXT NOT NULL,
        php INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        removed_at TEXT,
        reads_until TEXT NOT NULL,
        reads_since TEXT,
        reads_at TEXT,
        script TEXT NOT NULL,
        looked_on TEXT,
        succeeded_at TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        failure TEXT,
        next_try TEXT
    )""",
    # What lies there. `state` is what the link's calendar depended on when these bytes were built
    # (as for feeds that are kept), so that what is to lie there is known without building it.
    # An empty `digest` stands from before bytes travel until it is known that they have arrived.
    # `coming` counts the stays ahead in it. `asked` is the digest of bytes that are held back until
    # the owner says whether so much less is right, `asked_coming` counts the stays ahead in those,
    # `answer` is the same digest once the owner has let them go, empty where they must not.
    # No reference: its link may be gone earlier.
    """CREATE TABLE upload (
        webspace_id INTEGER NOT NULL REFERENCES webspace (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        link_id INTEGER NOT NULL,
        digest {bytes} NOT NULL,
        size INTEGER NOT NULL,
        coming INTEGER NOT NULL,
        state TEXT NOT NULL,
        put_at TEXT NOT NULL,
        asked {bytes},
        asked_coming INTEGER NOT NULL DEFAULT 0,
        answer {bytes},
        PRIMARY KEY (webspace_id, name)
    ) {by_key}""",
    # The newest reading of a link's address as a stranger would.
    """CREATE TABLE address_check (
        link_id INTEGER PRIMARY KEY REFERENCES link (id) ON DELETE CASCADE,
        address TEXT NOT NULL,
        at TEXT NOT NULL,
        finding TEXT NOT NULL,
        problem TEXT NOT NULL,
        detail TEXT NOT NULL,
        certificate_until TEXT
    )""",
)
