"""The head of the pane: name, menu, the way out; and what happens when the link changes outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QPushButton, QWidget

from app.core.house.staff import StaffDraft
from app.core.links.link import LinkKind, Scope, Target

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.core.house.unit import Unit
    from app.services.services import Services
    from tests.ui.conftest import RecordedNotices
    from tests.ui.links.pane.conftest import AddLink, Hands, ShowPane


def type_into(hands: Hands, field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    # As from the clipboard: what it holds need not be on any keyboard.
    field.insert(text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    hands.settle()


def menu_of(hands: Hands) -> dict[str, str]:
    """Open the menu, return its entries by name, and close it."""
    hands.click("pane_more")
    menu = hands.find(QMenu, "pane_more_menu")
    entries = {action.objectName(): action.text() for action in menu.actions() if action.text()}
    menu.close()
    return entries


def test_it_says_which_link_it_is_and_since_when(show_pane: ShowPane, add_link: AddLink) -> None:
    hands = show_pane(add_link(portal="airbnb"))
    assert hands.text("pane_title") == "Seeblick 1 · für Airbnb"
    assert hands.text("pane_since") == "angelegt am 06.07.2027"
    guide = hands.find(QPushButton, "pane_guide")
    assert guide.text() == "So fügen Sie den Link bei Airbnb ein"


@pytest.mark.usefixtures("imported")
def test_label_and_portal_are_saved_when_they_are_left(
    show_pane: ShowPane, add_link: AddLink, services: Services
) -> None:
    link = add_link(portal="airbnb")
    hands = show_pane(link)
    assert not hands.shown("pane_label")
    hands.click("pane_edit_button")
    assert QApplication.focusWidget() is hands.find(QLineEdit, "pane_label")

    type_into(hands, hands.find(QLineEdit, "pane_label"), "Nur Sommer")
    assert services.links.get(link.id).label == "Nur Sommer"
    assert hands.text("pane_title") == "Seeblick 1 · Nur Sommer · Airbnb"

    hands.choose("pane_portal", "Holidu")
    assert services.links.get(link.id).portal == "holidu"
    assert hands.text("detail_echo").startswith("Was von Holidu eingelesen")

    own = hands.find(QComboBox, "pane_portal").lineEdit()
    assert own is not None
    type_into(hands, own, "<b>Unser Verein</b>")
    assert hands.text("pane_title") == "Seeblick 1 · Nur Sommer · <b>Unser Verein</b>"
    assert hands.context.history.next_undo == "Seeblick 1 · Nur Sommer · Holidu: Name geändert"


def test_a_link_called_by_its_portal_is_called_by_the_next_one(
    show_pane: ShowPane, add_link: AddLink, services: Services
) -> None:
    link = add_link(portal="airbnb")
    hands = show_pane(link)
    hands.click("pane_edit_button")
    hands.choose("pane_portal", "Holidu")
    assert hands.text("pane_title") == "Seeblick 1 · für Holidu"
    assert services.links.get(link.id).label == "Holidu"


def test_a_label_that_is_too_long_is_refused_under_its_field(
    show_pane: ShowPane, add_link: AddLink, services: Services, notices: RecordedNotices
) -> None:
    link = add_link(label="Erna")
    hands = show_pane(link)
    hands.click("pane_edit_button")
    field = hands.find(QLineEdit, "pane_label")

    type_into(hands, field, "x" * 500)
    assert "500" in hands.text("pane_label_error")
    assert services.links.get(link.id).label == "Erna"
    assert notices.failed == []

    type_into(hands, field, "Tante\x07Erna")
    assert hands.text("pane_label_error") == ""
    assert services.links.get(link.id).label == "Tante Erna"


@pytest.mark.parametrize(("kind", "shown"), [(LinkKind.CALENDAR, True), (LinkKind.WEBSITE, False)])
def test_only_a_calendar_is_made_for_a_portal(
    show_pane: ShowPane, add_link: AddLink, kind: LinkKind, shown: bool
) -> None:
    hands = show_pane(add_link(kind))
    hands.click("pane_edit_button")
    assert hands.shown("pane_portal") is shown


def test_the_link_of_a_unit_is_called_by_its_unit(
    show_pane: ShowPane, services: Services, unit: Unit
) -> None:
    hands = show_pane(services.links.enable_unit(unit.id).after)
    assert hands.text("pane_title") == "Seeblick 1"
    assert not hands.shown("pane_edit_button")


def test_what_the_page_has_to_do_is_told_to_it(
    qtbot: QtBot, show_pane: ShowPane, add_link: AddLink, services: Services
) -> None:
    member = services.staff.add(StaffDraft(name="Frau Sommer"))
    link = add_link(LinkKind.CHANGEOVERS, Target(Scope.STAFF, member.id))
    hands = show_pane(link)
    with qtbot.waitSignal(hands.intents.guide) as guide:
        hands.click("pane_guide")
    assert guide.args == [link.id]
    assert list(menu_of(hands)) == ["edit_staff", "share", "guide", "fetches", "renew", "delete"]
    for entry, signal, told in (
        ("edit_staff", hands.intents.edit_staff, member.id),
        ("share", hands.intents.share, link.id),
        ("renew", hands.intents.renew, link.id),
        ("delete", hands.intents.delete, link.id),
    ):
        hands.click("pane_more")
        menu = hands.pane.findChildren(QMenu, "pane_more_menu")[-1]
        with qtbot.waitSignal(signal) as asked:
            next(action for action in menu.actions() if action.objectName() == entry).trigger()
        assert asked.args == [told]
        menu.close()


def test_escape_and_the_cross_close_it(
    qtbot: QtBot, show_pane: ShowPane, add_link: AddLink
) -> None:
    hands = show_pane(add_link())
    with qtbot.waitSignal(hands.pane.closed):
        hands.click("pane_close")
    tick = hands.find(QWidget, "detail_guest")
    tick.setFocus()
    with qtbot.waitSignal(hands.pane.closed):
        QTest.keyClick(tick, Qt.Key.Key_Escape)


def test_a_link_that_is_deleted_elsewhere_closes_it(
    qtbot: QtBot, show_pane: ShowPane, add_link: AddLink, services: Services
) -> None:
    link = add_link()
    hands = show_pane(link)
    with qtbot.waitSignal(hands.pane.closed):
        services.links.delete(link.id, sequence=link.sequence)
    assert hands.pane.link is None


def test_another_link_begins_at_its_head(
    show_pane: ShowPane, add_link: AddLink, services: Services, unit: Unit
) -> None:
    first, second = add_link(portal="airbnb"), add_link(label="Erna")
    hands = show_pane(first)
    hands.click("pane_edit_button")
    hands.click("detail_guest")

    hands.pane.show_link(second.id)
    hands.settle()
    assert hands.text("pane_title") == "Seeblick 1 · Erna"
    assert not hands.shown("pane_label")
    assert not hands.ticked("detail_guest")
    assert not hands.shown("detail_told")

    services.units.rename(unit.id, "Seeblick eins", sequence=unit.sequence)
    assert hands.text("pane_title") == "Seeblick eins · Erna"
