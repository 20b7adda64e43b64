"""Gathers what is known of a source before a reading: its stays, what stands beside them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from app.core.importing.judging.outcome import GivenNights, Known
from app.core.importing.reading import PAST_READ
from app.core.importing.source import Source, feed_source
from app.core.stays.occupancy import Occupancy
from app.services.base.unit_of_work import UnitOfWork
from app.services.links.given import GivenNotes
from app.storage.tables.house.units import UnitTable
from app.storage.tables.importing.source_stays import SourceQuestionTable, SourceStayTable
from app.storage.tables.importing.sources import Kept
from app.storage.tables.stays.occupancies import OccupancyTable


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a reading is judged by, beside what is known of the source itself."""

    own: tuple[Occupancy, ...]
    given: GivenNights


class Knowing:
    """Every method runs inside a read or write."""

    def __init__(self, work: UnitOfWork) -> None:
        self._stays = SourceStayTable(work.database)
        self._questions = SourceQuestionTable(work.database)
        self._occupancies = OccupancyTable(work.database)
        self._units = UnitTable(work.database)
        self._given = GivenNotes(work.database)

    def known(self, kept: Kept) -> Known:
        """Return a source as it is known."""
        read_at = kept.progress.read_at
        seen = self._stays.of(kept.source.id, read_at)
        ids = [one.occupancy_id for one in seen if one.occupancy_id is not None]
        return Known(
            source=kept.source,
            seen=seen,
            occupancies={stay.id: stay for stay in self._occupancies.some(ids)},
            questions=self._questions.of(kept.source.id),
            doubt=kept.doubt,
            memory=kept.memory,
            read_at=read_at,
        )

    def surroundings(self, known: Known, asked_at: datetime, today: date) -> Surroundings:
        """Return what stands beside the stays of a source."""
        source, since = known.source, today - PAST_READ
        of_source = feed_source(source.id)
        beside = self._occupancies.all(
            unit_id=source.unit_id, departing_after=since, taken_only=True
        )
        elsewhere = (
            self._occupancies.moved_out(source.portal, source.unit_id, since)
            if source.portal
            else []
        )
        own = [one for one in (*beside, *elsewhere) if one.source != of_source]
        return Surroundings(
            tuple(one for one in own if one.id not in known.occupancies),
            self._given.of(source.unit_id, source.portal, asked_at, known.memory.believed_at),
        )

    def is_let(self, unit_id: int) -> bool:
        """Tell whether a unit is there and not archived."""
        unit = self._units.unit(unit_id)
        return unit is not None and not unit.archived

    def given(self, kept: Kept, asked_at: datetime) -> GivenNights:
        """Return what a source's portal knows from us, seen from our last reading of it."""
        source = kept.source
        return self._given.of(source.unit_id, source.portal, asked_at, kept.memory.believed_at)

    def basis(self, source: Source, given: GivenNights, today: date) -> str:
        """Return what tells apart all that a reading rests on beside the feed itself.

        The same answer on the same basis means the same, unless something waits for its time.
        """
        unit = self._units.unit(source.unit_id)
        parts = (
            today,
            source.sequence,
            None if unit is None else unit.revision,
            *(one.ranges for one in (given.known, given.lately, given.fresh, given.assumed)),
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
