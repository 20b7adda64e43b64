"""What a preview's month shows: spans of days, from the bytes that leave or as the owner sees them.

No widgets here. `sent_spans` knows nothing but the calendar that readers get.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.core.links.link import LinkKind
from app.core.stays.dates import month_after
from app.core.stays.occupancy import Kind
from app.dataclass import dataclass
from app.ui.stays.bar_words import bar_name
from app.ui.stays.bars import Bar
from app.ui.stays.colours import Look, look, origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.core.ical.ours import CalendarView, ReadEntry
    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue

_TOLD = 20
_OCCUPIED = Kind.BLOCK.value


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `end`, exclusive, in a colour of the plan (`sort`), drawn as `look`.

    `halves` says that the first day is free until it is arrived, and the day of `end` taken until
    it is left; else whole days are meant. `text` is what is said of it, several lines maybe.
    """

    first: date
    end: date
    text: str
    sort: str = _OCCUPIED
    look: Look = Look.FULL
    halves: bool = True

    @property
    def begins(self) -> float:
        """Where it begins, counted in days; the ordinal is a day's midnight."""
        return self.first.toordinal() + self._shift

    @property
    def ends(self) -> float:
        """Where it ends, counted in days."""
        return self.end.toordinal() + self._shift

    @property
    def last(self) -> date:
        """The last day on which something of it is to be seen."""
        return self.end if self.halves else self.end - timedelta(days=1)

    @property
    def _shift(self) -> float:
        return 0.5 if self.halves else 0.0


def month_of(day: date) -> date:
    """Return the first of the month of `day`."""
    return day.replace(day=1)


def seen_days(month: date) -> tuple[date, date]:
    """Return the days whose nights touch a month: the night before its first day belongs to it."""
    before = month if month == date.min else month - timedelta(days=1)
    last = month_after(month, 1)
    return before, (date.max if last <= month else last)


def sent_spans(view: CalendarView, kind: LinkKind, month: date) -> list[Span]:
    """Return what a reader of these bytes sees in a month.

    A website shows what is occupied without the bounds between stays, as its page does.
    """
    first, end = seen_days(month)
    halves = kind is not LinkKind.CHANGEOVERS
    spans = [_sent(entry, halves) for entry in view.between(first, end)]
    return _joined(spans) if kind is LinkKind.WEBSITE else spans


def own_spans(
    texts: Catalogue,
    stays: Iterable[Occupancy],
    names: Mapping[int, str],
    today: date,
    *,
    by_kind: bool,
) -> list[Span]:
    """Return how the owner's plan shows `stays`; with the unit's name where `names` has it."""
    return [
        _own(texts, stay, names.get(stay.unit_id, ""), today, by_kind=by_kind)
        for stay in sorted(stays, key=lambda stay: (stay.arrival, stay.departure, stay.id))
    ]


def on_day(spans: Sequence[Span], day: date) -> list[Span]:
    """Return those of which something is to be seen on `day`."""
    return [span for span in spans if span.first <= day <= span.last]


def month_words(texts: Catalogue, month: date, spans: Sequence[Span]) -> str:
    """Say in words what stands in a month, for those who hear the window."""
    if not spans:
        return texts.tr("{month}: nothing", month=texts.month(month))
    told = [f"{_days(texts, span)}: {_line(span)}" for span in spans[:_TOLD]]
    if len(spans) > _TOLD:
        told.append(texts.trn("And {n} more.", "And {n} more.", len(spans) - _TOLD))
    return f"{texts.month(month)}: " + "; ".join(told)


def _days(texts: Catalogue, span: Span) -> str:
    if span.first == span.last:
        return texts.day(span.first)
    return texts.day_range(span.first, span.last)


def _line(span: Span) -> str:
    return span.text.partition("\n")[0]


def _sent(entry: ReadEntry, halves: bool) -> Span:
    text = "\n".join(part for part in (entry.summary, entry.description, entry.location) if part)
    shown = Look.OPTION if entry.tentative else Look.FULL
    return Span(entry.first, entry.end, text, look=shown, halves=halves)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and span.first <= joined[-1].end:
            joined[-1] = replace(joined[-1], end=max(joined[-1].end, span.end))
        else:
            joined.append(replace(span, look=Look.FULL))
    return joined


def _own(texts: Catalogue, stay: Occupancy, unit: str, today: date, *, by_kind: bool) -> Span:
    bar = Bar(stay, stay.arrival.toordinal(), stay.departure.toordinal())
    name = bar_name(texts, stay)
    return Span(
        stay.arrival,
        stay.departure,
        f"{unit}: {name}" if unit else name,
        sort=f"kind {stay.kind.value}" if by_kind else origin(bar),
        look=look(bar, today.toordinal()),
    )
