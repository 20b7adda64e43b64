"""Weiterer Link …: what for, of which, how much it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
)

from app.core.links.details import Details
from app.core.links.link import WHOLE_HOUSE, Link, LinkKind, Scope, Target
from app.ui.kit import AddressField, Banner, Button, CopyButton
from tests.ui.links.dialogs.conftest import headline, links, names, targets

if TYPE_CHECKING:
    from app.core.house.unit import Unit
    from app.services.services import Services
    from app.ui.base.context import Context
    from tests.ui.conftest import MakeContext
    from tests.ui.links.dialogs.conftest import Begin


def test_a_link_for_airbnb_takes_two_clicks(
    begin: Begin, services: Services, units: list[Unit], done: list[Link], context: Context
) -> None:
    hands = begin()
    assert headline(hands) == "Belegt"
    hands.pick("link_portal_list", 0)
    hands.click("add_link_primary")
    [link] = links(services, units[0])
    assert (link.kind, link.portal, link.label) == (LinkKind.CALENDAR, "airbnb", "Airbnb")
    assert (link.details, link.language, link.enabled) == (Details(), "de", True)
    assert done == [link]
    assert context.history.next_undo == "Link „Seeblick 1 · für Airbnb“ angelegt"
    assert hands.closed


def test_its_address_is_there_at_once(begin: Begin, services: Services, units: list[Unit]) -> None:
    hands = begin()
    hands.pick("link_portal_list", 0)
    hands.click("add_link_primary")
    ready = hands.opened("ready_dialog")
    address = services.links.address(links(services, units[0])[0])
    assert ready.find(AddressField, "ready_address").address() == address
    assert ready.find(CopyButton, "ready_address_copy").hasFocus()
    ready.press(Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == address
    assert ready.find(CopyButton, "ready_address_copy").text() == "Kopiert"
    warning = ready.find(Banner, "ready_warning_1")
    assert warning.isVisible()
    assert "Airbnb liest von außen und kann ihn nicht abrufen" in warning.plain_text()
    assert ready.find(Button, "ready_set_up").isVisible()
    ready.click("ready_guide")
    guide = ready.opened("guide_dialog")
    assert guide.find(AddressField, "guide_address_0").address() == address
    guide.press(Qt.Key.Key_Escape)
    ready.click("ready_share")
    ready.opened("share_dialog")


def test_adding_can_be_undone(
    begin: Begin, services: Services, units: list[Unit], context: Context
) -> None:
    hands = begin()
    hands.pick("link_portal_list", 1)
    hands.click("add_link_primary")
    context.history.undo()
    assert links(services, units[0]) == []
    context.history.redo()
    assert [link.portal for link in links(services, units[0])] == ["booking"]


def test_the_keyboard_alone_is_enough(begin: Begin, services: Services, units: list[Unit]) -> None:
    hands = begin()
    field = hands.find(QLineEdit, "link_portal_search")
    assert field.hasFocus()
    QTest.keyClicks(field, "fewo")
    assert names(hands, "link_portal_list")[0] == "FeWo-direkt"
    hands.press(Qt.Key.Key_Return)
    assert [link.portal for link in links(services, units[0])] == ["fewo-direkt"]


def test_arrows_walk_through_the_list_from_the_field(begin: Begin, units: list[Unit]) -> None:
    assert units
    hands = begin()
    view = hands.find(QListWidget, "link_portal_list")
    for _ in range(3):
        hands.press(Qt.Key.Key_Down)
    assert view.currentRow() == 2
    hands.press(Qt.Key.Key_Up)
    assert view.currentItem().text() == "Booking.com"
    assert hands.find(QLineEdit, "link_portal_search").hasFocus()


@pytest.mark.parametrize("name", ["Urlaub-am-See", "<b>x</b>", "Hütten & Höfe"])
def test_a_portal_may_have_a_name_of_ones_own(
    begin: Begin, services: Services, units: list[Unit], name: str
) -> None:
    hands = begin()
    hands.find(QLineEdit, "link_portal_search").setText(name)
    assert names(hands, "link_portal_list") == [f"„{name}“ als eigener Name"]
    assert hands.find(QLineEdit, "link_label").text() == name
    hands.click("add_link_primary")
    assert [(link.portal, link.label) for link in links(services, units[0])] == [(name, name)]
    ready = hands.opened("ready_dialog")
    assert ready.find(QLabel, "ready_link").text() == f"Seeblick 1 · für {name}"
    assert ready.find(QLabel, "ready_link").textFormat() is Qt.TextFormat.PlainText
    ready.click("ready_dialog_primary")
    # The next time it is in the list.
    assert name in names(begin(), "link_portal_list")


def test_the_name_of_a_known_portal_is_that_portal(
    begin: Begin, services: Services, units: list[Unit]
) -> None:
    hands = begin()
    hands.find(QLineEdit, "link_portal_search").setText("AIRBNB ")
    assert names(hands, "link_portal_list") == ["Airbnb"]
    hands.click("add_link_primary")
    assert [link.portal for link in links(services, units[0])] == ["airbnb"]


def test_without_a_portal_nothing_is_added(
    begin: Begin, services: Services, units: list[Unit]
) -> None:
    hands = begin()
    hands.click("add_link_primary")
    assert not hands.closed
    said = hands.find(QLabel, "add_link_error").text()
    assert said == "Bitte wählen Sie ein Portal oder geben Sie seinen Namen ein."
    assert links(services, units[0]) == []
    hands.pick("link_portal_list", 0)
    assert hands.find(QLabel, "add_link_error").text() == ""


def test_a_second_link_for_the_same_portal_is_told(
    begin: Begin, units: list[Unit], add_link: Callable[..., Link]
) -> None:
    add_link(units[0], portal="airbnb")
    hands = begin()
    hands.pick("link_portal_list", 0)
    hints = [label.text() for label in hands.dialog.findChildren(QLabel) if label.isVisible()]
    assert "Für Airbnb gibt es hier schon einen Link. Einer genügt." in hints
    hands.find(QComboBox, "link_target").setCurrentIndex(1)
    hints = [label.text() for label in hands.dialog.findChildren(QLabel) if label.isVisible()]
    assert "Für Airbnb gibt es hier schon einen Link. Einer genügt." not in hints


class TestOfWhich:
    def test_units_then_the_house(self, begin: Begin, units: list[Unit]) -> None:
        assert units
        assert targets(begin()) == ["Seeblick 1", "Seeblick 2", "Dachstudio", "Ganzes Haus"]

    def test_properties_only_where_there_are_several(
        self, begin: Begin, units: list[Unit], another_house: Unit
    ) -> None:
        assert units
        assert another_house.id
        found = [name.partition(",")[0] for name in targets(begin())[4:]]
        assert found == ["Haus Seeblick", "Pension am Hafen", "Ganzes Haus"]

    def test_one_unit_is_no_question(self, begin: Begin, services: Services) -> None:
        [unit] = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units
        hands = begin()
        assert not hands.find(QComboBox, "link_target").isVisible()
        hands.pick("link_portal_list", 0)
        hands.click("add_link_primary")
        assert len(links(services, unit)) == 1

    def test_it_begins_with_what_it_was_opened_for(self, begin: Begin, units: list[Unit]) -> None:
        hands = begin(Target(Scope.UNIT, units[2].id))
        assert hands.find(QComboBox, "link_target").currentText() == "Dachstudio"

    def test_the_house_begins_with_a_person_and_names_its_units(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        assert units
        hands = begin(WHOLE_HOUSE)
        assert hands.find(QLineEdit, "link_person_search").hasFocus()
        QTest.keyClicks(hands.find(QLineEdit, "link_person_search"), "Oma")
        assert headline(hands) == "Seeblick 1: Belegt"
        hands.click("add_link_primary")
        [link] = services.links.all(WHOLE_HOUSE)
        assert (link.label, link.portal) == ("Oma", "")

    def test_without_units_it_says_so(self, begin: Begin) -> None:
        hands = begin()
        hands.pick("link_portal_list", 0)
        hands.click("add_link_primary")
        assert hands.find(QLabel, "add_link_error").text() == "Es gibt noch keine Einheit."

    def test_a_unit_that_was_archived_meanwhile_is_refused(
        self, begin: Begin, elsewhere: Services, units: list[Unit]
    ) -> None:
        hands = begin()
        hands.pick("link_portal_list", 0)
        elsewhere.units.archive(units[0].id, sequence=units[0].sequence)
        hands.click("add_link_primary")
        assert hands.find(QLabel, "add_link_error").text().startswith("Seeblick 1 ist archiviert.")
        assert not hands.closed


class TestBadInput:
    def test_a_label_of_500_characters_is_told_at_the_field(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        hands = begin()
        hands.pick("link_portal_list", 0)
        label = hands.find(QLineEdit, "link_label")
        label.selectAll()
        QTest.keyClicks(label, "x" * 500)
        said = hands.find(QLabel, "link_label_error")
        assert said.text() == "Dieser Text ist zu lang: 500 Zeichen. Höchstens 200 sind möglich."
        hands.click("add_link_primary")
        assert label.hasFocus()
        assert said.isVisible()
        assert links(services, units[0]) == []

    def test_a_portal_of_500_characters_too(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        hands = begin()
        hands.find(QLineEdit, "link_portal_search").setText("p" * 500)
        hands.find(QLineEdit, "link_label").setText("kurz")
        hands.click("add_link_primary")
        assert not hands.closed
        assert "zu lang" in hands.find(QLabel, "add_link_error").text()
        assert links(services, units[0]) == []

    def test_control_characters_become_spaces(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        hands = begin()
        hands.pick("link_portal_list", 0)
        hands.find(QLineEdit, "link_label").setText("für\tMama\x07 und\x1bPapa")
        hands.click("add_link_primary")
        assert [link.label for link in links(services, units[0])] == ["für Mama  und Papa"]

    def test_a_label_that_was_typed_stays(self, begin: Begin, units: list[Unit]) -> None:
        assert units
        hands = begin()
        label = hands.find(QLineEdit, "link_label")
        QTest.keyClicks(label, "Meiner")
        hands.pick("link_portal_list", 1)
        assert label.text() == "Meiner"

    def test_escape_adds_nothing(
        self, begin: Begin, services: Services, units: list[Unit], done: list[Link]
    ) -> None:
        hands = begin()
        hands.pick("link_portal_list", 0)
        hands.press(Qt.Key.Key_Escape)
        assert hands.closed
        assert links(services, units[0]) == []
        assert done == []


def test_english_makes_an_english_link(
    begin: Begin, make_context: MakeContext, english: object, services: Services, units: list[Unit]
) -> None:
    hands = begin(context=make_context(texts=english))
    assert headline(hands) == "Occupied"
    hands.pick("link_portal_list", 0)
    hands.find(QComboBox, "link_language").setCurrentIndex(0)
    assert headline(hands) == "Belegt"
    hands.find(QComboBox, "link_language").setCurrentIndex(1)
    hands.click("add_link_primary")
    assert [link.language for link in links(services, units[0])] == ["en"]
    assert QApplication.activeWindow() is hands.window("ready_dialog")
