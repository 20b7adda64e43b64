"""The simulated portals over the real tables, links and log of fetches, for some days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.bootstrap import opened
from app.core.ical.ours import days_in
from app.core.importing.judging.outcome import Outcome
from app.core.importing.judging.waiting import waits
from app.core.importing.nights import Nights
from app.core.importing.reading import Reading
from app.core.importing.report.standing import SourceDraft
from app.core.links.link import Link, LinkChoices, LinkKind, Origin, Scope, Target
from app.core.stays.occupancy import OccupancyDraft, Status
from app.services.data_folder import DataFolder
from app.services.feeds.feeds import Feed as BuiltFeed
from app.services.importing.fetching import Fetched
from app.services.importing.knowing import Knowing
from app.services.services import Services
from app.storage.tables.importing.sources import SourceTable
from tests.clocks import SetClock
from tests.core.importing.ring import world as ring
from tests.core.importing.ring.house import Feed, House, moment

DAYS, EVERY, UNITS = 3, 120, (1, 2)


class RealHouse(House):
    """The same house over real services: what it holds in memory is what was read back."""

    services: Services
    clock: SetClock

    def __init__(self) -> None:
        super().__init__()
        self.links: dict[int, Link] = {}
        services = self.services
        self._answers = services.feeds()
        self._log = services.fetch_log()
        self._log.start()
        self._read = services.sources._rounds.readings(lambda: False)

    def close(self) -> None:
        self._log.stop()
        self._answers.close()

    # ---- the owner ----

    def connect(
        self, unit_id: int, portal: str, now: datetime, *, knows_readers: bool = True
    ) -> int:
        assert knows_readers
        self.clock.moment = now
        services = self.services
        draft = SourceDraft(
            unit_id=unit_id,
            portal=portal,
            address=f"https://{portal}.example/{unit_id}.ics",
            enabled=False,
        )
        source = services.sources.add(draft).source
        services.sources.enable(source.id, enabled=True)
        target = Target(Scope.UNIT, unit_id)
        link = services.links.add(LinkKind.CALENDAR, target, LinkChoices(portal=portal)).after
        self.links[source.id] = link
        self._look_at(source.id)
        return source.id

    def enter(self, draft: OccupancyDraft, now: datetime) -> int:
        self.clock.moment = now
        made = self.services.occupancies.add(draft, allow_conflict=True).after
        self._look()
        return made.id

    def edit(self, occupancy_id: int, now: datetime, **fields: object) -> None:
        self.clock.moment = now
        before = self.services.occupancies.get(occupancy_id)
        draft = replace(before.draft(), **fields)  # type: ignore[arg-type]  # by their names
        if draft.status is Status.CANCELLED:
            draft = replace(draft, option_until=None)
        self.services.occupancies.change(
            occupancy_id, draft, sequence=before.sequence, allow_conflict=True
        )
        self._look()

    # ---- reading ----

    def waits(self, source_id: int, now: datetime) -> bool:
        self.clock.moment = now
        knowing, known = Knowing(self.services.work), self.feeds[source_id].known
        with self.services.database.read():
            around = knowing.surroundings(known, now, now.date())
        return waits(known, around.given, now, now.date())

    def read(self, source_id: int, reading: Reading, now: datetime) -> Outcome:
        self.clock.moment = now
        (asked,) = self._read._asked([source_id])
        result = self._read._put(asked, Fetched(b"seen"), reading)
        assert not result.superseded
        self._look_at(source_id)
        self._look()
        return Outcome(counts=result.counts)

    def answered(self, source_id: int, question_id: int, *, yes: bool, now: datetime) -> None:
        self.clock.moment = now
        self.services.sources.answer(source_id, question_id, yes=yes)
        self._look_at(source_id)
        self._look()

    # ---- what the portals get ----

    def link(self, source_id: int) -> Nights:
        return Nights.of(days_in(self._feed(source_id).body))

    def fetched(self, source_id: int, now: datetime) -> Nights:
        self.clock.moment = now
        feed = self._feed(source_id)
        self._log.record(self.links[source_id].id, "a portal", Origin.OUTSIDE, 200, feed)
        self._log._write()
        return Nights.of(days_in(feed.body))

    def _feed(self, source_id: int) -> BuiltFeed:
        feed = self._answers.answer(self.links[source_id].token)
        assert isinstance(feed, BuiltFeed)
        return feed

    # ---- what stands ----

    def _look_at(self, source_id: int) -> None:
        with self.services.database.read():
            kept = SourceTable(self.services.database).one(source_id)
            assert kept is not None
            self.feeds[source_id] = Feed(Knowing(self.services.work).known(kept))

    def _look(self) -> None:
        self.occupancies = {one.id: one for one in self.services.occupancies.all()}
        for feed in self.feeds.values():
            known = feed.known
            now = {number: self.occupancies[number] for number in known.occupancies}
            feed.known = replace(known, occupancies=now)


@pytest.fixture
def real_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[RealHouse]]:
    """Let worlds be made with a house over real services."""
    clock, made = SetClock(moment(0)), list[RealHouse]()
    with opened(DataFolder(tmp_path / "data"), busy_timeout=1, clock=clock) as services:
        services.units.first_house("Haus", [f"Seeblick {number}" for number in UNITS])

        def house() -> RealHouse:
            made.append(RealHouse())
            return made[-1]

        monkeypatch.setattr(RealHouse, "services", services, raising=False)
        monkeypatch.setattr(RealHouse, "clock", clock, raising=False)
        monkeypatch.setattr(ring, "House", house)
        monkeypatch.setattr(ring, "UNITS", UNITS)
        yield made
        for one in made:
            one.close()


def test_over_real_tables_the_plan_is_the_truth_of_all_sides(
    real_house: list[RealHouse], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = ring.World(7, every=EVERY)
    (house,) = real_house

    def applied(source_id: int, outcome: Outcome, now: datetime) -> None:
        (question,) = (
            one for one in house.feeds[source_id].known.questions if one not in outcome.questions
        )
        house.answered(source_id, question.id, yes=True, now=now)

    monkeypatch.setattr(house, "apply", applied)
    world.run(DAYS)
    assert world.figures["judged"] > 0
    with closing(house.services.feeds()) as feeds:
        assert isinstance(feeds.answer(house.links[1].token), BuiltFeed)
