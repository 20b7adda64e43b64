"""Wheel, touchpad, zoom, buttons, dates; and what is remembered of it."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit, UnitDraft
from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.plan.finding.date_popup import DatePopup
from app.ui.plan.header import PRESETS
from app.ui.plan.page import PlanPage
from app.ui.stays.colours import ColourBy
from tests.clocks import SetClock
from tests.ui.plan.conftest import TODAY, Hand, OpenPlan, july

MakeHand = Callable[[PlanPage], Hand]
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(page: PlanPage, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, LEFT)


@pytest.fixture
def page(open_plan: OpenPlan) -> PlanPage:
    return open_plan()


def test_the_plan_opens_at_today_with_a_month_in_view(page: PlanPage) -> None:
    view = page.chart.view
    assert view.first <= TODAY.toordinal() <= view.last
    assert page.header.zoom.current() == "month"


def test_the_wheel_goes_through_time_where_all_rows_fit(page: PlanPage, hand: MakeHand) -> None:
    first = page.chart.view.first
    hand(page).wheel(QPoint(0, -120))
    assert page.chart.view.first > first
    hand(page).wheel(QPoint(0, 240))
    assert page.chart.view.first < first


def test_the_wheel_goes_down_where_rows_do_not_fit_and_with_shift_through_time(
    open_plan: OpenPlan, hand: MakeHand, services: Services, units: list[Unit]
) -> None:
    for number in range(30):
        services.units.add(UnitDraft(property_id=units[0].property_id, name=f"Zimmer {number}"))
    page = open_plan()
    first = page.chart.view.first
    hand(page).wheel(QPoint(0, -120))
    assert page.chart.first_row() > 0
    assert page.chart.view.first == first
    row = page.chart.first_row()
    hand(page).wheel(QPoint(0, -120), modifiers=SHIFT)
    assert page.chart.view.first > first
    assert page.chart.first_row() == row


def test_a_touchpad_moves_by_its_pixels(page: PlanPage, hand: MakeHand) -> None:
    left = page.chart.view.left
    hand(page).wheel(QPoint(-37, 0), touchpad=True)
    assert page.chart.view.left == left + 37


def test_ctrl_and_wheel_zoom_around_the_pointer(page: PlanPage, hand: MakeHand) -> None:
    at = QPoint(700, 100)
    day = page.chart.view.day_at(700)
    for turned in (120, 120, -120, -120, -120, -120):
        hand(page).wheel(QPoint(0, turned), at=at, modifiers=CTRL)
        assert abs(page.chart.view.day_at(700) - day) <= 1
    for _ in range(60):
        hand(page).wheel(QPoint(0, 120), at=at, modifiers=CTRL)
    assert page.chart.view.days == 14
    for _ in range(60):
        hand(page).wheel(QPoint(0, -120), at=at, modifiers=CTRL)
    assert page.chart.view.days == 366


@pytest.mark.parametrize("key", PRESETS)
def test_presets_bring_that_many_days_into_view(page: PlanPage, key: str) -> None:
    press(page, f"zoom_{key}")
    view = page.chart.view
    assert view.days == PRESETS[key]
    assert view.first <= TODAY.toordinal() <= view.last
    assert page.header.zoom.current() == key


def test_buttons_go_back_and_ahead_and_to_today(page: PlanPage) -> None:
    first, last = page.chart.view.first, page.chart.view.last
    press(page, "go_ahead")
    assert first < page.chart.view.first < last
    press(page, "go_back")
    assert page.chart.view.first == first
    for _ in range(20):
        press(page, "go_back")
    assert page.chart.view.last < TODAY.toordinal()
    press(page, "go_today")
    assert page.chart.view.first <= TODAY.toordinal() <= page.chart.view.last


def test_pulling_the_days_takes_the_chart_along(page: PlanPage) -> None:
    header = page.chart.header
    left = page.chart.view.left
    QTest.mousePress(header, LEFT, pos=QPoint(300, 30))
    QTest.mouseMove(header, QPoint(220, 30))
    QTest.mouseRelease(header, LEFT, pos=QPoint(220, 30))
    assert page.chart.view.left == left + 80


def test_time_ends_without_a_fault(page: PlanPage, hand: MakeHand) -> None:
    page.show_day(LAST_DAY)
    hand(page).wheel(QPoint(0, -1200))
    assert page.chart.view.last == LAST_DAY.toordinal()
    page.grab()
    page.show_day(FIRST_DAY)
    hand(page).wheel(QPoint(0, 1200))
    assert page.chart.view.first == FIRST_DAY.toordinal()
    press(page, "zoom_year")
    page.grab()


def test_a_date_is_gone_to(page: PlanPage, qtbot: QtBot) -> None:
    QTest.keyClick(page, Qt.Key.Key_G, CTRL)
    popup = page.findChild(DatePopup)
    assert popup is not None
    popup.calendar.setSelectedDate(QDate(2029, 3, 14))
    with qtbot.waitSignal(popup.chosen):
        QTest.keyClick(QApplication.focusWidget() or popup.calendar, Qt.Key.Key_Return)
    day = date(2029, 3, 14).toordinal()
    assert page.chart.view.first <= day <= page.chart.view.last


@pytest.mark.parametrize(
    ("typed", "meant"), [("1.8.2027", date(2027, 8, 1)), ("March 5", date(2028, 3, 5))]
)
def test_a_typed_date_is_gone_to(typed: str, meant: date, page: PlanPage, qtbot: QtBot) -> None:
    QTest.keyClick(page, Qt.Key.Key_G, CTRL)
    popup = page.findChild(DatePopup)
    assert popup is not None
    QTest.keyClicks(popup.entry, typed)
    assert popup.calendar.selectedDate() == QDate(meant.year, meant.month, meant.day)
    with qtbot.waitSignal(popup.chosen) as chosen:
        QTest.keyClick(popup.entry, Qt.Key.Key_Return)
    assert chosen.args == [meant]


def test_what_is_typed_and_no_date_is_said_and_goes_nowhere(page: PlanPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_G, CTRL)
    popup = page.findChild(DatePopup)
    assert popup is not None
    QTest.keyClicks(popup.entry, "Foo 5")
    QTest.keyClick(popup.entry, Qt.Key.Key_Return)
    assert popup.isVisible()
    assert "Foo 5" in popup.entry.accessibleDescription()
    QTest.keyClick(popup.entry, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_figures_typed_into_the_calendar_move_nothing(page: PlanPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_G, CTRL)
    popup = page.findChild(DatePopup)
    assert popup is not None
    before = popup.calendar.selectedDate()
    popup.calendar.setFocus()
    QTest.keyClicks(QApplication.focusWidget() or popup.calendar, "1.8.2027")
    assert popup.calendar.selectedDate() == before


def test_zoom_and_colours_survive_a_restart_which_shows_today(
    page: PlanPage, open_plan: OpenPlan, qtbot: QtBot
) -> None:
    press(page, "zoom_quarter")
    press(page, "colour_by_kind")
    with qtbot.waitSignal(page.chart.settled):
        page.show_day(date(2029, 3, 14))
    again = open_plan()
    view = again.chart.view
    assert view.days == page.chart.view.days
    assert 0 < view.x(TODAY.toordinal()) < view.width / 2
    assert again.header.zoom.current() == "quarter"
    assert again.legend.mode.current() == ColourBy.KIND


@pytest.mark.parametrize(
    "noted", ["", "rubbish", "nan 2027-07-01", "31", "1e99 9999-99-99", "9" * 400, "92 2029-01-01"]
)
def test_a_spoilt_memory_is_no_obstacle(noted: str, context: Context, open_plan: OpenPlan) -> None:
    context.preferences.note("plan/view", noted)
    page = open_plan()
    assert page.chart.view.first <= TODAY.toordinal() <= page.chart.view.last


def test_at_midnight_today_is_another_day(page: PlanPage, clock: SetClock) -> None:
    clock.moment = clock.moment.replace(day=9)
    page.context.bridge.look()
    assert page.chart.today == july(9).toordinal()
