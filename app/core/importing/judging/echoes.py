"""Own occupancies that come back through a portal, told night by night.

What a portal was given is known. A block over nights that it was never given is its own; nights
that were its own before they were given stay so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from app.core.importing.judging.identity import running_on
from app.core.importing.judging.outcome import GivenNights, Known
from app.core.importing.nights import Nights, Range
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

    def without(self, nights: Nights) -> EchoNights:
        if not nights:
            return self
        return EchoNights(self.known - nights, self.assumed - nights, self.left - nights)


class Echoes:
    """Which nights come back to us, where the portal shows them in what may be no stay."""

    def __init__(
        self,
        known: Known,
        stays: Iterable[ForeignStay],
        entered: Iterable[Range],
        given: GivenNights,
        now: datetime,
        today: date,
    ) -> None:
        self._given = given
        self._today = today
        self._entered = Nights.of(entered)
        self._shown_on = [one for one in known.seen if _still_shown(one, now)]
        self._closures = self._own_closures(known, stays)
        live = [one for one in known.seen if not one.stay.closure and _own(one)]
        self._claimed = _claimed(live, stays, today)
        claimed = {one.id for one in self._claimed.values()}
        self._unclaimed = _nights(
            one for one in live if one.id not in claimed and _stands(known, one)
        )
        self.since = given.read_at or now
        """The last time that the portal read our link."""

    def _own_closures(self, known: Known, stays: Iterable[ForeignStay]) -> Nights:
        """Return the nights of closures that were the portal's own before they were given.

        Where a closure is shown no more, what is left of it over nights that are given is an echo.
        """
        shown = Nights.of((one.arrival, one.departure) for one in stays if one.closure)
        ahead = Nights.within(self._today + timedelta(days=1), date.max)
        found = Nights()
        for one in known.seen:
            if one.stay.closure and _own(one):
                nights = Nights.within(one.stay.arrival, one.stay.departure)
                whole = not (nights & ahead) - shown
                found |= nights if whole else nights - self._given.known
        return found

    def closed(self, nights: Nights) -> EchoNights:
        """Return which closed nights are ours."""
        nights -= self._closures
        on = _nights(one for one in self._shown_on if one.stay.closure)
        return self._told(nights, on | self._given.lately)

    def of(self, stay: ForeignStay) -> EchoNights:
        """Return which nights are ours of a stay that may be none.

        Nights that were its own before they were given are not; neither are those of another one
        that the feed may show under a new UID, nor what the owner has entered for this very portal.
        """
        itself = self._claimed.get(stay.uid)
        before = [one for one in self._shown_on if self._goes_on(one, stay)]
        never = self._entered
        if itself is not None:
            # Its own nights, and those that it has grown by where they had just become free.
            never |= _nights([itself]) | (self._given.lately & self._given.assumed)
        # What was an echo before is one of what is still given, even where a stay has gone there.
        never |= self._unclaimed - self._given.known if before else self._unclaimed
        on = _nights(before)
        if itself is None:
            on |= self._given.lately
        found = self._told(Nights.within(stay.arrival, stay.departure) - never, on)
        whole = found.all.covers(stay.arrival, stay.departure)
        return found if whole or neutral(stay.summary) else EchoNights()

    def _told(self, nights: Nights, on: Nights) -> EchoNights:
        known = nights & self._given.known
        assumed = (nights & self._given.assumed) - known
        return EchoNights(known, assumed, (nights & on) - known - assumed)

    def _goes_on(self, one: SeenStay, stay: ForeignStay) -> bool:
        """Tell whether `stay` still shows what was an echo, and is no sale of the same days."""
        same = one.stay.uid == stay.uid or running_on(one.stay, stay, self._today) is not stay
        return same and not one.stay.closure

    def of_all(self, stays: Iterable[ForeignStay]) -> list[tuple[ForeignStay, EchoNights]]:
        """Return which nights are ours of each of several stays that may be none.

        What a portal was only just given, and shows twice, it has sold, too: of those that show it,
        the one with our very dates is the echo.
        """
        found: list[tuple[ForeignStay, EchoNights]] = []
        once = Nights()
        for stay in sorted(stays, key=self._unlike_ours):
            echo = self.of(stay).without(once & self._given.fresh)
            once |= echo.known | echo.assumed
            found.append((stay, echo))
            # The second one that shows what the owner has entered is no second stay.
            self._entered -= Nights.within(stay.arrival, stay.departure)
        return found

    def _unlike_ours(self, stay: ForeignStay) -> tuple[bool, date, date, str]:
        given = self._given.known.ranges + self._given.assumed.ranges
        return (stay.arrival, stay.departure) not in given, stay.arrival, stay.departure, stay.uid


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


def _claimed(
    live: Iterable[SeenStay], stays: Iterable[ForeignStay], today: date
) -> dict[str, SeenStay]:
    """Return by the UID that it bears now which seen stay an event certainly is."""
    by_uid = {one.stay.uid: one for one in live}
    # What runs is cut day by day, and bears a new UID each time; its end is the same.
    by_end = {one.stay.departure: one for one in live}
    found = {}
    for stay in stays:
        ended = by_end.get(stay.departure)
        if stay.closure:
            continue
        if stay.uid in by_uid:
            found[stay.uid] = by_uid[stay.uid]
        elif ended is not None and running_on(ended.stay, stay, today) is not stay:
            found[stay.uid] = ended
    return found


def _stands(known: Known, one: SeenStay) -> bool:
    """Tell whether a stay is in the plan as the feed says: then nothing else was given instead."""
    occupancy = known.occupancies.get(one.occupancy_id or 0)
    if occupancy is None or not occupancy.blocks:
        return False
    return not moved_by_owner(known.source, one, occupancy)


def _still_shown(one: SeenStay, now: datetime) -> bool:
    """Tell whether an echo that was shown at the last reading may go on."""
    if one.verdict is not Verdict.ECHO or one.assumed or one.missing_since is not None:
        return False
    # What came only when it had been given no more was shown by mistake of time, or was sold.
    return one.left_at is None or (one.first_seen < one.left_at and now - one.left_at < ECHOES_ON)


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
