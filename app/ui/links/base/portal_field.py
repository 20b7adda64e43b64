"""A field for a portal: one from the list, or a name of the owner's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox

from app.core.portals import portal_key, portal_name, portals
from app.ui.kit.floating.popups import ComboBox
from app.ui.links.base.badge import SIDE, badge_icon
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue


class PortalField(ComboBox):
    """Shows portals with their badges; anything else may be typed.

    Signals:
        left(): the owner has picked a portal, or typed one and gone on.
    """

    left = Signal()

    def __init__(self, texts: Catalogue, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)
        line, completer = self.lineEdit(), self.completer()
        assert line is not None  # it is editable
        assert completer is not None
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        line.setPlaceholderText(texts.tr("none"))
        line.editingFinished.connect(self.left)
        self.activated.connect(lambda _at: self.left.emit())
        current_theme().changed.connect(self._fill)
        self._fill()

    def portal(self) -> str:
        """The key of the portal, or what was typed."""
        return portal_key(self.currentText().strip())

    def set_portal(self, portal: str) -> None:
        """Show this portal; tells nobody."""
        name = portal_name(portal)
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findText(name) if name else -1)
            self.setEditText(name)

    def typing(self) -> bool:
        """Whether the owner is at it."""
        line = self.lineEdit()
        return line is not None and line.hasFocus()

    def _fill(self) -> None:
        # Made anew for the theme, in whose colours the badges are.
        text = self.currentText()
        with QSignalBlocker(self):
            self.clear()
            self.addItem("")
            for portal in portals().values():
                self.addItem(badge_icon(portal.name, portal.key), portal.name)
            self.setCurrentIndex(-1)
            self.setEditText(text)
