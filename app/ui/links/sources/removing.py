"""Asks what becomes of what a source has brought when it is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QRadioButton

from app.ui.kit import Dialog, Label, Role
from app.ui.portals.words import source_name

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.importing.report.standing import SourceLook
    from app.i18n import Catalogue


class RemoveDialog(Dialog):
    """Keep its occupancies, or cancel those that are still ahead.

    Signals:
        decided(bool): remove it, and keep its occupancies or not.
    """

    decided = Signal(bool)

    def __init__(self, texts: Catalogue, look: SourceLook, parent: QWidget) -> None:
        tr = texts.tr
        super().__init__(
            tr("Remove source {source}?", source=source_name(look.source)),
            tr("Remove"),
            tr("Cancel"),
            name="remove_source_dialog",
            parent=parent,
        )
        self.add_text(tr("It is not read any more. What goes to the portal stays as it is."))
        self.keep = QRadioButton(tr("Keep its occupancies as your own entries"), self)
        self.keep.setObjectName("remove_keep")
        self.keep.setChecked(True)
        self.content.addWidget(self.keep)
        self.cancel = QRadioButton(tr("Cancel those that are still ahead"), self)
        self.cancel.setObjectName("remove_cancel")
        self.content.addWidget(self.cancel)
        told = tr("What you have entered or changed yourself, and what has begun, stays anyway.")
        self.content.addWidget(Label(told, Role.SMALL, wrap=True, parent=self))
        if not look.occupancies:
            self.keep.hide()
            self.cancel.hide()
        self.submitted.connect(self._decide)

    def _decide(self) -> None:
        self.accept()
        self.decided.emit(self.keep.isChecked())
