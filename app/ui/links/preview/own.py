"""The owner's own entries of what a link covers, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.links.preview.spans import own_spans, seen_days
from app.ui.stays.colours import CHOICE, ColourBy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from app.core.links.link import Link
    from app.ui.base.context import Context
    from app.ui.links.preview.spans import Span


class OwnStays:
    """Reads one month at a time."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._link: Link | None = None

    def show_link(self, link: Link | None) -> None:
        """Look at what this link covers."""
        self._link = link

    def finder(self, month: date) -> Callable[[], list[Span]]:
        """Return what finds the month's stays, in the colours of the plan (UserError).

        It may be called on a worker.
        """
        link, today = self._link, self._context.services.house_clock.today()
        by_kind = self._context.preferences.text(CHOICE) == ColourBy.KIND.value

        def find() -> list[Span]:
            if link is None:
                return []
            found = self._context.services.links.covered_stays(link, *seen_days(month))
            names = found.names if link.several else {}
            return own_spans(self._context.texts, found.stays, names, today, by_kind=by_kind)

        return find
