"""Puts what a reading means, or an answer of the owner, into the plan: one transaction, whole."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.core.clock import later
from app.core.errors import UserError
from app.core.importing.judging.outcome import (
    Add,
    Cancel,
    Change,
    Decision,
    Join,
    Known,
    Outcome,
    Release,
)
from app.core.importing.source import SeenStay, Source, feed_source
from app.core.stays.occupancy import (
    BY_HAND,
    Occupancy,
    OccupancyDraft,
    Status,
    check_occupancy,
)
from app.services.base.changes import CompositeChange, OccupancyChange
from app.services.base.unit_of_work import UnitOfWork
from app.services.stays.checks import Checks
from app.storage.tables.importing.source_stays import SourceQuestionTable, SourceStayTable
from app.storage.tables.stays.fed import FedAs, FedTable
from app.storage.tables.stays.occupancies import OccupancyTable

logger = logging.getLogger(__name__)


class Applying:
    """Applies outcomes. Every method runs inside a change of the work."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._occupancies = OccupancyTable(work.database)
        self._fed = FedTable(work.database)
        self._stays = SourceStayTable(work.database)
        self._questions = SourceQuestionTable(work.database)
        self._checks = Checks(work)

    def apply(self, known: Known, outcome: Outcome) -> CompositeChange[OccupancyChange]:
        """Carry out the decisions of an outcome, and keep what is known from now on.

        Args:
            known: the source as it was loaded in this transaction.
            outcome: what is to be done.

        Returns:
            All that has happened to occupancies, to be taken back as one.
        """
        run = _Run(self, known.source)
        for decision in outcome.steps():
            run.take(decision)
        numbers = self._stays.put(known.seen, outcome.seen, run.added)
        self._questions.put(known.questions, outcome.questions, numbers)
        run.feed(known.seen, outcome.seen)
        run.finish()
        return CompositeChange(tuple(run.changes))

    def say_again(self, known: Known) -> None:
        """Note anew what a source says, after it was changed itself."""
        run = _Run(self, known.source)
        run.feed((), known.seen)
        run.finish()

    # ---- what a run does ----

    @property
    def now(self) -> datetime:
        return self._work.revisions.moment(self._work.clock.now())

    def one(self, occupancy_id: int) -> Occupancy | None:
        return self._occupancies.one(occupancy_id)

    def add(self, draft: OccupancyDraft, source: str) -> Occupancy:
        uid = f"{uuid.uuid4()}@zimmerfrei"
        made = self._occupancies.add(draft, uid=uid, source=source, now=self._work.clock.now())
        found = self._occupancies.one(made)
        assert found is not None
        return found

    def follow(self, before: Occupancy, draft: OccupancyDraft, source: str | None) -> Occupancy:
        moment = later(self.now, before.changed_at)
        self._occupancies.follow(before.id, draft, moment, source=source)
        found = self._occupancies.one(before.id)
        assert found is not None
        return found

    def claim(self, stay: Occupancy, source: str) -> None:
        """Let an occupancy be a source's, with all that it is."""
        self._occupancies.follow(stay.id, stay.draft(), stay.changed_at, source=source)

    def beside(self, stay: Occupancy) -> frozenset[int]:
        return frozenset(other.id for other in self._checks.overlapping(stay, stay.id))

    def fed(self, said: dict[int, FedAs | None]) -> list[int]:
        """Note what the feed says of these at present; returns of which it is something else."""
        known = self._fed.fed_as(said)
        differing = [number for number, told in known.items() if told != said[number]]
        for number in differing:
            self._fed.note(number, said[number])
        return differing

    def units_of(self, occupancy_ids: Iterable[int]) -> set[int]:
        return {stay.unit_id for stay in self._occupancies.some(list(occupancy_ids))}

    def raise_units(self, unit_ids: set[int]) -> None:
        if unit_ids:
            self._work.revisions.raise_units(unit_ids, self._work.clock.now())


class _Run:
    """One outcome that is being applied."""

    def __init__(self, applying: Applying, source: Source) -> None:
        self._applying = applying
        self._source = source
        self._units: set[int] = set()
        self.changes: list[OccupancyChange] = []
        self.added: dict[int, int] = {}
        """By the id of a seen stay, the occupancy that was made of it."""

    def take(self, decision: Decision) -> None:
        match decision:
            case Add(seen_id, draft):
                self._add(seen_id, draft)
            case Change(occupancy_id, draft):
                self._change(occupancy_id, draft)
            case Cancel(occupancy_id):
                self._cancel(occupancy_id)
            case Join(_, occupancy_id):
                self._change(occupancy_id, None, feed_source(self._source.id))
            case Release(occupancy_id):
                self._change(occupancy_id, None, BY_HAND)

    def feed(self, before: Iterable[SeenStay], after: Iterable[SeenStay]) -> None:
        """Note of each occupancy what the feed says of it at present, if anything."""
        said: dict[int, FedAs | None] = {
            one.occupancy_id: None for one in before if one.occupancy_id is not None
        }
        for one in after:
            occupancy_id = self.added.get(one.id, one.occupancy_id)
            if occupancy_id is None:
                continue
            shown = one.gone_at is None and one.counts_as.occupies
            said[occupancy_id] = self._as_said(one) if shown else None
        if said:
            self._units |= self._applying.units_of(self._applying.fed(said))

    def finish(self) -> None:
        self._applying.raise_units(self._units)
        self.changes = [replace(one, after=self._as_it_is(one.after)) for one in self.changes]

    def _as_said(self, one: SeenStay) -> FedAs:
        source = self._source
        return FedAs(source.portal, source.unit_id, one.stay.arrival, one.stay.departure)

    def _as_it_is(self, stay: Occupancy) -> Occupancy:
        now = self._applying.one(stay.id)
        assert now is not None
        return now if now.sequence == stay.sequence else stay

    def _add(self, seen_id: int, draft: OccupancyDraft) -> None:
        made = self._applying.add(_sound(draft), feed_source(self._source.id))
        self.added[seen_id] = made.id
        self._units.add(made.unit_id)
        self.changes.append(OccupancyChange(None, made, self._applying.beside(made)))

    def _cancel(self, occupancy_id: int) -> None:
        before = self._applying.one(occupancy_id)
        if before is not None and before.blocks:
            self._change(occupancy_id, replace(before.draft(), status=Status.CANCELLED))

    def _change(
        self, occupancy_id: int, draft: OccupancyDraft | None, source: str | None = None
    ) -> None:
        before = self._applying.one(occupancy_id)
        if before is None:
            return
        draft = before.draft() if draft is None else _sound(draft)
        if draft == before.draft() and source in {None, before.source}:
            return
        beside = self._applying.beside(before)
        after = self._applying.follow(before, draft, source)
        self._units |= {before.unit_id, after.unit_id}
        self.changes.append(OccupancyChange(before, after, beside))


def _sound(draft: OccupancyDraft) -> OccupancyDraft:
    """Return a draft as an owner could have entered it; texts that cannot be are left out."""
    try:
        return check_occupancy(draft)
    except UserError:
        logger.info("a text of a calendar could not be kept")
        return check_occupancy(replace(draft, guest=""))
