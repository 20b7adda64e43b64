"""The computer's clock, as far as it can be right."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

from app.core.clock import (
    BEHIND,
    EARLIEST,
    Clock,
    ClockDoubt,
    WrongClockError,
    believable,
    known_after,
)
from app.core.errors import UserError
from app.dataclass import dataclass
from app.storage.engine.database import Database
from app.storage.tables.known_time import KnownTimeTable
from app.storage.tables.revisions import READERS, RevisionTable

logger = logging.getLogger(__name__)

_LOOKED = timedelta(minutes=1)
"""After this, what this process has seen of the time counts as known."""
_STEP = timedelta(days=1)
"""What a wrong clock goes on by within this is time that has passed; by more, it was set."""
_NOTHING = timedelta(0)

Listener = Callable[[ClockDoubt | None], None]


class ClockSetError(Exception):
    """The clock was set between two looks at it: who asks again gets an answer."""


@dataclass(frozen=True, slots=True)
class _Going:
    """While the clock is wrong: what it showed last, and what time it probably was then."""

    known: datetime
    shown: datetime
    probably: datetime


class HouseClock:
    """``app.core.clock.Clock`` for everything about one house.

    While the computer's clock cannot be right, it tells the time from what is known on, so that no
    month passes and nothing is dated from the future; who gives a calendar away asks `sure_today`,
    which refuses then. What is known is read when it matters: while the clock is believed, an
    answer costs one comparison.

    Args:
        database: of the house, brought up to date.
        clock: the computer's.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._table = KnownTimeTable(database)
        self._revisions = RevisionTable(database)
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []
        self._doubt: ClockDoubt | None = None
        self._going: _Going | None = None
        self._day = date.min
        self._stored: datetime | None = None
        self._known: datetime | None = None
        """With what this process has seen since."""
        self._read_known()

    @classmethod
    def of(cls, database: Database, clock: Clock) -> HouseClock:
        """Return `clock` where it is a house's already, else the house's over it."""
        return clock if isinstance(clock, cls) else cls(database, clock)

    # ---- the time ----

    def now(self) -> datetime:
        """Return what time it is; while the clock is wrong, what time it probably is."""
        shown = self._clock.now()
        return shown if self._fits(shown) else self._probably(shown)

    def today(self) -> date:
        """Return the local date of `now`."""
        shown = self._clock.now()
        if self._fits(shown):
            return self._clock.today()
        return self._probably(shown).astimezone().date()

    def sure_today(self) -> date:
        """Return the local date, which never goes back.

        Raises:
            WrongClockError: nobody can know it.
            ClockSetError: the clock was set this very moment.
        """
        today, shown = self._clock.today(), self._clock.now()
        if self._doubt is not None or not self._fits(shown):
            doubt = self.look()
            if doubt is not None:
                raise WrongClockError(doubt)
            today, shown = self._clock.today(), self._clock.now()
        if abs(today.toordinal() - shown.toordinal()) > 1:
            raise ClockSetError
        if today < self._day:
            # Set back by an hour over midnight: the month that has begun does not end again.
            return self._day
        self._day = today
        return today

    # ---- whether it is right ----

    @property
    def doubt(self) -> ClockDoubt | None:
        """Why the clock cannot be right, None where it can; as of the last look."""
        return self._doubt

    def look(self) -> ClockDoubt | None:
        """Look at the clock, and tell who listens when it has become wrong or right again.

        Outside of transactions. Raises UserError where the data cannot be read.
        """
        shown = self._clock.now()
        if not self._fits(shown):
            # Somebody may have confirmed it elsewhere, or it was wrong only for a moment.
            self._read_known()
        known = self._known
        wrong = not self._fits(shown)
        return self._say(ClockDoubt(shown, known) if wrong and known is not None else None)

    def subscribe(self, listener: Listener) -> None:
        """Have `listener` called when the clock becomes wrong or right, on whatever thread."""
        self._listeners.append(listener)

    def note(self) -> None:
        """Note in the open transaction that something happens now; a wrong clock notes nothing."""
        shown, kept = self._clock.now(), self._table.kept()
        known = kept or self._table.newest()
        # Of a backup that was put back less may be known than this process has seen.
        if not believable(shown, known) and self._fits(shown):
            known = None
        known = known_after(shown, known)
        if known is not None and known != kept:
            self._table.keep(known)
            self._stored = self._known = known

    @property
    def known(self) -> datetime | None:
        """The newest time that is known, None where nothing is yet."""
        return self._stored

    def shown(self) -> datetime:
        """Return what the computer's clock shows, right or wrong."""
        return self._clock.now()

    def confirm(self, seen: datetime) -> datetime:
        """Take the owner's word that the clock is right; what is dated after it counts no more.

        Args:
            seen: what the clock showed when the owner looked at it.

        Returns:
            What it shows now.

        Raises:
            UserError: it has been set since, or nothing can make it right.
        """
        shown = self._clock.now()
        if shown < EARLIEST:
            raise UserError(
                "The clock of this computer shows {shown}. That cannot be right. Please set date "
                "and time of this computer.",
                shown=shown,
            )
        if abs(shown - seen) > BEHIND:
            raise UserError(
                "The clock of this computer was set in the meantime; it shows {shown} now. Please "
                "look at it again.",
                shown=shown,
            )
        with self._database.write():
            self._table.keep(shown)
            self._table.take_back_future(shown)
            self._revisions.raise_named(READERS)
        logger.info("the owner says that the clock is right: %s", shown)
        self._know(shown)
        self.look()
        return shown

    def _fits(self, shown: datetime) -> bool:
        known = self._known
        if not believable(shown, known):
            return False
        if known is not None and shown - known > _LOOKED:
            # Not stored: another process, or this one later, must not take a single look for more.
            self._known = known_after(shown, known)
        return True

    def _read_known(self) -> None:
        with self._database.read():
            self._know(self._table.kept() or self._table.newest())

    def _know(self, known: datetime | None) -> None:
        self._stored = self._known = known
        self._day = date.min

    def _probably(self, shown: datetime) -> datetime:
        known = self._known
        assert known is not None, "without anything known every clock is believed"
        with self._lock:
            going = self._going
            if going is None or going.known != known:
                going = _Going(known, shown, known)
            step = shown - going.shown
            passed = step if _NOTHING <= step <= _STEP else _NOTHING
            self._going = _Going(known, shown, going.probably + passed)
            return self._going.probably

    def _say(self, doubt: ClockDoubt | None) -> ClockDoubt | None:
        with self._lock:
            before = self._doubt
            if _tells_more(before, doubt):
                self._doubt = doubt
            else:
                return before
        if doubt is not None:
            logger.warning(
                "the clock shows %s, known is %s: no calendar is given", doubt.shown, doubt.known
            )
        else:
            logger.info("the clock is believed again")
        for listener in tuple(self._listeners):
            try:
                listener(doubt)
            except Exception:
                logger.exception("a listener failed")
        return doubt


def _tells_more(before: ClockDoubt | None, doubt: ClockDoubt | None) -> bool:
    """Tell whether it is worth a word: that the wrong clock goes on is not."""
    if before is None or doubt is None:
        return before is not doubt
    step = doubt.shown - before.shown
    return before.known != doubt.known or not _NOTHING <= step <= _STEP
