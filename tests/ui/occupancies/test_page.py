"""The page with real clicks and keys; results are read through the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.stays.occupancy import Kind, Status
from app.i18n import Catalogue, catalogue
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.kit import tabular
from app.ui.occupancies.cells import CELL_MARGIN, EXTRAS
from app.ui.occupancies.model import Column
from app.ui.occupancies.page import OccupanciesPage
from tests.clocks import SetClock
from tests.ui.conftest import RecordedNotices
from tests.ui.occupancies.conftest import Enter, Keys, OpenPage, shown_ids

Part = Callable[..., Any]
LEFT = Qt.MouseButton.LeftButton


def press(page: QWidget, part: Part, name: str) -> None:
    QTest.mouseClick(part(page, QPushButton, name), LEFT)


def subtitle(page: OccupanciesPage, part: Part) -> str:
    return str(part(page, QLabel, "page_subtitle").text())


def click_row(page: OccupanciesPage, occupancy_id: int) -> QPoint:
    at = page.table.proxy.row_of(occupancy_id)
    assert at is not None
    place = page.table.visualRect(page.table.proxy.index(at, Column.GUEST)).center()
    QTest.mouseClick(page.table.viewport(), LEFT, pos=place)
    return place


def test_without_units_the_page_leads_to_them(
    open_page: OpenPage, part: Part, notices: RecordedNotices
) -> None:
    page = open_page()
    press(page, part, "no_units_action")
    assert notices.pages == ["units"]
    page.new_entry()
    assert notices.pages == ["units", "units"]


@pytest.mark.usefixtures("units")
def test_without_occupancies_the_first_one_is_entered(open_page: OpenPage, part: Part) -> None:
    page = open_page()
    assert not part(page, QPushButton, "new_occupancy").isVisible()
    press(page, part, "no_occupancies_action")
    assert part(page, QWidget, "occupancy_dialog").isVisible()


def test_a_filter_that_finds_nothing_is_cleared_by_a_click(
    open_page: OpenPage, part: Part, enter: Enter
) -> None:
    past = enter((6, 1), (6, 5))
    page = open_page()
    assert subtitle(page, part) == "0 occupancies, 1 past one hidden"
    press(page, part, "nothing_found_action")
    assert shown_ids(page) == [past.id]
    assert part(page, QWidget, "period_all").isChecked()


def test_search_and_fields_filter_as_one_types(
    open_page: OpenPage, part: Part, enter: Enter
) -> None:
    huber = enter((7, 10), (7, 14), guest="Huber")
    block = enter((7, 10), (7, 14), unit=1, kind=Kind.BLOCK)
    past = enter((6, 1), (6, 5))
    cancelled = enter((8, 1), (8, 5), status=Status.CANCELLED)
    page = open_page()
    assert shown_ids(page) == [huber.id, block.id]
    assert subtitle(page, part) == "2 occupancies, 1 past one hidden"
    search = part(page, QLineEdit, "search")
    QTest.keyClicks(search, "hub")
    assert shown_ids(page) == [huber.id]
    QTest.keyClick(search, Qt.Key.Key_Escape)
    part(page, QComboBox, "unit_filter").setCurrentIndex(2)
    assert shown_ids(page) == [block.id]
    part(page, QComboBox, "unit_filter").setCurrentIndex(0)
    press(page, part, "period_past")
    assert shown_ids(page) == [past.id]
    press(page, part, "period_all")
    part(page, QComboBox, "standing_filter").setCurrentIndex(4)
    assert shown_ids(page) == [past.id, huber.id, block.id, cancelled.id]
    part(page, QComboBox, "kind_filter").setCurrentIndex(3)
    assert shown_ids(page) == [block.id]


def test_delete_cancels_at_once_and_the_notice_takes_it_back(
    open_page: OpenPage, enter: Enter, services: Services, notices: RecordedNotices
) -> None:
    first, second = enter((7, 10), (7, 14), guest="Huber"), enter((7, 14), (7, 20))
    page = open_page()
    click_row(page, first.id)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert services.occupancies.get(first.id).status is Status.CANCELLED
    assert notices.said == ["Huber (Seeblick 1, 10–14 Jul 2027) cancelled."]
    assert shown_ids(page) == [second.id]
    assert page.table.selected_id() == second.id
    notices.press_action()
    back = services.occupancies.get(first.id)
    assert (back.status, back.sequence, back.uid) == (Status.CONFIRMED, 2, first.uid)
    assert shown_ids(page) == [first.id, second.id]


def test_an_old_notice_takes_nothing_else_back(
    open_page: OpenPage, enter: Enter, services: Services, notices: RecordedNotices
) -> None:
    first, second = enter((7, 10), (7, 14)), enter((7, 14), (7, 20))
    page = open_page()
    for occupancy in (first, second):
        click_row(page, occupancy.id)
        QTest.keyClick(page.table, Qt.Key.Key_Delete)
    action = notices.actions[0][1]
    assert action is not None
    action()
    assert services.occupancies.get(first.id).status is Status.CANCELLED
    assert services.occupancies.get(second.id).status is Status.CANCELLED


def test_the_buttons_name_what_they_would_undo_and_redo(
    open_page: OpenPage, enter: Enter, part: Part, services: Services, notices: RecordedNotices
) -> None:
    stay = enter((7, 10), (7, 14), guest="Huber")
    page = open_page()
    undo, redo = part(page, QPushButton, "undo"), part(page, QPushButton, "redo")
    assert not undo.isEnabled()
    click_row(page, stay.id)
    press(page, part, "cancel")
    assert undo.toolTip() == "Undo: Huber (Seeblick 1, 10–14 Jul 2027) cancelled"
    QTest.mouseClick(undo, LEFT)
    assert services.occupancies.get(stay.id).blocks
    assert not undo.isEnabled()
    assert redo.toolTip() == "Redo: Huber (Seeblick 1, 10–14 Jul 2027) cancelled"
    QTest.mouseClick(redo, LEFT)
    assert not services.occupancies.get(stay.id).blocks
    assert notices.said[-1].startswith("Done again: Huber")


def test_undo_that_has_become_impossible_says_so(
    open_page: OpenPage, enter: Enter, part: Part, services: Services, notices: RecordedNotices
) -> None:
    stay = enter((7, 10), (7, 14), guest="Huber")
    page = open_page()
    click_row(page, stay.id)
    press(page, part, "cancel")
    enter((7, 12), (7, 16), guest="Bergmann")
    press(page, part, "undo")
    assert "Bergmann" in str(notices.failed[0])
    assert not services.occupancies.get(stay.id).blocks


def test_what_was_cancelled_is_entered_again(
    open_page: OpenPage, enter: Enter, part: Part, services: Services
) -> None:
    stay = enter((7, 10), (7, 14), status=Status.CANCELLED)
    page = open_page()
    part(page, QComboBox, "standing_filter").setCurrentIndex(3)
    click_row(page, stay.id)
    assert not part(page, QPushButton, "cancel").isVisible()
    press(page, part, "enter_again")
    assert services.occupancies.get(stay.id).status is Status.CONFIRMED


def test_entering_again_where_it_is_taken_opens_the_dialog_on_the_conflict(
    open_page: OpenPage, enter: Enter, part: Part, services: Services, keys: Keys, qtbot: QtBot
) -> None:
    stay = enter((7, 10), (7, 14), status=Status.CANCELLED)
    enter((7, 12), (7, 16), guest="Bergmann")
    page = open_page()
    part(page, QComboBox, "standing_filter").setCurrentIndex(3)
    click_row(page, stay.id)
    press(page, part, "enter_again")
    dialog = part(page, QWidget, "occupancy_dialog")
    qtbot.waitUntil(dialog.isActiveWindow)
    assert "Bergmann" in dialog.error()
    keys(Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert services.occupancies.get(stay.id).status is Status.CONFIRMED
    assert len(services.double_bookings.open()) == 1


def test_double_click_and_enter_open_the_dialog(
    open_page: OpenPage, enter: Enter, part: Part, qtbot: QtBot
) -> None:
    stay = enter((7, 10), (7, 14), guest="Huber")
    page = open_page()
    place = click_row(page, stay.id)
    QTest.mouseDClick(page.table.viewport(), LEFT, pos=place)
    dialog = part(page, QWidget, "occupancy_dialog")
    with qtbot.waitSignal(dialog.destroyed):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert part(page, QLineEdit, "guest").text() == "Huber"


def test_the_context_menu_offers_what_fits(
    open_page: OpenPage, enter: Enter, part: Part, services: Services
) -> None:
    option = enter((7, 10), (7, 14), status=Status.OPTION, option_until=date(2027, 7, 20))
    page = open_page()
    click_row(page, option.id)
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(page.table, QContextMenuEvent(reason, QPoint(5, 5), QPoint(50, 50)))
    menu = part(page, QMenu, "row_menu")
    actions = {action.objectName(): action for action in menu.actions()}
    assert list(actions) == [
        "menu_edit",
        "menu_book_firmly",
        "menu_extend",
        "menu_cancel",
        "menu_letter",
    ]
    actions["menu_book_firmly"].trigger()
    assert services.occupancies.get(option.id).status is Status.CONFIRMED


def test_a_double_booking_stands_in_a_strip_until_it_is_solved(
    open_page: OpenPage, enter: Enter, part: Part, services: Services
) -> None:
    first = enter((7, 15), (7, 22), guest="Novák", portal="fewo-direkt")
    second = enter((7, 20), (7, 24), guest="Reserved", portal="airbnb", allow_conflict=True)
    page = open_page()
    strip = part(page, QWidget, "conflict_strip")
    assert strip.plain_text() == (
        "Double booking: Seeblick 1, 20–22 Jul 2027: Novák (FeWo-direkt) and Reserved (Airbnb)"
    )
    part(page, QLineEdit, "search").setText("nobody")
    press(page, part, "conflict_strip_view")
    assert page.table.selected_id() == second.id
    press(page, part, "clashing_filter")
    assert shown_ids(page) == [first.id, second.id]
    services.occupancies.cancel(first.id, sequence=first.sequence)
    assert not strip.isVisible()
    assert not part(page, QWidget, "clashing_filter").isVisible()
    assert shown_ids(page) == [second.id]


def test_several_double_bookings_are_gone_through_one_by_one(
    open_page: OpenPage, enter: Enter, part: Part
) -> None:
    for day in (1, 11):
        enter((8, day), (8, day + 5), guest=f"A{day}")
        enter((8, day + 1), (8, day + 5), guest=f"B{day}", allow_conflict=True)
    page = open_page()
    strip = part(page, QWidget, "conflict_strip")
    assert strip.plain_text().startswith("Double booking 1 of 2:")
    press(page, part, "conflict_strip_next")
    assert strip.plain_text().startswith("Double booking 2 of 2:")
    assert "A11 and B11" in strip.plain_text()
    press(page, part, "conflict_strip_next")
    assert strip.plain_text().startswith("Double booking 1 of 2:")


def test_expired_options_are_booked_extended_or_released(
    open_page: OpenPage, enter: Enter, part: Part, services: Services, keys: Keys, qtbot: QtBot
) -> None:
    options = [
        enter((8, day), (8, day + 4), guest=f"G{day}", status=Status.OPTION,
              option_until=date(2027, 7, 5))
        for day in (1, 10, 20)
    ]  # fmt: skip
    page = open_page()
    strip = part(page, QWidget, "expired_strip")
    assert strip.plain_text() == (
        "Expired option 1 of 3: Seeblick 1, 1–5 Aug 2027: G1 (held until 5 Jul 2027)"
    )
    press(page, part, "expired_strip_book")
    assert services.occupancies.get(options[0].id).status is Status.CONFIRMED
    press(page, part, "expired_strip_extend")
    qtbot.waitUntil(part(page, QWidget, "extend_dialog").isActiveWindow)
    keys("20.7.", Qt.Key.Key_Return)
    assert services.occupancies.get(options[1].id).option_until == date(2027, 7, 20)
    assert strip.plain_text().startswith("Option expired: Seeblick 1, 20–24 Aug 2027")
    press(page, part, "expired_strip_release")
    assert services.occupancies.get(options[2].id).status is Status.CANCELLED
    assert not strip.isVisible()


def test_an_option_expires_over_night(
    open_page: OpenPage, enter: Enter, part: Part, clock: SetClock
) -> None:
    enter((8, 1), (8, 5), status=Status.OPTION, option_until=date(2027, 7, 6))
    page = open_page()
    strip = part(page, QWidget, "expired_strip")
    assert not strip.isVisible()
    clock.moment = datetime(2027, 7, 7, 6, 0, tzinfo=UTC)
    page.context.bridge.look()
    assert strip.isVisible()


def test_changes_from_elsewhere_keep_selection_scrolling_and_an_open_dialog(
    open_page: OpenPage, enter: Enter, part: Part, services: Services
) -> None:
    stays = [enter((8, 1 + at // 3), (8, 2 + at // 3), unit=at % 3) for at in range(60)]
    page = open_page()
    click_row(page, stays[3].id)
    bar = page.table.verticalScrollBar()
    bar.setValue(200)
    page.edit_selected()
    guest = part(page, QLineEdit, "guest")
    QTest.keyClicks(guest, "Half a na")
    other = services.occupancies.get(stays[50].id)
    services.occupancies.cancel(other.id, sequence=other.sequence)
    assert other.id not in shown_ids(page)
    assert page.table.selected_id() == stays[3].id
    assert bar.value() == 200
    assert guest.text() == "Half a na"
    assert part(page, QWidget, "occupancy_dialog").isVisible()


def test_a_new_unit_name_is_shown(
    open_page: OpenPage, enter: Enter, services: Services, units: list[Unit]
) -> None:
    enter((7, 10), (7, 14))
    page = open_page()
    services.units.rename(units[0].id, "Seerose", sequence=units[0].sequence)
    assert page.table.proxy.index(0, Column.UNIT).data() == "Seerose"
    added = services.units.first_house("Zweites Haus", ["Turm"]).units[0]
    services.units.archive(units[0].id, sequence=units[0].sequence + 1)
    assert shown_ids(page) == []
    offered = page.filter_bar.findChild(QComboBox, "unit_filter")
    assert offered is not None
    names = [offered.itemText(at) for at in range(offered.count())]
    assert names == ["All units", "Seeblick 2", "Dachstudio", added.name, "Archived units"]
    offered.setCurrentIndex(4)
    assert len(shown_ids(page)) == 1


def test_columns_and_order_are_remembered(open_page: OpenPage, enter: Enter) -> None:
    short, long = enter((7, 10), (7, 11)), enter((7, 11), (7, 21))
    page = open_page()
    page.table.horizontalHeader().resizeSection(Column.KIND, 231)
    header = page.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(Column.NIGHTS) + 20, 10)
    QTest.mouseClick(header.viewport(), LEFT, pos=place)
    QTest.mouseClick(header.viewport(), LEFT, pos=place)
    assert shown_ids(page) == [long.id, short.id]
    again = open_page()
    assert again.table.columnWidth(Column.KIND) == 231
    assert shown_ids(again) == [long.id, short.id]


def test_ctrl_f_goes_to_the_search(open_page: OpenPage, enter: Enter, part: Part) -> None:
    stay = enter((7, 10), (7, 14))
    page = open_page()
    click_row(page, stay.id)
    QTest.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert part(page, QLineEdit, "search").hasFocus()


def test_what_is_due_in_the_next_days(open_page: OpenPage, enter: Enter, part: Part) -> None:
    leaving = enter((7, 1), (7, 8), guest="Leaves")
    coming = enter((7, 8), (7, 20), guest="Comes")
    enter((7, 1), (7, 30), guest="Stays", unit=1)
    page = open_page()
    hidden = page.findChild(QComboBox, "due_filter")
    assert hidden is not None
    assert not hidden.isVisible()
    press(page, part, "period_week")
    assert shown_ids(page) == [leaving.id, coming.id]
    due = part(page, QComboBox, "due_filter")
    due.setFocus()
    QTest.keyClick(due, Qt.Key.Key_Down)
    assert due.currentText() == "Departures"
    assert shown_ids(page) == [leaving.id]
    press(page, part, "period_all")
    assert not due.isVisible()
    assert len(shown_ids(page)) == 3


@pytest.mark.parametrize("width", [748, 812, 1068, 1154])
@pytest.mark.parametrize("language", ["de", "en"])
def test_on_a_small_screen_every_column_is_in_sight(
    open_page: OpenPage,
    make_context: Callable[..., Context],
    enter: Enter,
    width: int,
    language: str,
) -> None:
    for day in range(1, 25):
        enter((7, day), (7, day + 1), guest="Familie Huber", portal="booking")
    context = make_context(texts=catalogue(language).for_the_screen())

    table = open_page(context, size=(width, 700)).table

    header = table.horizontalHeader()
    assert header.length() <= table.viewport().width()
    assert table.horizontalScrollBar().maximum() == 0
    assert header.sectionSize(Column.GUEST) >= 80
    assert header.sectionSize(Column.STATUS) >= 96


def test_widths_of_ones_own_come_back_where_there_is_room(
    open_page: OpenPage, enter: Enter
) -> None:
    enter((7, 10), (7, 14), guest="Huber")
    page = open_page()
    header = page.table.horizontalHeader()
    header.resizeSection(Column.UNIT, 300)
    page.resize(812, 700)
    assert header.length() <= page.table.viewport().width()
    header.resizeSection(Column.NOTE, 61)
    page.resize(1240, 860)
    assert header.sectionSize(Column.UNIT) == 300
    again = open_page()
    assert again.table.columnWidth(Column.UNIT) == 300


@pytest.mark.parametrize(("width", "whole"), [(748, False), (812, False), (1154, True)])
def test_a_date_is_never_cut(
    open_page: OpenPage,
    make_context: Callable[..., Context],
    enter: Enter,
    english: Catalogue,
    width: int,
    whole: bool,
) -> None:
    enter((7, 10), (7, 14), guest="Huber")
    table = open_page(make_context(texts=english), size=(width, 700)).table
    metrics, longest = QFontMetrics(tabular(table.font())), date(2028, 12, 28)
    room = table.columnWidth(Column.ARRIVAL) - 2 * CELL_MARGIN
    assert metrics.horizontalAdvance(english.day(longest)) <= room
    if whole:
        assert metrics.horizontalAdvance(english.date(longest)) <= room


def test_the_usual_kinds_and_portals_stand_there_whole(open_page: OpenPage, enter: Enter) -> None:
    enter((7, 10), (7, 14), guest="Huber")

    table = open_page(size=(1236, 860)).table

    metrics = QFontMetrics(tabular(table.font()))
    room = table.columnWidth(Column.KIND) - CELL_MARGIN * 2 - EXTRAS[Column.KIND]
    for said in ("Direct booking", "Owner stay", "Booking.com", "FeWo-direkt"):
        assert metrics.horizontalAdvance(said) <= room, said
