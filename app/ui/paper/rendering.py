"""A sheet as a PDF without a window: for commands."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from app.ui.paper.output import Orientation, save_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.ui.paper.sheets.sheet import Sheet


def sheet_pdf(
    make: Callable[[], Sheet], target: Path, orientation: Orientation = Orientation.PORTRAIT
) -> None:
    """Write the sheet that `make` returns to a PDF file; no screen is needed.

    Raises:
        UserError: it cannot be written; or as `make` says.
    """
    app = QGuiApplication.instance()
    if app is None:
        # Fonts need an application, and only this platform needs no display.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        app = QGuiApplication([])
    save_pdf(make(), target, orientation)
