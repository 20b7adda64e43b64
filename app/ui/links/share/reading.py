"""A dialog in which one reads about a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.names import link_title
from app.ui.kit import Dialog
from app.ui.links.share.addresses import TitleLine

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.links.link import Link
    from app.ui.base.context import Context


class LinkDialog(Dialog):
    """Names the link in its first line; all that it has to do with the link is below."""

    def __init__(
        self, context: Context, link: Link, parent: QWidget, *, title: str, name: str, width: int
    ) -> None:
        """`name` is a word: the dialog's own name and that of its first line begin with it."""
        close = context.texts.tr("Close")
        super().__init__(
            title, close, name=f"{name}_dialog", reading=True, width=width, parent=parent
        )
        self._context = context
        self._texts = context.texts
        self._title = TitleLine(f"{name}_link", self)
        self.content.addWidget(self._title)
        self._name_link(link)

    def _name_link(self, link: Link) -> None:
        self._link = link
        self._title.setText(link_title(self._texts, link))
