"""Which portal a booking came from: one we know, or a name of the owner's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from app.core.portals import portal_key, portal_name, portals
from app.ui.kit.floating.popups import ComboBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class PortalField(ComboBox):
    """An editable list of the known portals and those named before; the names complete themselves.

    Use `currentTextChanged`.
    """

    def __init__(
        self, own: Sequence[str], placeholder: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("portal")
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        if placeholder:
            self.addItem("")
        self.addItems([portal.name for portal in portals().values()])
        self.addItems(list(own))
        line, completer = self.lineEdit(), self.completer()
        assert line is not None  # it is editable
        assert completer is not None
        line.setPlaceholderText(placeholder)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCurrentIndex(-1)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)

    def portal(self) -> str:
        """The key of the portal, the owner's own text, or empty."""
        return portal_key(self.currentText().strip())

    def set_portal(self, portal: str) -> None:
        """Show a portal by its key or its own text."""
        self.setEditText(portal_name(portal))
