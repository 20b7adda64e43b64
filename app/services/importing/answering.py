"""What the owner says to what a calendar says: answers, and other opinions of a stay."""

from __future__ import annotations

from dataclasses import replace

from app.core.errors import UserError
from app.core.importing.judging.outcome import Known, Outcome, QuestionKind
from app.core.importing.report.answers import answer, overruled
from app.core.importing.report.standing import draft_of
from app.core.importing.source import Verdict
from app.services.base.changes import CompositeChange, WordChange
from app.services.base.unit_of_work import UnitOfWork
from app.services.importing.listing import kept_source
from app.services.importing.owners_word import Words, said_of
from app.services.importing.reading.applying import Applying
from app.services.importing.reading.knowing import Knowing
from app.services.importing.reading.results import Answered
from app.storage.tables.importing.sources import Kept, SourceTable
from app.storage.tables.revisions import SOURCES


class Answering:
    """Puts the owner's word into the plan."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = SourceTable(work.database)
        self._knowing = Knowing(work)
        self._applying = Applying(work)
        self._words = Words(work)

    def answer(self, source_id: int, question_id: int, *, yes: bool) -> Answered:
        """Answer a question of a source (UserError where it is not open any more)."""
        with self._work.change():
            kept = kept_source(self._table, source_id)
            known = self._knowing.known(kept)
            question = next((one for one in known.questions if one.id == question_id), None)
            if question is None:
                raise UserError("This question is not open any more.")
            now, today = self._work.clock.now(), self._work.clock.today()
            outcome = answer(known, question, yes=yes, now=now, today=today)
            # Whatever it is the calendar of, it is not this unit's.
            stranger = question.kind is QuestionKind.STRANGER and not yes
            return self._said(kept, known, outcome, on=False if stranger else None)

    def overrule(self, source_id: int, seen_id: int, verdict: Verdict) -> Answered:
        """Take a stay for something else than we do, for good.

        Raises:
            UserError: the stay is not there any more.
        """
        with self._work.change():
            kept = kept_source(self._table, source_id)
            known = self._knowing.known(kept)
            about = next((one for one in known.seen if one.id == seen_id), None)
            if about is None:
                raise UserError("The calendar does not show this any more.")
            outcome = overruled(known, about, verdict, self._work.clock.today())
            return self._said(kept, known, outcome)

    def _said(
        self, kept: Kept, known: Known, outcome: Outcome, *, on: bool | None = None
    ) -> Answered:
        """Put the owner's word into the plan; what the feed says now is read again soon.

        `on` switches the source, where it is given.
        """
        source = kept.source
        change = self._applying.apply(known, outcome)
        self._table.note(replace(kept, doubt=outcome.doubt, memory=outcome.memory))
        if on is not None:
            self._table.change(source.id, replace(draft_of(source), enabled=on))
        self._table.read_whole(source.id)
        self._work.revisions.raise_named(SOURCES)
        after = self._words.said(kept_source(self._table, source.id))
        word = WordChange(said_of(source, known), after)
        # Taken back from the end: the word last, when its occupancies stand as they did.
        return CompositeChange((word, *change.parts))
