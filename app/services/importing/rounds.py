"""When calendars are read, by whom, and what breaks it off; how is told in `readings`."""

# ruff: noqa: PLC0415  # what fetches and judges is imported when something is read

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.importing.source import Source
from app.i18n import N_, Message
from app.services.base.settings import SettingsStore
from app.services.base.unit_of_work import UnitOfWork
from app.services.importing.admission import Admission
from app.services.importing.listing import Listing
from app.services.importing.reading.results import Added, ReadResult, RunResult
from app.storage.engine.claim import Claim
from app.storage.tables.importing.sources import SourceTable

if TYPE_CHECKING:
    from app.services.importing.reading.readings import Readings
    from app.services.publishing.outside.internet import Internet

logger = logging.getLogger(__name__)


class Rounds:
    """Reads sources: those that are due, or those that are asked for.

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
        self._listing = Listing(work)
        self._admission = Admission(work)
        self._table = SourceTable(work.database)
        # At the start everything is read, whenever that was done last.
        self._hurried = True
        self._ended = False

    def read_first(self, made: Source) -> Added:
        """Read a source that was added just now, and tell how that has ended."""
        if not made.enabled:
            return Added(source=made, result=ReadResult(source=made))
        try:
            (result,) = self.read([made.id])
        except UserError as error:
            # Such as a clock that cannot be right: it is read as soon as that is mended.
            why = Message(error.message, dict(error.values))
            result = ReadResult(source=made, error=why)
        return Added(source=made, result=result)

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
        self._work.clock.sure_today()
        if source_ids is None:
            wanted = [one for one in self._listing.all() if one.enabled]
        else:
            wanted = [self._listing.get(source_id) for source_id in dict.fromkeys(source_ids)]
        self._ended = False
        results = [self._unread(one) for one in wanted if not one.enabled]
        ids = [one.id for one in wanted if one.enabled]
        found = {one.source.id: one for one in self.readings(stopped).run(ids)}
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
        from app.services.publishing.outside.transport import ReadingStoppedError

        self._ended = False
        claim = Claim(self._lock)
        if not claim.take():
            return RunResult(busy=True)
        results: list[ReadResult] = []
        try:
            due, self._hurried = self._due(), False
            results.extend(self.readings(lambda: False).run(due))
        except ReadingStoppedError:
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

    def readings(self, stopped: Callable[[], bool]) -> Readings:
        """Return what fetches and judges, until it is ended here or stopped there."""
        from app.services.importing.reading.fetching import Fetcher
        from app.services.importing.reading.readings import Readings

        def ended() -> bool:
            return self._ended or stopped()

        fetcher = Fetcher(self._internet(), self._work.clock.now, ended)
        agent = self._settings.get().feed_agent
        return Readings(self._work, fetcher, agent, self._admission.is_own)

    def _due(self) -> list[int]:
        now: datetime = self._work.clock.now()
        with self._work.database.read():
            return self._table.due(now, hurried=self._hurried)

    def _unread(self, source: Source) -> ReadResult:
        why = N_("It is switched off.") if not source.enabled else N_("Its unit is archived.")
        return ReadResult(source=source, error=Message(why, {}))
