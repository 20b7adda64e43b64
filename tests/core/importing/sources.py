"""A source, its stays and its readings in few words, for tests of judging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.core.importing.judging.outcome import Counts, Outcome, Question
from app.core.importing.nights import Nights
from app.core.importing.reading import Reading
from app.core.importing.report.answers import answer, overruled
from app.core.importing.source import ForeignStay, SeenStay, Verdict
from app.core.stays.occupancy import Kind, Occupancy, OccupancyDraft
from tests.core.importing.ring.house import House
from tests.core.importing.ring.portals import AIRBNB, BOOKING, FEWO

NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
__all__ = ["AIRBNB", "BOOKING", "FEWO"]


def on(day: int, month: int = 11, year: int = 2026) -> date:
    """Return a day, in November where nothing else is said."""
    return date(year, month, day)


def stay(first: int | date, end: int | date, uid: str = "", **fields: object) -> ForeignStay:
    """Return a stay, its days in November where they are numbers."""
    arrival = on(first) if isinstance(first, int) else first
    departure = on(end) if isinstance(end, int) else end
    name = uid or f"{arrival}/{departure}"
    return ForeignStay(uid=name, arrival=arrival, departure=departure, **fields)  # type: ignore[arg-type]


def closed(first: int | date, end: int | date, uid: str = "") -> ForeignStay:
    return stay(first, end, uid, closure=True, kind=Kind.BLOCK, summary="Not available")


def unsure(first: int | date, end: int | date, uid: str = "") -> ForeignStay:
    return stay(first, end, uid, unsure=True, summary="CLOSED - Not available")


class Desk:
    """One source of unit 1 in a house, read again and again."""

    def __init__(self, producer: str = FEWO, portal: str = "fewo-direkt") -> None:
        self.house = House()
        self.now = NOW
        self.producer = producer
        self.source_id = self.house.connect(1, portal, NOW)
        self.outcome = Outcome()

    @property
    def counts(self) -> Counts:
        return self.outcome.counts

    @property
    def seen(self) -> Sequence[SeenStay]:
        return self.house.feeds[self.source_id].known.seen

    @property
    def questions(self) -> Sequence[Question]:
        return self.house.feeds[self.source_id].known.questions

    def after(self, minutes: float = 0, *, days: float = 0) -> Desk:
        self.now += timedelta(minutes=minutes, days=days)
        return self

    def read(self, *stays: ForeignStay) -> Outcome:
        """Read the calendar with these stays, now."""
        found = Reading(producer=self.producer, name="", stays=tuple(stays))
        self.outcome = self.house.read(self.source_id, found, self.now)
        return self.outcome

    def read_twice(self, *stays: ForeignStay) -> None:
        """Read it now and half an hour later, so that what it is without is confirmed."""
        self.read(*stays)
        self.after(30).read(*stays)

    def give(self) -> None:
        """Let the portal read our link."""
        self.house.fetched(self.source_id, self.now)

    def enter(self, first: int, end: int, **fields: object) -> Occupancy:
        """Enter a stay by hand."""
        entered = OccupancyDraft(
            **{"unit_id": 1, "arrival": on(first), "departure": on(end), "guest": "Meier"} | fields  # type: ignore[arg-type]
        )
        return self.house.occupancies[self.house.enter(entered, self.now)]

    def edit(self, **fields: object) -> None:
        """Change the one occupancy that was read, as the owner does it."""
        self.house.edit(self.one.id, self.now, **fields)

    def say(self, question: Question, *, yes: bool) -> None:
        known = self.house.feeds[self.source_id].known
        said = answer(known, question, yes=yes, now=self.now, today=self.now.date())
        self.house.apply(self.source_id, said, self.now)

    def overrule(self, one: SeenStay, verdict: Verdict) -> None:
        known = self.house.feeds[self.source_id].known
        self.house.apply(self.source_id, overruled(known, one, verdict, self.now.date()), self.now)

    # ---- what stands ----

    @property
    def all(self) -> list[Occupancy]:
        """What was read and stands, wherever, by arrival."""
        found = [
            one for one in self.house.occupancies.values() if one.blocks and one.source != "hand"
        ]
        return sorted(found, key=lambda one: (one.arrival, one.id))

    @property
    def one(self) -> Occupancy:
        (found,) = self.all
        return found

    @property
    def bookings(self) -> list[tuple[date, date]]:
        return [(one.arrival, one.departure) for one in self.all if one.kind is Kind.BOOKING]

    @property
    def blocks(self) -> list[tuple[date, date]]:
        return [(one.arrival, one.departure) for one in self.all if one.kind is Kind.BLOCK]

    @property
    def taken(self) -> Nights:
        return self.house.taken(1)

    def verdicts(self, verdict: Verdict) -> list[tuple[date, date]]:
        return [
            (one.stay.arrival, one.stay.departure) for one in self.seen if one.verdict is verdict
        ]


def days(*ranges: tuple[int, int]) -> list[tuple[date, date]]:
    """Return ranges of days of November."""
    return [(on(first), on(end)) for first, end in ranges]


def stamped(one: ForeignStay, at: datetime) -> ForeignStay:
    return replace(one, stamp=at)
