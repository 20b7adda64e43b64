"""Opens the dialogs of the page; each is imported when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.link import LinkKind, Target
from app.ui.links import access, telling

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.core.link import Link
    from app.ui.context import Context
    from app.ui.links.access import Access

_WEBSITE, _FIRST = "website", "google"


class LinkDialogs:
    """What is asked and shown over the page. What cannot be shown any more is told."""

    def __init__(self, context: Context, over: QWidget) -> None:
        self._context = context
        self._over = over

    def add_link(self, target: Target | None, on_done: Callable[[Link], object]) -> None:
        """Ask for what a further link shall be, and add it."""
        from app.ui.links.dialogs import add_link_dialog  # noqa: PLC0415

        self._open(lambda: add_link_dialog(self._context, self._over, target, on_done))

    def staff(self, staff_id: int | None = None) -> None:
        """Show the staff members, or one of them."""
        from app.ui.links.dialogs import staff_dialog  # noqa: PLC0415

        self._open(lambda: staff_dialog(self._context, self._over, staff_id))

    def share(self, link: Link) -> None:
        """Show how a link gets to whom it is for."""
        from app.ui.links.dialogs import share_dialog  # noqa: PLC0415

        self._open(lambda: share_dialog(self._context, self._over, link))

    def fetches(self, link: Link) -> None:
        """Show who has read a link."""
        from app.ui.links.dialogs import fetches_dialog  # noqa: PLC0415

        self._open(lambda: fetches_dialog(self._context, self._over, link))

    def guide(self, link: Link, reachable: Access, on_copied: Callable[[], object]) -> None:
        """Show what to do with a link at its reader."""
        from app.core.address_forms import AddressForms, iframe_snippet  # noqa: PLC0415
        from app.core.guides import guide_for  # noqa: PLC0415
        from app.ui.guides.dialog import GuideDialog  # noqa: PLC0415

        texts = self._context.texts
        address = self._context.links.address(link, reachable.base)
        snippet = ""
        key = guide_for(link.portal).key if link.portal else _FIRST
        if link.kind is LinkKind.WEBSITE:
            key = _WEBSITE
            snippet = iframe_snippet(address, None, texts.tr("Availability"))
        warnings = access.on_copying(texts, reachable), telling.told_fields(texts, link)
        dialog = GuideDialog(
            texts,
            key,
            AddressForms(address, snippet),
            note=" ".join(filter(None, warnings)),
            parent=self._over,
        )
        dialog.address_copied.connect(on_copied)
        dialog.open()

    def _open(self, act: Callable[[], object]) -> None:
        try:
            act()
        except UserError as error:
            self._context.notices.fail(error)
