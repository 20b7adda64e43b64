"""The section of archived units, folded until the owner looks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.kit import Button, Card, ElidedLabel, Role, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.tips import set_tip
from app.ui.units.handle import GRIP_WIDTH
from app.ui.units.row import Dot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.house.unit import Unit
    from app.i18n import Catalogue
    from app.ui.units.intents import Intents


class ArchivedRow(QWidget):
    """An archived unit, and the way back."""

    def __init__(self, texts: Catalogue, intents: Intents, unit: Unit, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.unit = unit
        self.setObjectName(f"archived_row_{unit.id}")
        self.setAccessibleName(unit.name)
        line = QHBoxLayout(self)
        line.setContentsMargins(GRIP_WIDTH, 8, 8, 8)
        line.setSpacing(12)
        dot = Dot(self)
        dot.set_colour(unit.colour)
        line.addWidget(dot)
        line.addWidget(ElidedLabel(unit.name, name="archived_name", parent=self))
        since = "" if unit.archived_at is None else texts.day(unit.archived_at.astimezone().date())
        line.addWidget(
            ElidedLabel(
                texts.tr("archived on {day}", day=since),
                Role.SMALL,
                name="archived_since",
                parent=self,
            ),
            1,
        )
        self.restore_button = Button(
            texts.tr("Bring back"), icon="archive-restore", name="unit_restore", parent=self
        )
        self.restore_button.setAccessibleName(texts.tr("Bring back {unit}", unit=unit.name))
        self.restore_button.clicked.connect(lambda: intents.restore_unit.emit(unit.id))
        line.addWidget(self.restore_button)


class ArchivedSection(QWidget):
    """A button, "Archived (2)", that unfolds the rows."""

    def __init__(self, texts: Catalogue, intents: Intents, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("archived")
        self._texts = texts
        self._intents = intents
        self._units: tuple[Unit, ...] = ()
        self.rows: list[ArchivedRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.fold_button = Button("", Variant.LINK, name="archived_fold", parent=self)
        self.fold_button.setCheckable(True)
        self.fold_button.toggled.connect(lambda _on: self._show_fold())
        top = QHBoxLayout()
        top.setContentsMargins(10, 0, 0, 0)
        top.addWidget(self.fold_button)
        top.addStretch(1)
        add_layout(column, top)
        self._card = Card(name="archived_card", parent=self)
        self._card.body.setContentsMargins(6, 6, 6, 6)
        self._card.body.setSpacing(0)
        column.addWidget(self._card)
        self.show_units(())

    def show_units(self, units: Sequence[Unit]) -> None:
        """Show these units; nothing at all where there is none."""
        if tuple(units) != self._units:
            self._units = tuple(units)
            kept = {row.unit: row for row in self.rows}
            for row in self.rows:
                self._card.body.removeWidget(row)
                if row.unit not in self._units:
                    row.hide()
                    row.deleteLater()
            self.rows = [kept.get(unit) or self._make_row(unit) for unit in self._units]
            for row in self.rows:
                self._card.body.addWidget(row)
        self.setVisible(bool(units))
        self.fold_button.setText(self._texts.tr("Archived ({n})", n=len(units)))
        self._show_fold()

    def _make_row(self, unit: Unit) -> ArchivedRow:
        return ArchivedRow(self._texts, self._intents, unit, parent=self._card)

    def _show_fold(self) -> None:
        unfolded = self.fold_button.isChecked()
        self.fold_button.set_icon("chevron-down" if unfolded else "chevron-right")
        self._card.setVisible(unfolded)
        tr = self._texts.tr
        words = tr("Hide archived units") if unfolded else tr("Show archived units")
        set_tip(self.fold_button, words)
        self.fold_button.setAccessibleDescription(words)
