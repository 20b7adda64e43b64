"""A letter as a PDF without a window: for commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.paper.rendering import sheet_pdf
from app.ui.paper.sheets.letter_sheet import LetterSheet

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.letters.letter import Letter
    from app.i18n import Catalogue


def letter_pdf(letter: Letter, texts: Catalogue, target: Path) -> None:
    """Write a letter to a PDF file (UserError where that cannot be); no screen is needed."""
    sheet_pdf(lambda: LetterSheet(letter, texts), target)
