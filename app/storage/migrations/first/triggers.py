"""Triggers that note what was touched: in the words of SQLite."""

# ruff: noqa: INP001  # read by path, as the step is


def _touch(name: str, when: str, *selects: str) -> str:
    """Return a trigger that notes what was touched; several rows where several are."""
    body = " ".join(
        f"INSERT OR IGNORE INTO event_touched (what, id, day) {select};" for select in selects
    )
    return f"CREATE TRIGGER event_touched_{name} AFTER {when} BEGIN {body} END"


STATEMENTS = (
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
)
