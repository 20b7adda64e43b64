"""An address with what it is called and the button that copies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.kit import AddressField, CopyButton, Label, Role
from app.ui.kit.controls.layouts import add_layout

if TYPE_CHECKING:
    from app.i18n import Catalogue


class AddressLine(QWidget):
    """A label, and below it an address with the button that copies it.

    Signals:
        copied(): the address is in the clipboard now.
    """

    copied = Signal()

    def __init__(
        self,
        texts: Catalogue,
        label: str = "",
        *,
        copy_text: str = "",
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """`copy_text` stands on the button, "Copy" unless given."""
        super().__init__(parent)
        self._texts = texts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._label = Label(role=Role.SMALL, parent=self)
        column.addWidget(self._label)
        row = QHBoxLayout()
        row.setSpacing(8)
        add_layout(column, row)
        self.field = AddressField(name=name, parent=self)
        row.addWidget(self.field, 1)
        self.copy_button = CopyButton(
            copy_text or texts.tr("Copy"), texts.tr("Copied"), name=f"{name}_copy", parent=self
        )
        row.addWidget(self.copy_button)
        # One way for all: whatever copied the address, the button says so.
        self.field.copied.connect(self.copy_button.copy)
        self.copy_button.copied.connect(self.copied)
        self.show_label(label)

    def show_label(self, label: str) -> None:
        """Say what the address is; nothing stands above it where that is empty."""
        self._label.setText(label)
        self._label.setVisible(bool(label))
        what = label or self._texts.tr("Address of the link")
        self.field.setAccessibleName(what)
        self.copy_button.setAccessibleName(self._texts.tr("Copy: {what}", what=what))

    def show_address(self, address: str) -> None:
        """Show another address."""
        self.field.set_address(address)
        self.copy_button.content = address
