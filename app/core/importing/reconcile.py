"""From what a feed says now, and what was known of it, to what is to be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.core.importing.outcome import GivenNights, Known, Outcome
from app.core.importing.reading import Reading
from app.core.stays.occupancy import Occupancy


def reconcile(
    known: Known,
    reading: Reading,
    own: Sequence[Occupancy],
    given: GivenNights,
    now: datetime,
    today: date,
) -> Outcome:
    """Return what a complete reading means.

    Args:
        known: the source before it.
        reading: what the feed says.
        own: occupancies that are not of this source: every one of the source's unit, and those that
            the owner entered for this portal and has moved out of that unit.
        given: what the portal knows from us.
        now: UTC.
        today: in the house.
    """
    raise NotImplementedError
