"""The section of one property: its name and address, and a card with its units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.kit import Button, Card, ElidedLabel, IconButton, Label, Role, Separator, Variant
from app.ui.units import looks
from app.ui.units.handle import GRIP_WIDTH, Handle
from app.ui.units.menu import MenuEntry, MoreButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.i18n import Catalogue
    from app.ui.units.intents import Intents
    from app.ui.units.looks import HouseLook
    from app.ui.units.row import UnitRow

_INSET = 7
"""How far the rows stand inside their card, its line included."""


class HouseHeader(Handle):
    """Name and address of a property; add a unit to it, edit and move it, remove it when empty."""

    def __init__(
        self, texts: Catalogue, intents: Intents, look: HouseLook, *, parent: QWidget
    ) -> None:
        super().__init__(f"house_header_{look.house.id}", parent)
        self._texts = texts
        self._intents = intents
        self._look = look
        self.setMinimumHeight(36)
        line = QHBoxLayout(self)
        # Name and buttons stand above those of the rows.
        line.setContentsMargins(GRIP_WIDTH + _INSET, 2, 8 + _INSET, 2)
        line.setSpacing(12)
        self._name = ElidedLabel("", Role.HEADING, name="house_name", parent=self)
        line.addWidget(self._name)
        self._address = ElidedLabel("", Role.SMALL, name="house_address", parent=self)
        line.addWidget(self._address, 1)
        self.add_button = IconButton("plus", "", ghost=True, name="house_add", parent=self)
        self.add_button.clicked.connect(lambda: intents.add_unit.emit(self._look.house.id))
        line.addWidget(self.add_button)
        self.edit_button = IconButton("pencil", "", ghost=True, name="house_edit", parent=self)
        self.edit_button.clicked.connect(self.edit_wanted)
        line.addWidget(self.edit_button)
        self.more_button = MoreButton(self._entries, name="house_more", parent=self)
        line.addWidget(self.more_button)
        self.edit_wanted.connect(lambda: intents.edit_house.emit(self._look.house.id))
        self.stepped.connect(lambda step: intents.step_house.emit(self._look.house.id, step))
        self.show_look(look)

    def show_look(self, look: HouseLook) -> None:
        """Show how the property is now."""
        self._look = look
        tr, name = self._texts.tr, look.house.name
        address = looks.one_line(look.house.address)
        self._name.setText(name)
        self._address.setText(address)
        self.setAccessibleName(", ".join(filter(None, (tr("Property {name}", name=name), address))))
        self.add_button.set_meaning(tr("Add a unit to {property}", property=name))
        self.edit_button.set_meaning(tr("Edit {property}", property=name))
        self.more_button.set_meaning(tr("More about {property}", property=name))

    def _entries(self) -> tuple[MenuEntry, ...]:
        tr = self._texts.tr
        return (
            MenuEntry("house_menu_edit", "pencil", tr("Edit …"), self.edit_wanted.emit, "F2"),
            MenuEntry("house_menu_up", "chevron-up", tr("Move up"), self._up, "Alt+Up", apart=True),
            MenuEntry("house_menu_down", "chevron-down", tr("Move down"), self._down, "Alt+Down"),
            MenuEntry(
                "house_menu_remove",
                "trash-2",
                tr("Remove") if self._look.removable else tr("Remove (only when empty)"),
                self._remove_house,
                apart=True,
                enabled=self._look.removable,
            ),
        )

    def _up(self) -> None:
        self.stepped.emit(-1)

    def _down(self) -> None:
        self.stepped.emit(1)

    def _remove_house(self) -> None:
        self._intents.remove_house.emit(self._look.house.id)


class HouseSection(QWidget):
    """A property with the rows of its units."""

    def __init__(
        self, texts: Catalogue, intents: Intents, look: HouseLook, *, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.property_id = look.house.id
        self.setObjectName(f"house_{look.house.id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 10)
        column.setSpacing(4)
        self.header = HouseHeader(texts, intents, look, parent=self)
        column.addWidget(self.header)
        self.card = Card(name="house_card", parent=self)
        self.card.body.setContentsMargins(_INSET - 1, 6, _INSET - 1, 6)
        self.card.body.setSpacing(0)
        column.addWidget(self.card)
        self.rows: list[UnitRow] = []
        self._lines: list[Separator] = []
        self._empty = self._make_empty(texts, intents)
        self.card.body.addWidget(self._empty)
        self.show_look(look)

    def show_look(self, look: HouseLook) -> None:
        """Show name and address as they are now; rows are set by `set_rows`."""
        self.header.show_look(look)
        self.card.setAccessibleName(look.house.name)

    def set_rows(self, rows: Sequence[UnitRow]) -> None:
        """Hold these rows in this order; those that went elsewhere are let go."""
        self._empty.setVisible(not rows)
        if [*rows] == self.rows and all(row.parent() is self.card for row in rows):
            return
        self.rows = [*rows]
        body = self.card.body
        for line in self._lines:
            body.removeWidget(line)
            line.deleteLater()
        self._lines = []
        for place, row in enumerate(rows):
            if place:
                line = Separator(self.card)
                body.addWidget(line)
                self._lines.append(line)
            # Adding anew moves it to the end, and into this card if it stood in another.
            body.removeWidget(row)
            body.addWidget(row)
            if self.card.isVisible():
                row.show()

    def _make_empty(self, texts: Catalogue, intents: Intents) -> QWidget:
        empty = QWidget(self.card)
        line = QHBoxLayout(empty)
        line.setContentsMargins(GRIP_WIDTH, 8, 8, 8)
        line.addWidget(
            Label(texts.tr("No unit in here yet."), Role.MUTED, name="house_empty", parent=empty)
        )
        add = Button(texts.tr("Add a unit"), Variant.LINK, name="house_empty_add", parent=empty)
        add.clicked.connect(lambda: intents.add_unit.emit(self.property_id))
        line.addWidget(add)
        line.addStretch(1)
        return empty
