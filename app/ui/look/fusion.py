"""Qt's style Fusion, which looks alike on every system and lets a stylesheet have its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_NAME = "Fusion"
_MARK = "drawn by"

FUSION_ARGUMENTS = ("-style", _NAME)
"""What begins an application in this style."""


def note_fusion(app: QApplication) -> None:
    """Note that an application was begun with `FUSION_ARGUMENTS`."""
    app.setProperty(_MARK, _NAME)


def draw_by_fusion(app: QApplication) -> None:
    """Let an application be drawn in this style, however it was begun.

    To set a style returns it, for which PySide makes all that there is to know about styles: that
    is not done where it is the one already.
    """
    if app.property(_MARK) != _NAME:
        app.setStyle(_NAME)
        note_fusion(app)
