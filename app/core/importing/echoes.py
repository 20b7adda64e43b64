"""Own occupancies that come back through a portal, told night by night.

What a portal was given is known. A block over nights that it was never given is its own; nights
that were its own before they were given stay so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.core.importing.nights import Nights, Range
from app.core.importing.outcome import GIVEN_LAG, GivenNights, Known
from app.core.importing.source import ForeignStay, SeenStay, Source, Verdict
from app.core.importing.wording import neutral
from app.core.stays.occupancy import BY_HAND, Kind, Occupancy

ECHOES_ON = timedelta(hours=24)
"""So long a portal may go on showing what it was given, after it has read that it is free again.

Beyond that it is the portal's own: nights that somebody sold the moment they were free.
"""


@dataclass(frozen=True, slots=True)
class Echoes:
    """Nights that are ours where the portal shows them in what may be no stay.

    `known` were given for certain, `assumed` perhaps; `left` are shown on by seen stays, which are
    beside them, though the portal has read that they are free; the last time that it read anything
    is `since`.
    """

    known: Nights
    assumed: Nights
    left: tuple[tuple[SeenStay, Nights], ...]
    since: datetime

    def closures(self) -> Nights:
        """Return what closed nights echo."""
        left = [nights for one, nights in self.left if one.stay.closure]
        return self.known | self.assumed | _all(left)

    def of(self, stay: ForeignStay, now: datetime) -> Nights:
        """Return which nights of a stay that may be an echo are one."""
        left = [nights for one, nights in self.left if _goes_on(one, stay, now)]
        ours = (self.known | self.assumed | _all(left)).inside(stay.arrival, stay.departure)
        if not neutral(stay.summary) and not ours.covers(stay.arrival, stay.departure):
            return Nights()
        return ours


def echoes(known: Known, own: Iterable[Occupancy], given: GivenNights, now: datetime) -> Echoes:
    """Return which nights come back to us if the portal shows them now.

    What the owner entered by hand for this very portal is no echo: it is what the feed tells of.
    """
    never = own_before(known) | Nights.of(entered_by_hand(known.source, own))
    sure = given.known - never
    assumed = given.assumed - never - sure
    left = tuple((one, nights - never - sure - assumed) for one, nights in _still_shown(known, now))
    return Echoes(sure, assumed, left, given.read_at or now)


def entered_by_hand(source: Source, own: Iterable[Occupancy]) -> list[Range]:
    """Return the ranges of the bookings of this portal that the owner has entered in this unit."""
    return [
        (one.arrival, one.departure)
        for one in own
        if one.unit_id == source.unit_id and is_entered(source, one)
    ]


def is_entered(source: Source, one: Occupancy) -> bool:
    """Tell whether the owner has entered a booking of this portal, in whichever unit."""
    booking = one.source == BY_HAND and one.kind is Kind.BOOKING and one.blocks
    return booking and bool(source.portal) and one.portal == source.portal


def own_before(known: Known) -> Nights:
    """Return the nights that were the portal's own at the last reading.

    What the owner says of a stay is kept with that stay, so its nights are among them, too.
    """
    return Nights.of(
        (one.stay.arrival, one.stay.departure)
        for one in known.seen
        if one.verdict.occupies and one.gone_at is None
    )


def _still_shown(known: Known, now: datetime) -> Iterable[tuple[SeenStay, Nights]]:
    for one in known.seen:
        if one.verdict is not Verdict.ECHO or one.assumed or one.missing_since is not None:
            continue
        if one.left_at is None or now - one.left_at < ECHOES_ON:
            yield one, Nights.within(one.stay.arrival, one.stay.departure)


def _goes_on(one: SeenStay, stay: ForeignStay, now: datetime) -> bool:
    """Tell whether `stay` still shows what the echo `one` showed, and no sale of the same days."""
    if one.left_at is None or now - one.left_at < GIVEN_LAG:
        return True
    cut = one.stay.departure == stay.departure and one.stay.arrival < stay.arrival
    return one.stay.closure == stay.closure and (one.stay.uid == stay.uid or cut)


def _all(several: Iterable[Nights]) -> Nights:
    return Nights.of(one for nights in several for one in nights.ranges)


def trimmed(stay: ForeignStay, ours: Nights, entered: Iterable[Range]) -> list[ForeignStay]:
    """Return what is left of a stay without the nights that are ours, its UID at the first part.

    What the owner has `entered` of this portal is a part of its own where the portal has joined it
    with others.
    """
    left = Nights.within(stay.arrival, stay.departure) - ours
    own = [one for one in entered if left.covers(*one)]
    parts = sorted([*(left - Nights.of(own)).ranges, *own])
    return [
        replace(
            stay,
            uid=stay.uid if number == 0 else f"{stay.uid}/{first.isoformat()}",
            arrival=first,
            departure=end,
        )
        for number, (first, end) in enumerate(parts)
    ]
