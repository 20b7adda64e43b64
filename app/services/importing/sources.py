"""What an owner does with the calendars that are read from portals."""

from __future__ import annotations

from collections.abc import Callable, Collection

from app.core.importing.source import Source, Verdict
from app.core.importing.standing import Preview, SourceDraft, SourceLook, SourceReport
from app.services.base.changes import CompositeChange, OccupancyChange
from app.services.base.unit_of_work import UnitOfWork
from app.services.importing.results import Added, ReadResult, RunResult

Never = Callable[[], bool]
Imported = CompositeChange[OccupancyChange]


class Sources:
    """Sources: try, add, change, remove, read, answer.

    `try_out`, `add` and `read` wait for other computers: never on the thread of the window.
    """

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    # ---- which there are ----

    def all(self, *, unit_id: int | None = None) -> list[Source]:
        """Return the sources by unit, then as they were added; removed ones are left out."""
        raise NotImplementedError

    def get(self, source_id: int) -> Source:
        """Return one source (UserError where there is none)."""
        raise NotImplementedError

    def looks(self) -> list[SourceLook]:
        """Return how all sources stand, by unit, in a few queries however many there are."""
        raise NotImplementedError

    def report(self, source_id: int) -> SourceReport:
        """Return all that is known of one source (UserError where there is none)."""
        raise NotImplementedError

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
        raise NotImplementedError

    def add(self, draft: SourceDraft) -> Added:
        """Add a source and read it at once; it is there also where that fails.

        Raises:
            UserError: the address is none, one of ours, or read already; the unit is unknown or
                archived.
        """
        raise NotImplementedError

    def change(self, source_id: int, draft: SourceDraft, *, sequence: int) -> Source:
        """Change a source; another address is read as if for the first time, what is known stays.

        Raises:
            UserError: as `add`; it has moved meanwhile, or belongs to another unit.
        """
        raise NotImplementedError

    def enable(self, source_id: int, *, enabled: bool, sequence: int | None = None) -> Source:
        """Switch a source on or off; what was read from it stays."""
        raise NotImplementedError

    def remove(self, source_id: int, *, keep: bool, sequence: int | None = None) -> Imported:
        """Remove a source. What it has brought that is still ahead is cancelled, or kept.

        What the owner has entered or changed, and what has begun, stays in any case.
        """
        raise NotImplementedError

    # ---- reading ----

    def read(
        self,
        source_ids: Collection[int] | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> list[ReadResult]:
        """Read these sources now, every enabled one where None, also within a back-off.

        Raises:
            WrongClockError: the computer's clock cannot be right.
            UserError: there is no such source.
        """
        raise NotImplementedError

    def wanted(self) -> bool:
        """Tell whether any source is to be read by now."""
        raise NotImplementedError

    def read_due(self) -> RunResult:
        """Read what is to be read by now: the job of that name."""
        raise NotImplementedError

    def hurry(self) -> None:
        """Have all be read at the next turn that are not asked to wait by their portal."""
        raise NotImplementedError

    def end(self) -> None:
        """Break off what runs."""
        raise NotImplementedError

    # ---- the owner's word ----

    def answer(self, source_id: int, question_id: int, *, yes: bool) -> Imported:
        """Answer a question of a source (UserError where it is not open any more)."""
        raise NotImplementedError

    def overrule(self, source_id: int, seen_id: int, verdict: Verdict) -> Imported:
        """Take a stay for something else than we do, for good (UserError where it is gone)."""
        raise NotImplementedError
