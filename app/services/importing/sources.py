"""What an owner does with the calendars that are read from portals."""

# ruff: noqa: PLC0415  # what fetches, judges and applies is imported when that is done

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.importing.report.standing import Preview, SourceDraft, SourceLook, SourceReport
from app.core.importing.source import Source, Verdict
from app.services.base.changes import SourceChange, WordChange
from app.services.base.unit_of_work import UnitOfWork
from app.services.importing.admission import Admission, checked
from app.services.importing.listing import Listing
from app.services.importing.reading.results import Added, Answered, ReadResult, Removed, RunResult
from app.services.importing.rounds import Rounds

if TYPE_CHECKING:
    from app.services.importing.answering import Answering
    from app.services.importing.changing import Changing

LOOK_EVERY = 20.0
"""Seconds between two looks whether a source is to be read; each is a query."""


class Sources:
    """Sources: try, add, change, remove, read, answer. The one door to the parts that do it.

    `try_out`, `add`, `read` and `read_due` wait for other computers: never on the thread of the
    window.

    Args:
        work: what every use case works with.
        rounds: reads sources.
    """

    def __init__(self, work: UnitOfWork, rounds: Rounds) -> None:
        self._work = work
        self._rounds = rounds
        self._listing = Listing(work)
        self._admission = Admission(work)

    # ---- which there are ----

    def all(self, *, unit_id: int | None = None) -> list[Source]:
        """Return the sources by unit, then as they were added; removed ones are left out."""
        return self._listing.all(unit_id=unit_id)

    def get(self, source_id: int) -> Source:
        """Return one source (UserError where there is none)."""
        return self._listing.get(source_id)

    def looks(self) -> list[SourceLook]:
        """Return how all sources stand, by unit, in a few queries however many there are."""
        return self._listing.looks()

    def report(self, source_id: int) -> SourceReport:
        """Return all that is known of one source (UserError where there is none)."""
        return self._listing.report(source_id)

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
                calendar; the sentence says what to do. Or it was stopped.
        """
        from app.services.importing.trying import tried
        from app.services.publishing.outside.transport import ReadingStoppedError

        draft = checked(
            SourceDraft(
                unit_id=unit_id, portal=portal, address=address, allow_private=allow_private
            )
        )
        with self._work.database.read():
            self._admission.refuse(draft, but=None)
        try:
            return tried(self._work, self._rounds.readings(stopped), draft)
        except ReadingStoppedError:
            raise UserError("Reading this address was stopped.") from None

    def add(self, draft: SourceDraft) -> Added:
        """Add a source and read it at once; it is there also where that fails.

        Raises:
            UserError: the address is none, one of ours, or read already; the unit is unknown or
                archived.
        """
        return self._rounds.read_first(self._changing().add(draft))

    def change(self, source_id: int, draft: SourceDraft, *, sequence: int) -> Source:
        """Change a source; another address is read anew, what is known stays meanwhile.

        Raises:
            UserError: as `add`; it has moved meanwhile, or it is to be of another unit.
        """
        return self._changing().change(source_id, draft, sequence=sequence)

    def enable(self, source_id: int, *, enabled: bool, sequence: int | None = None) -> Source:
        """Switch a source on or off; what was read from it stays."""
        return self._changing().enable(source_id, enabled=enabled, sequence=sequence)

    def remove(self, source_id: int, *, keep: bool, sequence: int | None = None) -> Removed:
        """Remove a source. What it has brought that is still ahead is cancelled, or kept.

        What the owner has entered or changed, and what has begun, stays in any case.

        Raises:
            UserError: there is none, or it has moved meanwhile.
        """
        return self._changing().remove(source_id, keep=keep, sequence=sequence)

    def take_back_within(self, change: SourceChange) -> SourceChange:
        """Undo `change` inside a transaction that is open already.

        Raises:
            UserError: the source has moved meanwhile.
        """
        return self._changing().take_back_within(change)

    def take_back_word_within(self, change: WordChange) -> WordChange:
        """Undo what the owner has said, inside a transaction that is open already.

        Raises:
            UserError: what it was said of is not there any more, or is something else by now.
        """
        from app.services.importing.owners_word import Words

        return Words(self._work).take_back(change)

    def word_moved(self, change: WordChange) -> bool:
        """Tell whether what the owner has said can never be taken back any more."""
        from app.services.importing.owners_word import Words

        return Words(self._work).moved(change)

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
            ReadingStoppedError: it was stopped.
        """
        return self._rounds.read(source_ids, stopped)

    def wanted(self) -> bool:
        """Tell whether any source is to be read by now; none is while the clock is in doubt."""
        return self._rounds.wanted()

    def read_due(self) -> RunResult:
        """Read what is to be read by now: the job of that name.

        Does nothing where another process is at it.

        Raises:
            WrongClockError: the computer's clock cannot be right.
        """
        return self._rounds.read_due()

    def hurry(self) -> None:
        """Have all be read at the next turn that are not asked to wait by their portal."""
        self._rounds.hurry()

    def end(self) -> None:
        """Break off what runs."""
        self._rounds.end()

    # ---- the owner's word ----

    def answer(self, source_id: int, question_id: int, *, yes: bool) -> Answered:
        """Answer a question of a source (UserError where it is not open any more)."""
        return self._answering().answer(source_id, question_id, yes=yes)

    def overrule(self, source_id: int, seen_id: int, verdict: Verdict) -> Answered:
        """Take a stay for something else than we do, for good.

        Raises:
            UserError: the stay is not there any more.
        """
        return self._answering().overrule(source_id, seen_id, verdict)

    # ---- parts that are seldom needed ----

    def _changing(self) -> Changing:
        from app.services.importing.changing import Changing

        return Changing(self._work)

    def _answering(self) -> Answering:
        from app.services.importing.answering import Answering

        return Answering(self._work)
