"""The quick way for what came in at a portal, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.services.services import Services
from app.ui.occupancies.page import OccupanciesPage
from tests.ui.occupancies.conftest import Enter, Keys, OpenPage

Part = Callable[..., Any]
TAB, RETURN, SPACE = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Space


def open_dialog(page: OccupanciesPage, part: Part, qtbot: QtBot) -> Any:
    QTest.mouseClick(part(page, QPushButton, "new_portal"), Qt.MouseButton.LeftButton)
    dialog = part(page, QWidget, "portal_dialog")
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def test_portal_unit_two_dates_enter_and_the_next(
    open_page: OpenPage, part: Part, qtbot: QtBot, keys: Keys, services: Services,
    units: list[Unit], enter: Enter,
) -> None:  # fmt: skip
    enter((7, 1), (7, 2))
    page = open_page()
    dialog = open_dialog(page, part, qtbot)
    keys("Airbnb", TAB, "seeblick 2", TAB, "14.7.", TAB, "21", RETURN)
    stays = services.occupancies.all(unit_id=units[1].id)
    assert [(s.portal, s.arrival, s.departure) for s in stays] == [
        ("airbnb", date(2027, 7, 14), date(2027, 7, 21))
    ]
    entered = part(dialog, QWidget, "entered")
    assert entered.plain_text() == "Entered: Booking · Airbnb (Seeblick 2, 14–21 Jul 2027)"
    # Portal and unit stand; the next one is two dates away.
    assert QApplication.focusWidget() is part(dialog, QComboBox, "unit")
    keys(TAB, "21.7.", TAB, "28", TAB, "Dubois", RETURN)
    stays = services.occupancies.all(unit_id=units[1].id)
    assert [(s.portal, s.arrival, s.guest) for s in stays][1] == (
        "airbnb", date(2027, 7, 21), "Dubois",
    )  # fmt: skip
    with qtbot.waitSignal(dialog.destroyed):
        keys(Qt.Key.Key_Escape)
    again = open_dialog(page, part, qtbot)
    assert part(again, QComboBox, "portal").currentText() == "Airbnb"
    assert QApplication.focusWidget() is part(again, QComboBox, "unit")


def test_a_unit_is_found_by_any_word_of_its_name(
    open_page: OpenPage, part: Part, qtbot: QtBot, keys: Keys, enter: Enter
) -> None:
    enter((7, 1), (7, 2))
    dialog = open_dialog(open_page(), part, qtbot)
    unit = part(dialog, QComboBox, "unit")
    unit.setFocus()
    keys("2")
    assert unit.currentText() == "Seeblick 2"
    part(dialog, QWidget, "guest").setFocus()
    unit.setFocus()
    keys(Qt.Key.Key_Up)
    assert unit.currentText() == "Seeblick 1"


def test_a_portal_of_the_owners_own(
    open_page: OpenPage, part: Part, qtbot: QtBot, keys: Keys, services: Services, enter: Enter
) -> None:
    enter((7, 1), (7, 2), portal="Tourist-Info")
    page = open_page()
    dialog = open_dialog(page, part, qtbot)
    portal = part(dialog, QComboBox, "portal")
    assert portal.findText("Tourist-Info") >= 0
    keys("Nachbarin", RETURN)
    keys("14.7.", TAB, "21.7.", RETURN)
    assert services.occupancies.all()[1].portal == "Nachbarin"


def test_without_a_portal_it_asks_for_one(
    open_page: OpenPage, part: Part, qtbot: QtBot, keys: Keys, services: Services, enter: Enter
) -> None:
    enter((7, 1), (7, 2))
    dialog = open_dialog(open_page(), part, qtbot)
    keys(RETURN)
    error = part(dialog, QLabel, "portal_error")
    assert error.text() == "Which portal did the booking come in at?"
    assert len(services.occupancies.all()) == 1


def test_a_real_double_booking_is_entered_all_the_same(
    open_page: OpenPage, part: Part, qtbot: QtBot, keys: Keys, services: Services, enter: Enter
) -> None:
    enter((7, 15), (7, 22), guest="Novák")
    dialog = open_dialog(open_page(), part, qtbot)
    keys("Airbnb", TAB, TAB, "20.7.", TAB, "24.7.", RETURN)
    assert "Novák" in dialog.error()
    assert len(services.occupancies.all()) == 1
    keys(SPACE, RETURN)
    assert len(services.double_bookings.open()) == 1
    check = part(dialog, QCheckBox, "in_spite")
    assert (check.isVisible(), check.isChecked()) == (False, False)
