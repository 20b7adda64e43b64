"""Takes back what an owner did to a source itself: added, changed, removed it."""

from __future__ import annotations

from dataclasses import replace

from app.core.errors import UserError
from app.core.importing.report.standing import draft_of
from app.core.importing.source import SeenStay, Source, feed_source
from app.services.base.changes import SourceChange
from app.services.base.unit_of_work import UnitOfWork, check_sequence
from app.services.importing.admission import Admission
from app.services.importing.reading.applying import Applying
from app.services.importing.reading.knowing import Knowing
from app.storage.tables.importing.source_stays import SourceStayTable
from app.storage.tables.importing.sources import Kept, SourceTable


class Restoring:
    """Every method runs inside a change of the work."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = SourceTable(work.database)
        self._stays = SourceStayTable(work.database)
        self._applying = Applying(work)

    def take_back(self, change: SourceChange) -> SourceChange:
        """Make the opposite change.

        Raises:
            UserError: the source has moved meanwhile, or its address of before is read by another.
        """
        kept = self._table.one(change.after.id, removed=True)
        if kept is None:
            raise UserError("There is no calendar with the number {id}.", id=str(change.after.id))
        check_sequence(kept.source.sequence, change.after.sequence)
        before = change.before
        if before is None or before.removed_at is not None:
            return self._remove(kept)
        if kept.source.removed_at is not None:
            return self._restore(kept, before, change.seen)
        draft = draft_of(before)
        if draft.address != kept.source.address:
            Admission(self._work).refuse(draft, but=before.id)
        self._table.change(before.id, draft)
        self._table.read_whole(before.id)
        self._say_again(before.id)
        return SourceChange(kept.source, self._source(before.id))

    def _remove(self, kept: Kept) -> SourceChange:
        """Remove a source; what it has brought is taken back by itself, where that is wanted."""
        seen = Knowing(self._work).known(kept).seen
        self._stays.drop(kept.source.id)
        self._table.remove(kept.source.id, self._work.clock.now())
        return SourceChange(kept.source, self._source(kept.source.id), seen)

    def _restore(self, kept: Kept, before: Source, seen: tuple[SeenStay, ...]) -> SourceChange:
        """Bring a source back with its address and all that it had said.

        What its stays have become is its own again: else the next reading would bring it twice.
        """
        self._table.restore(before.id, draft_of(before))
        again = [replace(one, id=-number) for number, one in enumerate(seen, start=1)]
        self._stays.put((), again, {})
        for one in seen:
            stay = None if one.occupancy_id is None else self._applying.one(one.occupancy_id)
            of_source = feed_source(before.id)
            if stay is not None and stay.source != of_source:
                self._applying.claim(stay, of_source)
        self._say_again(before.id)
        return SourceChange(kept.source, self._source(before.id))

    def _say_again(self, source_id: int) -> None:
        """Let links know anew which portal it is that says what this source says."""
        found = self._table.one(source_id)
        assert found is not None  # it is not removed
        self._applying.say_again(Knowing(self._work).known(found))

    def _source(self, source_id: int) -> Source:
        found = self._table.one(source_id, removed=True)
        assert found is not None  # rows of removed sources stay
        return found.source
