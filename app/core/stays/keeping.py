"""How long what is known of guests is kept, and what stays of a stay without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.core.stays.occupancy import Kind, OccupancyDraft


def emptied_until(today: date, years: int) -> date:
    """Return the last day of departure that is `years` ago (at least 1).

    Of a 29 February that has no counterpart it is the 28th: nothing goes a day too soon.
    """
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


def without_guest(stay: OccupancyDraft) -> OccupancyDraft:
    """Return a stay without all that says who it was.

    Dates, unit, kind, status, portal and the number of persons stay: they count in figures and name
    nobody.
    """
    return replace(
        stay,
        guest="",
        contact="",
        phone="",
        email="",
        arrival_time=None,
        children=None,
        pets=None,
        note="",
    )


def tells_of_guest(stay: OccupancyDraft) -> bool:
    """Tell whether anything of a stay says who it was; the note of a block speaks of the house."""
    return stay.kind is not Kind.BLOCK and without_guest(stay) != stay


def still_needed(stay: OccupancyDraft, today: date) -> bool:
    """Tell whether a stay is running or to come, so that its guest cannot be forgotten yet."""
    return stay.blocks and stay.departure > today
