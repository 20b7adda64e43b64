"""Adds, changes and removes the calendars that are read."""

from __future__ import annotations

from dataclasses import replace

from app.core.errors import UserError
from app.core.importing.report.answers import removed
from app.core.importing.report.standing import SourceDraft, draft_of
from app.core.importing.source import Source
from app.services.base.changes import CompositeChange, SourceChange
from app.services.base.unit_of_work import UnitOfWork, check_sequence
from app.services.importing.admission import Admission, checked
from app.services.importing.listing import kept_source
from app.services.importing.reading.applying import Applying
from app.services.importing.reading.knowing import Knowing
from app.services.importing.reading.results import Removed
from app.services.importing.restoring import Restoring
from app.storage.tables.importing.sources import SourceTable
from app.storage.tables.revisions import SOURCES


class Changing:
    """Changes sources themselves; what they say is read elsewhere."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._admission = Admission(work)
        self._table = SourceTable(work.database)
        self._knowing = Knowing(work)
        self._applying = Applying(work)

    def add(self, draft: SourceDraft) -> Source:
        """Add a source that is not read yet.

        Raises:
            UserError: the address is none, one of ours, or read already; the unit is unknown or
                archived.
        """
        draft = checked(draft)
        with self._work.change():
            self._admission.refuse(draft, but=None)
            made = kept_source(self._table, self._table.add(draft, self._work.clock.now())).source
            self._moved()
        return made

    def change(self, source_id: int, draft: SourceDraft, *, sequence: int) -> Source:
        """Change a source; another address is read anew, what is known stays meanwhile.

        Raises:
            UserError: as `add`; it has moved meanwhile, or it is to be of another unit.
        """
        draft = checked(draft)
        with self._work.change():
            before = kept_source(self._table, source_id)
            check_sequence(before.source.sequence, sequence)
            if draft.unit_id != before.source.unit_id:
                raise UserError(
                    "A calendar stays with its unit. Please remove it here, and add it there."
                )
            if draft == draft_of(before.source):
                return before.source
            if draft.address != before.source.address:
                self._admission.refuse(draft, but=source_id)
            self._table.change(source_id, draft)
            self._table.read_whole(source_id)
            after = kept_source(self._table, source_id)
            # Links know anew which portal it is that says what this source says.
            self._applying.say_again(self._knowing.known(after))
            self._moved()
        return after.source

    def enable(self, source_id: int, *, enabled: bool, sequence: int | None = None) -> Source:
        """Switch a source on or off; what was read from it stays."""
        with self._work.database.read():
            source = kept_source(self._table, source_id).source
        draft = replace(draft_of(source), enabled=enabled)
        return self.change(
            source_id, draft, sequence=source.sequence if sequence is None else sequence
        )

    def remove(self, source_id: int, *, keep: bool, sequence: int | None = None) -> Removed:
        """Remove a source. What it has brought that is still ahead is cancelled, or kept.

        What the owner has entered or changed, and what has begun, stays in any case.

        Raises:
            UserError: there is none, or it has moved meanwhile.
        """
        with self._work.change():
            kept = kept_source(self._table, source_id)
            if sequence is not None:
                check_sequence(kept.source.sequence, sequence)
            known = self._knowing.known(kept)
            outcome = removed(known, keep=keep, today=self._work.clock.today())
            brought = self._applying.apply(known, outcome)
            self._table.remove(source_id, self._work.clock.now())
            gone = self._table.one(source_id, removed=True)
            assert gone is not None  # its row stays
            self._moved()
        # Taken back from the end: the source comes back last, when its stays stand again.
        change = SourceChange(kept.source, gone.source, known.seen)
        return CompositeChange((change, *brought.parts))

    def take_back_within(self, change: SourceChange) -> SourceChange:
        """Undo `change` inside a transaction that is open already.

        Raises:
            UserError: the source has moved meanwhile.
        """
        reverse = Restoring(self._work).take_back(change)
        self._moved()
        return reverse

    def _moved(self) -> None:
        self._work.revisions.raise_named(SOURCES)
