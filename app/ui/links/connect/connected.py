"""What was connected while the dialog is open, a line for each source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.kit import Label, Role
from app.ui.portals import words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue
    from app.services.importing.reading.results import Added


class ConnectedSoFar(Label):
    """Shows itself once there is something to tell."""

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__("", Role.SMALL, wrap=True, name="connect_done", parent=parent)
        self._texts = texts
        self._lines: list[str] = []

    def add(self, added: Added, unit: str) -> None:
        """Note that this was added for the unit of this name."""
        self._lines.append(self._told(added, unit))

    def tell(self) -> None:
        """Show all that was noted."""
        self.setText("\n".join(self._lines))
        self.setVisible(bool(self._lines))

    def _told(self, added: Added, unit: str) -> str:
        texts, result = self._texts, added.result
        name = words.source_name(added.source)
        if result.error is not None:
            why = texts.tr(result.error.text, **result.error.values)
            return texts.tr(
                "✓ {unit}: {source} is connected. {why}", unit=unit, source=name, why=why
            )
        return texts.trn(
            "✓ {unit}: {source} is connected, {n} occupancy.",
            "✓ {unit}: {source} is connected, {n} occupancies.",
            result.counts.new,
            unit=unit,
            source=name,
        )
