"""Picks a folder of this computer for the field above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog

from app.ui.kit import Button, Variant

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from app.i18n import Catalogue


class FolderButton(Button):
    """Asks for a folder, beginning with the one that stands in `field`.

    Signals:
        picked(str): the path that the owner has chosen.
    """

    picked = Signal(str)

    def __init__(self, texts: Catalogue, field: QLineEdit) -> None:
        super().__init__(texts.tr("Choose …"), Variant.LINK, name="webspace_choose_folder")
        self._texts = texts
        self._field = field
        self.setProperty("inline", "true")
        self.clicked.connect(self._ask)

    def _ask(self) -> None:
        dialog = QFileDialog(self, self._texts.tr("Choose the folder"), self._field.text())
        dialog.setObjectName("which_folder")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.picked)
        dialog.open()
