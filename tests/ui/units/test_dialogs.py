"""Entering and editing a unit or a property."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.house.unit import COLOURS, Unit, UnitDraft, UnitKind
from app.ui.units.dialogs import PropertyDialog, UnitDialog

if TYPE_CHECKING:
    from app.services.services import Services
    from tests.ui.units.conftest import Hands


def unit_dialog(hands: Hands) -> UnitDialog:
    dialog = hands.dialog()
    assert isinstance(dialog, UnitDialog)
    return dialog


def property_dialog(hands: Hands) -> PropertyDialog:
    dialog = hands.dialog()
    assert isinstance(dialog, PropertyDialog)
    return dialog


def test_a_unit_is_entered_with_the_keyboard_alone(
    hands: Hands, services: Services, harbour: list[Unit]
) -> None:
    hands.page.new_entry()
    dialog = unit_dialog(hands)
    assert QApplication.focusWidget() is dialog.name_field
    QTest.keyClicks(dialog.name_field, "Zimmer Kormoran")
    QTest.keyClick(dialog.name_field, Qt.Key.Key_Return)
    unit = services.units.find("Zimmer Kormoran")
    assert unit.property_id == harbour[0].property_id
    assert unit.colour == COLOURS[5]
    assert (unit.kind, unit.capacity, unit.address) == (UnitKind.APARTMENT, None, "")


def test_everything_about_a_unit_can_be_entered(
    hands: Hands, services: Services, units: list[Unit]
) -> None:
    hands.page.new_entry()
    dialog = unit_dialog(hands)
    dialog.name_field.setText(" Bootshaus ")
    dialog.house_field.setCurrentIndex(dialog.house_field.findText("Haus Seeblick"))
    dialog.kind_field.setCurrentIndex(dialog.kind_field.findData(UnitKind.HOUSE))
    dialog.capacity_field.setValue(6)
    dialog.colour_field.set_colour("#123456")
    dialog.address_field.setPlainText("Am Steg 1\n17454 Zinnowitz")
    hands.click(dialog.primary_button)
    assert services.units.find("Bootshaus").draft() == UnitDraft(
        property_id=units[0].property_id,
        name="Bootshaus",
        kind=UnitKind.HOUSE,
        capacity=6,
        colour="#123456",
        address="Am Steg 1\n17454 Zinnowitz",
    )


@pytest.mark.parametrize("way", ["button", "double click", "enter", "F2", "menu"])
def test_a_unit_is_opened_in_every_way(hands: Hands, units: list[Unit], way: str) -> None:
    row = hands.row(units[1])
    if way == "button":
        hands.click(row.edit_button)
    elif way == "double click":
        QTest.mouseDClick(row, Qt.MouseButton.LeftButton)
    elif way == "menu":
        hands.choose(row, "unit_menu_edit")
    else:
        hands.take(row)
        hands.key(Qt.Key.Key_Return if way == "enter" else Qt.Key.Key_F2)
    assert unit_dialog(hands).name_field.text() == "Seeblick 2"


def test_editing_keeps_what_is_not_touched(
    hands: Hands, services: Services, units: list[Unit]
) -> None:
    draft = UnitDraft(
        property_id=units[0].property_id,
        name="Seeblick 1",
        kind=UnitKind.ROOM,
        capacity=3,
        colour="#abcdef",
        address="Hinterhaus",
    )
    services.units.change(units[0].id, draft, sequence=0)
    hands.click(hands.row(units[0]).edit_button)
    hands.click(unit_dialog(hands).primary_button)
    kept = services.units.get(units[0].id)
    assert kept.draft() == draft
    assert kept.sequence == 1


@pytest.mark.parametrize("name", ["seeblick 2", "", "   ", "x" * 201])
def test_a_name_that_cannot_be_is_said_under_its_field(
    hands: Hands, services: Services, units: list[Unit], name: str
) -> None:
    hands.click(hands.row(units[0]).edit_button)
    dialog = unit_dialog(hands)
    dialog.name_field.setText(name)
    dialog.address_field.setPlainText("bleibt stehen")
    hands.click(dialog.primary_button)
    assert dialog.isVisible()
    assert dialog.name_row.error()
    assert not dialog.error()
    assert QApplication.focusWidget() is dialog.name_field
    assert dialog.address_field.toPlainText() == "bleibt stehen"
    assert services.units.get(units[0].id) == units[0]
    dialog.name_field.setText("Anders")
    hands.click(dialog.primary_button)
    assert services.units.get(units[0].id).name == "Anders"


def test_an_address_that_is_too_long_is_said_under_its_field(
    hands: Hands, units: list[Unit]
) -> None:
    hands.click(hands.row(units[0]).edit_button)
    dialog = unit_dialog(hands)
    dialog.address_field.setPlainText("x" * 10_001)
    hands.click(dialog.primary_button)
    assert dialog.address_row is not None
    assert dialog.address_row.error()
    assert QApplication.focusWidget() is dialog.address_field


def test_a_unit_that_was_changed_meanwhile_is_not_overwritten(
    hands: Hands, services: Services, units: list[Unit]
) -> None:
    hands.click(hands.row(units[0]).edit_button)
    dialog = unit_dialog(hands)
    services.units.rename(units[0].id, "Von anderswo", sequence=0)
    dialog.name_field.setText("Von hier")
    hands.click(dialog.primary_button)
    assert dialog.isVisible()
    assert dialog.error()
    assert services.units.get(units[0].id).name == "Von anderswo"


def test_cancelling_saves_nothing(hands: Hands, services: Services, units: list[Unit]) -> None:
    hands.click(hands.row(units[0]).edit_button)
    dialog = unit_dialog(hands)
    dialog.name_field.setText("Anders")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert services.units.get(units[0].id) == units[0]


def test_a_unit_moves_into_the_house_that_is_chosen(
    hands: Hands, units: list[Unit], harbour: list[Unit]
) -> None:
    hands.click(hands.row(units[0]).edit_button)
    dialog = unit_dialog(hands)
    dialog.house_field.setCurrentIndex(dialog.house_field.findData(harbour[0].property_id))
    hands.click(dialog.primary_button)
    assert "Seeblick 1" in hands.names()["Am Hafen"]


def test_a_property_is_added_and_edited(hands: Hands, services: Services) -> None:
    hands.page._add_house.click()
    dialog = property_dialog(hands)
    dialog.name_field.setText("Almhütte")
    hands.click(dialog.primary_button)
    house = services.units.properties()[-1]
    hands.back()
    assert QApplication.focusWidget() is hands.header(house.id)
    hands.key(Qt.Key.Key_Return)
    dialog = property_dialog(hands)
    dialog.address_field.setPlainText("Berg 1\n83684 Tegernsee")
    QTest.keyClick(dialog.address_field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    changed = services.units.properties()[-1]
    assert (changed.name, changed.address) == ("Almhütte", "Berg 1\n83684 Tegernsee")
    assert "83684 Tegernsee" in hands.header(house.id).accessibleName()


def test_a_property_needs_a_name(hands: Hands, services: Services) -> None:
    hands.page._add_house.click()
    dialog = property_dialog(hands)
    hands.click(dialog.primary_button)
    assert dialog.name_row.error()
    assert len(services.units.properties()) == 2
