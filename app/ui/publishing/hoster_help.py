"""The page on where a hoster shows its access data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize

from app.core.publishing.setup.presets import help_text, presets
from app.ui.guides.text import GuideText
from app.ui.kit import Dialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue

_SIZE: Final = QSize(620, 600)


class HosterHelp(Dialog):
    """Shows the page of one hoster; closing it leads back to what one was typing."""

    def __init__(self, texts: Catalogue, hoster: str, parent: QWidget) -> None:
        language = texts.language.key
        super().__init__(
            texts.tr("Where the access data stand"),
            texts.tr("Close"),
            name="hoster_help",
            reading=True,
            width=480,
            parent=parent,
        )
        self.text = GuideText(name="hoster_help_page", parent=self)
        self.text.setAccessibleName(presets()[hoster].name(language))
        self.text.show_guide(help_text(hoster, language))
        self.content.addWidget(self.text, 1)
        self.submitted.connect(self.accept)
        self.resize(_SIZE)
        self.text.setFocus()
