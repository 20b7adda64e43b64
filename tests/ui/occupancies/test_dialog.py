"""Entering and editing with the keyboard; results are read through the services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit, UnitDraft
from app.core.stays.occupancy import Kind, Status
from app.services.services import Services
from app.ui.occupancies.filters import Standing
from app.ui.occupancies.model import Column
from app.ui.occupancies.page import OccupanciesPage
from app.ui.stays.entry.dialog import OccupancyDialog
from tests.ui.conftest import RecordedNotices
from tests.ui.occupancies.conftest import Enter, Keys, OpenPage, shown_ids

Part = Callable[..., Any]
LEFT = Qt.MouseButton.LeftButton
TAB, RETURN, SPACE = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Space


@pytest.fixture
def new_dialog(
    open_page: OpenPage, part: Part, qtbot: QtBot, enter: Enter
) -> Callable[[], tuple[OccupanciesPage, OccupancyDialog]]:
    assert enter is not None  # it has made the units

    def new_dialog() -> tuple[OccupanciesPage, OccupancyDialog]:
        page = open_page()
        page.new_entry()
        dialog = part(page, QWidget, "occupancy_dialog")
        qtbot.waitUntil(dialog.isActiveWindow)
        return page, dialog

    return new_dialog


NewDialog = Callable[[], tuple[OccupanciesPage, OccupancyDialog]]


def edit_dialog(page: OccupanciesPage, occupancy_id: int, part: Part, qtbot: QtBot) -> Any:
    page.table.select(occupancy_id)
    page.edit_selected()
    dialog = part(page, QWidget, "occupancy_dialog")
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def focused() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def line(dialog: QWidget, part: Part) -> str:
    return str(part(dialog, QLabel, "stay_line").text())


def test_everything_is_entered_from_the_keyboard(
    new_dialog: NewDialog, keys: Keys, services: Services, units: list[Unit],
    notices: RecordedNotices,
) -> None:  # fmt: skip
    page, _ = new_dialog()
    keys("14.7.", TAB, "21", TAB)
    keys(TAB, TAB)  # past kind and status
    assert focused().objectName() == "guest"
    keys("Familie Öztürk", TAB, "0171 123", TAB, "a@b.de", TAB, "4", TAB, "airb", TAB, "Hund")
    QTest.keyClick(focused(), RETURN, Qt.KeyboardModifier.ControlModifier)
    (stay,) = services.occupancies.all()
    assert (stay.unit_id, stay.arrival, stay.departure) == (
        units[0].id, date(2027, 7, 14), date(2027, 7, 21),
    )  # fmt: skip
    assert (stay.guest, stay.phone, stay.persons) == ("Familie Öztürk", "0171 123", 4)
    assert (stay.email, stay.contact) == ("a@b.de", "")
    assert (stay.portal, stay.note, stay.kind) == ("airbnb", "Hund", Kind.BOOKING)
    assert stay.status is Status.CONFIRMED
    assert shown_ids(page) == [stay.id]
    assert page.table.selected_id() == stay.id
    assert notices.said == ["Familie Öztürk (Seeblick 1, 14–21 Jul 2027) entered."]


GUEST_FIELDS = ("guest", "phone", "email", "contact", "persons", "portal", "more_fold")


def test_a_block_asks_for_its_reason_and_nothing_of_guests(
    new_dialog: NewDialog,
    keys: Keys,
    services: Services,
    part: Part,
    notices: RecordedNotices,
) -> None:
    page, dialog = new_dialog()
    keys("14.7.", TAB, "21", TAB)
    part(dialog, QLineEdit, "guest").setText("Huber")
    keys(Qt.Key.Key_Left)  # round to the last kind
    for name in (*GUEST_FIELDS, "status"):
        assert not part(dialog, QWidget, name).isVisible(), name
    labels = {label.text() for label in dialog.findChildren(QLabel) if label.isVisible()}
    assert {"Reason", "Blocked from", "Free again from"} <= labels
    assert not {"Guest", "Arrival", "Departure"} & labels
    keys(TAB)
    assert focused().objectName() == "reason"
    keys("New bath", TAB, "Mr. Rösch has the key.")
    QTest.keyClick(focused(), RETURN, Qt.KeyboardModifier.ControlModifier)
    (stay,) = services.occupancies.all()
    assert (stay.kind, stay.guest, stay.portal) == (Kind.BLOCK, "", "")
    assert (stay.reason, stay.note) == ("New bath", "New bath\nMr. Rösch has the key.")
    assert notices.said == ["New bath (Seeblick 1, 14–21 Jul 2027) entered."]
    row = page.table.proxy.row_of(stay.id)
    assert row is not None
    assert page.table.proxy.index(row, Column.GUEST).data() == "New bath"


def test_what_is_typed_follows_the_kind(new_dialog: NewDialog, part: Part) -> None:
    _, dialog = new_dialog()
    part(dialog, QPlainTextEdit, "note").setPlainText("New bath\nWith a tub")
    for kind, reason, note in (
        ("block", "New bath", "With a tub"),
        ("owner", "", "New bath\nWith a tub"),
        ("block", "New bath", "With a tub"),
        ("block", "New bath", "With a tub"),
        ("booking", "", "New bath\nWith a tub"),
    ):
        QTest.mouseClick(part(dialog, QPushButton, f"kind_{kind}"), Qt.MouseButton.LeftButton)
        assert part(dialog, QLineEdit, "reason").text() == reason
        assert part(dialog, QPlainTextEdit, "note").toPlainText() == note


def test_a_block_with_a_guest_s_name_gives_it_as_its_reason_and_loses_nothing(
    open_page: OpenPage, enter: Enter, services: Services, part: Part, qtbot: QtBot
) -> None:
    block = enter(
        (7, 10), (7, 14), kind=Kind.BLOCK, guest="Renovation", contact="0171 1", portal="airbnb",
        note="By Rösch",
    )  # fmt: skip
    dialog = edit_dialog(open_page(), block.id, part, qtbot)
    assert part(dialog, QLineEdit, "reason").text() == "Renovation"
    assert part(dialog, QPlainTextEdit, "note").toPlainText() == "By Rösch"
    QTest.mouseClick(part(dialog, QPushButton, "occupancy_dialog_primary"), LEFT)
    now = services.occupancies.get(block.id)
    assert (now.guest, now.note) == ("", "Renovation\nBy Rösch")
    assert (now.contact, now.portal) == ("0171 1", "airbnb")


def test_a_cancelled_block_still_shows_its_status(
    open_page: OpenPage, enter: Enter, services: Services, part: Part, qtbot: QtBot
) -> None:
    block = enter((7, 10), (7, 14), kind=Kind.BLOCK, note="Renovation")
    services.occupancies.cancel(block.id, sequence=0)
    page = open_page()
    page.filter_bar.narrow(standing=Standing.ANY)
    dialog = edit_dialog(page, block.id, part, qtbot)
    assert part(dialog, QWidget, "status").isVisible()


def test_nights_and_whether_they_are_free_are_said_as_one_types(
    new_dialog: NewDialog, keys: Keys, enter: Enter, part: Part
) -> None:
    enter((7, 20), (7, 25), guest="Familie Huber")
    enter((7, 25), (7, 28), guest="Bergmann")
    _, dialog = new_dialog()
    keys("14.7.")
    assert line(dialog, part) == ""
    keys(TAB, "20")
    assert line(dialog, part) == "6 nights, free"
    keys(".7.27")
    assert line(dialog, part) == "6 nights, free"
    part(dialog, QLineEdit, "departure").selectAll()
    keys("26.7.")
    assert line(dialog, part) == (
        "12 nights. Taken from Tue 20 Jul 2027 to Sun 25 Jul 2027: Familie Huber. And 1 more."
    )
    part(dialog, QComboBox, "unit").setCurrentIndex(1)
    assert line(dialog, part) == "12 nights, free"


def test_the_departure_follows_the_arrival(new_dialog: NewDialog, keys: Keys, part: Part) -> None:
    _, dialog = new_dialog()
    keys("14.7.", TAB, "21.7.", TAB)
    arrival, departure = (part(dialog, QLineEdit, name) for name in ("arrival", "departure"))
    assert (arrival.text(), departure.text()) == ("Wed 14 Jul 2027", "Wed 21 Jul 2027")
    arrival.setFocus()
    arrival.selectAll()
    keys("30.7.")
    assert departure.value() == date(2027, 8, 6)
    keys(Qt.Key.Key_Down)
    assert (arrival.value(), departure.value()) == (date(2027, 7, 29), date(2027, 8, 5))


def test_a_date_is_picked_from_the_calendar(new_dialog: NewDialog, part: Part) -> None:
    _, dialog = new_dialog()
    arrival = part(dialog, QLineEdit, "arrival")
    QTest.keyClick(arrival, Qt.Key.Key_F4)
    calendar = part(arrival, QCalendarWidget, "calendar")
    assert (calendar.yearShown(), calendar.monthShown()) == (2027, 7)
    days = calendar.findChild(QTableView)
    QTest.keyClick(days, Qt.Key.Key_Right)
    QTest.keyClick(days, Qt.Key.Key_Return)
    assert arrival.value() == date(2027, 7, 7)
    assert arrival.text() == "Wed 7 Jul 2027"


def test_a_departure_before_the_arrival_shows_while_one_types(
    new_dialog: NewDialog, keys: Keys, part: Part
) -> None:
    _, dialog = new_dialog()
    keys("14.8.2027", TAB, "10.8.2027")
    assert line(dialog, part) == "Departure must be after arrival."
    keys(*[Qt.Key.Key_Backspace] * 9, "20.8.2027")
    assert line(dialog, part) == "6 nights, free"


def test_a_short_arrival_lies_ahead_and_the_departure_after_it(
    new_dialog: NewDialog, keys: Keys
) -> None:
    _, dialog = new_dialog()
    keys("5", TAB, "5")
    assert dialog.stay.arrival.value() == date(2027, 8, 5)
    assert dialog.stay.departure.value() == date(2027, 9, 5)


def test_more_than_a_year_is_asked_about_and_nothing_typed_is_lost(
    new_dialog: NewDialog, keys: Keys, part: Part, services: Services, qtbot: QtBot
) -> None:
    page, dialog = new_dialog()
    keys("14.8.2027", TAB, "21.8.2127")
    assert line(dialog, part) == "36,531 nights: more than a year"
    part(dialog, QLineEdit, "guest").setText("Huber")
    keys(RETURN)
    question = part(page, QWidget, "long_stay")
    assert part(question, QPushButton, "long_stay_primary").text() == "Enter 36,531 nights"
    part(question, QPushButton, "long_stay_cancel").click()
    assert dialog.isVisible()
    assert part(dialog, QLineEdit, "guest").text() == "Huber"
    assert services.occupancies.all() == []
    dialog.primary_button.click()
    qtbot.waitUntil(lambda: not question.isVisible())
    part(page, QPushButton, "long_stay_primary").click()
    assert not dialog.isVisible()
    (entered,) = services.occupancies.all()
    assert (entered.nights, entered.guest) == (36_531, "Huber")


def test_errors_stand_under_their_fields_and_nothing_is_lost(
    new_dialog: NewDialog, keys: Keys, part: Part, services: Services
) -> None:
    _, dialog = new_dialog()
    keys("31.6.", TAB, TAB)
    guest = part(dialog, QLineEdit, "guest")
    guest.setText("x" * 501)
    guest.setFocus()
    keys(RETURN)

    def error(name: str) -> str:
        return str(part(dialog, QLabel, f"{name}_error").text())

    assert error("arrival") == "There is no day 31 in month 6 of 2028: it has 30 days."
    assert error("departure") == "Please enter the day of departure."
    assert error("guest") == "This text is too long: 501 characters. At most 500 are possible."
    assert QApplication.focusWidget() is part(dialog, QLineEdit, "arrival")
    keys("14.7.", TAB, "14.7.27", RETURN)
    assert error("arrival") == ""
    assert "must be after arrival" in error("departure")
    keys("1.1.9999", RETURN)
    assert "The year 9999 cannot be right" in error("departure")
    assert services.occupancies.all() == []
    assert guest.text() == "x" * 501
    part(dialog, QPushButton, "status_option").click()
    guest.setText("Huber")
    part(dialog, QLineEdit, "departure").set_value(date(2027, 7, 20))
    guest.setFocus()
    keys(RETURN)
    assert error("option_until") == "Until when does the option hold? Please enter a date."
    keys("10.7.", RETURN)
    (stay,) = services.occupancies.all()
    assert (stay.status, stay.option_until) == (Status.OPTION, date(2027, 7, 10))


def test_a_double_booking_must_be_confirmed(
    new_dialog: NewDialog, keys: Keys, part: Part, services: Services, enter: Enter
) -> None:
    other = enter((7, 15), (7, 22), guest="Novák")
    page, dialog = new_dialog()
    keys("20.7.", TAB, "24.7.", RETURN)
    check = part(dialog, QCheckBox, "in_spite")
    assert check.isVisible()
    assert "Novák" in dialog.error()
    keys(RETURN)
    assert services.occupancies.all() == [other]
    keys(SPACE, RETURN)
    assert len(services.occupancies.all()) == 2
    assert len(services.double_bookings.open()) == 1
    assert part(page, QWidget, "conflict_strip").isVisible()


def test_a_confirmation_does_not_outlive_the_dates_it_was_given_for(
    new_dialog: NewDialog, keys: Keys, part: Part, services: Services, enter: Enter
) -> None:
    enter((7, 15), (7, 22), guest="Novák")
    enter((8, 1), (8, 8), guest="Bergmann")
    _, dialog = new_dialog()
    keys("20.7.", TAB, "24.7.", RETURN, SPACE)
    arrival = part(dialog, QLineEdit, "arrival")
    arrival.setFocus()
    arrival.selectAll()
    keys("2.8.")
    assert not part(dialog, QCheckBox, "in_spite").isVisible()
    assert dialog.error() == ""
    keys(RETURN)
    assert "Bergmann" in dialog.error()
    assert len(services.occupancies.all()) == 2


def test_an_occupancy_is_edited(
    open_page: OpenPage, enter: Enter, part: Part, qtbot: QtBot, keys: Keys, services: Services
) -> None:
    stay = enter((7, 10), (7, 14), guest="Huber", contact="mail", persons=2, note="A\nB",
                 portal="Tourist-Info", kind=Kind.OWNER)  # fmt: skip
    page = open_page()
    dialog = edit_dialog(page, stay.id, part, qtbot)
    assert part(dialog, QPlainTextEdit, "note").toPlainText() == "A\nB"
    assert line(dialog, part) == "4 nights, free"
    keys(RETURN)
    assert services.occupancies.get(stay.id) == stay
    edit_dialog(page, stay.id, part, qtbot)
    keys("12.7.", RETURN)
    changed = services.occupancies.get(stay.id)
    assert changed.sequence == 1
    assert changed.draft() == replace(
        stay.draft(), arrival=date(2027, 7, 12), departure=date(2027, 7, 16)
    )


def test_what_moved_elsewhere_is_loaded_again(
    open_page: OpenPage, enter: Enter, part: Part, qtbot: QtBot, keys: Keys, services: Services
) -> None:
    stay = enter((7, 10), (7, 14), guest="Huber")
    dialog = edit_dialog(open_page(), stay.id, part, qtbot)
    moved = part(dialog, QWidget, "moved")
    assert not moved.isVisible()
    elsewhere = replace(stay.draft(), guest="Bergmann")
    services.occupancies.change(stay.id, elsewhere, sequence=stay.sequence)
    assert moved.isVisible()
    keys("12.7.", RETURN)
    assert "changed elsewhere" in dialog.error()
    part(dialog, QPushButton, "moved_reload").click()
    assert part(dialog, QLineEdit, "guest").text() == "Bergmann"
    assert part(dialog, QLineEdit, "arrival").value() == date(2027, 7, 10)
    assert (dialog.error(), moved.isVisible()) == ("", False)
    keys(RETURN)
    assert services.occupancies.get(stay.id).guest == "Bergmann"


def test_an_edit_that_no_longer_blocks_needs_no_confirmation(
    open_page: OpenPage, enter: Enter, part: Part, qtbot: QtBot, services: Services, keys: Keys
) -> None:
    enter((7, 10), (7, 14), guest="Huber")
    stay = enter((7, 20), (7, 24))
    dialog = edit_dialog(open_page(), stay.id, part, qtbot)
    keys("11.7.")
    assert "Huber" in line(dialog, part)
    part(dialog, QPushButton, "status_cancelled").click()
    assert line(dialog, part) == "4 nights"
    part(dialog, QPushButton, "occupancy_dialog_primary").click()
    assert services.occupancies.get(stay.id).status is Status.CANCELLED


def test_more_persons_than_beds_is_a_hint_not_a_refusal(
    open_page: OpenPage, part: Part, units: list[Unit], services: Services, keys: Keys,
    qtbot: QtBot,
) -> None:  # fmt: skip
    unit = units[0]
    draft = {name: getattr(unit, name) for name in ("property_id", "name", "kind", "colour")}
    services.units.change(unit.id, UnitDraft(**draft, capacity=2), sequence=unit.sequence)
    page = open_page()
    page.new_entry()
    dialog = part(page, QWidget, "occupancy_dialog")
    qtbot.waitUntil(dialog.isActiveWindow)
    keys("14.7.", TAB, "21.7.")
    persons = part(dialog, QSpinBox, "persons")
    persons.setValue(3)
    labels = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert "Seeblick 1 is for 2 persons." in labels
    keys(RETURN)
    assert services.occupancies.all()[0].persons == 3


def test_what_a_field_took_is_given_back_when_it_goes(
    new_dialog: NewDialog, part: Part, qtbot: QtBot
) -> None:
    _, dialog = new_dialog()
    before = dialog.height()
    QTest.mouseClick(part(dialog, QPushButton, "status_option"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.height() > before)
    QTest.mouseClick(part(dialog, QPushButton, "status_confirmed"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.height() == before)


def test_what_the_owner_made_taller_stays_so(new_dialog: NewDialog, part: Part) -> None:
    _, dialog = new_dialog()
    taller = dialog.height() + 200
    dialog.resize(dialog.width(), taller)
    option = part(dialog, QPushButton, "status_option")
    confirmed = part(dialog, QPushButton, "status_confirmed")
    for button in (option, confirmed, option, confirmed):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()
        assert dialog.height() == taller
