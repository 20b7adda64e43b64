"""Occupancies, and where two of them share nights."""

# ruff: noqa: INP001  # read by path, as the step is
STATEMENTS = (
    # `edited`: changed by hand since it came from somewhere else.
    # `fed_…`: what a portal's calendar says of this stay at present, of which unit, which dates, as
    # long as it does. Where that is what stands here, a link for that portal leaves it out.
    # `moved_from`: the unit that it was entered for, where the owner has moved it to another.
    """CREATE TABLE occupancy (
        id {number},
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
        staff_id INTEGER REFERENCES staff (id),
        edited INTEGER NOT NULL,
        uid TEXT NOT NULL UNIQUE,
        sequence INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        fed_portal TEXT NOT NULL DEFAULT '',
        fed_unit INTEGER,
        fed_arrival TEXT,
        fed_departure TEXT,
        moved_from INTEGER,
        CHECK (arrival < departure)
    )""",
    # Covers the search for overlaps: two comparisons of dates without touching the table.
    """CREATE INDEX occupancy_taken ON occupancy (unit_id, departure, arrival)
        WHERE status <> 'cancelled'""",
    "CREATE INDEX occupancy_departure ON occupancy (departure)",
    # Who comes next, and who came before, without a walk through all of a unit's stays. Worded
    # otherwise than `occupancy_taken`: the search for overlaps must not choose this one.
    """CREATE INDEX occupancy_arrival ON occupancy (unit_id, arrival)
        WHERE status IN ('confirmed', 'option')""",
    "CREATE INDEX occupancy_staff ON occupancy (staff_id) WHERE staff_id IS NOT NULL",
    # Two that share nights of one unit; what moves to another unit and clashes there too is another
    # one. `arrival` and `departure` are of the nights that both have or had last, `accepted_…` of
    # those with which the owner was content.
    """CREATE TABLE double_booking (
        id {number},
        first_id INTEGER NOT NULL REFERENCES occupancy (id) ON DELETE CASCADE,
        second_id INTEGER NOT NULL REFERENCES occupancy (id) ON DELETE CASCADE,
        unit_id INTEGER NOT NULL REFERENCES unit (id),
        arrival TEXT NOT NULL,
        departure TEXT NOT NULL,
        since TEXT NOT NULL,
        state TEXT NOT NULL,
        closed_at TEXT,
        accepted_arrival TEXT,
        accepted_departure TEXT,
        sequence INTEGER NOT NULL,
        CHECK (first_id < second_id),
        CHECK ((state = 'solved') = (closed_at IS NOT NULL)),
        CHECK ((accepted_arrival IS NULL) = (accepted_departure IS NULL))
    )""",
    """CREATE UNIQUE INDEX double_booking_pair ON double_booking (first_id, second_id)
        WHERE state <> 'solved'""",
    "CREATE INDEX double_booking_first ON double_booking (first_id)",
    "CREATE INDEX double_booking_second ON double_booking (second_id)",
    "CREATE INDEX double_booking_state ON double_booking (state, departure)",
)
