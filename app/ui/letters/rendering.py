"""A letter as a PDF without a window: for commands."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from app.ui.paper.output import Orientation, save_pdf
from app.ui.paper.sheets.letter_sheet import LetterSheet

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.letters.letter import Letter
    from app.i18n import Catalogue


def letter_pdf(letter: Letter, texts: Catalogue, target: Path) -> None:
    """Write a letter to a PDF file (UserError where that cannot be); no screen is needed."""
    app = QGuiApplication.instance()
    if app is None:
        # Fonts need an application, and only this platform needs no display.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        app = QGuiApplication([])
    save_pdf(LetterSheet(letter, texts), target, Orientation.PORTRAIT)
