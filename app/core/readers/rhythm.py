"""How often a reader comes, and whether it has gone silent.

Time counts only while links were served: nobody can read from a computer that is switched off.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from app.core.readers.agents import PATIENCE
from app.dataclass import dataclass

Interval = tuple[datetime, datetime]

READS_NEEDED = 4
"""From how many visits on a rhythm can be told."""
VISIT = timedelta(minutes=10)
"""Reads closer together are one visit: many programs ask twice, or for each of their devices."""
_GAPS_FOR_HABITS = 8
"""Of so many, a single long one was an interruption and no habit."""
_NOTHING = timedelta(0)


class ServedTime:
    """When links were served. Intervals may overlap, as after the clock was set back."""

    def __init__(self, intervals: Iterable[Interval]) -> None:
        self._begins: list[datetime] = []
        self._ends: list[datetime] = []
        self._before: list[timedelta] = []
        """How long links had been served before each interval."""
        total = _NOTHING
        for begin, end in _apart(intervals):
            self._begins.append(begin)
            self._ends.append(end)
            self._before.append(total)
            total += end - begin

    @property
    def first(self) -> datetime | None:
        """Since when it is known whether links were served."""
        return self._begins[0] if self._begins else None

    def between(self, begin: datetime, end: datetime) -> timedelta:
        """Return for how long links were served from `begin` to `end`."""
        return max(self._until(end) - self._until(begin), _NOTHING)

    def _until(self, moment: datetime) -> timedelta:
        place = bisect_right(self._begins, moment) - 1
        if place < 0:
            return _NOTHING
        return self._before[place] + min(moment, self._ends[place]) - self._begins[place]


@dataclass(frozen=True, slots=True)
class Silence:
    """That a reader has gone silent: when it read last, and how often it usually did.

    `usual` is in served time.
    """

    last: datetime
    usual: timedelta


def silence(
    reads: Iterable[datetime],
    served: ServedTime,
    now: datetime,
    patience: timedelta = PATIENCE,
    heard: datetime | None = None,
) -> Silence | None:
    """Tell whether a reader has gone silent, None where it has not or where nobody can know.

    It has when links have been served since it last asked for longer than `patience`, than four
    times its usual interval, and than one and a half times its longest one: some portals come after
    8 hours one day and after 26 the next. One that is let pass as an interruption may be longer.

    Args:
        reads: when it was last given the calendar, some 50 times, in any order.
        served: when links were served. What was read before that is known says nothing of rhythm.
        now: what time it is.
        patience: how long this kind of reader may well say nothing.
        heard: when it last asked, in vain perhaps, where that was after its last read.
    """
    known = sorted(read for read in reads if served.first and read >= served.first)
    if not known:
        return None
    missing = served.between(max(known[-1], heard or known[-1]), now)
    if missing <= patience:
        return None
    gaps = _gaps(known, served)
    if not gaps:
        return None
    usual = gaps[len(gaps) // 2]
    longest = gaps[-1] if len(gaps) < _GAPS_FOR_HABITS else gaps[-2]
    if missing <= max(4 * usual, 1.5 * longest):
        return None
    return Silence(known[-1], usual)


def usual_interval(reads: Iterable[datetime], served: ServedTime) -> timedelta | None:
    """Return how often a reader usually comes, in served time; None where it came too seldom."""
    known = sorted(read for read in reads if served.first and read >= served.first)
    gaps = _gaps(known, served) if known else []
    return gaps[len(gaps) // 2] if gaps else None


def _gaps(reads: Sequence[datetime], served: ServedTime) -> list[timedelta]:
    """Return the served time between visits, the shortest first; none where they were too few."""
    visits = _visits(reads, served)
    if len(visits) < READS_NEEDED:
        return []
    return sorted(served.between(*pair) for pair in pairwise(visits))


def _visits(reads: Sequence[datetime], served: ServedTime) -> list[datetime]:
    visits = [reads[0]]
    for read in reads:
        if served.between(visits[-1], read) >= VISIT:
            visits.append(read)
    return visits


def _apart(intervals: Iterable[Interval]) -> list[Interval]:
    """Return `intervals` in order, those that overlap as one."""
    apart: list[Interval] = []
    for begin, end in sorted(intervals):
        if apart and begin <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        elif begin < end:
            apart.append((begin, end))
    return apart
