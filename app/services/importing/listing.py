"""Which calendars are read, and how each of them stands."""

from __future__ import annotations

from app.core.errors import UserError
from app.core.importing.report.standing import SourceLook, SourceReport, state_of
from app.core.importing.source import Source, Verdict, feed_source
from app.services.base.unit_of_work import UnitOfWork
from app.storage.tables.importing.source_stays import SourceQuestionTable, SourceStayTable
from app.storage.tables.importing.source_texts import report_of
from app.storage.tables.importing.sources import Kept, SourceTable
from app.storage.tables.stays.occupancies import OccupancyTable


def kept_source(table: SourceTable, source_id: int) -> Kept:
    """Return a source as it is kept, inside a read or write (UserError where there is none)."""
    kept = table.one(source_id)
    if kept is None:
        raise UserError("There is no calendar with the number {id}.", id=str(source_id))
    return kept


class Listing:
    """Tells of sources. Every method reads by itself."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = SourceTable(work.database)
        self._stays = SourceStayTable(work.database)
        self._questions = SourceQuestionTable(work.database)
        self._occupancies = OccupancyTable(work.database)

    def all(self, *, unit_id: int | None = None) -> list[Source]:
        """Return the sources by unit, then as they were added; removed ones are left out."""
        with self._work.database.read():
            found = [kept.source for kept in self._table.all()]
        return [one for one in found if unit_id in {None, one.unit_id}]

    def get(self, source_id: int) -> Source:
        """Return one source (UserError where there is none)."""
        with self._work.database.read():
            return kept_source(self._table, source_id).source

    def looks(self) -> list[SourceLook]:
        """Return how all sources stand, by unit, in a few queries however many there are."""
        with self._work.database.read():
            kept = self._table.all()
            return self._looks(kept) if kept else []

    def report(self, source_id: int) -> SourceReport:
        """Return all that is known of one source (UserError where there is none)."""
        with self._work.database.read():
            kept = kept_source(self._table, source_id)
            (look,) = self._looks([kept])
            seen = self._stays.of(source_id, kept.progress.read_at)
        refused, listed = report_of(kept.report)
        return SourceReport(look=look, seen=seen, refused=refused, listed=listed)

    def _looks(self, several: list[Kept]) -> list[SourceLook]:
        now, today = self._work.clock.now(), self._work.clock.today()
        questions = self._questions.all()
        standing = self._occupancies.standing_by_source(today)
        rules = self._stays.counts([one for one in Verdict if one.rule])
        return [
            SourceLook(
                source=kept.source,
                progress=kept.progress,
                state=state_of(kept.source, kept.progress, kept.doubt, now),
                doubt=kept.doubt,
                questions=tuple(questions.get(kept.source.id, ())),
                occupancies=standing.get(feed_source(kept.source.id), 0),
                rules=rules.get(kept.source.id, 0),
            )
            for kept in several
        ]
