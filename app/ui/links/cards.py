"""The list of cards: made bit by bit, kept in the owner's order, only what differs is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui import override
from app.ui.kit import ElidedLabel, Role
from app.ui.links.card import UnitCard
from app.ui.links.parts import name_width

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.i18n import Catalogue
    from app.ui.links.intents import Intents
    from app.ui.links.looks import HouseLook, UnitLook

AT_ONCE = 8
"""As many cards as a window has room for are made at once."""
IN_PASSING = 2
"""As many are made between two events after that: some ten milliseconds."""

_Key = tuple[str, int]


class CardList(QWidget):
    """One card per unit; above them the name of their property where there are several.

    Signals:
        changed(): cards were made, moved or taken away.
    """

    changed = Signal()

    def __init__(self, texts: Catalogue, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._intents = intents
        self._houses: dict[int, HouseLook] = {}
        self._units: dict[int, UnitLook] = {}
        self._wanted: list[_Key] = []
        self._made: dict[_Key, QWidget] = {}
        self._structure: list[int] = []
        self._name_width = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._maker = QTimer(self, interval=0)
        self._maker.timeout.connect(lambda: self._make(IN_PASSING))

    @property
    def cards(self) -> list[UnitCard]:
        """The cards that are there already, from top to bottom."""
        widgets = (self._made.get(key) for key in self._wanted)
        return [widget for widget in widgets if isinstance(widget, UnitCard)]

    def card(self, unit_id: int) -> UnitCard | None:
        """The card of this unit, None as long as it has not been made."""
        widget = self._made.get(("unit", unit_id))
        return widget if isinstance(widget, UnitCard) else None

    def show_houses(self, houses: Sequence[HouseLook]) -> None:
        """Show these units, in this order."""
        self._houses = {house.property.id: house for house in houses}
        self._units = {unit.unit.id: unit for house in houses for unit in house.units}
        self._wanted = [key for house in houses for key in _keys(house, headed=len(houses) > 1)]
        for key in self._made.keys() - set(self._wanted):
            self._drop(self._made.pop(key))
        self._fit_names()
        for key, widget in self._made.items():
            self._draw(key, widget)
        self._place()
        self._make(AT_ONCE)

    def show_unit(self, look: UnitLook) -> None:
        """Show one unit, which is among those of `show_houses`, in another way."""
        self._units[look.unit.id] = look
        card = self.card(look.unit.id)
        if card is not None:
            card.show_look(look)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()

    def _fit_names(self) -> None:
        names = (look.unit.name for look in self._units.values())
        width = name_width(self.font(), names, self.width())
        if width != self._name_width:
            self._name_width = width
            for card in self.cards:
                card.set_name_width(width)

    def _make(self, cards: int) -> None:
        """Make the next cards; the timer goes on as long as some are missing."""
        missing = [key for key in self._wanted if key not in self._made]
        for key in missing:
            if cards == 0:
                break
            self._made[key] = self._new(key)
            cards -= key[0] == "unit"
        if missing:
            self._place()
        if len(self._made) < len(self._wanted):
            self._maker.start()
        else:
            self._maker.stop()
            self._order_tabs()
        self.changed.emit()

    def _new(self, key: _Key) -> QWidget:
        kind, number = key
        if kind == "unit":
            return UnitCard(
                self._texts,
                self._intents,
                self._units[number],
                name_width=self._name_width,
                parent=self,
            )
        heading = ElidedLabel("", Role.SECTION, name=f"links_house_{number}", parent=self)
        heading.setContentsMargins(0, 6, 0, 0)
        self._draw(key, heading)
        return heading

    def _draw(self, key: _Key, widget: QWidget) -> None:
        if isinstance(widget, UnitCard):
            widget.show_look(self._units[key[1]])
        elif isinstance(widget, ElidedLabel):
            widget.setText(self._houses[key[1]].property.name)

    def _drop(self, widget: QWidget) -> None:
        self._column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def _place(self) -> None:
        widgets = [self._made[key] for key in self._wanted if key in self._made]
        for place, widget in enumerate(widgets):
            item = self._column.itemAt(place)
            if item is None or item.widget() is not widget:
                # A layout takes a widget that it has already out of its old place by itself.
                self._column.insertWidget(place, widget)

    def _order_tabs(self) -> None:
        """Let Tab follow the eye where cards or rows were not made from top to bottom."""
        looks = (self._units[number] for kind, number in self._wanted if kind == "unit")
        structure = [
            number
            for look in looks
            for number in (-look.unit.id, *(further.link.id for further in look.further))
        ]
        if structure != self._structure:
            self._structure = structure
            stops = [stop for card in self.cards for stop in card.tab_stops()]
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)


def _keys(house: HouseLook, *, headed: bool) -> list[_Key]:
    heading: list[_Key] = [("house", house.property.id)] if headed else []
    return heading + [("unit", unit.unit.id) for unit in house.units]
