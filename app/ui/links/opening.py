"""Opens the dialogs of the page, and tells what cannot be opened any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.ui.links.dialogs import (
    add_link_dialog,
    fetches_dialog,
    guide_dialog,
    share_dialog,
    staff_dialog,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.core.links.link import Link, Target
    from app.ui.base.context import Context


class LinkDialogs:
    """What is asked and shown over the page."""

    def __init__(self, context: Context, over: QWidget) -> None:
        self._context = context
        self._over = over

    def add_link(self, target: Target | None, on_done: Callable[[Link], object]) -> None:
        """Ask for what a further link shall be, and add it."""
        self._open(lambda: add_link_dialog(self._context, self._over, target, on_done))

    def staff(self, staff_id: int | None = None) -> None:
        """Show the staff members, or one of them."""
        self._open(lambda: staff_dialog(self._context, self._over, staff_id))

    def share(self, link: Link) -> None:
        """Show how a link gets to whom it is for."""
        self._open(lambda: share_dialog(self._context, self._over, link))

    def fetches(self, link: Link) -> None:
        """Show who has read a link."""
        self._open(lambda: fetches_dialog(self._context, self._over, link))

    def guide(self, link: Link, on_copied: Callable[[], object]) -> None:
        """Show what to do with a link at its reader."""
        self._open(lambda: guide_dialog(self._context, self._over, link, on_copied))

    def _open(self, act: Callable[[], object]) -> None:
        try:
            act()
        except UserError as error:
            self._context.notices.fail(error)
