"""The page Einheiten: what the owner lets, in the order in which it is shown everywhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from app.core.errors import UserError
from app.core.house.unit import COLOURS
from app.override import override
from app.ui.base.page import Page
from app.ui.kit import Button, EmptyState, PageHeader, ScrollPage, Variant
from app.ui.units import looks
from app.ui.units.actions import UnitActions
from app.ui.units.archived import ArchivedSection
from app.ui.units.dialogs import PropertyDialog, UnitDialog
from app.ui.units.intents import Intents
from app.ui.units.looks import Look
from app.ui.units.order import house_placed, house_stepped, unit_placed, unit_stepped
from app.ui.units.unit_list import UnitList

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.base.watch import Moved
    from app.ui.base.context import Context


class UnitsPage(Page):
    """Properties as sections, units as rows: add, edit, order, archive and bring back."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("units_page")
        self._look = Look()
        self._actions = UnitActions(context, self)
        self._intents = Intents(self)
        self._build()
        self._connect()
        self._reload()

    @override
    def redraw(self, moved: Moved) -> None:
        if moved.units or moved.links or moved.house:
            self._reload()

    @override
    def day_changed(self) -> None:
        # What is ahead changes with the day.
        self._reload()

    @override
    def opened(self) -> None:
        # And so does it with the occupancies, of which this page is told nothing.
        self._reload()

    @override
    def new_entry(self) -> None:
        if self._look.houses:
            self._ask_new_unit(self._list.house_in_focus())
        else:
            self._ask_new_house()

    # -- what it is made of ------------------------------------------------------------------------

    def _build(self) -> None:
        tr = self.context.texts.tr
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._header = header = PageHeader(tr("Units"), parent=self)
        self._add_house = Button(tr("Add property"), icon="house", name="add_property", parent=self)
        self._add_unit = Button(
            tr("Add unit"), Variant.PRIMARY, icon="plus", name="add_unit", parent=self
        )
        header.add_action(self._add_house)
        header.add_action(self._add_unit)
        column.addWidget(header)
        self._scroll = ScrollPage(name="units_scroll", parent=self)
        content = self._scroll.widget()
        assert content is not None
        self._archived = ArchivedSection(self.context.texts, self._intents, parent=content)
        self._scroll.body.addWidget(self._archived)
        self._scroll.add_end()
        column.addWidget(self._scroll, 1)
        self._empty = EmptyState(
            "house",
            tr("Set up your house"),
            tr(
                "A property is a house or a place with an address. In it are the units that you "
                "let: apartments, rooms, the whole house."
            ),
            tr("Set up a house"),
            name="units_empty",
            parent=self,
        )
        column.addWidget(self._empty, 1)
        self._list = UnitList(self.context.texts, self._intents, self._scroll)

    def _connect(self) -> None:
        self._add_house.clicked.connect(self._ask_new_house)
        self._add_unit.clicked.connect(self.new_entry)
        self._empty.action_chosen.connect(self._ask_new_house)
        intents = self._intents
        intents.add_unit.connect(self._ask_new_unit)
        intents.edit_unit.connect(self._ask_edit_unit)
        intents.archive_unit.connect(self._archive)
        intents.restore_unit.connect(self._restore)
        intents.step_unit.connect(self._step_unit)
        intents.edit_house.connect(self._ask_edit_house)
        intents.remove_house.connect(self._remove_house)
        intents.step_house.connect(self._step_house)
        self._list.sorting.unit_dropped.connect(self._drop_unit)
        self._list.sorting.house_dropped.connect(self._drop_house)

    # -- showing -----------------------------------------------------------------------------------

    def _reload(self) -> None:
        try:
            look = looks.read(self.context)
        except UserError as error:
            self.context.notices.fail(error)
            return
        if look != self._look or not self._list.sections:
            focus = self._list.focused()
            self._show(look)
            self._list.keep_focus(focus)

    def _show(self, look: Look) -> None:
        before, self._look = self._look, look
        self._list.show_look(look, before)
        self._archived.show_units(look.archived)
        tr = self.context.texts.tr
        self._header.set_subtitle(
            tr("What you let, in the order you drag it into.") if look.houses else ""
        )
        self._empty.setVisible(not look.houses)
        self._scroll.setVisible(bool(look.houses))
        self._add_unit.setVisible(bool(look.houses))
        self._add_house.setVisible(bool(look.houses))

    # -- what the owner wants ----------------------------------------------------------------------

    def _ask_new_house(self) -> None:
        first = not self._look.houses
        dialog = PropertyDialog(self.context.texts, self._actions.add_house, parent=self)
        dialog.saved.connect(partial(self._house_added, first))
        dialog.open()

    def _house_added(self, first: bool, property_id: int) -> None:
        if first:
            self._ask_new_unit(property_id)
            return
        section = next(one for one in self._list.sections if one.property_id == property_id)
        self._list.go_to(section.header)

    def _ask_edit_house(self, property_id: int) -> None:
        look = self._look.house(property_id)
        if look is None:
            return
        house = look.house
        PropertyDialog(
            self.context.texts,
            partial(self._actions.change_house, house),
            house=house,
            parent=self,
        ).open()

    def _ask_new_unit(self, property_id: int | None) -> None:
        houses = [look.house for look in self._look.houses]
        count = sum(len(look.units) for look in self._look.houses) + len(self._look.archived)
        dialog = UnitDialog(
            self.context.texts,
            self._actions.add_unit,
            houses,
            property_id=houses[-1].id if property_id is None else property_id,
            colour=COLOURS[count % len(COLOURS)],
            parent=self,
        )
        dialog.saved.connect(lambda unit_id: self._list.go_to(self._list.rows[unit_id]))
        dialog.open()

    def _ask_edit_unit(self, unit_id: int) -> None:
        look = self._look.unit(unit_id)
        if look is None:
            return
        unit = look.unit
        UnitDialog(
            self.context.texts,
            partial(self._actions.change_unit, unit),
            [house.house for house in self._look.houses],
            unit=unit,
            parent=self,
        ).open()

    def _archive(self, unit_id: int) -> None:
        look = self._look.unit(unit_id)
        if look is not None:
            self._actions.archive(look.unit)

    def _restore(self, unit_id: int) -> None:
        unit = next((one for one in self._look.archived if one.id == unit_id), None)
        if unit is not None:
            self._actions.restore(unit)

    def _remove_house(self, property_id: int) -> None:
        look = self._look.house(property_id)
        if look is not None:
            self._actions.remove_house(look.house)

    def _step_unit(self, unit_id: int, step: int) -> None:
        order = self._look.order
        self._actions.arrange(order, unit_stepped(order, unit_id, step))

    def _step_house(self, property_id: int, step: int) -> None:
        order = self._look.order
        self._actions.arrange(order, house_stepped(order, property_id, step))

    def _drop_unit(self, unit_id: int, property_id: int, index: int) -> None:
        order = self._look.order
        self._actions.arrange(order, unit_placed(order, unit_id, property_id, index))

    def _drop_house(self, property_id: int, index: int) -> None:
        order = self._look.order
        self._actions.arrange(order, house_placed(order, property_id, index))
