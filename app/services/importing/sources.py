"""What an owner does with the calendars that are read from portals."""

# ruff: noqa: PLC0415  # what fetches and judges is imported when something is read

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.core import texts
from app.core.errors import UserError
from app.core.importing.address import host_of, mended, tokens_in
from app.core.importing.faults import own_link
from app.core.importing.guess import portal_of
from app.core.importing.report.standing import (
    Preview,
    SourceDraft,
    SourceLook,
    SourceReport,
    draft_of,
    state_of,
)
from app.core.importing.source import Source, Verdict, feed_source
from app.core.portals import portal_key, portal_name
from app.i18n import N_, Message
from app.services.base.changes import CompositeChange, OccupancyChange, SourceChange
from app.services.base.settings import SettingsStore
from app.services.base.unit_of_work import UnitOfWork, check_sequence
from app.services.importing.results import Added, ReadResult, RunResult
from app.storage.engine.claim import Claim
from app.storage.tables.importing.source_stays import SourceQuestionTable, SourceStayTable
from app.storage.tables.importing.source_texts import report_of
from app.storage.tables.importing.sources import Kept, SourceTable
from app.storage.tables.occupancies import OccupancyTable
from app.storage.tables.publishing.uploads import WantedTable
from app.storage.tables.revisions import SOURCES
from app.storage.tables.units import UnitTable

if TYPE_CHECKING:
    from app.core.importing.judging.outcome import Known, Outcome
    from app.services.importing.readings import Readings
    from app.services.publishing.outside.internet import Internet

logger = logging.getLogger(__name__)

LOOK_EVERY = 20.0
"""Seconds between two looks whether a source is to be read; each is a query."""
Imported = CompositeChange[OccupancyChange]
Removed = CompositeChange[SourceChange | OccupancyChange]


class Sources:
    """Sources: try, add, change, remove, read, answer.

    `try_out`, `add`, `read` and `read_due` wait for other computers: never on the thread of the
    window.

    Args:
        work: what every use case works with.
        settings: what the program calls itself to portals.
        internet: returns how computers are found and reached.
        lock: the file that is held while the job reads.
    """

    def __init__(
        self,
        work: UnitOfWork,
        settings: SettingsStore,
        internet: Callable[[], Internet],
        lock: Path,
    ) -> None:
        self._work = work
        self._settings = settings
        self._internet = internet
        self._lock = lock
        self._table = SourceTable(work.database)
        self._stays = SourceStayTable(work.database)
        self._questions = SourceQuestionTable(work.database)
        self._occupancies = OccupancyTable(work.database)
        self._units = UnitTable(work.database)
        # At the start everything is read, whenever that was done last.
        self._hurried = True
        self._ended = False

    # ---- which there are ----

    def all(self, *, unit_id: int | None = None) -> list[Source]:
        """Return the sources by unit, then as they were added; removed ones are left out."""
        with self._work.database.read():
            found = [kept.source for kept in self._table.all()]
        return [one for one in found if unit_id in {None, one.unit_id}]

    def get(self, source_id: int) -> Source:
        """Return one source (UserError where there is none)."""
        with self._work.database.read():
            return self._one(source_id).source

    def looks(self) -> list[SourceLook]:
        """Return how all sources stand, by unit, in a few queries however many there are."""
        with self._work.database.read():
            kept = self._table.all()
            return self._looks(kept) if kept else []

    def report(self, source_id: int) -> SourceReport:
        """Return all that is known of one source (UserError where there is none)."""
        with self._work.database.read():
            kept = self._one(source_id)
            (look,) = self._looks([kept])
            seen = self._stays.of(source_id, kept.progress.read_at)
        refused, listed = report_of(kept.report)
        return SourceReport(look=look, seen=seen, refused=refused, listed=listed)

    # ---- adding, changing, removing ----

    def try_out(
        self,
        unit_id: int,
        address: str,
        *,
        portal: str = "",
        allow_private: bool = False,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Preview:
        """Read an address as it was pasted, and say what would come of it. Nothing is written.

        Raises:
            UserError: it is no address, one of ours, one that is read already, or gives no
                calendar; the sentence says what to do.
            StoppedError: it was stopped.
        """
        from app.services.importing.trying import tried

        draft = self._checked(
            SourceDraft(
                unit_id=unit_id, portal=portal, address=address, allow_private=allow_private
            )
        )
        with self._work.database.read():
            self._refuse(draft, but=None)
        return tried(self._work, self._readings(stopped), draft, self._settings.get().feed_agent)

    def add(self, draft: SourceDraft) -> Added:
        """Add a source and read it at once; it is there also where that fails.

        Raises:
            UserError: the address is none, one of ours, or read already; the unit is unknown or
                archived.
        """
        draft = self._checked(draft)
        with self._work.change():
            self._refuse(draft, but=None)
            made = self._one(self._table.add(draft, self._work.clock.now())).source
            self._moved()
        if not draft.enabled:
            return Added(source=made, result=ReadResult(source=made))
        try:
            (result,) = self.read([made.id])
        except UserError as error:
            # Such as a clock that cannot be right: it is read as soon as that is mended.
            why = Message(error.message, dict(error.values))
            result = ReadResult(source=made, error=why)
        return Added(source=made, result=result)

    def change(self, source_id: int, draft: SourceDraft, *, sequence: int) -> Source:
        """Change a source; another address is read anew, what is known stays meanwhile.

        Raises:
            UserError: as `add`; it has moved meanwhile, or it is to be of another unit.
        """
        draft = self._checked(draft)
        with self._work.change():
            before = self._one(source_id)
            check_sequence(before.source.sequence, sequence)
            if draft.unit_id != before.source.unit_id:
                raise UserError(
                    "A calendar stays with its unit. Please remove it here, and add it there."
                )
            if draft == draft_of(before.source):
                return before.source
            if draft.address != before.source.address:
                self._refuse(draft, but=source_id)
            self._table.change(source_id, draft)
            self._table.read_whole(source_id)
            after = self._one(source_id)
            self._say_again(after)
            self._moved()
        return after.source

    def enable(self, source_id: int, *, enabled: bool, sequence: int | None = None) -> Source:
        """Switch a source on or off; what was read from it stays."""
        source = self.get(source_id)
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
        from app.core.importing.report.answers import removed

        with self._work.change():
            kept = self._one(source_id)
            if sequence is not None:
                check_sequence(kept.source.sequence, sequence)
            known = self._known(kept)
            brought = self._apply(known, removed(known, keep=keep, today=self._work.clock.today()))
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
        from app.services.importing.restoring import Restoring

        reverse = Restoring(self._work).take_back(change)
        self._moved()
        return reverse

    # ---- reading ----

    def read(
        self,
        source_ids: Collection[int] | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> list[ReadResult]:
        """Read these sources now, every enabled one where None, also within a back-off.

        Only where a portal itself has asked to be left alone it is not asked before.

        Raises:
            WrongClockError: the computer's clock cannot be right.
            UserError: there is no such source.
            StoppedError: it was stopped.
        """
        self._work.clock.sure_today()
        if source_ids is None:
            wanted = [one for one in self.all() if one.enabled]
        else:
            wanted = [self.get(source_id) for source_id in dict.fromkeys(source_ids)]
        self._ended = False
        results = [self._unread(one) for one in wanted if not one.enabled]
        ids = [one.id for one in wanted if one.enabled]
        found = {one.source.id: one for one in self._readings(stopped).run(ids)}
        found |= {one.source.id: one for one in results}
        return [found.get(one.id) or self._unread(one) for one in wanted]

    def wanted(self) -> bool:
        """Tell whether any source is to be read by now; none is while the clock is in doubt."""
        return self._work.clock.doubt is None and bool(self._due())

    def read_due(self) -> RunResult:
        """Read what is to be read by now: the job of that name.

        Does nothing where another process is at it.

        Raises:
            WrongClockError: the computer's clock cannot be right.
        """
        from app.services.publishing.outside.transport import StoppedError

        self._ended = False
        claim = Claim(self._lock)
        if not claim.take():
            return RunResult(busy=True)
        results: list[ReadResult] = []
        try:
            due, self._hurried = self._due(), False
            results.extend(self._readings(lambda: False).run(due))
        except StoppedError:
            logger.info("reading was broken off")
        finally:
            claim.release()
        return RunResult(results=tuple(results))

    def hurry(self) -> None:
        """Have all be read at the next turn that are not asked to wait by their portal."""
        self._hurried = True

    def end(self) -> None:
        """Break off what runs."""
        self._ended = True

    # ---- the owner's word ----

    def answer(self, source_id: int, question_id: int, *, yes: bool) -> Imported:
        """Answer a question of a source (UserError where it is not open any more)."""
        from app.core.importing.judging.outcome import QuestionKind
        from app.core.importing.report.answers import answer

        with self._work.change():
            kept = self._one(source_id)
            known = self._known(kept)
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
        from app.core.importing.report.answers import overruled

        with self._work.change():
            kept = self._one(source_id)
            known = self._known(kept)
            about = next((one for one in known.seen if one.id == seen_id), None)
            if about is None:
                raise UserError("The calendar does not show this any more.")
            outcome = overruled(known, about, verdict, self._work.clock.today())
            return self._said(kept, known, outcome)

    # ---- inside a transaction ----

    def _said(self, kept: Kept, known: Known, outcome: Outcome) -> Imported:
        """Put the owner's word into the plan; what the feed says now is read again soon."""
        change = self._apply(known, outcome)
        self._table.note(replace(kept, doubt=outcome.doubt, memory=outcome.memory))
        self._table.read_whole(kept.source.id)
        self._moved()
        return change

    def _apply(self, known: Known, outcome: Outcome) -> Imported:
        from app.services.importing.applying import Applying

        return Applying(self._work).apply(known, outcome)

    def _say_again(self, kept: Kept) -> None:
        """Let links know anew which portal it is that says what this source says."""
        from app.services.importing.applying import Applying

        Applying(self._work).say_again(self._known(kept))

    def _known(self, kept: Kept) -> Known:
        from app.services.importing.knowing import Knowing

        return Knowing(self._work).known(kept)

    def _one(self, source_id: int) -> Kept:
        kept = self._table.one(source_id)
        if kept is None:
            raise UserError("There is no calendar with the number {id}.", id=str(source_id))
        return kept

    def _moved(self) -> None:
        self._work.revisions.raise_named(SOURCES)

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

    def _refuse(self, draft: SourceDraft, *, but: int | None) -> None:
        """Refuse a unit that is not let, our own link, and a link that is read already."""
        unit = self._units.unit(draft.unit_id)
        if unit is None:
            raise UserError("This unit does not exist any more.")
        if unit.archived:
            raise UserError(
                "{unit} is archived. Please bring it back before you read calendars for it.",
                unit=unit.name,
            )
        if self._is_own(draft.address):
            raise own_link()
        for kept in self._table.all():
            if kept.source.address == draft.address and kept.source.id != but:
                raise self._read_already(kept.source, draft)

    def _read_already(self, there: Source, draft: SourceDraft) -> UserError:
        unit = self._units.unit(there.unit_id)
        name = unit.name if unit is not None else ""
        if there.unit_id == draft.unit_id:
            return UserError("This calendar is read for {unit} already.", unit=name)
        return UserError(
            "This calendar is read for {unit} already. At a portal each unit has a link of its "
            "own; please copy the one of this unit.",
            unit=name,
        )

    def _is_own(self, address: str) -> bool:
        found = tokens_in(address)
        return bool(found) and not WantedTable(self._work.database).tokens().isdisjoint(found)

    # ---- outside of one ----

    @staticmethod
    def _checked(draft: SourceDraft) -> SourceDraft:
        """Return a draft with a mended address and clean texts (UserError)."""
        address = mended(draft.address, allow_private=draft.allow_private)
        portal = portal_key(texts.seen_line(draft.portal, texts.NAME_LIMIT)) or portal_of(address)
        label = texts.seen_line(draft.label, texts.NAME_LIMIT)
        return replace(
            draft,
            address=address,
            portal=portal,
            label=label or portal_name(portal) or host_of(address),
        )

    def _due(self) -> list[int]:
        now: datetime = self._work.clock.now()
        with self._work.database.read():
            return self._table.due(now, hurried=self._hurried)

    def _unread(self, source: Source) -> ReadResult:
        why = N_("It is switched off.") if not source.enabled else N_("Its unit is archived.")
        return ReadResult(source=source, error=Message(why, {}))

    def _readings(self, stopped: Callable[[], bool]) -> Readings:
        from app.services.importing.fetching import Fetcher
        from app.services.importing.readings import Readings

        def ended() -> bool:
            return self._ended or stopped()

        fetcher = Fetcher(self._internet(), self._work.clock.now, ended)
        agent = self._settings.get().feed_agent
        return Readings(self._work, fetcher, agent, self._is_own)
