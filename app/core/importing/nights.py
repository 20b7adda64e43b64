"""Sets of nights, kept as ranges: whatever is joined, split or trimmed, every night is judged."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

Range = tuple[date, date]
"""Half-open: the night of the second day is not in it."""


@dataclass(frozen=True, slots=True)
class Nights:
    """A set of nights. Its `ranges` are half-open, sorted, and neither touch nor overlap."""

    ranges: tuple[Range, ...] = ()

    @staticmethod
    def of(ranges: Iterable[Range]) -> Nights:
        """Return the nights of any ranges; those without a night are left out."""
        found: list[Range] = []
        for first, end in sorted(ranges):
            if first >= end:
                continue
            if found and first <= found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], end))
            else:
                found.append((first, end))
        return Nights(tuple(found))

    @staticmethod
    def within(first: date, end: date) -> Nights:
        return Nights.of([(first, end)])

    def __or__(self, other: Nights) -> Nights:
        if not other.ranges or not self.ranges:
            return self if not other.ranges else other
        return Nights.of(self.ranges + other.ranges)

    def __and__(self, other: Nights) -> Nights:
        return Nights(tuple(_shared(self.ranges, other.ranges)))

    def __sub__(self, other: Nights) -> Nights:
        if not other.ranges or not self.ranges:
            return self
        return Nights(tuple(_left(self.ranges, other.ranges)))

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def __contains__(self, night: date) -> bool:
        return self.meets(night, night + timedelta(days=1))

    def __iter__(self) -> Iterator[date]:
        for first, end in self.ranges:
            for number in range((end - first).days):
                yield first + timedelta(days=number)

    @property
    def count(self) -> int:
        return sum((end - first).days for first, end in self.ranges)

    def covers(self, first: date, end: date) -> bool:
        """Tell whether every night of a range is in this set."""
        at = self._begun_before(end) - 1
        return at >= 0 and self.ranges[at][0] <= first and end <= self.ranges[at][1]

    def meets(self, first: date, end: date) -> bool:
        """Tell whether some night of a range is in this set."""
        at = self._begun_before(end) - 1
        return at >= 0 and first < self.ranges[at][1]

    def inside(self, first: date, end: date) -> Nights:
        """Return the nights of a range that are in this set."""
        return self & Nights.within(first, end)

    def meeting(self, first: date, end: date) -> tuple[Range, ...]:
        """Return those ranges, whole, that share a night with another one."""
        stop = begin = self._begun_before(end)
        while begin > 0 and first < self.ranges[begin - 1][1]:
            begin -= 1
        return self.ranges[begin:stop]

    def _begun_before(self, day: date) -> int:
        """Return how many ranges begin before `day`."""
        return bisect_left(self.ranges, (day,))


def _shared(ours: tuple[Range, ...], theirs: tuple[Range, ...]) -> Iterator[Range]:
    here = there = 0
    while here < len(ours) and there < len(theirs):
        first = max(ours[here][0], theirs[there][0])
        end = min(ours[here][1], theirs[there][1])
        if first < end:
            yield first, end
        if ours[here][1] < theirs[there][1]:
            here += 1
        else:
            there += 1


def _left(ours: tuple[Range, ...], theirs: tuple[Range, ...]) -> Iterator[Range]:
    there = 0
    for first, end in ours:
        begin = first
        while there < len(theirs) and theirs[there][1] <= begin:
            there += 1
        at = there
        while at < len(theirs) and theirs[at][0] < end:
            if begin < theirs[at][0]:
                yield begin, theirs[at][0]
            begin = max(begin, theirs[at][1])
            at += 1
        if begin < end:
            yield begin, end
