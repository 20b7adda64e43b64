"""Portals, owner and house over many days, and what must be true at each midnight.

Time is in minutes from the start. Nothing here waits; whatever happens comes from one seed.
"""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from app.core.importing.nights import Nights
from app.core.importing.reading import Reading
from app.core.importing.report.answers import answer
from app.core.importing.source import feed_source
from app.core.stays.occupancy import Kind, Occupancy, OccupancyDraft
from tests.core.importing.ring.house import House, moment
from tests.core.importing.ring.portals import DAY, Airbnb, Booking, FewoDirekt, Portal, Sold
from tests.core.importing.ring.truth import LONGEST_TAKE, Truth, range_of

UNITS = (1, 2, 3, 4)
START = moment(0)
HOUR = 60


@dataclass
class Listing:
    """A portal's listing of one unit, with what has been seen of it."""

    portal: Portal
    unit_id: int
    source_id: int
    good: deque[datetime]
    last: tuple[int, object] | None = None
    old: Reading | None = None
    old_from: datetime = START
    hiccup: str = ""
    until: datetime | None = None
    released: list[tuple[datetime, Nights]] = None  # type: ignore[assignment]


class World:
    """Everything, driven by one seed."""

    def __init__(self, seed: int, *, every: int = 15, readers_known: bool = True) -> None:
        self.random = Random(seed)
        self.every = every
        self.readers_known = readers_known
        self.now = moment(0)
        self.house = House()
        self.listings: list[Listing] = []
        self.log: deque[str] = deque(maxlen=4000)
        self.dismissed: set[int] = set()
        self.moved: dict[int, int] = {}
        self.longer: dict[int, int] = {}
        self.figures: defaultdict[str, int] = defaultdict(int)
        self.hand: dict[int, datetime] = {}
        self._numbers = 0
        self._queue: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = 0
        for unit_id in UNITS:
            for kind in (Airbnb, Booking, FewoDirekt):
                self._list(kind(self.random), unit_id, readers_known=readers_known)

    def _list(self, portal: Portal, unit_id: int, *, readers_known: bool) -> None:
        source_id = self.house.connect(unit_id, portal.key, self.now, knows_readers=readers_known)
        listing = Listing(portal, unit_id, source_id, deque(maxlen=400))
        listing.released = []
        self.listings.append(listing)
        self._later(self.random.uniform(0, self.every), lambda: self._read_again(listing))
        self._later(self.random.uniform(0, 60), lambda: self._fetch_again(listing))

    # ---- time ----

    def _later(self, minutes: float, what: Callable[[], None]) -> None:
        self._order += 1
        heapq.heappush(self._queue, (self.now + timedelta(minutes=minutes), self._order, what))

    def run(self, days: int) -> None:
        for day in range(1, days + 1):
            midnight = moment(day * 24 * HOUR)
            self._plan_day()
            while self._queue and self._queue[0][0] < midnight:
                self.now, _, what = heapq.heappop(self._queue)
                what()
            self.now = midnight
            self.check()

    def say(self, unit_id: int, text: str) -> None:
        self.log.append(f"{self.now:%Y-%m-%d %H:%M} unit {unit_id}: {text}")

    # ---- reading ----

    def _read_again(self, listing: Listing) -> None:
        self._later(self.random.uniform(0.8, 1.2) * self.every, lambda: self._read_again(listing))
        self._hiccups(listing)
        if listing.hiccup in {"", "old", "empty", "half"}:
            self.read(listing)

    def _hiccups(self, listing: Listing) -> None:
        """Let a portal have its bad hours: no answer, something else, less, or an old copy."""
        if listing.until is not None and self.now >= listing.until:
            listing.hiccup, listing.until = "", None
        if not listing.hiccup and self.random.random() < 0.002 * self.every / 15:
            listing.hiccup = self.random.choice(["down", "html", "cut", "empty", "half", "old"])
            listing.until = self.now + timedelta(minutes=self.random.uniform(1, 8 * HOUR))
            few = (
                sum(one.departure > self.now.date() for one in listing.portal.feed(self.now).stays)
                < 8
            )
            if (listing.hiccup == "old" and listing.old is None) or (
                listing.hiccup == "half" and few
            ):
                listing.hiccup = "down"
            self.say(
                listing.unit_id,
                f"{listing.portal.key} is {listing.hiccup} until {listing.until:%d %H:%M}",
            )

    def read(self, listing: Listing) -> None:
        portal, house = listing.portal, self.house
        key = (portal.version, self.now.date())
        same = not listing.hiccup and listing.last == key
        if same and not house.waits(listing.source_id, self.now):
            house.read_same(listing.source_id, self.now)
            listing.good.append(self.now)
            return
        reading = self._answer(listing)
        outcome = house.read(listing.source_id, reading, self.now)
        self.figures["judged"] += 1
        for step in outcome.steps():
            self.say(listing.unit_id, f"{portal.key}: {_told(step)}")
        if listing.hiccup:
            listing.last = None
        else:
            self._read_well(listing, reading, key)
        if outcome.questions:
            # Until the owner has looked, nothing may be free that is asked about.
            self.figures["checked while asked"] += 1
            self.check()

    def _read_well(self, listing: Listing, reading: Reading, key: tuple[int, object]) -> None:
        listing.good.append(self.now)
        listing.last = key
        if listing.old is None or self.now - listing.old_from > timedelta(days=10):
            listing.old, listing.old_from = reading, self.now
        for sold in listing.portal.sold:
            if sold.number not in self.hand:
                self.hand[sold.number] = self.now

    def _answer(self, listing: Listing) -> Reading:
        if listing.hiccup == "old":
            assert listing.old is not None
            return listing.old
        whole = listing.portal.feed(self.now)
        if listing.hiccup == "empty":
            return replace(whole, stays=())
        if listing.hiccup == "half":
            return replace(whole, stays=whole.stays[: len(whole.stays) // 3])
        return whole

    def _fetch_again(self, listing: Listing) -> None:
        """Let a portal read our link; what it has read counts there a little later."""
        least, most = listing.portal.every
        self._later(self.random.uniform(least, most), lambda: self._fetch_again(listing))
        nights = self.house.fetched(listing.source_id, self.now)
        self._later(self.random.uniform(0, LONGEST_TAKE), lambda: listing.portal.take(nights))

    # ---- what happens ----

    def _plan_day(self) -> None:
        for listing in self.listings:
            for chance, what in (
                (0.15, self._sale),
                (0.02, self._portal_change),
                (0.03, self._portal_cancel),
                (0.01, self._closure),
                (0.004, self._owner_moves),
                (0.004, self._owner_cancels),
                (0.004, self._owner_changes),
                (0.03, self._owner_notes),
            ):
                if self.random.random() < chance:
                    self._sometime(lambda what=what, listing=listing: what(listing))  # type: ignore[misc]
        for unit_id in UNITS:
            if self.random.random() < 0.06:
                self._sometime(lambda unit_id=unit_id: self._hand_entry(unit_id))  # type: ignore[misc]
            if self.random.random() < 0.03:
                self._sometime(lambda unit_id=unit_id: self._hand_cancel(unit_id))  # type: ignore[misc]
        for hour in range(1, 24, 3):
            self._later(hour * HOUR, self._owner_looks)

    def _sometime(self, what: Callable[[], None]) -> None:
        self._later(self.random.uniform(0, 24 * HOUR - 1), what)

    def _range(self, open_nights: Nights) -> tuple[object, object] | None:
        first = self.now.date() + int(self.random.triangular(1, 180, 20)) * DAY
        end = first + self.random.randint(1, 9) * DAY
        return (first, end) if open_nights.covers(first, end) else None

    def _new(self, arrival: object, departure: object, *, closure: bool = False) -> Sold:
        self._numbers += 1
        guest = f"Gast {self._numbers}"
        return Sold(self._numbers, arrival, departure, guest, self.now, closure)  # type: ignore[arg-type]

    def _sale(self, listing: Listing) -> None:
        found = self._range(listing.portal.open(self.now.date()))
        if found is None:
            return
        sold = self._new(*found)
        listing.portal.sells(sold)
        self.figures["sold"] += 1
        self.say(listing.unit_id, f"{listing.portal.key} sells {range_of(sold)} #{sold.number}")
        if self.random.random() < 0.15:
            self._rush(listing, sold)
        free = not self.house.taken(listing.unit_id).meets(sold.arrival, sold.departure)
        if free and self.random.random() < 0.1:
            self.figures["entered by hand"] += 1
            self._enter(listing.unit_id, sold, portal=listing.portal.key, note=f"#{sold.number}")

    def _rush(self, listing: Listing, sold: Sold) -> None:
        """Let another portal sell some of the same nights before it can know."""
        other = self.random.choice([one for one in self.listings if one.unit_id == listing.unit_id])
        arrival = sold.arrival + self.random.randint(-2, 2) * DAY
        departure = max(arrival + DAY, sold.departure + self.random.randint(-2, 2) * DAY)

        def also() -> None:
            if other.portal.open(self.now.date()).covers(arrival, departure):
                second = self._new(arrival, departure)
                other.portal.sells(second)
                self.figures["rushed"] += 1
                self.say(
                    listing.unit_id,
                    f"{other.portal.key} sells {range_of(second)} #{second.number}, too",
                )

        self._later(self.random.uniform(0, 40), also)

    def _closure(self, listing: Listing) -> None:
        found = self._range(listing.portal.open(self.now.date()))
        if found is not None:
            sold = self._new(*found, closure=True)
            listing.portal.sells(sold)
            self.say(
                listing.unit_id, f"{listing.portal.key} closes {range_of(sold)} #{sold.number}"
            )

    def _coming(self, listing: Listing) -> list[Sold]:
        return [
            one
            for one in listing.portal.sold
            if one.arrival > self.now.date() and one.number not in self.dismissed
        ]

    def _portal_change(self, listing: Listing) -> None:
        today = self.now.date()
        coming = [one for one in self._coming(listing) if one.number not in self.moved]
        if not coming:
            return
        sold = self.random.choice(coming)
        arrival = max(sold.arrival + self.random.randint(-3, 3) * DAY, today + 3 * DAY)
        departure = arrival + self.random.randint(1, 9) * DAY
        free = listing.portal.open(today) | sold.nights
        if not free.covers(arrival, departure):
            return
        self.say(
            listing.unit_id,
            f"{listing.portal.key} changes #{sold.number} {range_of(sold)} to "
            f"{arrival:%d.%m.}-{departure:%d.%m.}",
        )
        listing.released.append((self.now, sold.nights))
        listing.portal.changes(sold, arrival, departure, self.now)
        sold.since = self.now
        self.hand.pop(sold.number, None)

    def _portal_cancel(self, listing: Listing) -> None:
        coming = self._coming(listing)
        if coming:
            self._cancel_sold(listing, self.random.choice(coming))

    def _cancel_sold(self, listing: Listing, sold: Sold) -> None:
        self.say(listing.unit_id, f"{listing.portal.key} cancels {range_of(sold)} #{sold.number}")
        listing.released.append((self.now, sold.nights))
        if sold in listing.portal.sold:
            listing.portal.cancels(sold)

    # ---- what the owner does ----

    def _enter(self, unit_id: int, sold: Sold, *, portal: str = "", note: str = "") -> int:
        entered = OccupancyDraft(
            unit_id=unit_id,
            arrival=sold.arrival,
            departure=sold.departure,
            guest=sold.guest,
            portal=portal,
            note=note,
        )
        self.say(unit_id, f"owner enters {range_of(sold)} {portal} #{sold.number}")
        return self.house.enter(entered, self.now)

    def _hand_entry(self, unit_id: int) -> None:
        found = self._range(
            Nights.within(self.now.date(), self.now.date() + 200 * DAY) - self.house.taken(unit_id)
        )
        if found is not None:
            self._enter(unit_id, self._new(*found))
            self.figures["by hand"] += 1

    def _hand_cancel(self, unit_id: int) -> None:
        found = [
            one
            for one in self.house.occupancies.values()
            if one.unit_id == unit_id
            and one.source == "hand"
            and one.blocks
            and not one.portal
            and one.arrival > self.now.date()
        ]
        if found:
            one = self.random.choice(found)
            self.say(unit_id, f"owner cancels {one.arrival:%d.%m.}-{one.departure:%d.%m.}")
            self.house.cancel(one.id, self.now)

    def _occupancy(self, listing: Listing, sold: Sold) -> Occupancy | None:
        """Return what a stay of a portal has become, where it stands as the feed says."""
        for one in self.house.occupancies.values():
            same = (one.arrival, one.departure) == (sold.arrival, sold.departure)
            if one.source == feed_source(listing.source_id) and same and one.blocks:
                return one if one.unit_id == listing.unit_id else None
        return None

    def _some(self, listing: Listing) -> tuple[Sold, Occupancy] | None:
        coming = [one for one in self._coming(listing) if not one.closure]
        if not coming:
            return None
        sold = self.random.choice(coming)
        occupancy = self._occupancy(listing, sold)
        return (
            (sold, occupancy) if occupancy is not None and occupancy.kind is Kind.BOOKING else None
        )

    def _owner_notes(self, listing: Listing) -> None:
        found = self._some(listing)
        if found is not None:
            sold, occupancy = found
            self.house.edit(occupancy.id, self.now, note=f"#{sold.number}")

    def _owner_moves(self, listing: Listing) -> None:
        found = self._some(listing)
        if found is None:
            return
        sold, occupancy = found
        for unit_id in UNITS:
            if unit_id != listing.unit_id and not self.house.taken(unit_id).meets(
                sold.arrival, sold.departure
            ):
                self.say(listing.unit_id, f"owner moves #{sold.number} to unit {unit_id}")
                self.say(unit_id, f"owner moves #{sold.number} {range_of(sold)} here")
                self.house.edit(occupancy.id, self.now, unit_id=unit_id)
                self.moved[sold.number] = occupancy.id
                self.figures["moved"] += 1
                return

    def _owner_cancels(self, listing: Listing) -> None:
        found = self._some(listing)
        if found is not None:
            sold, occupancy = found
            self._dismiss(listing, sold, occupancy)

    def _owner_changes(self, listing: Listing) -> None:
        """Let the owner keep a guest longer than the portal knows, where that is free."""
        found = self._some(listing)
        if found is None:
            return
        sold, occupancy = found
        longer = sold.departure + self.random.randint(1, 3) * DAY
        if not self.house.taken(listing.unit_id).meets(sold.departure, longer):
            self.say(listing.unit_id, f"owner keeps #{sold.number} until {longer:%d.%m.}")
            self.house.edit(occupancy.id, self.now, departure=longer)
            self.longer[sold.number] = occupancy.id
            self.figures["kept longer"] += 1

    def _dismiss(self, listing: Listing, sold: Sold, occupancy: Occupancy) -> None:
        """Cancel a portal's stay here, and at the portal some hours later."""
        self.say(
            listing.unit_id,
            f"owner cancels #{sold.number} {range_of(sold)} of {listing.portal.key}",
        )
        self.dismissed.add(sold.number)
        self.house.cancel(occupancy.id, self.now)
        self._later(self.random.uniform(1, 6 * HOUR), lambda: self._cancel_sold(listing, sold))

    def _owner_looks(self) -> None:
        """Let the owner answer what is asked, and solve what is booked twice."""
        for listing in self.listings:
            feed = self.house.feeds[listing.source_id]
            for question in feed.known.questions:
                self.figures[f"asked {question.kind}"] += 1
                said = answer(feed.known, question, yes=True, now=self.now, today=self.now.date())
                self.say(
                    listing.unit_id, f"owner says yes to {question.kind} of {listing.portal.key}"
                )
                self.house.apply(listing.source_id, said, self.now)
        for alarm in self.house.alarms(self.now.date()):
            if self.random.random() < 0.5 and alarm.departure > self.now.date():
                self._solve(
                    alarm.second
                    if alarm.first.created_at <= alarm.second.created_at
                    else alarm.first
                )

    def _solve(self, late: Occupancy) -> None:
        if not self.house.occupancies[late.id].blocks:
            return
        self.figures["solved"] += 1
        for listing in self.listings:
            if late.source != feed_source(listing.source_id):
                continue
            for sold in list(listing.portal.sold):
                if (
                    sold.arrival < late.departure
                    and late.arrival < sold.departure
                    and not sold.closure
                ):
                    self.dismissed.add(sold.number)
                    self._cancel_sold(listing, sold)
        self.house.cancel(late.id, self.now)
        self.say(
            late.unit_id,
            f"owner solves: cancels {late.arrival:%d.%m.}-{late.departure:%d.%m.} of {late.source}",
        )

    # ---- what must be true ----

    def check(self) -> None:
        problems = list(Truth(self).problems())
        if problems:
            units = {unit for unit, _ in problems}
            day = [line for line in self.log if any(f"unit {unit}:" in line for unit in units)]
            raise AssertionError(
                "\n".join([*(f"unit {unit}: {text}" for unit, text in problems), "", *day[-60:]])
            )


def _told(step: object) -> str:
    draft = getattr(step, "draft", None)
    where = f" {draft.kind} {draft.arrival:%d.%m.}-{draft.departure:%d.%m.%y}" if draft else ""
    return f"{type(step).__name__.lower()} {getattr(step, 'occupancy_id', '')}{where}"
