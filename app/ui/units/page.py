"""The page Einheiten: what the owner lets, in the order in which it is shown everywhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout

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
from app.ui.units.row import UnitRow, chip_width
from app.ui.units.section import HouseSection
from app.ui.units.sorting import Sorting

if TYPE_CHECKING:
    from app.services.watch import Moved
    from app.ui.base.context import Context
    from app.ui.units.handle import Handle


class UnitsPage(Page):
    """Properties as sections, units as rows: add, edit, order, archive and bring back."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setObjectName("units_page")
        self._look = Look()
        self._rows: dict[int, UnitRow] = {}
        self._sections: list[HouseSection] = []
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
            self._ask_new_unit(self._house_in_focus())
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
        self._content = content
        self._archived = ArchivedSection(self.context.texts, self._intents, parent=self._content)
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
        self._chip_width = chip_width(self.context.texts, self)
        self._sorting = Sorting(self._scroll, lambda: self._sections)

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
        self._sorting.unit_dropped.connect(self._drop_unit)
        self._sorting.house_dropped.connect(self._drop_house)

    # -- showing -----------------------------------------------------------------------------------

    def _reload(self) -> None:
        try:
            look = looks.read(self.context)
        except UserError as error:
            self.context.notices.fail(error)
            return
        if look != self._look or not self._sections:
            focus = self._focused()
            self._show(look)
            self._keep_focus(focus)

    def _show(self, look: Look) -> None:
        before, self._look = self._look, look
        self._show_sections(look, before)
        for house, section in zip(look.houses, self._sections, strict=True):
            section.set_rows([self._row(one, section, before) for one in house.units])
        self._drop_rows(look)
        self._archived.show_units(look.archived)
        tr = self.context.texts.tr
        self._header.set_subtitle(
            tr("What you let, in the order you drag it into.") if look.houses else ""
        )
        self._empty.setVisible(not look.houses)
        self._scroll.setVisible(bool(look.houses))
        self._add_unit.setVisible(bool(look.houses))
        self._add_house.setVisible(bool(look.houses))

    def _show_sections(self, look: Look, before: Look) -> None:
        kept = {section.property_id: section for section in self._sections}
        wanted = [self._section(house, kept, before) for house in look.houses]
        if wanted != self._sections:
            for place, section in enumerate(wanted):
                self._scroll.body.insertWidget(place, section)
        for section in self._sections:
            if section not in wanted:
                self._scroll.body.removeWidget(section)
                section.hide()
                section.deleteLater()
        self._sections = wanted

    def _section(
        self, look: looks.HouseLook, kept: dict[int, HouseSection], before: Look
    ) -> HouseSection:
        section = kept.get(look.house.id)
        if section is None:
            section = HouseSection(self.context.texts, self._intents, look, parent=self._content)
            section.header.walked.connect(partial(self._walk, section.header))
            self._sorting.watch_section(section)
        elif look != before.house(look.house.id):
            section.show_look(look)
        return section

    def _row(self, look: looks.UnitLook, section: HouseSection, before: Look) -> UnitRow:
        row = self._rows.get(look.unit.id)
        if row is None:
            row = UnitRow(
                self.context.texts,
                self._intents,
                look,
                chip_width=self._chip_width,
                parent=section.card,
            )
            row.walked.connect(partial(self._walk, row))
            self._sorting.watch_row(row)
            self._rows[look.unit.id] = row
        elif look != before.unit(look.unit.id):
            row.show_look(look)
        return row

    def _drop_rows(self, look: Look) -> None:
        for unit_id in [one for one in self._rows if look.unit(one) is None]:
            row = self._rows.pop(unit_id)
            row.hide()
            row.deleteLater()

    # -- the keyboard's place ----------------------------------------------------------------------

    def _stops(self) -> list[Handle]:
        """Return what the arrow keys go along, from top to bottom."""
        return [stop for section in self._sections for stop in (section.header, *section.rows)]

    def _walk(self, place: Handle, step: int) -> None:
        stops = self._stops()
        index = stops.index(place) + step
        if 0 <= index < len(stops):
            self._go_to(stops[index])

    def _go_to(self, place: Handle) -> None:
        place.setFocus(Qt.FocusReason.TabFocusReason)
        self._bring_into_sight(place)

    def _bring_into_sight(self, place: Handle) -> None:
        # What has just been added or moved gets its place now, not in the next turn of the loop.
        self._scroll.body.activate()
        self._scroll.ensureWidgetVisible(place, 0, 40)

    def _focused(self) -> tuple[Handle, int] | None:
        """Return the row or header that the keyboard is in, with its place among the others."""
        focus = QApplication.focusWidget()
        for index, stop in enumerate(self._stops()):
            if focus is not None and (focus is stop or stop.isAncestorOf(focus)):
                return stop, index
        return None

    def _keep_focus(self, before: tuple[Handle, int] | None) -> None:
        """Moving a row takes the focus from it, and removing it leaves the keyboard nowhere."""
        stops = self._stops()
        if before is None or not stops:
            return
        place, index = before
        if place not in stops:
            self._go_to(stops[min(index, len(stops) - 1)])
            return
        focus = QApplication.focusWidget()
        if focus is None or not (focus is place or place.isAncestorOf(focus)):
            self._go_to(place)
        elif stops.index(place) != index:
            self._bring_into_sight(place)

    def _house_in_focus(self) -> int | None:
        focused = self._focused()
        for section in self._sections:
            if focused is not None and section.isAncestorOf(focused[0]):
                return section.property_id
        return None

    # -- what the owner wants ----------------------------------------------------------------------

    def _ask_new_house(self) -> None:
        first = not self._look.houses
        dialog = PropertyDialog(
            self.context.texts, self.context.services.units.add_property, parent=self
        )
        dialog.saved.connect(partial(self._house_added, first))
        dialog.open()

    def _house_added(self, first: bool, property_id: int) -> None:
        if first:
            self._ask_new_unit(property_id)
            return
        section = next(one for one in self._sections if one.property_id == property_id)
        self._go_to(section.header)

    def _ask_edit_house(self, property_id: int) -> None:
        look = self._look.house(property_id)
        if look is None:
            return
        house, units = look.house, self.context.services.units
        PropertyDialog(
            self.context.texts,
            lambda draft: units.change_property(house.id, draft, sequence=house.sequence),
            house=house,
            parent=self,
        ).open()

    def _ask_new_unit(self, property_id: int | None) -> None:
        houses = [look.house for look in self._look.houses]
        count = sum(len(look.units) for look in self._look.houses) + len(self._look.archived)
        dialog = UnitDialog(
            self.context.texts,
            self.context.services.units.add,
            houses,
            property_id=houses[-1].id if property_id is None else property_id,
            colour=COLOURS[count % len(COLOURS)],
            parent=self,
        )
        dialog.saved.connect(lambda unit_id: self._go_to(self._rows[unit_id]))
        dialog.open()

    def _ask_edit_unit(self, unit_id: int) -> None:
        look = self._look.unit(unit_id)
        if look is None:
            return
        unit, units = look.unit, self.context.services.units
        UnitDialog(
            self.context.texts,
            lambda draft: units.change(unit.id, draft, sequence=unit.sequence),
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
            self._actions.remove_house(look.house, self._look.order)

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
