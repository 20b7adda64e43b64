"""The list of properties and units: a section for each property, a row for each unit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.ui.units.row import UnitRow, chip_width
from app.ui.units.section import HouseSection
from app.ui.units.sorting import Sorting

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.ui.kit import ScrollPage
    from app.ui.units.handle import Handle
    from app.ui.units.intents import Intents
    from app.ui.units.looks import HouseLook, Look, UnitLook


class UnitList:
    """Shows a look in `scroll`, and keeps the keyboard where it was.

    `sections` stand in the owner's order, `rows` are found by the ids of their units.
    """

    def __init__(self, texts: Catalogue, intents: Intents, scroll: ScrollPage) -> None:
        self._texts = texts
        self._intents = intents
        self._scroll = scroll
        content = scroll.widget()
        assert content is not None
        self._content = content
        self._chip_width = chip_width(texts, scroll)
        self.rows: dict[int, UnitRow] = {}
        self.sections: list[HouseSection] = []
        self.sorting = Sorting(scroll, lambda: self.sections)

    def show_look(self, look: Look, before: Look) -> None:
        """Show this; only what differs from `before` is drawn."""
        self._show_sections(look, before)
        for house, section in zip(look.houses, self.sections, strict=True):
            section.set_rows([self._row(one, section, before) for one in house.units])
        self._drop_rows(look)

    def _show_sections(self, look: Look, before: Look) -> None:
        kept = {section.property_id: section for section in self.sections}
        wanted = [self._section(house, kept, before) for house in look.houses]
        if wanted != self.sections:
            for place, section in enumerate(wanted):
                self._scroll.body.insertWidget(place, section)
        for section in self.sections:
            if section not in wanted:
                self._scroll.body.removeWidget(section)
                section.hide()
                section.deleteLater()
        self.sections = wanted

    def _section(
        self, look: HouseLook, kept: dict[int, HouseSection], before: Look
    ) -> HouseSection:
        section = kept.get(look.house.id)
        if section is None:
            section = HouseSection(self._texts, self._intents, look, parent=self._content)
            section.header.walked.connect(partial(self._walk, section.header))
            self.sorting.watch_section(section)
        elif look != before.house(look.house.id):
            section.show_look(look)
        return section

    def _row(self, look: UnitLook, section: HouseSection, before: Look) -> UnitRow:
        row = self.rows.get(look.unit.id)
        if row is None:
            row = UnitRow(
                self._texts,
                self._intents,
                look,
                chip_width=self._chip_width,
                parent=section.card,
            )
            row.walked.connect(partial(self._walk, row))
            self.sorting.watch_row(row)
            self.rows[look.unit.id] = row
        elif look != before.unit(look.unit.id):
            row.show_look(look)
        return row

    def _drop_rows(self, look: Look) -> None:
        for unit_id in [one for one in self.rows if look.unit(one) is None]:
            row = self.rows.pop(unit_id)
            row.hide()
            row.deleteLater()

    def _stops(self) -> list[Handle]:
        """Return what the arrow keys go along, from top to bottom."""
        return [stop for section in self.sections for stop in (section.header, *section.rows)]

    def _walk(self, place: Handle, step: int) -> None:
        stops = self._stops()
        index = stops.index(place) + step
        if 0 <= index < len(stops):
            self.go_to(stops[index])

    def go_to(self, place: Handle) -> None:
        """Put the keyboard there, and bring it into sight."""
        place.setFocus(Qt.FocusReason.TabFocusReason)
        self._bring_into_sight(place)

    def _bring_into_sight(self, place: Handle) -> None:
        # What has just been added or moved gets its place now, not in the next turn of the loop.
        self._scroll.body.activate()
        self._scroll.ensureWidgetVisible(place, 0, 40)

    def focused(self) -> tuple[Handle, int] | None:
        """Return the row or header that the keyboard is in, with its place among the others."""
        focus = QApplication.focusWidget()
        for index, stop in enumerate(self._stops()):
            if focus is not None and (focus is stop or stop.isAncestorOf(focus)):
                return stop, index
        return None

    def keep_focus(self, before: tuple[Handle, int] | None) -> None:
        """Moving a row takes the focus from it, and removing it leaves the keyboard nowhere."""
        stops = self._stops()
        if before is None or not stops:
            return
        place, index = before
        if place not in stops:
            self.go_to(stops[min(index, len(stops) - 1)])
            return
        focus = QApplication.focusWidget()
        if focus is None or not (focus is place or place.isAncestorOf(focus)):
            self.go_to(place)
        elif stops.index(place) != index:
            self._bring_into_sight(place)

    def house_in_focus(self) -> int | None:
        """The id of the property that the keyboard is in, None where it is elsewhere."""
        focused = self.focused()
        for section in self.sections:
            if focused is not None and section.isAncestorOf(focused[0]):
                return section.property_id
        return None
