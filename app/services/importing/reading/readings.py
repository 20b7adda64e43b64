"""Reads sources: fetches what is there, judges it, and puts what it means into the plan.

Nothing is locked while another computer is waited for. Whoever puts an answer into the plan looks
first whether another process, or the owner, was faster.
"""

from __future__ import annotations

import hashlib
import logging
import random
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.core.errors import UserError
from app.core.ical.foreign import read as read_calendar
from app.core.importing.address import host_of
from app.core.importing.faults import AskedToWaitError, own_link
from app.core.importing.judging.outcome import Counts
from app.core.importing.judging.patience import believed_again
from app.core.importing.judging.reconcile import reconcile
from app.core.importing.judging.waiting import waits
from app.core.importing.reading import Reading, reading
from app.core.importing.report.standing import EVERY
from app.i18n import N_, Message
from app.services.base.unit_of_work import UnitOfWork
from app.services.importing.reading.applying import Applying
from app.services.importing.reading.fetching import Fetched, Fetcher, Wanted
from app.services.importing.reading.knowing import Knowing
from app.services.importing.reading.results import ReadResult
from app.services.importing.reading.zone import SystemZone
from app.services.publishing.outside.transport import ReadingStoppedError
from app.storage.tables.importing.source_texts import report_text
from app.storage.tables.importing.sources import Kept, SourceTable
from app.storage.tables.revisions import SOURCES

logger = logging.getLogger(__name__)

AT_ONCE = 4
"""So many computers are waited for at a time."""
JITTER = 0.15
"""Up to so much of an interval a source is read later than it is over, by chance."""
LONGEST_BREAK = timedelta(hours=6)
_BUG = N_("The calendar could not be read. The log says more; what is known stays.")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A source that is being read: as it was before, when it was asked, and for what."""

    kept: Kept
    at: datetime
    wanted: Wanted
    basis: str


@dataclass(frozen=True, slots=True)
class _Answered:
    """What came of it: an answer, or why there is none. `waits`: the portal was not asked."""

    asked: _Asked
    fetched: Fetched | None = None
    error: Exception | None = None
    waits: bool = False


class Readings:
    """Reads sources, one run after the other.

    Args:
        work: what every use case works with.
        fetcher: fetches calendars.
        agent: what the program calls itself to portals.
        is_own: tells whether an address is that of a link of this house, inside a transaction.
        chance: from 0 to 1: how much later than need be a source is read again.
    """

    def __init__(
        self,
        work: UnitOfWork,
        fetcher: Fetcher,
        agent: str,
        is_own: Callable[[str], bool],
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._work = work
        self._fetcher = fetcher
        self._agent = agent
        self._is_own = is_own
        self._chance = chance
        self._table = SourceTable(work.database)
        self._knowing = Knowing(work)
        self._applying = Applying(work)
        self._zone = SystemZone()

    def run(self, source_ids: Collection[int]) -> Iterator[ReadResult]:
        """Read these sources and yield how each has ended, in the order in which they answer.

        Raises:
            WrongClockError: the computer's clock cannot be right.
            ReadingStoppedError: it was stopped; what was put into the plan till then stays.
        """
        asked = self._asked(source_ids)
        unchanged: list[_Answered] = []
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="source") as pool:
            for answered in pool.map(self._fetched, asked):
                if isinstance(answered.error, ReadingStoppedError):
                    pool.shutdown(cancel_futures=True)
                    self._note_unchanged(unchanged)
                    raise answered.error
                if answered.error is None and self._says_the_same(answered):
                    unchanged.append(answered)
                else:
                    yield self._ended(answered)
        yield from self._note_unchanged(unchanged)

    def look(self, address: str, *, allow_private: bool) -> Reading:
        """Read an address once, for a look at what it gives (UserError, ReadingStoppedError)."""
        fetched = self._fetcher.fetch(Wanted(address, self._agent, allow_private=allow_private))
        self._refuse_own(fetched)
        assert fetched.body is not None
        return self._reading(fetched.body)

    # ---- asking ----

    def _asked(self, source_ids: Collection[int]) -> list[_Asked]:
        """Return those of these sources that are read, as they are known before they are asked.

        One read for all: to open a connection takes longer than to look for one of them.
        """
        today, now = self._work.clock.sure_today(), self._work.clock.now()
        with self._work.database.read():
            found = [self._table.one(source_id) for source_id in source_ids]
            return [
                self._asked_one(kept, now, today)
                for kept in found
                if kept is not None and self._knowing.is_let(kept.source.unit_id)
            ]

    def _asked_one(self, kept: Kept, now: datetime, today: date) -> _Asked:
        source = kept.source
        basis = self._knowing.basis(source, self._knowing.given(kept, now), today)
        same = basis == kept.basis
        wanted = Wanted(
            address=source.address,
            agent=self._agent,
            etag=kept.etag if same else "",
            modified=kept.modified if same else "",
            allow_private=source.allow_private,
        )
        return _Asked(kept, now, wanted, basis)

    def _fetched(self, asked: _Asked) -> _Answered:
        waiting = asked.kept.progress
        if waiting.asked_to_wait and waiting.next_try_at and waiting.next_try_at > asked.at:
            host = host_of(asked.wanted.address)
            error = AskedToWaitError(host, waiting.next_try_at)
            return _Answered(asked, error=error, waits=True)
        try:
            fetched = self._fetcher.fetch(asked.wanted)
            self._refuse_own(fetched)
        except Exception as error:  # noqa: BLE001  # told of its source, whatever it is
            return _Answered(asked, error=error)
        return _Answered(asked, fetched)

    def _refuse_own(self, fetched: Fetched) -> None:
        if len(fetched.passed) > 1:
            with self._work.database.read():
                if self._is_own(fetched.passed[-1]):
                    raise own_link()

    @staticmethod
    def _says_the_same(answered: _Answered) -> bool:
        asked, fetched = answered.asked, answered.fetched
        assert fetched is not None
        if fetched.body is None:
            return True
        same_basis = asked.basis == asked.kept.basis
        return same_basis and _digest(fetched.body) == asked.kept.digest

    # ---- what came ----

    def _ended(self, answered: _Answered) -> ReadResult:
        source = answered.asked.kept.source
        if answered.waits:
            return ReadResult(source=source, error=_told(answered.error))
        if answered.error is not None:
            return self._failed(answered.asked, answered.error)
        fetched = answered.fetched
        assert fetched is not None
        assert fetched.body is not None
        try:
            said = self._reading(fetched.body)
            return self._put(answered.asked, fetched, said)
        except Exception as error:  # noqa: BLE001  # logged where it is told
            return self._failed(answered.asked, error)

    def _reading(self, body: bytes) -> Reading:
        return reading(read_calendar(body), self._zone, self._work.clock.sure_today())

    def _put(self, asked: _Asked, fetched: Fetched, said: Reading) -> ReadResult:
        today = self._work.clock.sure_today()
        with self._work.change():
            kept = self._still(asked)
            if kept is None:
                return ReadResult(source=asked.kept.source, superseded=True)
            now = self._work.clock.now()
            known = self._knowing.known(kept)
            around = self._knowing.surroundings(known, asked.at, today)
            outcome = reconcile(known, said, around.own, around.given, now, today)
            change = self._applying.apply(known, outcome)
            after = self._read_well(kept, outcome.counts, now)
            left = replace(
                known,
                seen=outcome.seen,
                doubt=outcome.doubt,
                memory=outcome.memory,
                read_at=now,
            )
            waiting = waits(left, around.given, now, today)
            # What was told since it was asked for is no part of what this rests on.
            rests_on = self._knowing.basis(kept.source, around.given, today)
            self._table.note(
                replace(
                    after,
                    progress=replace(
                        after.progress, producer=said.producer[:200], name=said.name[:200]
                    ),
                    doubt=outcome.doubt,
                    memory=outcome.memory,
                    etag=fetched.etag,
                    modified=fetched.modified,
                    digest=_digest(fetched.body or b""),
                    basis="" if waiting else rests_on,
                    report=report_text(said.refused, said.listed),
                )
            )
            self._work.revisions.raise_named(SOURCES)
        return ReadResult(source=kept.source, counts=outcome.counts, change=change)

    def _note_unchanged(self, several: list[_Answered]) -> list[ReadResult]:
        """Note of all that say the same as before that they were read, in one transaction."""
        if not several:
            return []
        found = []
        with self._work.change():
            now = self._work.clock.now()
            for answered in several:
                kept = self._still(answered.asked)
                source = answered.asked.kept.source
                if kept is None:
                    found.append(ReadResult(source=source, superseded=True))
                    continue
                before = kept.progress.counts
                still = Counts(kept=before.kept, refused=before.refused, rules=before.rules)
                read = self._read_well(kept, still, now)
                memory = believed_again(kept.memory, now)
                self._table.note(replace(read, memory=memory))
                found.append(ReadResult(source=source, counts=still))
            self._work.revisions.raise_named(SOURCES)
        return found

    def _failed(self, asked: _Asked, error: Exception) -> ReadResult:
        why = _told(error)
        until = error.until if isinstance(error, AskedToWaitError) else None
        if not isinstance(error, UserError):
            logger.error("source %s could not be read", asked.kept.source.id, exc_info=error)
        with self._work.change():
            kept = self._still(asked)
            if kept is None:
                return ReadResult(source=asked.kept.source, superseded=True)
            now, failures = self._work.clock.now(), kept.progress.failures + 1
            progress = replace(
                kept.progress,
                tried_at=now,
                failures=failures,
                error=why,
                asked_to_wait=until is not None,
                next_try_at=until or now + self._break(failures),
            )
            self._table.note(replace(kept, progress=progress))
            self._work.revisions.raise_named(SOURCES)
        return ReadResult(source=kept.source, error=why)

    def _still(self, asked: _Asked) -> Kept | None:
        """Return the source where it is as it was when it was asked, and was not read since."""
        kept, before = self._table.one(asked.kept.source.id), asked.kept
        if kept is None or not self._knowing.is_let(kept.source.unit_id):
            return None
        same = kept.source.sequence == before.source.sequence
        return kept if same and kept.progress.reads == before.progress.reads else None

    def _read_well(self, kept: Kept, counts: Counts, now: datetime) -> Kept:
        # The very moment at which what came was seen: by it is told what came with this reading.
        progress = replace(
            kept.progress,
            reads=kept.progress.reads + 1,
            tried_at=now,
            read_at=now,
            next_try_at=now + self._later(EVERY),
            asked_to_wait=False,
            failures=0,
            error=None,
            counts=counts,
        )
        return replace(kept, progress=progress)

    def _break(self, failures: int) -> timedelta:
        """Return how long to wait after so many failures in a row."""
        return self._later(min(EVERY * 2 ** min(failures - 1, 10), LONGEST_BREAK))

    def _later(self, wait: timedelta) -> timedelta:
        return wait * (1 + JITTER * self._chance())


def _told(error: Exception | None) -> Message:
    if isinstance(error, UserError):
        return Message(error.message, dict(error.values))
    return Message(_BUG, {})


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
