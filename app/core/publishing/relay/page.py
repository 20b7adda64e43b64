"""The page of a link for a website on its way to a calendar service: days, and nothing else.

The service makes the page of it by the code that serves it at home; no owner sends HTML.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from app.core.links.availability import MONTHS, Website, joined
from app.core.stays.dates import month_after
from app.dataclass import dataclass
from app.i18n import LANGUAGES

_FIELDS = {"language", "today", "months", "taken"}
_RANGES_MOST = 31 * MONTHS
"""There is at least a free night between two ranges that are joined."""
_YEARS = range(1900, 9999)
"""Beyond the ends of the calendar no page could be made."""
_NIGHT = timedelta(days=1)


class NotAPageError(ValueError):
    """What was sent is no page that `page_bytes` has made."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of a link for a website shows: half-open ranges of nights that are taken."""

    language: str
    today: date
    months: int
    taken: tuple[tuple[date, date], ...]

    def website(self, link_id: int) -> Website:
        """Return it as the value that pages are made of."""
        shown = repr((self.today, self.months, self.taken))
        return Website(
            link_id=link_id,
            language=self.language,
            ranges=self.taken,
            today=self.today,
            version=hashlib.sha256(shown.encode()).hexdigest()[:32],
            months=self.months,
        )


def page_bytes(website: Website) -> bytes:
    """Return the file of a website: what its page shows, no night before or beyond."""
    return _written(
        Page(
            website.language,
            website.today,
            website.months,
            _shown(website.ranges, website.today, website.months),
        )
    )


def read_page(body: bytes) -> Page:
    """Return what a file says; only the very bytes that `page_bytes` writes are one.

    Raises:
        NotAPageError: it is none.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAPageError("no JSON") from error
    if not isinstance(told, dict) or set(told) != _FIELDS:
        raise NotAPageError("other fields")
    page = Page(
        _language(told["language"]),
        _today(told["today"]),
        _months(told["months"]),
        tuple(_range(one) for one in _ranges(told["taken"])),
    )
    if _shown(page.taken, page.today, page.months) != page.taken or _written(page) != body:
        raise NotAPageError("not as it is written")
    return page


def _shown(
    ranges: Iterable[tuple[date, date]], today: date, count: int
) -> tuple[tuple[date, date], ...]:
    """Return the nights that the page shows, from the last one on: today's morning tells of it."""
    first, end = today - _NIGHT, month_after(today, count)
    inside = ((max(begins, first), min(ends, end)) for begins, ends in ranges)
    return joined((begins, ends) for begins, ends in inside if begins < ends)


def _written(page: Page) -> bytes:
    told = {
        "language": page.language,
        "today": page.today.isoformat(),
        "months": page.months,
        "taken": [[begins.isoformat(), ends.isoformat()] for begins, ends in page.taken],
    }
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def _language(told: Any) -> str:
    if not isinstance(told, str) or told not in LANGUAGES:
        raise NotAPageError("no language of ours")
    return told


def _today(told: Any) -> date:
    day = _day(told)
    if day.year not in _YEARS:
        raise NotAPageError("no day on which anybody looks at a calendar")
    return day


def _months(told: Any) -> int:
    if type(told) is not int or not 1 <= told <= MONTHS:
        raise NotAPageError("more months than are shown")
    return told


def _ranges(told: Any) -> list[Any]:
    if not isinstance(told, list) or len(told) > _RANGES_MOST:
        raise NotAPageError("no ranges")
    return told


def _range(told: Any) -> tuple[date, date]:
    if not isinstance(told, list) or len(told) != 2:
        raise NotAPageError("no range")
    return _day(told[0]), _day(told[1])


def _day(told: Any) -> date:
    try:
        return date.fromisoformat(told)
    except (ValueError, TypeError) as error:
        raise NotAPageError("no day") from error
