"""The row of a further link, below its unit's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui import override
from app.ui.kit import CopyButton, ElidedLabel, Role, Variant
from app.ui.links import parts
from app.ui.links.words import link_label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QMenu

    from app.i18n import Catalogue
    from app.ui.links.intents import Intents
    from app.ui.links.looks import LinkLook

_PICTURE, _GAP = 22, 10


class LinkRow(QWidget):
    """What a further link is for, who read it, copy, menu and switch."""

    def __init__(
        self, texts: Catalogue, intents: Intents, look: LinkLook, *, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._intents = intents
        self._look = look
        self.setObjectName(f"link_row_{look.link.id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 0, 0, 0)
        column.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(8)
        column.addLayout(line)
        line.addWidget(parts.Picture("link", "muted", self))
        self._label = ElidedLabel("", Role.PLAIN, name="row_label", parent=self)
        line.addWidget(self._label)
        self._readers = ElidedLabel("", Role.SMALL, name="row_readers", parent=self)
        line.addWidget(self._readers, 1)
        self.copy_button = CopyButton(
            texts.tr("Copy"),
            texts.tr("Copied"),
            variant=Variant.QUIET,
            name="row_copy",
            parent=self,
        )
        self.copy_button.copied.connect(lambda: intents.copied.emit(self._look.link.id))
        line.addWidget(self.copy_button)
        self._more = parts.MoreButton(texts.tr("More"), self._fill, name="row_more", parent=self)
        line.addWidget(self._more)
        self.toggle = parts.link_toggle(texts, name="row_toggle", parent=self)
        self.toggle.switched.connect(self._switch)
        line.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignVCenter)
        self._notice = parts.Notice(
            texts, intents, self.toggle, prefix="row", with_readers=False, parent=self
        )
        column.addWidget(self._notice)
        self.show_look(look)

    def show_look(self, look: LinkLook) -> None:
        """Show how the link is now."""
        self._look = look
        label = link_label(self._texts, look.link)
        self._label.setText(label)
        self._name_for_readers(f"{look.link.subject}, {label}")
        self.copy_button.content = look.address
        self.copy_button.setEnabled(look.link.enabled)
        self.toggle.set_on(look.link.enabled)
        self._readers.setText(parts.readers_text(self._texts, look))
        self._readers.setToolTip(parts.agents_text(look))
        self._notice.show_look(look)

    def set_name_width(self, width: int) -> None:
        """Give the label so much room as the unit's name has, in pixels."""
        self._label.setFixedWidth(width - _PICTURE)
        self._notice.setContentsMargins(width + _GAP, 0, 0, 6)

    def tab_stops(self) -> list[QWidget]:
        """Where Tab goes, in order."""
        return [self.copy_button, self._more, self.toggle, *self._notice.tab_stops()]

    def _name_for_readers(self, what: str) -> None:
        self.setAccessibleName(what)
        self.copy_button.setAccessibleName(self._texts.tr("Copy link, {unit}", unit=what))
        self._more.setAccessibleName(self._texts.tr("More, {unit}", unit=what))
        self.toggle.setAccessibleName(self._texts.tr("Enable link, {unit}", unit=what))

    def _fill(self, menu: QMenu) -> None:
        link_id = self._look.link.id
        parts.add_renew(self._texts, menu, lambda: self._intents.renew.emit(link_id))
        parts.add_delete(self._texts, menu, lambda: self._intents.delete.emit(link_id))

    def _switch(self, on: bool) -> None:
        signal = self._intents.enable if on else self._intents.disable
        signal.emit(self._look.link.id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.copy_button.isEnabled():
            self.copy_button.copy()
            return
        super().keyPressEvent(event)
