"""What a page of the window is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.base.watch import Moved
    from app.ui.base.context import Context


PLAN = "plan"
FIGURES = "figures"
OCCUPANCIES = "occupancies"
LINKS = "links"
UNITS = "units"
SETTINGS = "settings"
"""The pages, by key."""


class Page(QWidget):
    """One page of the window, made when it is opened for the first time.

    A page reads what it shows when it is made and redraws what has moved, whether it is visible or
    not. It connects to nothing outside itself; the window calls it.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context

    def redraw(self, moved: Moved) -> None:
        """Show what has moved; leave everything else as it is."""
        raise NotImplementedError

    def day_changed(self) -> None:
        """Another day has begun: what is past, due or expired is told anew."""

    def opened(self) -> None:
        """Called each time the owner turns to this page."""

    def take_focus(self) -> None:
        """Give the keyboard to what one most likely wants to use first."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> None:
        """Show what was held back; called once the window has been painted."""

    def typed(self) -> object:
        """Return what the owner has typed here that does not hold yet, None where nothing.

        A value: it outlives the page, which is made anew in another language.
        """
        return None

    def take_up(self, typed: object) -> None:
        """Put what `typed` of the page before this one returned where it stood."""

    def may_leave(self, go_on: Callable[[], object]) -> bool:  # noqa: ARG002  # for pages that ask
        """Tell whether the owner may turn to another page now.

        Where something is to be decided first, the page asks, and calls `go_on` where it is.
        """
        return True

    def show_occupancy(self, occupancy_id: int) -> None:
        """Bring an occupancy into view, where the page has a place for it."""

    def new_entry(self) -> None:
        """Do the page's primary action, as Ctrl+N does."""
