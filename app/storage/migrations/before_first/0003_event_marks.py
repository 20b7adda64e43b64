"""What each link said of each occupancy, and what has been touched since that was looked at."""

# ruff: noqa: INP001  # the runner loads steps by file, not as a package
from typing import Any


def _touch(name: str, when: str, *selects: str) -> str:
    """Return a trigger that notes what was touched; several rows where several are."""
    body = " ".join(
        f"INSERT OR IGNORE INTO event_touched (what, id, day) {select};" for select in selects
    )
    return f"CREATE TRIGGER event_touched_{name} AFTER {when} BEGIN {body} END"


STATEMENTS = (
    # `changed_at` in seconds of Unix time: LAST-MODIFIED has no finer ones, and there is a row for
    # each occupancy and link. An empty digest: the link says nothing of it at present.
    """CREATE TABLE event_mark (
        link_id INTEGER NOT NULL REFERENCES link (id) ON DELETE CASCADE,
        occupancy_id INTEGER NOT NULL REFERENCES occupancy (id) ON DELETE CASCADE,
        digest BLOB NOT NULL,
        sequence INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        PRIMARY KEY (link_id, occupancy_id)
    ) WITHOUT ROWID""",
    # Filled by triggers, so that nothing that writes can forget it, and emptied in the same
    # transaction by who brings the marks up to date. Of a `place` id is the unit, day the arrival.
    """CREATE TABLE event_touched (
        what TEXT NOT NULL,
        id INTEGER NOT NULL,
        day TEXT NOT NULL,
        PRIMARY KEY (what, id, day)
    ) WITHOUT ROWID""",
    # Who comes next, and who came before, without a walk through all of a unit's stays. Worded
    # otherwise than `occupancy_taken`: the search for overlaps must not choose this one.
    """CREATE INDEX occupancy_arrival ON occupancy (unit_id, arrival)
        WHERE status IN ('confirmed', 'option')""",
    # Of the UIDs of a website's calendar: random, and not the token.
    "ALTER TABLE link ADD COLUMN uid_seed TEXT NOT NULL DEFAULT ''",
    "UPDATE link SET uid_seed = lower(hex(randomblob(16)))",
    _touch(
        "stay_new",
        "INSERT ON occupancy",
        "VALUES ('stay', NEW.id, ''), ('place', NEW.unit_id, NEW.arrival)",
    ),
    _touch(
        "stay",
        "UPDATE ON occupancy",
        "VALUES ('stay', NEW.id, ''), ('place', NEW.unit_id, NEW.arrival),"
        " ('place', OLD.unit_id, OLD.arrival)",
    ),
    _touch(
        "stay_gone",
        "DELETE ON occupancy",
        "VALUES ('place', OLD.unit_id, OLD.arrival)",
    ),
    _touch(
        "unit",
        "UPDATE OF property_id, name, address, archived_at ON unit"
        " WHEN (OLD.property_id, OLD.name, OLD.address, OLD.archived_at)"
        " IS NOT (NEW.property_id, NEW.name, NEW.address, NEW.archived_at)",
        "VALUES ('unit', NEW.id, '')",
    ),
    _touch(
        "property",
        "UPDATE OF address ON property WHEN OLD.address <> NEW.address",
        "SELECT 'unit', id, '' FROM unit WHERE property_id = NEW.id",
    ),
    _touch(
        "staff",
        "UPDATE OF name, removed_at ON staff"
        " WHEN (OLD.name, OLD.removed_at) IS NOT (NEW.name, NEW.removed_at)",
        "VALUES ('staff', NEW.id, '')",
    ),
    _touch(
        "staff_unit_new",
        "INSERT ON staff_unit",
        "SELECT 'link', id, '' FROM link WHERE staff_id = NEW.staff_id",
    ),
    _touch(
        "staff_unit_gone",
        "DELETE ON staff_unit",
        "SELECT 'link', id, '' FROM link WHERE staff_id = OLD.staff_id",
    ),
    _touch(
        "link_new",
        "INSERT ON link WHEN NEW.kind <> 'website'",
        "VALUES ('link', NEW.id, '')",
    ),
    _touch(
        "link",
        "UPDATE OF portal, fields, options, owner_stays, blocks, own_entries, language ON link"
        " WHEN NEW.kind <> 'website' AND (OLD.portal, OLD.fields, OLD.options, OLD.owner_stays,"
        " OLD.blocks, OLD.own_entries, OLD.language) IS NOT (NEW.portal, NEW.fields, NEW.options,"
        " NEW.owner_stays, NEW.blocks, NEW.own_entries, NEW.language)",
        "VALUES ('link', NEW.id, '')",
    ),
    # The wording with which the marks were made; 0 lets the first start make them all.
    "INSERT INTO revision (name, value) VALUES ('wording', 0)",
)


def up(_migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
