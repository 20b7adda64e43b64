"""Booking rules that a portal sends as closed nights, and by what they are known.

Only what sits where a rule sits when a source is first read, or wanders on as the days pass, is a
rule. Everything else is closed: where it is not certain, the nights stay taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from app.core.importing.judging.outcome import Memory, Notice, Run, Window
from app.core.importing.nights import Nights, Range
from app.core.importing.source import Verdict
from app.core.stays.dates import month_after, overlaps

NOTICES = (1, 2, 3, 7)
"""Nights before an arrival that portals let hosts choose as the shortest time."""
NOTICE_LIMIT = 8
WINDOWS = (3, 6, 9, 12, 24)
"""Months ahead that portals let hosts choose."""
_SLACK = 3
"""Days by which a portal's months and ours may differ."""
_YEAR_AHEAD = timedelta(days=350)
"""Closed nights beyond a booking window go on to the end of the portal's calendar."""
_FAR = timedelta(days=60)
"""A booking window is never shorter."""
_NOTICE_KEPT = timedelta(days=2)
_WINDOW_KEPT = timedelta(days=30)
"""So long a rule is known again that an incomplete answer was without."""
_TWICE = 2
"""So often must nights have wandered before they are taken for a rule."""
_DAY = timedelta(days=1)
_R = TypeVar("_R", Notice, Window)


@dataclass(frozen=True, slots=True)
class Rule:
    """Nights that are closed by a rule; `assumed` where nothing but their place says so."""

    nights: Nights
    verdict: Verdict
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """What a reading shows as closed.

    `nights` are closed and no echo, `taken` are those that stays and echoes cover, `end` is the
    last day of all that the reading shows. `before` were closed by no rule at the last reading.
    `first` says that the source was never read before.
    """

    nights: Nights
    taken: Nights
    before: Nights
    end: date
    today: date
    first: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that were found, and what is to be remembered of them."""

    found: tuple[Rule, ...]
    runs: tuple[Run, ...]
    notice: Notice | None
    window: Window | None


def rules(closed: Closed, memory: Memory) -> Rules:
    """Return which of the closed nights are a portal's rules."""
    runs = tuple(_runs(closed, memory.runs))
    notice = _notice(closed, memory.notice, runs)
    window = _window(closed, memory, runs)
    by_notice = Nights()
    if notice is not None:
        until = _later(closed.today, notice.nights)
        by_notice = closed.nights.inside(_later(closed.today, -1), until)
        if memory.notice is not None:
            # Nights that were closed before the rule came to them are closed for another reason.
            by_notice -= closed.before
    by_window = closed.nights & Nights.within(window.start, date.max) if window else Nights()
    holds = Nights.of(
        (run.arrival, run.departure)
        for run in runs
        if run.drifts >= _TWICE and run.arrival > closed.today + _DAY
    )
    found = (
        Rule(by_notice, Verdict.NOTICE, closed.first),
        Rule(by_window - by_notice, Verdict.WINDOW, closed.first),
        Rule(holds - by_notice - by_window, Verdict.HOLD),
    )
    return Rules(
        tuple(rule for rule in found if rule.nights),
        runs,
        notice or _remembered(memory.notice, closed.today, _NOTICE_KEPT),
        window or _remembered(memory.window, closed.today, _WINDOW_KEPT),
    )


def _remembered(rule: _R | None, today: date, kept: timedelta) -> _R | None:
    """Return a rule that is not to be seen now, as long as it may come back."""
    return rule if rule is not None and today - rule.seen_on <= kept else None


# ---- what wanders ----


def _runs(closed: Closed, before: tuple[Run, ...]) -> Iterable[Run]:
    last = closed.nights.ranges[-1] if closed.nights else None
    for one in closed.nights.ranges:
        yield _run(one, closed.today, before, last=one == last)


def _run(one: Range, today: date, before: tuple[Run, ...], *, last: bool) -> Run:
    first, end = one
    for run in before:
        cut = run.arrival < first <= today + _DAY and run.departure == end
        if cut or (run.arrival, run.departure) == one:
            stood = (today - run.seen_on).days >= _TWICE
            return Run(first, end, run.seen_on, 0 if stood else run.drifts)
    # What shares nights with earlier ones is one of these, and not another that has moved there.
    shared = [run for run in before if overlaps(run.arrival, run.departure, first, end)]
    for run in shared or before:
        if _wandered(run, one, today, last=last):
            return Run(first, end, today, run.drifts + 1)
    return Run(first, end, today)


def _wandered(run: Run, one: Range, today: date, *, last: bool) -> bool:
    """Tell whether a range is an earlier one that has moved on by the days that have passed."""
    first, end = one
    passed = (today - run.seen_on).days
    by_first, by_end = (first - run.arrival).days, (end - run.departure).days
    if not max(by_first, by_end) >= 1 or passed < 1:
        return False
    if first <= today + _DAY and run.arrival <= run.seen_on + _DAY:
        return _fits(by_end, passed) and end <= _later(today, NOTICE_LIMIT)
    if last and first > today + _FAR and _fits(by_first, passed):
        return by_end >= 0
    return by_first == by_end and _fits(by_first, passed)


def _fits(by: int, passed: int) -> bool:
    """Tell whether a shift fits the days that have passed; a portal's day ends when it likes."""
    return by >= 1 and abs(by - passed) <= 1


# ---- the shortest time before an arrival ----


def _notice(closed: Closed, before: Notice | None, runs: tuple[Run, ...]) -> Notice | None:
    """Return how many nights from today on a rule closes now, None where none does."""
    today = closed.today
    near = next((run for run in runs if run.departure > today), None)
    if near is None or near.arrival > today + _DAY:
        hidden = before is not None and not _gap(closed, today + _DAY, _later(today, before.nights))
        return before if hidden else None
    ahead = (near.departure - today).days
    from_today = near.arrival >= today - _DAY
    if closed.first:
        return Notice(ahead, today) if from_today and ahead in NOTICES else None
    # What a stay covers of the rule is not seen, and belongs to it all the same.
    covered = (
        before is not None
        and ahead < before.nights
        and not _gap(closed, near.departure, _later(today, before.nights))
    )
    if from_today and near.drifts >= _TWICE and ahead <= NOTICE_LIMIT and not covered:
        return Notice(ahead, today)
    if before is None:
        return None
    stands = (today - near.seen_on).days >= _TWICE and ahead <= before.nights and not covered
    return None if stands else Notice(before.nights, today)


# ---- how far ahead can be booked ----


def _window(closed: Closed, memory: Memory, runs: tuple[Run, ...]) -> Window | None:
    """Return where a rule closes everything from some day on, None where there is none."""
    if not runs or _gap(closed, runs[-1].departure, closed.end):
        return None
    last, today = runs[-1], closed.today
    if memory.window is not None:
        return _window_now(closed, memory.window, last)
    if closed.first and _at_its_place(closed, last):
        return Window(last.arrival, closed.end, today)
    if last.drifts >= _TWICE and last.arrival > today + _FAR:
        return Window(last.arrival, closed.end, today)
    return None


def _window_now(closed: Closed, before: Window, last: Run) -> Window | None:
    today = closed.today
    if closed.end < _later(before.end, -_SLACK):
        return None
    expected = _later(before.start, (today - before.seen_on).days)
    if abs((last.arrival - expected).days) <= _SLACK:
        return Window(last.arrival, closed.end, _anchor(before, last, today))
    if last.drifts >= _TWICE and last.arrival > today + _FAR:
        return Window(last.arrival, closed.end, today)
    if not _gap(closed, expected, last.departure):
        # Closed nights before it are joined with it, or stays lie in it.
        return Window(expected, closed.end, today)
    return Window(last.arrival, closed.end, today) if _at_its_place(closed, last) else None


def _gap(closed: Closed, first: date, end: date) -> bool:
    """Tell whether a night between is free."""
    return bool(Nights.within(first, end) - closed.taken - closed.nights)


def _anchor(before: Window, last: Run, today: date) -> date:
    """Return since when a window begins where it does: where it stays, more and more is closed."""
    return before.seen_on if last.arrival == before.start else today


def _at_its_place(closed: Closed, last: Run) -> bool:
    """Tell whether the last closed nights begin so many months ahead, and go on to the end."""
    if closed.end < closed.today + _YEAR_AHEAD:
        return False
    return any(
        abs((last.arrival - _months_later(closed.today, months)).days) <= _SLACK
        for months in WINDOWS
    )


def _months_later(day: date, months: int) -> date:
    first = month_after(day, months)
    last = (month_after(first, 1) - first).days or 1
    return first + timedelta(days=min(day.day, last) - 1)


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
