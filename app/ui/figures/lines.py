"""The figures of two years put into the lines of the tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.core.portals import portal_name, portals
from app.core.stays.occupancy import KIND_LABELS, Kind
from app.dataclass import dataclass
from app.ui.figures.tables import Figure, Line
from app.ui.figures.words import exact_percent, percent, points, signed
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.core.stays.figures import Rates, YearFigures
    from app.i18n import Catalogue

_OTHER_PORTAL = "#8a5a44"
NOTHING = "–"
"""Where nobody was: nothing, not nought per cent."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row of the first table: a unit, or all of them, with the rates of both years.

    `unit_id` is None for all units; `before` is None where the year before has no night at all.
    """

    unit_id: int | None
    name: str
    now: Rates
    before: Rates | None


@dataclass(frozen=True, slots=True)
class Share:
    """A row of the tables by kind and by origin."""

    name: str
    nights: int
    before: int
    colour: str


def unit_rows(texts: Catalogue, now: YearFigures, before: YearFigures) -> list[UnitRow]:
    """All units together, then each."""
    known = {row.unit.id: row.rates for row in before.units}
    something = before.whole.nights > 0
    rows = [UnitRow(None, texts.tr("All units"), now.whole, before.whole if something else None)]
    rows += [
        UnitRow(
            row.unit.id,
            row.unit.name,
            row.rates,
            known.get(row.unit.id) if something else None,
        )
        for row in now.units
    ]
    return rows


def unit_lines(texts: Catalogue, rows: list[UnitRow]) -> list[Line]:
    """The occupancy rate of each month and of the year."""
    lines = []
    for row in rows:
        rates = [*twelve(row.now), row.now.whole_year]
        shown = [str(round(rate * 100)) if rate else NOTHING for rate in rates]
        if rates[-1]:
            # The sign of per cent stands in the heading above; at the year it may stand again.
            shown[-1] = percent(texts, rates[-1])
        figures = (
            Figure(text, exact_percent(texts, rate))
            for text, rate in zip(shown, rates, strict=True)
        )
        lines.append(Line(row.name, tuple(figures), total=row.unit_id is None))
    return lines


def year_lines(texts: Catalogue, row: UnitRow, year: int) -> list[Line]:
    """A year against the year before, by month, and the whole year last."""
    now, before = row.now, row.before
    lines = []
    for month in range(1, 13):
        name = texts.month(date(year, month, 1)).removesuffix(f" {year:04}")
        lines.append(
            _year_line(texts, name, now.rate(month), before.rate(month) if before else None)
        )
    whole = _year_line(
        texts, texts.tr("Whole year"), now.whole_year, before.whole_year if before else None
    )
    nights = Line(
        texts.tr("Nights taken"),
        (
            Figure(texts.number(now.nights), str(now.nights)),
            _plain(texts, before.nights) if before else Figure(NOTHING),
            Figure(signed(now.nights - before.nights)) if before else Figure(NOTHING),
        ),
        total=True,
    )
    return [*lines, Line(whole.name, whole.figures, total=True), nights]


def shares(
    now: Mapping[str, int], before: Mapping[str, int], names: Mapping[str, str]
) -> list[Share]:
    """Nights by key, most first, with those of the year before."""
    keys = sorted({*now, *before}, key=lambda key: (-now.get(key, 0), -before.get(key, 0), key))
    return [
        Share(names.get(key, key), now.get(key, 0), before.get(key, 0), _colour(key))
        for key in keys
    ]


def kind_shares(texts: Catalogue, now: YearFigures, before: YearFigures) -> list[Share]:
    """Nights by kind."""
    names = {f"kind {kind}": texts.tr(KIND_LABELS[kind]) for kind in Kind}
    return shares(_keyed(now.by_kind), _keyed(before.by_kind), names)


def origin_shares(texts: Catalogue, now: YearFigures, before: YearFigures) -> list[Share]:
    """Nights of bookings by where they came from."""
    names = {key: portal_name(key) for key in {*now.by_origin, *before.by_origin}}
    names[""] = texts.tr("Direct")
    return shares(now.by_origin, before.by_origin, names)


def share_lines(texts: Catalogue, found: list[Share]) -> list[Line]:
    """Nights, their share of all, and those of the year before."""
    total = sum(share.nights for share in found) or 1
    return [
        Line(
            share.name,
            (
                _plain(texts, share.nights),
                _rate(texts, share.nights / total),
                _plain(texts, share.before),
            ),
        )
        for share in found
    ]


def twelve(rates: Rates) -> list[float]:
    """The rates of the months, January first."""
    return [rates.rate(month) for month in range(1, 13)]


def _year_line(texts: Catalogue, name: str, now: float, before: float | None) -> Line:
    if before is None:
        return Line(name, (_rate(texts, now), Figure(NOTHING), Figure(NOTHING)))
    difference = points(now, before) if now or before else NOTHING
    return Line(name, (_rate(texts, now), _rate(texts, before), Figure(difference)))


def _rate(texts: Catalogue, rate: float) -> Figure:
    shown = percent(texts, rate) if rate else NOTHING
    return Figure(shown, exact_percent(texts, rate))


def _plain(texts: Catalogue, number: int) -> Figure:
    return Figure(texts.number(number), str(number))


def _keyed(by_kind: Mapping[Kind, int]) -> dict[str, int]:
    # An owner may call a portal "block".
    return {f"kind {kind}": nights for kind, nights in by_kind.items()}


def _colour(key: str) -> str:
    theme = current_theme()
    if key.startswith("kind "):
        return theme.colour(key.removeprefix("kind ")).name()
    if not key:
        return theme.tokens.booking
    portal = portals().get(key)
    if portal is None:
        return _OTHER_PORTAL
    return theme.own_colour(portal.light, portal.dark).name()
