"""Links, stays and double bookings as they are kept, made without a database.

What a test leaves out is usual.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from app.core.links.link import Link, LinkKind, Scope, Target
from app.core.stays.double_booking import Alarm, DoubleBooking, Nights, State
from app.core.stays.occupancy import BY_HAND, Conflict, Occupancy

MOMENT = datetime(2027, 1, 2, tzinfo=UTC)


def made_link(target: Target | None = None, **fields: Any) -> Link:
    """Return an enabled German calendar of unit 1, other than the main one."""
    usual: dict[str, Any] = {
        "id": 5,
        "kind": LinkKind.CALENDAR,
        "target": target or Target(Scope.UNIT, 1),
        "subject": "Seeblick 1",
        "main": False,
        "token": "A" * 24,
        "enabled": True,
        "sequence": 0,
        "revision": 4,
        "created_at": MOMENT,
        "changed_at": MOMENT,
        "language": "de",
    }
    return Link(**usual | fields)


def made_stay(number: int, arrival: date, departure: date, **fields: Any) -> Occupancy:
    """Return a stay in unit 1 that was entered by hand."""
    usual: dict[str, Any] = {
        "id": number,
        "unit_id": 1,
        "arrival": arrival,
        "departure": departure,
        "uid": f"{number}@test",
        "sequence": 0,
        "source": BY_HAND,
        "created_at": MOMENT,
        "changed_at": MOMENT,
    }
    return Occupancy(**usual | fields)


def made_alarm(number: int, clash: Conflict, state: State = State.OPEN) -> Alarm:
    """A double booking of these two as it is kept, the one with the lower id first."""
    first, second = sorted((clash.first, clash.second), key=lambda stay: stay.id)
    booking = DoubleBooking(
        number,
        first.id,
        second.id,
        clash.first.unit_id,
        Nights(clash.arrival, clash.departure),
        since=max(first.created_at, second.created_at),
        state=state,
        closed_at=second.changed_at if state is State.SOLVED else None,
    )
    return Alarm(booking, first, second)
