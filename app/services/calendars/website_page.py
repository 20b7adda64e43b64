"""The availability calendar as HTML: one page that runs nothing and asks for nothing else.

No name of a unit, a house or an owner is known here, so none can be told.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from types import MappingProxyType

from app import resources
from app.core.links.address_forms import Theme
from app.core.links.availability import Day, DayState, Month, Website, months
from app.i18n import Catalogue, catalogue

# One letter each: they stand in every cell, and the whole page is to be small.
_CLASSES = {
    DayState.FREE: "f",
    DayState.ARRIVAL: "a",
    DayState.DEPARTURE: "d",
    DayState.OCCUPIED: "o",
}
_PAST = "p"
_TODAY = "t"
_NEXT_TO_NOTHING = re.compile(r"\s*([{};,>])\s*|(?<=:)\s+")


def _small(css: str) -> str:
    """Return a style sheet without comments and needless spaces."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = _NEXT_TO_NOTHING.sub(r"\1", re.sub(r"\s+", " ", css))
    return css.replace(";}", "}").strip()


_SCHEMES = {Theme.LIGHT: "light", Theme.DARK: "dark", Theme.AUTO: "light dark"}
_DARK_MEDIA = {
    Theme.LIGHT: "not all",
    Theme.DARK: "screen",
    Theme.AUTO: "screen and (prefers-color-scheme:dark)",
}


def _style(theme: Theme) -> str:
    """Return the style sheet, which is written for AUTO, in these colours."""
    css = _small(resources.path("website", "calendar.css").read_text("utf-8"))
    css = css.replace(f"color-scheme:{_SCHEMES[Theme.AUTO]}", f"color-scheme:{_SCHEMES[theme]}", 1)
    return css.replace(f"@media {_DARK_MEDIA[Theme.AUTO]}", f"@media {_DARK_MEDIA[theme]}", 1)


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors *"
    )


STYLES: Mapping[Theme, str] = MappingProxyType({theme: _style(theme) for theme in Theme})
POLICIES: Mapping[Theme, str] = MappingProxyType(
    {theme: _policy(style) for theme, style in STYLES.items()}
)
"""What a browser may do with the page: paint it, in anybody's frame. Its icon is empty data."""


PLAIN_THEME = Theme.LIGHT
"""The colours for a reader who tells nothing of where the page stands; see ``page_theme``."""


def website_page(website: Website, language: str, theme: Theme) -> bytes:
    """Return the page of a link for a website, whole, in a language and in these colours."""
    shown = months(website.ranges, website.today, website.months)
    return page(shown, website.today, catalogue(language), theme)


def page(
    months: tuple[Month, ...], today: date, words: Catalogue, theme: Theme = Theme.AUTO
) -> bytes:
    """Return the whole page.

    Args:
        months: what is shown; the same months and words are the same bytes.
        today: the day that is marked.
        words: the language of the page.
        theme: its colours.
    """
    cells = _Cells(today, words)
    as_of = escape(words.tr("As of {day}", day=words.day(today)))
    parts = [
        _head(months, words, theme),
        *_legend(words),
        "<div class=m>",
        *(part for month in months for part in cells.month(month)),
        f"</div><p>{as_of}</p></main></html>\n",
    ]
    return "".join(parts).encode()


def _head(months: tuple[Month, ...], words: Catalogue, theme: Theme) -> str:
    title = escape(words.tr("Availability calendar"))
    ends = dict.fromkeys((months[0].first, months[-1].first))
    span = escape(" – ".join(map(words.month, ends)))
    return (
        f"<!DOCTYPE html><html lang={words.language.key}><meta charset=utf-8><title>{title}</title>"
        "<meta name=viewport content='width=device-width,initial-scale=1'>"
        f"<meta name=color-scheme content='{_SCHEMES[theme]}'><link rel=icon href='data:,'>"
        f"<style>{STYLES[theme]}</style><main><h1>{title}</h1><p>{span}</p>"
    )


def _legend(words: Catalogue) -> Iterator[str]:
    yield "<ul>"
    for state, meaning in (
        (DayState.FREE, words.tr("free")),
        (DayState.OCCUPIED, words.tr("occupied")),
        (DayState.DEPARTURE, words.tr("free from midday: arrival possible")),
        (DayState.ARRIVAL, words.tr("free until midday: departure possible")),
    ):
        yield f"<li><span class={_CLASSES[state]}></span>{escape(meaning)}"
    yield "</ul>"


class _Cells:
    """Months as tables, with the words of one language put together once."""

    def __init__(self, today: date, words: Catalogue) -> None:
        language = words.language
        self._today = today
        self._words = words
        self._said = {
            state: f"<i> {escape(word)}</i>"
            for state, word in (
                (None, words.tr("past")),
                (DayState.FREE, words.tr("free")),
                (DayState.OCCUPIED, words.tr("occupied")),
                (DayState.DEPARTURE, words.tr("free from midday")),
                (DayState.ARRIVAL, words.tr("free until midday")),
            )
        }
        self._head = "".join(
            f"<th scope=col aria-label={escape(long)}>{escape(short)}"
            for short, long in zip(language.weekdays, language.long_weekdays, strict=True)
        )

    def month(self, month: Month) -> Iterator[str]:
        """Yield a month: closing tags that HTML does not ask for are left out."""
        name = escape(self._words.month(month.first))
        yield f"<div><table><caption><h2>{name}</h2></caption><thead><tr>{self._head}<tbody>"
        for week in month.weeks:
            yield "<tr>"
            days = [day for day in week if day]
            gap = f"<td colspan={7 - len(days)}>" if len(days) < 7 else ""
            yield gap if week[0] is None else ""
            yield from map(self._day, days)
            yield gap if week[0] is not None else ""
        yield "</table></div>"

    def _day(self, day: Day) -> str:
        name = _CLASSES[day.state] if day.state else _PAST
        attributes = f"class={name}"
        if day.day == self._today:
            attributes = f'class="{name} {_TODAY}" aria-current=date'
        return f"<td {attributes}>{day.day.day}{self._said[day.state]}"
