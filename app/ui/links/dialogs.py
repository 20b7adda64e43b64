"""The dialogs of Integrationen: add a link, staff members, pass a link on, its guide, its readers.

Each opens over a page and returns at once; its module is imported when it is first wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.core.links.link import Link, Target
    from app.ui.base.context import Context
    from app.ui.kit import Dialog
    from app.ui.links.base.intents import Wanted


def add_link_dialog(
    context: Context, over: QWidget, target: Target | None, on_done: Callable[[Link], object]
) -> Dialog:
    """Ask what a further link is for and add it.

    Begins with a link of `target` where one is given. `on_done` is called with the new link as soon
    as there is one; its address is shown then.
    """
    from app.ui.links.add.dialog import AddLinkDialog  # noqa: PLC0415

    return _opened(AddLinkDialog(context, target, on_done, over))


def connect_dialog(
    context: Context, over: QWidget, wanted: Wanted, on_done: Callable[[], object]
) -> Dialog:
    """Connect a portal in both ways, beginning with what is wanted (UserError)."""
    from app.ui.links.connect.dialog import ConnectDialog  # noqa: PLC0415

    return _opened(ConnectDialog(context, wanted, on_done, over))


def staff_dialog(context: Context, over: QWidget, staff_id: int | None) -> Dialog:
    """Show all staff members, or edit the one with this id (UserError: there is none)."""
    if staff_id is None:
        from app.ui.links.staff.dialog import StaffDialog  # noqa: PLC0415

        return _opened(StaffDialog(context, over))
    from app.ui.links.staff.entry import StaffEntry  # noqa: PLC0415

    return _opened(StaffEntry(context, context.services.staff.get(staff_id), over))


def share_dialog(context: Context, over: QWidget, link: Link) -> Dialog:
    """Show every way to get a link to whom it is for (UserError: the link is gone)."""
    from app.ui.links.share.dialog import ShareDialog  # noqa: PLC0415

    return _opened(ShareDialog(context, context.services.links.get(link.id), over))


def fetches_dialog(context: Context, over: QWidget, link: Link) -> Dialog:
    """Show who has read a link lately."""
    from app.ui.links.fetches.dialog import FetchesDialog  # noqa: PLC0415

    return _opened(FetchesDialog(context, link, over))


def guide_dialog(
    context: Context, over: QWidget, link: Link, on_copied: Callable[[], object] | None = None
) -> Dialog:
    """Show what to do with a link at its reader; `on_copied` is called when its address is copied.

    Raises:
        UserError: the addresses cannot be looked up.
    """
    from app.ui.links.share.guide import guide_of  # noqa: PLC0415

    dialog = guide_of(context, link, over)
    if on_copied is not None:
        dialog.address_copied.connect(on_copied)
    return _opened(dialog)


def _opened(dialog: Dialog) -> Dialog:
    dialog.open()
    return dialog


class LinkDialogs:
    """Opens them over the page; what cannot be opened any more is told."""

    def __init__(self, context: Context, over: QWidget) -> None:
        self._context = context
        self._over = over

    def add_link(self, target: Target | None, on_done: Callable[[Link], object]) -> None:
        """Ask for what a further link shall be, and add it."""
        self._open(lambda: add_link_dialog(self._context, self._over, target, on_done))

    def connect_portal(self, wanted: Wanted, on_done: Callable[[], object]) -> None:
        """Set up what goes to a portal, and what comes from it."""
        self._open(lambda: connect_dialog(self._context, self._over, wanted, on_done))

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
