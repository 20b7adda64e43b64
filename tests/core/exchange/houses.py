"""A little house for the tests of files: two units that are let, one archived, two who clean."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from app.core.exchange.house import House
from app.core.exchange.stays import FileStay
from app.core.house.staff import StaffMember
from app.core.house.unit import Unit
from app.core.stays.occupancy import OccupancyDraft

MOMENT = datetime(2027, 1, 1, tzinfo=UTC)
TODAY = date(2027, 1, 1)
MOWE, DUNE, OLD = 1, 2, 3


def made_unit(number: int, name: str, *, archived: bool = False) -> Unit:
    return Unit(
        id=number,
        property_id=1,
        name=name,
        position=number,
        sequence=0,
        revision=0,
        archived_at=MOMENT if archived else None,
    )


def made_house() -> House:
    maria = StaffMember(id=1, name="Maria Kern", removed_at=None, sequence=0)
    units = (made_unit(MOWE, "Möwe"), made_unit(DUNE, "Düne"), made_unit(OLD, "Alt", archived=True))
    return House(units, [maria], {1: "Maria Kern", 2: "Gustav"})


def day(number: int) -> date:
    """Day `number` of July 2027; what lies beyond is August."""
    return date.fromordinal(date(2027, 6, 30).toordinal() + number)


def asked(line: int, arrival: int, departure: int, uid: str = "", **fields: Any) -> FileStay:
    """Return a line that asks for these days of July, in Möwe unless said otherwise."""
    values = {"unit_id": MOWE, "arrival": day(arrival), "departure": day(departure), **fields}
    return FileStay(line, OccupancyDraft(**values), frozenset(values) - {"unit_id"}, uid)
