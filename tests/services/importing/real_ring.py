"""The simulated portals over the real tables, links and log of fetches, for some days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from app.bootstrap import opened
from app.core.ical.ours import days_in
from app.core.importing.judging.outcome import Outcome
from app.core.importing.judging.waiting import waits
from app.core.importing.nights import Nights
from app.core.importing.reading import Reading
from app.core.importing.report.standing import SourceDraft
from app.core.links.link import Link, LinkChoices, LinkKind, Origin, Scope, Target
from app.core.stays.occupancy import OccupancyDraft, Status
from app.services.data_folder.folder import DataFolder
from app.services.feeds.feeds import Feed as BuiltFeed
from app.services.importing.reading.fetching import Fetched
from app.services.importing.reading.knowing import Knowing
from app.services.importing.reading.readings import _Answered
from app.services.services import Services
from app.storage.tables.importing.sources import SourceTable
from tests.clocks import SetClock
from tests.core.importing.ring import world as ring
from tests.core.importing.ring.house import Feed, House, moment


class RealHouse(House):
    """The same house over real services: what it holds in memory is what was read back."""

    def __init__(self, services: Services, clock: SetClock) -> None:
        super().__init__()
        self.services = services
        self.clock = clock
        self.links: dict[int, Link] = {}
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

    def read_same(self, source_id: int, now: datetime) -> None:
        self.clock.moment = now
        (asked,) = self._read._asked([source_id])
        (result,) = self._read._note_unchanged([_Answered(asked, Fetched(None))])
        assert not result.superseded
        self._look_at(source_id)

    def says_yes(self, source_id: int, outcome: Outcome, now: datetime) -> None:
        """Answer the question that is left out of an outcome, as the owner does."""
        self.clock.moment = now
        (question,) = (
            one for one in self.feeds[source_id].known.questions if one not in outcome.questions
        )
        self.services.sources.answer(source_id, question.id, yes=True)
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


@contextmanager
def world_over(
    folder: Path, seed: int, *, every: int = 60, units: tuple[int, ...] = ring.UNITS
) -> Iterator[tuple[ring.World, RealHouse]]:
    """Make a world whose house is over real services, and give both."""
    clock, made = SetClock(moment(0)), list[RealHouse]()
    with opened(DataFolder(folder / "data"), busy_timeout=1, clock=clock) as services:
        services.units.first_house("Haus", [f"Seeblick {number}" for number in units])

        def house() -> RealHouse:
            made.append(RealHouse(services, clock))
            return made[-1]

        with patch.object(ring, "House", house), patch.object(ring, "UNITS", units):
            try:
                world = ring.World(seed, every=every)
                (its,) = made
                with patch.object(its, "apply", its.says_yes):
                    yield world, its
            finally:
                for one in made:
                    one.close()
