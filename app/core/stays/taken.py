"""How an owner is told that nights are taken."""

from __future__ import annotations

from datetime import date

from app.core.stays.occupancy import Occupancy, taken_by
from app.i18n import N_, Message


def before_a_stop(who: str | Message) -> str | Message:
    """Return what ends a sentence: "Rösch & Co." has its full stop already."""
    return who.rstrip(".") if isinstance(who, str) else who


def taken_already(unit: str, other: Occupancy, today: date) -> Message:
    """Return that nights of a unit are taken, from when to when and by whom.

    `today` is the local date.
    """
    return Message(
        N_("{unit} is taken already from {arrival} to {departure}: {who}."),
        {
            "unit": unit,
            "arrival": other.arrival,
            "departure": other.departure,
            "who": before_a_stop(taken_by(other, today)),
        },
    )
