"""Takes back what the owner has said to what a calendar says, and says it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.core.errors import UserError
from app.core.importing.judging.outcome import Known
from app.core.importing.report.standing import draft_of
from app.core.importing.source import SeenStay, Source
from app.services.base.changes import Said, WordChange
from app.services.base.unit_of_work import UnitOfWork
from app.services.importing.listing import kept_source
from app.services.importing.reading.applying import Applying
from app.services.importing.reading.knowing import Knowing
from app.storage.tables.importing.source_stays import SourceQuestionTable, SourceStayTable
from app.storage.tables.importing.sources import Kept, SourceTable
from app.storage.tables.revisions import SOURCES

_WORD = ("verdict", "by_owner", "assumed", "left_at", "asked", "seen_on", "gone_at", "occupancy_id")
"""What the owner's word changes in a stay; all else is the calendar's, which is read meanwhile."""


def said_of(source: Source, known: Known) -> Said:
    """Return what of a source the owner may have a word in."""
    return Said(
        id=source.id,
        sequence=source.sequence,
        seen=known.seen,
        questions=known.questions,
        doubt=known.doubt,
        enabled=source.enabled,
    )


class Words:
    """Every method but `moved` runs inside a change of the work."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = SourceTable(work.database)
        self._stays = SourceStayTable(work.database)
        self._questions = SourceQuestionTable(work.database)
        self._knowing = Knowing(work)
        self._applying = Applying(work)

    def said(self, kept: Kept) -> Said:
        """Return how it stands now."""
        return said_of(kept.source, self._knowing.known(kept))

    def moved(self, change: WordChange) -> bool:
        """Tell whether what was said can never be taken back any more."""
        with self._work.database.read():
            kept = self._table.one(change.after.id)
            return kept is None or not self._stands(self.said(kept), change)

    def take_back(self, change: WordChange) -> WordChange:
        """Make the opposite change: stays count as they did, and what was asked is open again.

        Raises:
            UserError: what it was said of is not there any more, or is something else by now.
        """
        kept = kept_source(self._table, change.after.id)
        now = self.said(kept)
        if not self._stands(now, change):
            raise UserError(
                "The calendar shows something else by now; what you have said of it stays."
            )
        self._take_back_stays(now, change)
        self._take_back_questions(now, change)
        if kept.doubt == change.after.doubt != change.before.doubt:
            kept = replace(kept, doubt=change.before.doubt)
            self._table.note(kept)
        if change.before.enabled != change.after.enabled:
            draft = replace(draft_of(kept.source), enabled=change.before.enabled)
            self._table.change(kept.source.id, draft)
        self._table.read_whole(kept.source.id)
        self._work.revisions.raise_named(SOURCES)
        again = kept_source(self._table, kept.source.id)
        self._applying.say_again(self._knowing.known(again))
        return WordChange(now, self.said(again))

    def _take_back_stays(self, now: Said, change: WordChange) -> None:
        before, after = _by_id(change.before.seen), _by_id(change.after.seen)
        there, changed = _by_id(now.seen), _changed(change)
        left = [
            _as_before(one, before[one.id]) if one.id in changed else one
            for one in now.seen
            # What came by what is taken back goes with it.
            if one.id in before or one.id not in after
        ]
        self._stays.put(now.seen, left, {})
        for number in before.keys() - after.keys() - there.keys():
            self._stays.put_again(before[number])

    def _take_back_questions(self, now: Said, change: WordChange) -> None:
        before = {one.id: one for one in change.before.questions}
        after = {one.id for one in change.after.questions}
        left = [one for one in now.questions if one.id in before or one.id not in after]
        self._questions.put(now.questions, left, {})
        about = {None, *_by_id(now.seen), *_by_id(change.before.seen)}
        asked = {(one.kind, one.seen_id) for one in left}
        for number in before.keys() - after:
            question = before[number]
            if question.seen_id in about and (question.kind, question.seen_id) not in asked:
                self._questions.put_again(question)

    @staticmethod
    def _stands(now: Said, change: WordChange) -> bool:
        """Tell whether what the owner has said still stands as they have said it."""
        there, after = _by_id(now.seen), _by_id(change.after.seen)
        return now.enabled == change.after.enabled and all(
            number in there and there[number].by_owner == after[number].by_owner
            for number in _changed(change)
        )


def _by_id(seen: Iterable[SeenStay]) -> dict[int, SeenStay]:
    return {one.id: one for one in seen}


def _changed(change: WordChange) -> set[int]:
    """Return of which stays something else is held since."""
    before, after = _by_id(change.before.seen), _by_id(change.after.seen)
    return {
        number
        for number in before.keys() & after.keys()
        if _as_before(after[number], before[number]) != after[number]
    }


def _as_before(one: SeenStay, before: SeenStay) -> SeenStay:
    return replace(one, **{name: getattr(before, name) for name in _WORD})
