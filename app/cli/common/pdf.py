"""Letters as PDF files: the one thing that commands do with the libraries of the window."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import UserError

if TYPE_CHECKING:
    from app.core.letters.letter import Letter
    from app.i18n import Catalogue


def require_pdf() -> None:
    """Make sure that there is what makes PDF files (UserError)."""
    if importlib.util.find_spec("PySide6") is None:
        raise UserError(
            "Without the window, which is not part of this installation, no PDF can be made."
        )


def write_pdf(letter: Letter, texts: Catalogue, target: Path) -> None:
    """Write a letter to a file (UserError where that cannot be)."""
    from app.ui.letters.rendering import letter_pdf  # noqa: PLC0415  # it loads PySide6

    letter_pdf(letter, texts, target)


def target_of(out: str) -> Path:
    """Return the file that is meant by what stands on the command line."""
    return Path(out).expanduser().absolute()
