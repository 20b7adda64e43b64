"""Closed nights: which of them are taken, and which are rules, echoes, or free by the owner's word.

Portals join closures, rules and echoes into one event, split them, and write each day new UIDs and
dates. So there is no identity here: every night is judged by itself, and what stands in the plan
are the ranges that the taken nights make.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from app.core.importing.judging.outcome import Held, Known
from app.core.importing.judging.patience import Trust, confirmed
from app.core.importing.nights import Nights, Range
from app.core.importing.source import SeenStay

_DAY = timedelta(days=1)


def blocks(known: Known) -> list[SeenStay]:
    """Return the seen closures that take nights."""
    return [
        one
        for one in known.seen
        if one.stay.closure and one.counts_as.occupies and one.gone_at is None
    ]


def overruled(
    seen: Iterable[SeenStay], shown: Nights, today: date
) -> list[tuple[SeenStay, Nights]]:
    """Return what the owner has set free, as it is shown now: it wanders on with the days."""
    found = []
    for one in seen:
        if not one.stay.closure or one.by_owner is None or one.by_owner.occupies:
            continue
        reach = Nights.within(one.stay.arrival, one.stay.departure + _passed(one, today))
        nights = shown & reach
        if nights:
            found.append((one, nights))
    return found


def firm(known: Known, today: date) -> Nights:
    """Return the nights that no rule can be, for the owner has said that they are closed."""
    return Nights.of(
        (one.stay.arrival, one.stay.departure + _passed(one, today))
        for one in known.seen
        if one.stay.closure and one.by_owner is not None and one.by_owner.occupies
    )


def _passed(one: SeenStay, today: date) -> timedelta:
    return max((today - (one.seen_on or today)).days, 0) * _DAY


def held(
    before: Sequence[Held], freed: Nights, taken: Nights, trust: Trust, now: datetime, today: date
) -> tuple[Held, ...]:
    """Return which nights stay blocked though the feed shows them no more.

    Args:
        before: those of the last reading.
        freed: further ones, that were taken then.
        taken: what is shown now.
        trust: how far this reading is believed.
        now: UTC.
        today: past nights need no holding.
    """
    ahead = Nights.within(today, date.max) - taken
    since = (trust.without_since or now) if trust.frees else None
    found: list[Held] = []
    for one in before:
        began = since if one.since is None else min(one.since, now)
        if trust.frees and began is not None and confirmed(began, now):
            continue
        found += _held(Nights.within(one.arrival, one.departure) & ahead, began)
    if not (trust.frees and since is not None and confirmed(since, now)):
        again = Nights.of((one.arrival, one.departure) for one in found)
        found += _held(freed & ahead - again, since)
    return tuple(sorted(found, key=lambda one: (one.arrival, one.departure)))


def _held(nights: Nights, since: datetime | None) -> Iterator[Held]:
    for first, end in nights.ranges:
        yield Held(first, end, since)


def matched(taken: Nights, rows: Iterable[SeenStay]) -> Iterator[tuple[Range, SeenStay | None]]:
    """Yield each range with the seen stay that goes on in it, changed as little as possible."""
    left = sorted(rows, key=lambda one: (one.by_owner is None, -one.stay.nights, one.id))
    found: dict[Range, SeenStay] = {}
    for same_only in (True, False):
        for one in list(left):
            meeting = [
                other
                for other in taken.meeting(one.stay.arrival, one.stay.departure)
                if other not in found
                and (not same_only or other == (one.stay.arrival, one.stay.departure))
            ]
            if meeting:
                found[max(meeting, key=lambda other: _shared(one, other))] = one
                left.remove(one)
    for one_range in taken.ranges:
        yield one_range, found.get(one_range)


def _shared(one: SeenStay, other: Range) -> timedelta:
    return min(one.stay.departure, other[1]) - max(one.stay.arrival, other[0])
