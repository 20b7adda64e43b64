"""What the mouse does, read from the database and from the served feed."""

import re
import urllib.request
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRegularExpression, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.links.link import link_path
from app.core.stays.dates import FIRST_DAY
from app.core.stays.occupancy import Occupancy, Status
from app.services.base.control import ServerController
from app.services.services import Services
from app.services.stays.checks import OccupancyConflict
from app.ui.base.context import Context
from app.ui.plan.page import PlanPage
from app.ui.stays.entry.dialog import OccupancyDialog
from tests.ui.conftest import RecordedNotices
from tests.ui.plan.conftest import Enter, Hand, OpenPlan, july

MakeHand = Callable[[PlanPage], Hand]
LEFT = Qt.MouseButton.LeftButton


def dialog_of(page: PlanPage) -> OccupancyDialog:
    dialog = page.findChild(OccupancyDialog)
    assert dialog is not None
    return dialog


def only(services: Services) -> Occupancy:
    (found,) = services.occupancies.all()
    return found


def days(stay: Occupancy) -> tuple[date, date]:
    return stay.arrival, stay.departure


# ---- creating ----


def test_dragging_over_free_days_opens_the_dialog_with_them_filled_in(
    open_plan: OpenPlan, hand: MakeHand, services: Services, units: list[Unit]
) -> None:
    page = open_plan()
    mouse = hand(page)
    mouse.drag(mouse.at(units[1], july(12)), mouse.at(units[1], july(16)))
    dialog = dialog_of(page)
    assert dialog.stay.stay() == (units[1].id, july(12), july(16))
    save = dialog.findChild(QPushButton, "occupancy_dialog_primary")
    assert save is not None
    QTest.mouseClick(save, LEFT)
    assert days(only(services)) == (july(12), july(16))
    assert only(services).unit_id == units[1].id
    assert page.chart.selected_bar() is not None


def test_dragging_backwards_is_the_same_stay(
    open_plan: OpenPlan, hand: MakeHand, units: list[Unit]
) -> None:
    page = open_plan()
    mouse = hand(page)
    mouse.drag(mouse.at(units[0], july(16)), mouse.at(units[0], july(12)))
    assert dialog_of(page).stay.stay() == (units[0].id, july(12), july(16))


def test_a_drag_of_no_night_creates_nothing(
    open_plan: OpenPlan, hand: MakeHand, units: list[Unit], notices: RecordedNotices
) -> None:
    page = open_plan()
    mouse = hand(page)
    start = mouse.at(units[0], july(12), across=-9)
    mouse.hold(start, start + QPoint(18, 8))
    outcome = page.chart.pointer.outcome
    assert outcome is not None
    assert outcome.nights == 0
    mouse.release(start + QPoint(18, 8))
    assert page.findChild(OccupancyDialog) is None
    assert notices.failed == []


def test_a_drag_over_taken_days_is_refused_before_and_after_the_release(
    open_plan: OpenPlan, hand: MakeHand, enter: Enter, units: list[Unit], notices: RecordedNotices
) -> None:
    enter(14, 18, guest="Huber")
    page = open_plan()
    mouse = hand(page)
    end = mouse.at(units[0], july(15))
    mouse.hold(mouse.at(units[0], july(12)), end)
    outcome = page.chart.pointer.outcome
    assert outcome is not None
    assert isinstance(outcome.problem, OccupancyConflict)
    note = page.chart.note
    assert note.isVisible()
    assert note.refused
    assert "Huber" in note.detail
    mouse.release(end)
    assert page.findChild(OccupancyDialog) is None
    assert "Huber" in notices.said[-1]
    assert notices.failed == []
    assert not note.isVisible()


def test_a_double_click_on_a_free_day_creates_a_night(
    open_plan: OpenPlan, hand: MakeHand, units: list[Unit]
) -> None:
    page = open_plan()
    mouse = hand(page)
    mouse.double_click(mouse.at(units[2], july(20)))
    assert dialog_of(page).stay.stay() == (units[2].id, july(20), july(21))


# ---- moving ----


def test_a_moved_bar_keeps_its_uid_and_the_feed_has_it_at_the_next_fetch(
    open_plan: OpenPlan,
    hand: MakeHand,
    enter: Enter,
    services: Services,
    units: list[Unit],
    server: ServerController,
) -> None:
    before = enter(12, 16, guest="Huber")
    link = services.links.enable_unit(units[0].id).after
    assert server.start().error is None
    assert feed(services, link.id) == {("20270712", "20270716", "0", before.uid)}
    page = open_plan()
    mouse = hand(page)
    mouse.drag(mouse.at(units[0], july(13)), mouse.at(units[0], july(16)))
    after = only(services)
    assert days(after) == (july(15), july(19))
    assert (after.uid, after.sequence) == (before.uid, before.sequence + 1)
    assert feed(services, link.id) == {("20270715", "20270719", "1", before.uid)}


def feed(services: Services, link_id: int) -> set[tuple[str, str, str, str]]:
    link = services.links.get(link_id)
    base = f"http://127.0.0.1:{services.settings.get().port}"
    with urllib.request.urlopen(base + link_path(link), timeout=10) as answer:
        text = answer.read().decode()
    events = re.findall("BEGIN:VEVENT.*?END:VEVENT", text, re.DOTALL)
    return {
        tuple(  # type: ignore[misc]  # as many as there are patterns
            re.search(pattern, event).group(1)  # type: ignore[union-attr]
            for pattern in (
                r"DTSTART;VALUE=DATE:(\d+)",
                r"DTEND;VALUE=DATE:(\d+)",
                r"SEQUENCE:(\d+)",
                r"UID:(\S+)",
            )
        )
        for event in events
    }


def test_a_bar_is_moved_to_another_unit_and_back_by_undo(
    open_plan: OpenPlan,
    hand: MakeHand,
    enter: Enter,
    services: Services,
    units: list[Unit],
    notices: RecordedNotices,
    context: Context,
) -> None:
    enter(12, 16, guest="Huber")
    page = open_plan()
    mouse = hand(page)
    mouse.drag(mouse.at(units[0], july(14)), mouse.at(units[3], july(15)))
    moved = only(services)
    assert moved.unit_id == units[3].id
    assert days(moved) == (july(13), july(17))
    assert page.chart.selected_bar() is not None
    assert [bar.stay.id for bar in page.bars(units[3].id)] == [moved.id]
    assert page.bars(units[0].id) == ()
    assert notices.said[-1].endswith(" moved.")
    notices.press_action()
    assert only(services).unit_id == units[0].id
    context.history.redo()
    assert only(services).unit_id == units[3].id


def test_the_ends_of_a_bar_lengthen_and_shorten_it(
    open_plan: OpenPlan,
    hand: MakeHand,
    enter: Enter,
    services: Services,
    units: list[Unit],
    notices: RecordedNotices,
) -> None:
    enter(12, 16)
    page = open_plan()
    mouse = hand(page)
    mouse.drag(mouse.at(units[0], july(16), across=-4), mouse.at(units[0], july(19)))
    assert days(only(services)) == (july(12), july(19))
    assert notices.said[-1].endswith(" lengthened.")
    mouse.drag(mouse.at(units[0], july(12), across=4), mouse.at(units[0], july(14)))
    assert days(only(services)) == (july(14), july(19))


@pytest.mark.parametrize("beyond", [1, 3, 6])
def test_an_end_can_be_taken_hold_of_just_outside_the_bar(
    open_plan: OpenPlan,
    hand: MakeHand,
    enter: Enter,
    services: Services,
    units: list[Unit],
    beyond: int,
) -> None:
    enter(12, 16)
    page = open_plan()
    mouse = hand(page)
    departure = mouse.at(units[0], july(16), across=beyond - 1)
    mouse.move(departure)
    assert page.chart.viewport().cursor().shape() is Qt.CursorShape.SizeHorCursor
    mouse.drag(departure, mouse.at(units[0], july(19)))
    assert days(only(services)) == (july(12), july(19))
    mouse.drag(mouse.at(units[0], july(12), across=-beyond), mouse.at(units[0], july(9)))
    assert days(only(services)) == (july(9), july(19))


def test_further_outside_a_drag_is_a_new_stay(
    open_plan: OpenPlan, hand: MakeHand, enter: Enter, units: list[Unit]
) -> None:
    enter(12, 16)
    page = open_plan()
    mouse = hand(page)
    start = mouse.at(units[0], july(16), across=9)
    mouse.drag(start, mouse.at(units[0], july(19)))
    assert dialog_of(page).stay.stay() == (units[0].id, july(16), july(19))


def test_a_neighbour_is_held_by_its_own_end(
    open_plan: OpenPlan, hand: MakeHand, enter: Enter, services: Services, units: list[Unit]
) -> None:
    first, second = enter(8, 12), enter(12, 16)
    page = open_plan()
    mouse = hand(page)
    mouse.drag(mouse.at(units[0], july(12), across=3), mouse.at(units[0], july(14)))
    assert days(services.occupancies.get(first.id)) == (july(8), july(12))
    assert days(services.occupancies.get(second.id)) == (july(14), july(16))


def test_a_drag_says_what_it_did(
    open_plan: OpenPlan,
    hand: MakeHand,
    enter: Enter,
    units: list[Unit],
    notices: RecordedNotices,
    context: Context,
) -> None:
    enter(12, 16, guest="Huber")
    page = open_plan()
    mouse = hand(page)
    for start, end, said in (
        (mouse.at(units[0], july(14)), mouse.at(units[1], july(15)), "moved."),
        (mouse.at(units[1], july(17), across=-4), mouse.at(units[1], july(20)), "lengthened."),
        (mouse.at(units[1], july(13), across=4), mouse.at(units[1], july(15)), "shortened."),
    ):
        mouse.drag(start, end)
        context.bridge.look()
        assert notices.said[-1].endswith(said)


def test_what_a_drag_did_is_taken_back_on_the_plan(
    open_plan: OpenPlan,
    hand: MakeHand,
    enter: Enter,
    services: Services,
    units: list[Unit],
    context: Context,
) -> None:
    enter(12, 16, guest="Huber")
    page = open_plan()
    undo, redo = (page.findChild(QPushButton, name) for name in ("undo", "redo"))
    assert undo is not None
    assert redo is not None
    assert not undo.isEnabled()
    mouse = hand(page)
    mouse.drag(mouse.at(units[0], july(14)), mouse.at(units[1], july(15)))
    assert undo.isEnabled()
    assert "Huber" in undo.toolTip()
    QTest.mouseClick(undo, LEFT)
    assert only(services).unit_id == units[0].id
    QTest.mouseClick(redo, LEFT)
    assert only(services).unit_id == units[1].id
    context.bridge.look()


def test_an_end_cannot_be_pulled_past_the_other(
    open_plan: OpenPlan,
    hand: MakeHand,
    enter: Enter,
    services: Services,
    units: list[Unit],
    notices: RecordedNotices,
) -> None:
    enter(12, 16)
    page = open_plan()
    mouse = hand(page)
    mouse.drag(mouse.at(units[0], july(16), across=-4), mouse.at(units[0], july(10)))
    assert days(only(services)) == (july(12), july(16))
    assert len(notices.said) == 1
    assert notices.failed == []


def test_a_bar_dropped_onto_another_is_refused_with_a_sentence(
    open_plan: OpenPlan,
    hand: MakeHand,
    enter: Enter,
    services: Services,
    units: list[Unit],
    notices: RecordedNotices,
) -> None:
    stay = enter(12, 16, guest="Huber")
    enter(14, 18, guest="Kern", unit=1)
    page = open_plan()
    mouse = hand(page)
    mouse.drag(mouse.at(units[0], july(14)), mouse.at(units[1], july(14)))
    assert services.occupancies.get(stay.id) == stay
    assert len(notices.said) == 1
    assert "Kern" in notices.said[0]
    assert notices.failed == [], "a strip would push the page from under the pointer"


def test_a_changeover_on_the_same_day_is_no_conflict(
    open_plan: OpenPlan, hand: MakeHand, enter: Enter, services: Services, units: list[Unit]
) -> None:
    stay = enter(12, 16)
    enter(20, 22)
    page = open_plan()
    mouse = hand(page)
    mouse.drag(mouse.at(units[0], july(14)), mouse.at(units[0], july(18)))
    assert days(services.occupancies.get(stay.id)) == (july(16), july(20))


def test_escape_gives_a_drag_up(
    open_plan: OpenPlan, hand: MakeHand, enter: Enter, services: Services, units: list[Unit]
) -> None:
    stay = enter(12, 16)
    page = open_plan()
    mouse = hand(page)
    end = mouse.at(units[1], july(20))
    mouse.hold(mouse.at(units[0], july(14)), end)
    assert page.chart.pointer.outcome is not None
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Delete, Qt.Key.Key_Return):
        QTest.keyClick(page.chart, key)
    assert page.chart.hasFocus()
    QTest.keyClick(page.chart, Qt.Key.Key_Escape)
    assert not page.chart.pointer.dragging
    mouse.release(end)
    assert services.occupancies.get(stay.id) == stay


def test_beside_the_pointer_stand_dates_and_nights(
    open_plan: OpenPlan, hand: MakeHand, enter: Enter, units: list[Unit]
) -> None:
    enter(12, 16)
    page = open_plan()
    mouse = hand(page)
    mouse.hold(mouse.at(units[0], july(14)), mouse.at(units[1], july(15)))
    note = page.chart.note
    assert "13–17 Jul 2027" in note.lead
    assert "4 nights" in note.lead
    assert note.detail == "Seeblick 2"
    assert not note.refused


def test_a_drag_at_the_edge_goes_on_through_time(
    open_plan: OpenPlan, hand: MakeHand, units: list[Unit], qtbot: QtBot
) -> None:
    page = open_plan()
    mouse = hand(page)
    first = page.chart.view.first
    start = mouse.at(units[0], july(12))
    mouse.hold(start, QPoint(page.chart.view.width - 3, start.y()))
    qtbot.waitUntil(lambda: page.chart.view.first > first + 20)
    outcome = page.chart.pointer.outcome
    assert outcome is not None
    assert outcome.arrival == july(12).toordinal()
    assert outcome.departure == page.chart.view.day_at(page.chart.view.width - 3)
    QTest.keyClick(page.chart, Qt.Key.Key_Escape)


def test_a_drag_beyond_the_edge_of_time_is_refused(
    open_plan: OpenPlan,
    hand: MakeHand,
    enter: Enter,
    services: Services,
    units: list[Unit],
    notices: RecordedNotices,
) -> None:
    arrival = FIRST_DAY.replace(day=10)
    stay = enter(arrival, arrival.replace(day=14))
    page = open_plan()
    page.show_day(FIRST_DAY)
    mouse = hand(page)
    mouse.drag(mouse.at(units[0], arrival.replace(day=13)), mouse.at(units[0], FIRST_DAY))
    assert services.occupancies.get(stay.id) == stay
    assert len(notices.said) == 1
    assert notices.failed == []


# ---- the rest ----


def test_a_double_click_on_a_bar_edits_it(
    open_plan: OpenPlan, hand: MakeHand, enter: Enter, units: list[Unit]
) -> None:
    enter(12, 16)
    page = open_plan()
    mouse = hand(page)
    mouse.double_click(mouse.at(units[0], july(14)))
    assert dialog_of(page).stay.stay() == (units[0].id, july(12), july(16))


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        (Status.CONFIRMED, {"menu_edit", "menu_cancel", "menu_letter"}),
        (
            Status.OPTION,
            {"menu_edit", "menu_cancel", "menu_book_firmly", "menu_extend", "menu_letter"},
        ),
    ],
)
def test_the_menu_of_a_bar_offers_what_is_possible(
    open_plan: OpenPlan,
    hand: MakeHand,
    enter: Enter,
    services: Services,
    units: list[Unit],
    status: Status,
    wanted: set[str],
) -> None:
    enter(12, 16, status=status, option_until=july(9) if status is Status.OPTION else None)
    page = open_plan()
    menu = opened_menu(page, hand(page).at(units[0], july(14)))
    assert {action.objectName() for action in menu.actions()} == wanted
    pressed(menu, "menu_cancel")
    assert only(services).status is Status.CANCELLED
    assert page.bars(units[0].id) == ()


def test_the_menu_over_selected_days_creates_on_them(
    open_plan: OpenPlan, hand: MakeHand, units: list[Unit]
) -> None:
    page = open_plan()
    mouse = hand(page)
    viewport = page.chart.viewport()
    QTest.mouseClick(viewport, LEFT, Qt.KeyboardModifier.NoModifier, mouse.at(units[1], july(12)))
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(viewport, LEFT, shift, mouse.at(units[1], july(15)))
    pressed(opened_menu(page, mouse.at(units[1], july(13))), "menu_create")
    assert dialog_of(page).stay.stay() == (units[1].id, july(12), july(15))


def opened_menu(page: PlanPage, at: QPoint) -> QMenu:
    viewport = page.chart.viewport()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at), Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(viewport, event)
    (menu,) = page.findChildren(QMenu, QRegularExpression("_menu$"))
    return menu


def pressed(menu: QMenu, name: str) -> None:
    (action,) = [action for action in menu.actions() if action.objectName() == name]
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


def test_cancelled_stays_are_not_in_the_plan(
    open_plan: OpenPlan, enter: Enter, services: Services, units: list[Unit]
) -> None:
    stay = enter(12, 16)
    page = open_plan()
    services.occupancies.cancel(stay.id, sequence=stay.sequence)
    assert page.bars(units[0].id) == ()


def test_the_tooltip_tells_everything_and_takes_nothing_for_markup(
    open_plan: OpenPlan, enter: Enter, units: list[Unit]
) -> None:
    enter(12, 16, guest="<b>Huber</b> & Söhne", note="Hund\nund Katze", persons=3, portal="airbnb")
    enter(14, 18, guest="Kern", allow_conflict=True)
    page = open_plan()
    row = page.chart.rows.of(units[0].id)
    assert row is not None
    tip = page.chart.tip_at(QPoint(page.chart.view.middle(july(13).toordinal()), row.top + 14))
    for words in (
        "&lt;b&gt;Huber&lt;/b&gt; &amp; Söhne",
        "Hund<br>und Katze",
        "Seeblick 1 · 3 persons",
        "12–16 Jul 2027 · 4 nights",
        "Airbnb",
        "Double booking with Kern",
    ):
        assert words in tip


def test_lengthening_beyond_a_year_is_asked_about(
    open_plan: OpenPlan, hand: MakeHand, enter: Enter, services: Services, units: list[Unit]
) -> None:
    stay = enter(date(2026, 7, 10), july(11), guest="Huber")
    page = open_plan()
    mouse = hand(page)

    def lengthen(answer: str) -> None:
        grip = mouse.at(units[0], july(11)) - QPoint(3, 0)
        mouse.drag(grip, mouse.at(units[0], july(16)))
        button = page.findChild(QPushButton, answer)
        assert button is not None
        QTest.mouseClick(button, LEFT)

    lengthen("long_stay_cancel")
    assert days(only(services)) == days(stay)
    lengthen("long_stay_primary")
    assert only(services).departure > july(11)
