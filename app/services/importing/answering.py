"""What the owner says to what a calendar says: answers, and other opinions of a stay."""

from __future__ import annotations

from dataclasses import replace

from app.core.errors import UserError
from app.core.importing.judging.outcome import Known, Outcome, QuestionKind
from app.core.importing.report.answers import answer, overruled
from app.core.importing.report.standing import draft_of
from app.core.importing.source import Verdict
from app.services.base.unit_of_work import UnitOfWork
from app.services.importing.applying import Applying
from app.services.importing.knowing import Knowing
from app.services.importing.listing import kept_source
from app.services.importing.results import Imported
from app.storage.tables.importing.sources import Kept, SourceTable
from app.storage.tables.revisions import SOURCES


class Answering:
    """Puts the owner's word into the plan."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = SourceTable(work.database)
        self._knowing = Knowing(work)
        self._applying = Applying(work)

    def answer(self, source_id: int, question_id: int, *, yes: bool) -> Imported:
        """Answer a question of a source (UserError where it is not open any more)."""
        with self._work.change():
            kept = kept_source(self._table, source_id)
            known = self._knowing.known(kept)
            question = next((one for one in known.questions if one.id == question_id), None)
            if question is None:
                raise UserError("This question is not open any more.")
            now, today = self._work.clock.now(), self._work.clock.today()
            outcome = answer(known, question, yes=yes, now=now, today=today)
            change = self._said(kept, known, outcome)
            if question.kind is QuestionKind.STRANGER and not yes:
                # Whatever it is the calendar of, it is not this unit's.
                self._table.change(source_id, replace(draft_of(kept.source), enabled=False))
        return change

    def overrule(self, source_id: int, seen_id: int, verdict: Verdict) -> Imported:
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

    def _said(self, kept: Kept, known: Known, outcome: Outcome) -> Imported:
        """Put the owner's word into the plan; what the feed says now is read again soon."""
        change = self._applying.apply(known, outcome)
        self._table.note(replace(kept, doubt=outcome.doubt, memory=outcome.memory))
        self._table.read_whole(kept.source.id)
        self._work.revisions.raise_named(SOURCES)
        return change
