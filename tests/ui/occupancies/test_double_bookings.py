"""Double bookings on the page Belegungen: marks, strip, menu, and the list of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app.services.services import Services
from app.ui.stays.clash.dialog import ClashDialog
from app.ui.stays.clash.list_dialog import ClashListDialog

from .conftest import Enter, OpenPage

LEFT = Qt.MouseButton.LeftButton
Part = Callable[..., Any]


def marked(page: Any) -> set[int]:
    return {row.occupancy.id for row in page._store.rows() if row.clashes}


def test_the_strip_leads_to_solving_it_and_the_marks_go_in_both_units(
    open_page: OpenPage, enter: Enter, part: Part, services: Services, qtbot: QtBot
) -> None:
    one = enter((7, 10), (7, 14), guest="Huber")
    other = enter((7, 12), (7, 16), guest="Kern", allow_conflict=True)
    page = open_page()
    assert marked(page) == {one.id, other.id}
    QTest.mouseClick(part(page, QPushButton, "conflict_strip_solve"), LEFT)
    dialog = page.findChild(ClashDialog)
    assert dialog is not None
    qtbot.waitExposed(dialog)
    QTest.mouseClick(dialog.primary_button, LEFT)
    assert services.double_bookings.open() == []
    assert marked(page) == set()
    # One of the two is moved back, and both are marked as before.
    moved = next(stay for stay in services.occupancies.all() if stay.sequence)
    back = replace(moved.draft(), unit_id=one.unit_id)
    services.occupancies.change(moved.id, back, sequence=moved.sequence, allow_conflict=True)
    assert marked(page) == {one.id, other.id}


def test_accepting_takes_the_marks_away_though_no_unit_has_moved(
    open_page: OpenPage, enter: Enter, services: Services
) -> None:
    enter((7, 10), (7, 14), guest="Huber")
    enter((7, 12), (7, 16), guest="Kern", allow_conflict=True)
    page = open_page()
    (alarm,) = services.double_bookings.open()
    services.double_bookings.accept(alarm.id, sequence=0)
    assert marked(page) == set()
    assert not page._listing.conflicts.isVisible()


def test_the_menu_of_a_row_offers_to_solve_it(
    open_page: OpenPage, enter: Enter, part: Part
) -> None:
    one = enter((7, 10), (7, 14), guest="Huber")
    enter((7, 12), (7, 16), guest="Kern", allow_conflict=True)
    page = open_page()
    assert page.table.select(one.id)
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(page.table, QContextMenuEvent(reason, QPoint(5, 5), QPoint(50, 50)))
    menu = part(page, QMenu, "row_menu")
    actions = {action.objectName(): action for action in menu.actions()}
    assert list(actions) == [
        "menu_edit",
        "menu_solve",
        "menu_cancel",
        "menu_letter",
        "menu_guest_stays",
    ]
    actions["menu_solve"].trigger()
    dialog = page.findChild(ClashDialog)
    assert dialog is not None
    dialog.reject()


def test_the_page_s_menu_lists_all(open_page: OpenPage, enter: Enter) -> None:
    enter((7, 10), (7, 14), guest="Huber")
    page = open_page()
    action = page.findChild(QAction, "double_bookings")
    assert action is not None
    action.trigger()
    dialog = page.findChild(ClashListDialog)
    assert dialog is not None
    assert dialog.model.rowCount() == 0
    dialog.reject()
