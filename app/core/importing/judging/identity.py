"""Which stay of a feed is the one that was seen before, though its UID or its dates have changed.

A UID says it where it can; some portals change it with the dates, some number their stays anew.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from app.core.importing.nights import Range
from app.core.importing.source import ForeignStay, SeenStay
from app.core.stays.dates import overlaps

_DAY = timedelta(days=1)
_CROWD = 100_000
"""So many pairs that share a night: a unit with 5,000 stays one after the other has some 10,000."""
_Fits = Callable[[ForeignStay, ForeignStay], bool]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Seen stays with what the feed says of them now, those it has no more, and new ones."""

    same: tuple[tuple[SeenStay, ForeignStay], ...]
    missing: tuple[SeenStay, ...]
    new: tuple[ForeignStay, ...]


def paired(seen: Sequence[SeenStay], stays: Sequence[ForeignStay], today: date) -> Pairs:
    """Return which stays were seen before.

    One that is gone comes back only under its own UID and over nights that it had; one that has
    begun moves nowhere else.
    """
    pairing = _Pairing(seen, stays, today)
    pairing.by_uid_near()
    pairing.by_dates()
    pairing.by_uid_far()
    pairing.by_one_end()
    pairing.the_only_two()
    return pairing.pairs()


def running_on(before: ForeignStay, now: ForeignStay, today: date) -> ForeignStay:
    """Return a stay with the arrival that it had, where only its begin is cut day by day."""
    cut = before.arrival < now.arrival <= today + _DAY and before.arrival < today
    if cut and overlaps(*_range(before), *_range(now)):
        return replace(now, arrival=before.arrival)
    return now


class _Pairing:
    """Pairs what is left by one rule after the other, the surest first."""

    def __init__(self, seen: Sequence[SeenStay], stays: Sequence[ForeignStay], today: date) -> None:
        self._today = today
        self._seen = dict(enumerate(sorted(seen, key=_staying_first)))
        self._stays = dict(enumerate(stays))
        self._pairs: list[tuple[SeenStay, ForeignStay]] = []

    def pairs(self) -> Pairs:
        return Pairs(tuple(self._pairs), tuple(self._seen.values()), tuple(self._stays.values()))

    def by_uid_near(self) -> None:
        """Pair what bears the same UID and shares a night."""
        for here, there in self._unique_uids():
            if overlaps(*_range(self._seen[here].stay), *_range(self._stays[there])):
                self._pair(here, there)

    def by_dates(self) -> None:
        """Pair what has the same dates, those with the same UID first."""
        for alike in (_words, _range):
            theirs = defaultdict(list)
            for there, stay in self._stays.items():
                theirs[alike(stay)].append(there)
            for here, one in list(self._seen.items()):
                if one.gone_at is not None:
                    continue
                found = theirs.get(alike(one.stay), [])
                fitting = [at for at in found if _may_be(one.stay, self._stays[at])]
                if fitting:
                    found.remove(fitting[0])
                    self._pair(here, fitting[0])

    def by_uid_far(self) -> None:
        """Pair what bears the same UID, wherever it has moved to."""
        for here, there in self._unique_uids():
            one = self._seen[here]
            if one.gone_at is None and one.stay.arrival > self._today:
                self._pair(here, there)

    def by_one_end(self) -> None:
        """Pair what shares a night and begins or ends on the same day."""
        for here, there in self._touching(_one_end):
            if here in self._seen and there in self._stays:
                self._pair(here, there)

    def the_only_two(self) -> None:
        """Pair what shares a night where neither shares one with any other."""
        touching = self._touching(_may_be)
        ours = Counter(here for here, _ in touching)
        theirs = Counter(there for _, there in touching)
        for here, there in touching:
            if ours[here] == theirs[there] == 1:
                self._pair(here, there)

    def _touching(self, fits: _Fits) -> list[tuple[int, int]]:
        """Return those left that share a night and fit, most shared nights first.

        None in a crowd that is no unit's calendar: nothing is guessed there, and what is missed
        stays taken for as long as anything that is missed.
        """
        here = {at: one.stay for at, one in self._seen.items() if one.gone_at is None}
        pairs = list(islice(_overlapping(here, self._stays), _CROWD))
        if len(pairs) == _CROWD:
            return []
        found = [pair for pair in pairs if fits(here[pair[0]], self._stays[pair[1]])]
        return sorted(found, key=lambda pair: -_shared(here[pair[0]], self._stays[pair[1]]))

    def _unique_uids(self) -> list[tuple[int, int]]:
        ours = _unique((one.stay.uid, here) for here, one in self._seen.items())
        theirs = _unique((stay.uid, there) for there, stay in self._stays.items())
        return [(ours[uid], theirs[uid]) for uid in ours if uid and uid in theirs]

    def _pair(self, here: int, there: int) -> None:
        self._pairs.append((self._seen.pop(here), self._stays.pop(there)))


def _staying_first(one: SeenStay) -> tuple[bool, int]:
    return one.gone_at is not None, one.id


def _range(stay: ForeignStay) -> Range:
    return stay.arrival, stay.departure


def _words(stay: ForeignStay) -> tuple[object, ...]:
    return stay.arrival, stay.departure, stay.uid, stay.summary


def _may_be(one: ForeignStay, other: ForeignStay) -> bool:
    """Tell whether nothing that the portal says of the two speaks against their being one."""
    names = one.guest and other.guest and one.guest.casefold() != other.guest.casefold()
    links = one.link and other.link and one.link != other.link
    return not names and not links


def _one_end(one: ForeignStay, other: ForeignStay) -> bool:
    same = one.arrival == other.arrival or one.departure == other.departure
    return same and _may_be(one, other)


def _shared(one: ForeignStay, other: ForeignStay) -> int:
    return (min(one.departure, other.departure) - max(one.arrival, other.arrival)).days


def _unique(named: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return those whose UID no other bears; those that are gone count last."""
    found: dict[str, list[int]] = defaultdict(list)
    for uid, at in named:
        found[uid].append(at)
    return {uid: places[0] for uid, places in found.items() if len(places) == 1}


def _overlapping(
    ours: dict[int, ForeignStay], theirs: dict[int, ForeignStay]
) -> Iterable[tuple[int, int]]:
    """Yield who of one side shares a night with whom of the other, by one sweep over the days."""
    begins = sorted(
        [(stay.arrival, False, at) for at, stay in ours.items()]
        + [(stay.arrival, True, at) for at, stay in theirs.items()]
    )
    running: tuple[list[tuple[date, int]], list[tuple[date, int]]] = ([], [])
    for day, side, at in begins:
        for ends in running:
            while ends and ends[0][0] <= day:
                heapq.heappop(ends)
        for _, other in running[not side]:
            yield (other, at) if side else (at, other)
        departure = (theirs if side else ours)[at].departure
        heapq.heappush(running[side], (departure, at))
