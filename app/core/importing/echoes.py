"""Own occupancies that come back through a portal, told night by night.

What a portal was given is known. A block over nights that it was never given is its own; nights
that were its own before they were given stay so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.core.importing.nights import Nights, Range
from app.core.importing.outcome import GIVEN_LAG, GivenNights, Known
from app.core.importing.source import ForeignStay, SeenStay, Source, Verdict, moved_by_owner
from app.core.importing.wording import neutral
from app.core.stays.occupancy import BY_HAND, Kind, Occupancy

ECHOES_ON = timedelta(hours=24)
"""So long a portal may go on showing what it was given, after it has read that it is free again.

Beyond that it is the portal's own: nights that somebody sold the moment they were free.
"""


@dataclass(frozen=True, slots=True)
class EchoNights:
    """Nights that are ours: given for certain, or perhaps; `left` are shown on, though the portal
    has read that they are free.
    """

    known: Nights = field(default_factory=Nights)
    assumed: Nights = field(default_factory=Nights)
    left: Nights = field(default_factory=Nights)

    @property
    def all(self) -> Nights:
        return self.known | self.assumed | self.left


class Echoes:
    """Which nights come back to us, where the portal shows them in what may be no stay."""

    def __init__(
        self,
        known: Known,
        stays: Iterable[ForeignStay],
        entered: Iterable[Range],
        given: GivenNights,
        now: datetime,
    ) -> None:
        self._given = given
        self._now = now
        self._shown_on = [one for one in known.seen if _still_shown(one, now)]
        closures = _nights(one for one in known.seen if one.stay.closure and _own(one))
        self._closed_known = given.known - closures
        self._closed_assumed = given.assumed - closures - self._closed_known
        self._closures = closures
        live = [one for one in known.seen if not one.stay.closure and _own(one)]
        shown = {stay.uid for stay in stays if not stay.closure}
        self._claimed = {one.stay.uid: one for one in live if one.stay.uid in shown}
        self._unclaimed = _nights(
            one for one in live if one.stay.uid not in self._claimed and _stands(known, one)
        )
        self._unclaimed |= Nights.of(entered)
        self.since = given.read_at or now
        """The last time that the portal read our link."""

    def closed(self, nights: Nights) -> EchoNights:
        """Return which closed nights are ours."""
        known = nights & self._closed_known
        assumed = nights & self._closed_assumed
        on = _nights(one for one in self._shown_on if one.stay.closure)
        left = (nights & on) - self._closures - known - assumed
        return EchoNights(known, assumed, left)

    def of(self, stay: ForeignStay) -> EchoNights:
        """Return which nights are ours of a stay that may be none.

        Nights that were its own before they were given are not; neither are those of another one
        that the feed shows under a new UID, nor what the owner has entered for this very portal.
        """
        nights = Nights.within(stay.arrival, stay.departure)
        itself = self._claimed.get(stay.uid)
        never = self._unclaimed if itself is None else self._unclaimed | _nights([itself])
        nights -= never
        known = nights & self._given.known
        assumed = (nights & self._given.assumed) - known
        on = _nights(one for one in self._shown_on if _goes_on(one, stay, self._now))
        found = EchoNights(known, assumed, (nights & on) - known - assumed)
        whole = found.all.covers(stay.arrival, stay.departure)
        return found if whole or neutral(stay.summary) else EchoNights()


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


def _own(one: SeenStay) -> bool:
    """Tell whether a stay was the portal's own at the last reading, whatever the owner says."""
    return one.verdict.occupies and one.gone_at is None


def _stands(known: Known, one: SeenStay) -> bool:
    """Tell whether a stay is in the plan as the feed says: then nothing else was given instead."""
    occupancy = known.occupancies.get(one.occupancy_id or 0)
    if occupancy is None or not occupancy.blocks:
        return False
    return not moved_by_owner(known.source, one, occupancy)


def _still_shown(one: SeenStay, now: datetime) -> bool:
    if one.verdict is not Verdict.ECHO or one.assumed or one.missing_since is not None:
        return False
    return one.left_at is None or now - one.left_at < ECHOES_ON


def _goes_on(one: SeenStay, stay: ForeignStay, now: datetime) -> bool:
    """Tell whether `stay` still shows what the echo `one` showed, and no sale of the same days."""
    if one.left_at is None or now - one.left_at < GIVEN_LAG:
        return True
    cut = one.stay.departure == stay.departure and one.stay.arrival < stay.arrival
    return not one.stay.closure and (one.stay.uid == stay.uid or cut)


def _nights(several: Iterable[SeenStay]) -> Nights:
    return Nights.of((one.stay.arrival, one.stay.departure) for one in several)


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
