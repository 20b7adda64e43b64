"""Earlier guests are suggested while one types; their stays, and deleting what was cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.core.stays.occupancy import Kind, Occupancy, Status
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.kit import Dialog
from app.ui.occupancies.filters import Standing
from app.ui.occupancies.page import OccupanciesPage
from app.ui.stays.guests.guest_field import GuestField
from app.ui.stays.guests.stays_dialog import Column, GuestStaysDialog
from tests.ui.conftest import RecordedNotices
from tests.ui.occupancies.conftest import Enter, Keys, OpenPage

Part = Callable[..., Any]
DOWN, RETURN, ESCAPE, TAB = (
    Qt.Key.Key_Down,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Tab,
)


def enter_guests(enter: Enter) -> None:
    enter((3, 1), (3, 8), guest="Familie Huber", phone="0171 2345678", email="h@example.org")
    enter((4, 1), (4, 8), guest="Familie Huber", unit=1)
    enter((5, 1), (5, 8), guest="Hubertus Groß", contact="WhatsApp")
    enter((6, 1), (6, 3), guest="Maier")


@pytest.fixture
def dialog(open_page: OpenPage, part: Part, qtbot: QtBot, enter: Enter) -> Any:
    """The dialog of a new occupancy, with the keyboard in the guest's field."""
    enter_guests(enter)
    page = open_page()
    page.new_entry()
    dialog = part(page, QWidget, "occupancy_dialog")
    qtbot.waitUntil(dialog.isActiveWindow)
    part(dialog, GuestField, "guest").setFocus()
    return dialog


@pytest.fixture
def typed(dialog: Any) -> Callable[..., list[str]]:
    """What stands in fields of the dialog."""
    return lambda *names: [dialog.findChild(QLineEdit, name).text() for name in names]


def suggested(dialog: Any) -> list[str]:
    field = dialog.findChild(GuestField, "guest")
    return [guest.name for guest in field.suggestions()]


def press(dialog: Any, *keys: Qt.Key) -> None:
    """Press keys where a keyboard would: in the list that is open."""
    popup = dialog.findChild(GuestField, "guest").popup
    for key in keys:
        QTest.keyClick(popup, key)


ALL = ("guest", "phone", "email", "contact")


def test_a_few_letters_suggest_who_has_been_here(dialog: Any, keys: Keys) -> None:
    keys("hu")
    assert suggested(dialog) == ["Hubertus Groß", "Familie Huber"]
    model = dialog.findChild(GuestField, "guest").popup.model()
    told = [model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(2)]
    assert told == [
        "Hubertus Groß, last stay 1–8 May 2027 · WhatsApp",
        "Familie Huber, last stay 1–8 Apr 2027 · 0171 2345678",
    ]


def test_nobody_is_suggested_where_nobody_is_meant(dialog: Any, keys: Keys) -> None:
    keys("hux")
    assert suggested(dialog) == []


def test_arrows_and_enter_take_somebody_over_with_their_contact(
    dialog: Any, keys: Keys, typed: Any
) -> None:
    keys("fam")
    press(dialog, DOWN)
    # Passing by changes nothing yet.
    assert typed(*ALL) == ["fam", "", "", ""]
    press(dialog, RETURN)
    assert typed(*ALL) == ["Familie Huber", "0171 2345678", "h@example.org", ""]
    assert dialog.isVisible()
    assert suggested(dialog) == []


def test_escape_leaves_what_was_typed_and_the_dialog_open(
    dialog: Any, keys: Keys, typed: Any
) -> None:
    keys("fam")
    press(dialog, DOWN, ESCAPE)
    assert typed(*ALL) == ["fam", "", "", ""]
    assert suggested(dialog) == []
    assert dialog.isVisible()


def test_a_click_takes_somebody_over(dialog: Any, keys: Keys, typed: Any) -> None:
    keys("hu")
    popup = dialog.findChild(GuestField, "guest").popup
    place = popup.visualRect(popup.model().index(1, 0)).center()
    QTest.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert typed("guest", "phone") == ["Familie Huber", "0171 2345678"]


def test_what_was_typed_into_another_field_stays(
    dialog: Any, keys: Keys, typed: Any, part: Part
) -> None:
    part(dialog, QLineEdit, "phone").setText("08382 1")
    keys("fam")
    press(dialog, DOWN, RETURN)
    assert typed(*ALL) == ["Familie Huber", "08382 1", "h@example.org", ""]


def test_another_guest_replaces_what_the_first_has_left(
    dialog: Any, keys: Keys, typed: Any, part: Part
) -> None:
    keys("fam")
    press(dialog, DOWN, RETURN)
    part(dialog, QLineEdit, "guest").clear()
    keys("hubert")
    press(dialog, DOWN, RETURN)
    assert typed(*ALL) == ["Hubertus Groß", "", "", "WhatsApp"]
    # What is filled there is not hidden.
    assert part(dialog, QLineEdit, "contact").isVisible()


@pytest.mark.parametrize("where", ["guest", "phone"])
def test_one_undo_takes_all_of_it_back(
    dialog: Any, keys: Keys, typed: Any, part: Part, where: str, notices: RecordedNotices
) -> None:
    keys("fam")
    press(dialog, DOWN, RETURN)
    QTest.keyClick(
        part(dialog, QLineEdit, where), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    )
    assert typed(*ALL) == ["fam", "", "", ""]
    # Nothing in the house was undone.
    assert notices.said == []


def test_what_was_typed_since_is_not_undone_with_it(
    dialog: Any, keys: Keys, typed: Any, part: Part
) -> None:
    keys("fam")
    press(dialog, DOWN, RETURN)
    phone = part(dialog, QLineEdit, "phone")
    phone.setFocus()
    QTest.keyClicks(phone, "9")
    QTest.keyClick(phone, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert typed("guest", "email") == ["Familie Huber", "h@example.org"]


def test_how_often_somebody_was_here_is_said_and_leads_to_the_stays(
    dialog: Any, keys: Keys, part: Part, notices: RecordedNotices, services: Services
) -> None:
    keys("fam")
    press(dialog, DOWN, RETURN)
    button = part(dialog, QPushButton, "guest_stays")
    assert button.text() == "2 other stays of this guest"
    button.click()
    stays = part(dialog, GuestStaysDialog, "guest_stays_dialog")
    texts = [
        [stays.model.index(row, column).data() for column in Column]
        for row in range(stays.model.rowCount())
    ]
    assert texts == [
        ["1–8 Apr 2027", "7", "Seeblick 2", "Direct booking", "confirmed"],
        ["1–8 Mar 2027", "7", "Seeblick 1", "Direct booking", "confirmed"],
    ]
    assert part(stays, QLabel, "guest_stays_sum").text() == "2 stays · 14 nights"
    QTest.keyClick(stays.table, DOWN)
    stays.primary_button.click()
    (first,) = [stay for stay in services.occupancies.all() if stay.phone]
    assert notices.shown == [first.id]
    # Something was typed: that is not thrown away.
    assert dialog.isVisible()


def edited(page: OccupanciesPage, occupancy_id: int, part: Part, qtbot: QtBot) -> Any:
    page.table.select(occupancy_id)
    page.edit_selected()
    dialog = part(page, QWidget, "occupancy_dialog")
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def test_an_untouched_dialog_goes_when_another_stay_is_shown(
    open_page: OpenPage, part: Part, qtbot: QtBot, enter: Enter, notices: RecordedNotices
) -> None:
    stay = enter((7, 10), (7, 14), guest="Huber")
    other = enter((8, 10), (8, 14), guest="huber")
    dialog = edited(open_page(), stay.id, part, qtbot)
    button = dialog.findChild(QPushButton, "guest_stays")
    qtbot.waitUntil(button.isVisible)
    assert button.text() == "1 other stay of this guest"
    button.click()
    part(dialog, GuestStaysDialog, "guest_stays_dialog").primary_button.click()
    assert notices.shown == [other.id]
    assert not dialog.isVisible()


def test_what_is_cancelled_is_listed_and_not_in_the_plan(
    open_page: OpenPage, part: Part, qtbot: QtBot, enter: Enter, services: Services
) -> None:
    stay = enter((7, 10), (7, 14), guest="Huber")
    other = enter((8, 10), (8, 14), guest="huber")
    services.occupancies.cancel(other.id, sequence=other.sequence)
    dialog = edited(open_page(), stay.id, part, qtbot)
    button = dialog.findChild(QPushButton, "guest_stays")
    qtbot.waitUntil(button.isVisible)
    button.click()
    stays = part(dialog, GuestStaysDialog, "guest_stays_dialog")
    assert stays.model.index(0, Column.STATUS).data() == "cancelled"
    assert not stays.primary_button.isEnabled()


# ---- what is known of few ----


def test_what_is_seldom_known_is_folded_away_until_it_is_wanted(
    dialog: Any, part: Part, keys: Keys, services: Services
) -> None:
    assert not dialog.findChild(QLineEdit, "arrival_time").isVisible()
    part(dialog, QPushButton, "more_fold").click()
    part(dialog, QLineEdit, "arrival").setText("14.7.")
    part(dialog, QLineEdit, "arrival").textEdited.emit("14.7.")
    part(dialog, QLineEdit, "departure").textEdited.emit("21.7.")
    clock = part(dialog, QLineEdit, "arrival_time")
    clock.setFocus()
    keys("4 pm", TAB)
    assert clock.text() == "16:00"
    keys("2", TAB, "1", TAB, "Nachbarin")
    # Children are among the persons.
    assert part(dialog, QSpinBox, "persons").value() == 2
    dialog.submitted.emit()
    (stay,) = [stay for stay in services.occupancies.all() if stay.arrival_time]
    assert (stay.arrival_time, stay.persons, stay.children, stay.pets) == (time(16), 2, 2, 1)
    assert stay.contact == "Nachbarin"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("email", "huber", "no e-mail address"),
        ("arrival_time", "25", "no time of day"),
        ("phone", "1" * 201, "too long"),
        ("contact", "x" * 501, "too long"),
    ],
)
def test_what_is_wrong_is_said_under_its_field_though_it_was_folded(
    dialog: Any, part: Part, services: Services, name: str, text: str, words: str
) -> None:
    before = services.occupancies.all()
    part(dialog, QLineEdit, "arrival").textEdited.emit("14.7.")
    part(dialog, QLineEdit, "departure").textEdited.emit("21.7.")
    field = dialog.findChild(QLineEdit, name)
    field.setText(text)
    dialog.submitted.emit()
    assert words in field.accessibleDescription()
    assert field.isVisible()
    assert QApplication.focusWidget() is field
    assert services.occupancies.all() == before


def test_more_children_than_persons_are_refused(
    dialog: Any, part: Part, services: Services
) -> None:
    part(dialog, QPushButton, "more_fold").click()
    part(dialog, QLineEdit, "arrival").textEdited.emit("14.7.")
    part(dialog, QLineEdit, "departure").textEdited.emit("21.7.")
    part(dialog, QSpinBox, "children").setValue(3)
    part(dialog, QSpinBox, "persons").setValue(2)
    dialog.submitted.emit()
    children = part(dialog, QSpinBox, "children")
    assert children.accessibleDescription() == "More children than persons."
    assert len(services.occupancies.all()) == 4


def test_a_block_keeps_unseen_what_it_had_of_a_guest(
    open_page: OpenPage, part: Part, qtbot: QtBot, enter: Enter, services: Services
) -> None:
    full = {
        "phone": "0171 2345678",
        "email": "a@b.de",
        "arrival_time": time(15),
        "persons": 3,
        "children": 1,
        "pets": 1,
    }
    block = enter((7, 10), (7, 14), kind=Kind.BLOCK, note="bath", **full)
    dialog = edited(open_page(), block.id, part, qtbot)
    for name in ("guest", "phone", "email", "more_fold", "guest_stays", "arrival_time"):
        assert not dialog.findChild(QWidget, name).isVisible(), name
    dialog.findChild(QLineEdit, "reason").setText("new bath")
    dialog.submitted.emit()
    now = services.occupancies.get(block.id)
    assert now.reason == "new bath"
    assert replace(now.draft(), note="bath") == block.draft()


# ---- the menu, and deleting ----


def menu_of(page: OccupanciesPage, occupancy_id: int, part: Part) -> dict[str, QAction]:
    page.table.select(occupancy_id)
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(page.table, QContextMenuEvent(reason, QPoint(5, 5), QPoint(50, 50)))
    menu = part(page, QMenu, "row_menu")
    return {action.objectName(): action for action in menu.actions()}


@pytest.fixture
def cancelled(enter: Enter, services: Services) -> Occupancy:
    stay = enter((7, 10), (7, 14), guest="Huber")
    return services.occupancies.cancel(stay.id, sequence=stay.sequence).after


@pytest.fixture
def page(open_page: OpenPage, cancelled: Occupancy, part: Part) -> OccupanciesPage:
    """The page with what is cancelled, too."""
    page = open_page()
    assert not cancelled.blocks
    standing = part(page, QComboBox, "standing_filter")
    standing.setCurrentIndex(standing.findData(Standing.ANY))
    return page


def test_the_menu_leads_to_the_stays_of_the_guest(
    page: OccupanciesPage, cancelled: Occupancy, part: Part
) -> None:
    menu_of(page, cancelled.id, part)["menu_guest_stays"].trigger()
    stays = part(page, GuestStaysDialog, "guest_stays_dialog")
    assert [stay.id for stay in stays.model.rows] == [cancelled.id]


def test_what_has_no_guest_has_no_such_entry(
    page: OccupanciesPage, enter: Enter, part: Part
) -> None:
    block = enter((8, 1), (8, 3), kind=Kind.BLOCK, note="bath")
    assert not {"menu_guest_stays", "menu_delete"} & menu_of(page, block.id, part).keys()


def test_what_is_cancelled_is_deleted_after_a_question_and_comes_back_by_undo(
    page: OccupanciesPage,
    cancelled: Occupancy,
    part: Part,
    services: Services,
    context: Context,
    notices: RecordedNotices,
) -> None:
    menu_of(page, cancelled.id, part)["menu_delete"].trigger()
    question = part(page, Dialog, "delete_stay")
    told = part(question, QLabel, "delete_stay_text").text()
    assert "Huber (Seeblick 1, 10–14 Jul 2027) was cancelled" in told
    assert "Backups keep it" in told
    question.cancel_button.click()
    assert services.occupancies.all() == [cancelled]
    menu_of(page, cancelled.id, part)["menu_delete"].trigger()
    part(page, Dialog, "delete_stay").primary_button.click()
    assert services.occupancies.all() == []
    assert notices.said == ["Huber (Seeblick 1, 10–14 Jul 2027) deleted."]
    context.history.undo()
    (again,) = services.occupancies.all()
    assert again.draft() == cancelled.draft()
    context.history.redo()
    assert services.occupancies.all() == []


def test_one_that_was_entered_again_meanwhile_is_not_deleted(
    page: OccupanciesPage,
    cancelled: Occupancy,
    part: Part,
    services: Services,
    notices: RecordedNotices,
) -> None:
    menu_of(page, cancelled.id, part)["menu_delete"].trigger()
    draft = replace(cancelled.draft(), status=Status.CONFIRMED)
    services.occupancies.change(cancelled.id, draft, sequence=cancelled.sequence)
    part(page, Dialog, "delete_stay").primary_button.click()
    assert services.occupancies.get(cancelled.id).blocks
    assert len(notices.failed) == 1
