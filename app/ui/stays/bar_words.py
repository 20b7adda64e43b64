"""What stands on a bar, in its tooltip, and what is said of a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.core.portals import portal_name
from app.core.stays.dates import day_of
from app.core.stays.occupancy import KIND_LABELS, Kind, Occupancy, Status
from app.ui.kit.floating.tips import Rich, joined, rich
from app.ui.stays.words import (
    arrival_time_line,
    kind_line,
    nights,
    party_line,
    status_line,
    with_source,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.house.unit import Unit
    from app.i18n import Catalogue
    from app.ui.stays.bars import Bar

_SHOWN_NOTE = 400


def stay_name(texts: Catalogue, stay: Occupancy) -> str:
    """How a stay is called: its guest or a block's reason, else its portal or kind."""
    if stay.called:
        return stay.called
    if stay.portal and stay.kind is Kind.BOOKING:
        return portal_name(stay.portal)
    return texts.tr(KIND_LABELS[stay.kind])


def bar_name(texts: Catalogue, stay: Occupancy) -> str:
    """How a bar is called: as its stay, an option with its date."""
    name = brief_name(texts, stay)
    if stay.status is Status.OPTION and stay.option_until is not None:
        return texts.tr("{who} · until {day}", who=name, day=brief_day(texts, stay.option_until))
    return name


def brief_name(texts: Catalogue, stay: Occupancy) -> str:
    """How a bar is called where there is room for a word only."""
    if stay.status is Status.OPTION and not stay.called:
        return texts.tr("Option")
    return stay_name(texts, stay)


def brief_persons(texts: Catalogue, count: int) -> str:
    """A number of persons as short as it stands on a bar: "5 Pers."."""
    return texts.trn("{n} pers.", "{n} pers.", count)


def brief_day(texts: Catalogue, day: date) -> str:
    """A day without its year: "09.07.", "9 Jul"."""
    return texts.day(day).removesuffix(f"{day.year:04}").strip()


def bar_tip(
    texts: Catalogue,
    bar: Bar,
    unit: Unit,
    beside: Sequence[Occupancy],
    today: date,
    muted: str,
    staff: str = "",
) -> Rich:
    """Everything about a bar.

    `muted` is the colour of what is less, `staff` who is in charge.
    """
    stay = bar.stay
    days = texts.day_range(stay.arrival, stay.departure)
    weekdays = f"{texts.weekday(stay.arrival)} – {texts.weekday(stay.departure)}"
    where = unit.name
    if party := party_line(texts, stay):
        where += f" · {party}"
    kind = with_source(texts, stay, kind_line(texts, stay))
    what = f"{kind} · {status_line(texts, stay, today)}"
    count = nights(texts, stay.nights)
    quiet = f"color:{muted};"
    lines = [
        _line(stay.called or bar_name(texts, stay), "font-size:14px; font-weight:600;"),
        _line(where, quiet),
        _line(f"{weekdays}, {days} · {count}", "font-weight:600;"),
        _line(what, quiet),
    ]
    if arrives := arrival_time_line(texts, stay):
        lines.append(_line(arrives, quiet))
    lines += [_line(text, quiet) for text in stay.reach]
    if staff:
        lines.append(_line(texts.tr("In charge: {name}", name=staff), quiet))
    if note := stay.more_note:
        short = note[:_SHOWN_NOTE].rstrip()
        lines.append(_line(short if short == note else f"{short} …"))
    if beside:
        names = ", ".join(bar_name(texts, other) for other in beside[:3])
        clash = texts.tr("Double booking with {others}", others=names)
        lines.append(_line(clash, "font-weight:600;"))
    return joined(lines)


def _line(text: str, style: str = "") -> Rich:
    return rich('<p style="margin:2px 4px 4px 4px; {style}">{text}</p>', style=style, text=text)


def bar_words(texts: Catalogue, bar: Bar, unit: Unit, today: date) -> str:
    """A bar in a sentence, for those who hear the window."""
    stay = bar.stay
    words = [
        bar_name(texts, stay),
        unit.name,
        texts.tr("{arrival} to {departure}", arrival=stay.arrival, departure=stay.departure),
        nights(texts, stay.nights),
        f"{with_source(texts, stay, kind_line(texts, stay))} · {status_line(texts, stay, today)}",
    ]
    if bar.clashes:
        words.append(texts.tr("double booking"))
    return ", ".join(words)


def days_words(
    texts: Catalogue, unit: Unit, first: int, last: int, taken: Sequence[Bar], holiday: str
) -> str:
    """What is on a day, or on the days one has selected."""
    start, end = day_of(first), day_of(last)
    if first == last:
        words = [texts.tr("{unit}, {day}", unit=unit.name, day=start)]
        words += [holiday] if holiday else []
    else:
        words = [
            texts.tr(
                "{unit}, {arrival} to {departure}", unit=unit.name, arrival=start, departure=end
            ),
            nights(texts, last - first),
        ]
    if taken:
        words.append(", ".join(bar_name(texts, bar.stay) for bar in taken[:3]))
    else:
        words.append(texts.tr("free"))
    return ", ".join(words)
