"""Double bookings in the plan: what is marked, what solves one, what a portal has taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.stays.occupancy import Kind, Occupancy, OccupancyDraft
from app.services.services import Services
from app.storage.tables.stays.occupancies import OccupancyTable
from app.ui.plan.page import PlanPage
from app.ui.stays.clash.dialog import ClashDialog
from app.ui.stays.clash.list_dialog import ClashListDialog
from tests.clocks import SetClock
from tests.ui.conftest import RecordedNotices

from .conftest import Enter, Hand, OpenPlan, july

LEFT = Qt.MouseButton.LeftButton
MakeHand = Callable[[PlanPage], Hand]


def read(services: Services, unit: Unit, first: int, last: int, **more: object) -> Occupancy:
    """Put an occupancy there as one that Airbnb's feed has told of."""
    draft = OccupancyDraft(
        unit_id=unit.id,
        arrival=july(first),
        departure=july(last),
        portal="airbnb",
        **more,  # type: ignore[arg-type]  # by the tests' own names
    )
    with services.work.change():
        new = OccupancyTable(services.database).add(
            draft, uid=f"{unit.id}-{first}@airbnb", source="feed:1", now=services.clock.now()
        )
    return services.occupancies.get(new)


def menu_of(page: PlanPage, at: QPoint) -> QMenu:
    viewport = page.chart.viewport()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(viewport, QContextMenuEvent(reason, at, viewport.mapToGlobal(at)))
    menu = page.findChild(QMenu, "row_menu")
    assert menu is not None
    return menu


def test_the_strip_leads_to_solving_it(
    open_plan: OpenPlan, enter: Enter, services: Services, qtbot: QtBot
) -> None:
    enter(12, 16, guest="Huber")
    enter(15, 18, guest="Kern", allow_conflict=True)
    page = open_plan()
    solve = page.findChild(QWidget, "conflict_strip_solve")
    assert solve is not None
    QTest.mouseClick(solve, LEFT)
    dialog = page.findChild(ClashDialog)
    assert dialog is not None
    qtbot.waitExposed(dialog)
    QTest.mouseClick(dialog.primary_button, LEFT)
    assert services.double_bookings.open() == []
    assert not page.clashes.strip.isVisible()


def test_the_menu_of_its_bars_offers_to_solve_it_and_no_other_does(
    open_plan: OpenPlan, enter: Enter, units: list[Unit], hand: MakeHand
) -> None:
    enter(12, 16, guest="Huber")
    enter(15, 18, guest="Kern", allow_conflict=True)
    enter(12, 16, guest="Allein", unit=1)
    page = open_plan()
    mouse = hand(page)
    alone = menu_of(page, mouse.at(units[1], july(14)))
    assert alone.findChild(QAction, "menu_solve") is None
    alone.close()
    QApplication.sendPostedEvents(None, 52)  # QEvent::DeferredDelete
    row = page.chart.rows.of(units[0].id)
    assert row is not None
    upper = QPoint(
        page.chart.view.middle(july(14).toordinal()), row.top - page.chart.first_row() + 16
    )
    action = menu_of(page, upper).findChild(QAction, "menu_solve")
    assert action is not None
    action.trigger()
    dialog = page.findChild(ClashDialog)
    assert dialog is not None
    dialog.reject()


def test_what_is_meant_to_be_so_stands_in_lanes_without_sign_and_strip(
    open_plan: OpenPlan, enter: Enter, services: Services, units: list[Unit]
) -> None:
    enter(12, 16, guest="Huber")
    enter(15, 18, guest="Kern", allow_conflict=True)
    page = open_plan()
    assert page.chart._clashing
    before = page.chart.viewport().grab().toImage()
    (alarm,) = services.double_bookings.open()
    services.double_bookings.accept(alarm.id, sequence=0)
    assert not page.clashes.strip.isVisible()
    assert page.chart.names.marked == set()
    assert page.chart._clashing == set()
    assert {bar.lane for bar in page.bars(units[0].id)} == {0, 1}
    assert page.chart.viewport().grab().toImage() != before


def test_a_closure_of_a_portal_beside_a_booking_is_drawn_beside_it_and_no_more(
    open_plan: OpenPlan, enter: Enter, services: Services, units: list[Unit], hand: MakeHand
) -> None:
    enter(12, 16, guest="Huber")
    read(services, units[0], 14, 20, kind=Kind.BLOCK)
    page = open_plan()
    assert {bar.lane for bar in page.bars(units[0].id)} == {0, 1}
    assert not any(bar.clashes for bar in page.bars(units[0].id))
    assert not page.clashes.strip.isVisible()
    tip = page.chart.tip_at(hand(page).at(units[0], july(13)))
    assert "Double booking" not in str(tip)


def test_a_drag_over_what_a_portal_has_names_the_portal_and_since_when(
    open_plan: OpenPlan,
    hand: MakeHand,
    enter: Enter,
    services: Services,
    units: list[Unit],
    clock: SetClock,
    notices: RecordedNotices,
) -> None:
    clock.moment = datetime(2027, 7, 6, 11, 52).astimezone().astimezone(UTC)
    stay = enter(12, 16, guest="Huber")
    read(services, units[1], 14, 18)
    page = open_plan()
    mouse = hand(page)
    mouse.drag(mouse.at(units[0], july(14)), mouse.at(units[1], july(14)))
    assert services.occupancies.get(stay.id) == stay
    (said,) = notices.said
    taken, why = said.split(": ", 1)
    assert taken == "Seeblick 2 is taken already from Wed 14 Jul 2027 to Sun 18 Jul 2027"
    assert why == "Airbnb has had these nights booked since today 11:52."


def test_an_entry_over_what_a_portal_has_names_it_as_one_types(
    open_plan: OpenPlan, services: Services, units: list[Unit]
) -> None:
    read(services, units[0], 14, 18, guest="Benoît")
    page = open_plan()
    page.editing.create(units[0].id, july(15).toordinal(), july(16).toordinal())
    dialog = page.editing._dialog
    assert dialog is not None
    assert "Airbnb has had these nights booked since today" in dialog.stay._line.text()
    assert "(Benoît)" in dialog.stay._line.text()
    dialog.reject()


def test_the_page_s_menu_lists_all(open_plan: OpenPlan, enter: Enter) -> None:
    enter(12, 16, guest="Huber")
    enter(15, 18, guest="Kern", allow_conflict=True)
    page = open_plan()
    page.settle()
    action = page.findChild(QAction, "double_bookings")
    assert action is not None
    action.trigger()
    dialog = page.findChild(ClashListDialog)
    assert dialog is not None
    assert dialog.model.rowCount() == 1
    dialog.reject()


def test_nights_that_are_over_alarm_no_more_at_midnight(
    open_plan: OpenPlan, enter: Enter, clock: SetClock
) -> None:
    enter(4, 8, guest="Huber")
    enter(6, 20, guest="Kern", allow_conflict=True)
    page = open_plan()
    assert page.clashes.strip.isVisible()
    clock.passes(days=2)
    page.context.bridge.look()
    assert not page.clashes.strip.isVisible()
    assert page.chart.names.marked == set()
