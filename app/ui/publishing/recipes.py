"""The chapter of the handbook on how an address of one's own leads here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.help.menu import Helping

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.base.context import Context


def show_recipes(context: Context, over: QWidget) -> None:
    """Open the handbook there, beside the wizard: both can be used."""
    chapter = context.texts.tr("An internet address of your own: recipes")
    Helping(context, over).open_handbook(chapter)
