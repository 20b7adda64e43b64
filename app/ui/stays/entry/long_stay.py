"""The question whether more than a year is meant: a year is easily mistyped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.kit import ask
from app.ui.stays.words import nights

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue
    from app.services.stays.checks import LongStay
    from app.ui.kit import Dialog


def ask_about(
    stay: LongStay, texts: Catalogue, parent: QWidget, on_meant: Callable[[], object]
) -> Dialog:
    """Ask over `parent` whether so many nights are meant; returns at once.

    Args:
        stay: the refusal that said how long it would be.
        texts: the words of the window.
        parent: over what to ask; what was typed in it stays.
        on_meant: writes it all the same.
    """
    count = nights(texts, stay.nights)
    return ask(
        parent,
        title=texts.tr("{nights}?", nights=count),
        text=texts.tr(
            "From {arrival} to {departure} is more than a year. Is that what you mean?",
            arrival=stay.arrival,
            departure=stay.departure,
        ),
        primary=texts.tr("Enter {nights}", nights=count),
        cancel=texts.tr("Back"),
        on_primary=on_meant,
        name="long_stay",
    )
