"""Portals as they are: what each sells and writes, and how it takes what we tell it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from app.core.importing.judging.outcome import GIVEN_LAG
from app.core.importing.nights import Nights, Range
from app.core.importing.reading import Reading
from app.core.importing.source import ForeignStay
from app.core.stays.dates import month_after
from app.core.stays.occupancy import Kind

DAY = timedelta(days=1)
AIRBNB = "-//Airbnb Inc//Hosting Calendar 1.0//EN"
BOOKING = "-//admin.booking.com\\\\\\, b.v.//NONSGML v1.0//EN"
FEWO = "-//HomeAway.com, Inc.//EN"
_WORDS = ("Reserved", "Réservée", "Reservado", "Gereserveerd")
_BLOCKED = ("Blocked", "Blockiert", "Bloqué", "Geblokkeerd")


@dataclass(eq=False)
class Sold:
    """A stay that a portal has sold, or nights that its owner has closed there."""

    number: int
    arrival: date
    departure: date
    guest: str
    since: datetime
    closure: bool = False
    uid: str = ""
    changed: list[tuple[datetime, Range]] = field(default_factory=list)

    @property
    def nights(self) -> Nights:
        return Nights.within(self.arrival, self.departure)


class Portal:
    """One unit's listing. `imported` are nights that it has read from our link."""

    producer = ""
    key = ""
    every = (5, 180)
    """Minutes from one reading of our link to the next, at least and at most."""
    told_apart_after = timedelta()
    """So long a sale of nights that were ours until just now may look like an echo of them."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.sold: list[Sold] = []
        self.imported = Nights()
        self.version = 0

    def open(self, today: date) -> Nights:
        """Return the nights that it sells now."""
        whole = Nights.within(today + DAY, today + 270 * DAY)
        return whole - self.imported - self.own()

    def own(self) -> Nights:
        return Nights.of(one for sold in self.sold for one in sold.nights.ranges)

    def take(self, nights: Nights) -> None:
        """Take over what it has read of our link."""
        if nights != self.imported:
            self.imported = nights
            self.version += 1

    def sells(self, sold: Sold) -> None:
        sold.uid = f"{self.key}-{sold.number}-{self.random.randrange(10**9)}"
        self.sold.append(sold)
        self.version += 1

    def cancels(self, sold: Sold) -> None:
        self.sold.remove(sold)
        self.version += 1

    def changes(self, sold: Sold, arrival: date, departure: date, now: datetime) -> None:
        sold.changed.append((now, (sold.arrival, sold.departure)))
        sold.arrival, sold.departure = arrival, departure
        self.version += 1

    def feed(self, now: datetime) -> Reading:
        stays = sorted(self.stays(now), key=lambda one: (one.arrival, one.departure, one.uid))
        return Reading(producer=self.producer, name="", stays=tuple(stays))

    def stays(self, now: datetime) -> list[ForeignStay]:
        raise NotImplementedError


class Airbnb(Portal):
    """Stays by stable UIDs; all closed nights joined, under new UIDs each day; two rules."""

    producer, key, every = AIRBNB, "airbnb", (5, 180)
    notice = 2
    months = 9

    def open(self, today: date) -> Nights:
        sells = Nights.within(today + self.notice * DAY, self._window(today))
        return super().open(today) & sells

    def _window(self, today: date) -> date:
        first = month_after(today, self.months)
        return first + min(today.day - 1, 27) * DAY

    def stays(self, now: datetime) -> list[ForeignStay]:
        today = now.date()
        end = today + 366 * DAY
        stays = [one for one in self.sold if not one.closure and one.departure > today]
        closed = Nights.of(one for sold in self.sold if sold.closure for one in sold.nights.ranges)
        closed |= self.imported
        closed |= Nights.of([(today, today + self.notice * DAY), (self._window(today), end)])
        closed = (closed & Nights.within(today, end)) - Nights.of(
            (one.arrival, one.departure) for one in stays
        )
        found = [
            ForeignStay(
                uid=one.uid,
                arrival=one.arrival,
                departure=one.departure,
                summary="Reserved",
                link=f"https://www.airbnb.com/hosting/reservations/details/HM{one.number}",
                stamp=now,
            )
            for one in stays
        ]
        return found + [
            ForeignStay(
                uid=f"{today.toordinal()}-{number}@airbnb.com",
                arrival=first,
                departure=last,
                kind=Kind.BLOCK,
                closure=True,
                summary="Airbnb (Not available)",
                stamp=now,
            )
            for number, (first, last) in enumerate(closed.ranges)
        ]


class Booking(Portal):
    """Stays and closed nights written alike; what runs is cut and renamed each day."""

    producer, key, every = BOOKING, "booking", (50, 70)
    told_apart_after = GIVEN_LAG + timedelta(minutes=30)

    def stays(self, now: datetime) -> list[ForeignStay]:
        today = now.date()
        own = [
            (sold.uid, sold.arrival, sold.departure) for sold in self.sold if sold.departure > today
        ]
        others = self.imported & Nights.within(today, today + 500 * DAY)
        ours = [
            (f"x{first.toordinal()}-{end.toordinal()}", first, end) for first, end in others.ranges
        ]
        found = []
        for uid, arrival, departure in own + ours:
            cut = arrival < today
            found.append(
                ForeignStay(
                    uid=f"{uid}-{today.toordinal()}" if cut else uid,
                    arrival=today if cut else arrival,
                    departure=departure,
                    summary="CLOSED - Not available",
                    stamp=now,
                    unsure=True,
                )
            )
        return found


class FewoDirekt(Portal):
    """Names in many languages; UIDs that change with the dates; past stays stay."""

    producer, key, every = FEWO, "fewo-direkt", (20, 720)

    def changes(self, sold: Sold, arrival: date, departure: date, now: datetime) -> None:
        super().changes(sold, arrival, departure, now)
        sold.uid = f"{self.key}-{sold.number}-{self.random.randrange(10**9)}"

    def stays(self, now: datetime) -> list[ForeignStay]:
        today = now.date()
        found = [
            ForeignStay(
                uid=sold.uid,
                arrival=sold.arrival,
                departure=sold.departure,
                kind=Kind.BLOCK if sold.closure else Kind.BOOKING,
                closure=sold.closure,
                summary=_BLOCKED[sold.number % 4]
                if sold.closure
                else f"{_WORDS[sold.number % 4]} - {sold.guest}",
                guest="" if sold.closure else sold.guest,
                stamp=now,
            )
            for sold in self.sold
        ]
        return found + [
            ForeignStay(
                uid=f"b{first.toordinal()}{end.toordinal()}",
                arrival=first,
                departure=end,
                kind=Kind.BLOCK,
                closure=True,
                summary=_BLOCKED[first.toordinal() % 4],
                stamp=now,
            )
            for first, end in (self.imported & Nights.within(today, date.max)).ranges
        ]
