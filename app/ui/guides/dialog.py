"""The guides: a list of readers and how-tos at the left, what to do at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from app.core.links.guides import GuideKind, guides, text
from app.ui.guides.addresses import Addresses
from app.ui.guides.text import GuideText
from app.ui.kit import Dialog
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.list_rows import add_row
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.links.address_forms import AddressForms
    from app.i18n import Catalogue

_SIZE: Final = QSize(720, 640)
_ROW: Final = 32
_HEADING_SIZE: Final = 12
_LEAST_LIST, _MOST_LIST = 160, 240
# Border and padding of list and item, and the scroll bar that comes where the dialog is made low.
_AROUND_NAMES: Final = 2 * (1 + 4 + 8) + 14
_KEY: Final = Qt.ItemDataRole.UserRole


class GuideDialog(Dialog):
    """Shows a guide, and lets the owner turn to any other.

    Signals:
        address_copied(): the link's address is in the clipboard, in one of its forms.
    """

    address_copied = Signal()

    def __init__(
        self,
        texts: Catalogue,
        key: str,
        forms: AddressForms | None = None,
        *,
        note: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Begins with the guide `key`; with the address of one link where `forms` is given.

        `note` stands below the address: what an owner must know before pasting it.
        """
        super().__init__(
            texts.tr("Guides"),
            texts.tr("Close"),
            name="guide_dialog",
            reading=True,
            width=560,
            parent=parent,
        )
        self._texts = texts
        body = QHBoxLayout()
        body.setSpacing(14)
        add_layout(self.content, body, 1)
        self._headings: list[int] = []
        self._list = self._make_list()
        self._mute_headings()
        current_theme().changed.connect(self._mute_headings)
        body.addWidget(self._list)
        column = QVBoxLayout()
        column.setSpacing(12)
        add_layout(body, column, 1)
        self._addresses = None if forms is None else Addresses(texts, forms, note, self)
        if self._addresses is not None:
            self._addresses.copied.connect(self.address_copied)
            column.addWidget(self._addresses)
        self._text = GuideText(name="guide_text", parent=self)
        column.addWidget(self._text, 1)
        self.submitted.connect(self.accept)
        self._list.currentItemChanged.connect(self._turn)
        self.resize(_SIZE)
        self.show_guide(key)
        self._list.setFocus()

    def current(self) -> str:
        """The key of the guide that is shown."""
        return str(self._list.currentItem().data(_KEY))

    def show_guide(self, key: str) -> None:
        """Turn to another guide."""
        for row in range(self._list.count()):
            if self._list.item(row).data(_KEY) == key:
                self._list.setCurrentRow(row)
                return
        raise KeyError(key)

    def _turn(self, item: QListWidgetItem) -> None:
        guide = guides()[item.data(_KEY)]
        self._text.setAccessibleName(guide.name(self._texts.language.key))
        self._text.show_guide(text(guide.key, self._texts.language.key))
        if self._addresses is not None:
            self._addresses.show_guide(guide)

    def _make_list(self) -> QListWidget:
        tr = self._texts.tr
        view = QListWidget(self)
        view.setObjectName("guide_list")
        view.setAccessibleName(tr("Guides"))
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        kinds = {
            GuideKind.READER: tr("Paste the link at"),
            GuideKind.HOW_TO: tr("Change the link"),
        }
        for kind, heading in kinds.items():
            self._headings.append(view.count())
            _add_heading(view, heading)
            for guide in guides().values():
                if guide.kind is kind:
                    item = add_row(view, guide.name(self._texts.language.key))
                    item.setData(_KEY, guide.key)
                    item.setSizeHint(QSize(0, _ROW))
        metrics = view.fontMetrics()
        names = (view.item(row).text() for row in range(view.count()))
        width = max(map(metrics.horizontalAdvance, names)) + _AROUND_NAMES
        view.setFixedWidth(max(_LEAST_LIST, min(width, _MOST_LIST)))
        return view

    def _mute_headings(self) -> None:
        for row in self._headings:
            self._list.item(row).setForeground(current_theme().colour("muted"))


def _add_heading(view: QListWidget, text: str) -> None:
    """Add a line above a group of guides, onto which neither mouse nor keyboard can get."""
    first = view.count() == 0
    item = add_row(view, text)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
    font = QFont(view.font())
    font.setPixelSize(_HEADING_SIZE)
    item.setFont(font)
    item.setSizeHint(QSize(0, _ROW - 6 if first else _ROW + 6))
