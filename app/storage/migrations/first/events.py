"""What each link said last of each occupancy, and what was touched since."""

# ruff: noqa: INP001  # read by path, as the step is
STATEMENTS = (
    # `changed_at` in seconds of Unix time: LAST-MODIFIED has no finer ones, and there is a row for
    # each occupancy and link. An empty digest: the link says nothing of it at present.
    """CREATE TABLE event_mark (
        link_id INTEGER NOT NULL REFERENCES link (id) ON DELETE CASCADE,
        occupancy_id INTEGER NOT NULL REFERENCES occupancy (id) ON DELETE CASCADE,
        digest {bytes} NOT NULL,
        sequence INTEGER NOT NULL,
        changed_at BIGINT NOT NULL,
        PRIMARY KEY (link_id, occupancy_id)
    ) {by_key}""",
    # Filled by triggers, so that nothing that writes can forget it, and emptied in the same
    # transaction by who brings the marks up to date. Of a `place` id is the unit, day the arrival.
    """CREATE TABLE event_touched (
        what TEXT NOT NULL,
        id INTEGER NOT NULL,
        day TEXT NOT NULL,
        PRIMARY KEY (what, id, day)
    ) {by_key}""",
)
