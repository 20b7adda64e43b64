"""The numbers at the entries of the sidebar: what waits for the owner at which page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.base.page import LINKS, PLAN

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.ui.window.frame.sidebar import Sidebar


class Badges:
    """Shows how many there are of each, with words for what is counted."""

    def __init__(self, texts: Catalogue, sidebar: Sidebar) -> None:
        self._texts = texts
        self._sidebar = sidebar
        self._silent = self._flagged = 0

    def show_conflicts(self, count: int) -> None:
        """Show at the plan how many double bookings are open."""
        texts = self._texts
        meaning = texts.trn("{n} double booking", "{n} double bookings", count)
        self._sidebar.set_badge(PLAN, str(count) if count else "", meaning)

    def show_silent(self, count: int) -> None:
        """Show at the page of links how many readers have gone silent."""
        self._silent = count
        self._show_links_badge()

    def show_flagged(self, count: int) -> None:
        """Show at the page of links how many calendars of portals the owner should look at."""
        self._flagged = count
        self._show_links_badge()

    def _show_links_badge(self) -> None:
        texts, count = self._texts, self._silent + self._flagged
        silent = texts.trn(
            "{n} reader has not read for longer than usual",
            "{n} readers have not read for longer than usual",
            self._silent,
        )
        flagged = texts.trn(
            "{n} calendar of a portal needs your eye",
            "{n} calendars of portals need your eye",
            self._flagged,
        )
        parts = ((self._silent, silent), (self._flagged, flagged))
        meaning = "\n".join(words for number, words in parts if number)
        self._sidebar.set_badge(LINKS, str(count) if count else "", meaning)
