"""The plan by keyboard alone, read from the database."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from app.core.house.unit import Unit
from app.core.stays.occupancy import Status
from app.services.services import Services
from app.ui.plan.page import PlanPage
from app.ui.stays.entry.dialog import OccupancyDialog
from tests.ui.conftest import RecordedNotices
from tests.ui.plan.conftest import Enter, OpenPlan, july

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def press(
    page: PlanPage, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, times: int = 1
) -> None:
    for _ in range(times):
        QTest.keyClick(page.chart, key, modifiers)


def cursor(page: PlanPage) -> tuple[int | None, date]:
    return page.chart.marks.unit_id, date.fromordinal(page.chart.marks.day)


@pytest.fixture
def page(open_plan: OpenPlan) -> PlanPage:
    page = open_plan()
    page.chart.setFocus(Qt.FocusReason.TabFocusReason)
    return page


def test_the_cursor_begins_today_in_the_first_row_and_moves_by_days_and_units(
    page: PlanPage, units: list[Unit]
) -> None:
    assert cursor(page) == (units[0].id, july(6))
    press(page, Key.Key_Right, times=3)
    press(page, Key.Key_Down, times=2)
    assert cursor(page) == (units[2].id, july(9))
    press(page, Key.Key_Left)
    press(page, Key.Key_Up)
    assert cursor(page) == (units[1].id, july(8))
    press(page, Key.Key_Up, times=9)
    assert cursor(page) == (units[0].id, july(8))


def test_the_cursor_stays_in_view_wherever_it_goes(page: PlanPage) -> None:
    press(page, Key.Key_Right, times=60)
    assert page.chart.view.first <= page.chart.marks.day <= page.chart.view.last
    press(page, Key.Key_Left, times=120)
    assert page.chart.view.first <= page.chart.marks.day <= page.chart.view.last


def test_selected_days_become_a_stay_with_enter(
    page: PlanPage, services: Services, units: list[Unit]
) -> None:
    press(page, Key.Key_Right, times=4)
    press(page, Key.Key_Right, SHIFT, times=3)
    assert page.chart.marks.days() == (july(10).toordinal(), july(13).toordinal())
    press(page, Key.Key_Return)
    dialog = page.findChild(OccupancyDialog)
    assert dialog is not None
    assert dialog.stay.stay() == (units[0].id, july(10), july(13))
    QTest.keyClick(dialog, Key.Key_Return)
    (stay,) = services.occupancies.all()
    assert (stay.arrival, stay.departure) == (july(10), july(13))


def test_enter_on_a_free_day_offers_one_night(page: PlanPage, units: list[Unit]) -> None:
    press(page, Key.Key_Enter)
    dialog = page.findChild(OccupancyDialog)
    assert dialog is not None
    assert dialog.stay.stay() == (units[0].id, july(6), july(7))


def test_escape_drops_the_selection(page: PlanPage) -> None:
    press(page, Key.Key_Right, SHIFT, times=3)
    press(page, Key.Key_Escape)
    assert page.chart.marks.days() == (july(9).toordinal(), july(9).toordinal())


def test_tab_goes_from_bar_to_bar_and_out_at_the_end(
    page: PlanPage, enter: Enter, units: list[Unit]
) -> None:
    stays = [
        enter(7, 9),
        enter(9, 12),
        enter(2, 5, unit=2),
        enter(8, 10, unit=3),
    ]
    enter(date(2028, 7, 1), date(2028, 7, 9))  # far out of view
    found = []
    for _ in stays:
        press(page, Key.Key_Tab)
        found.append(page.chart.marks.selected)
    assert found == [stay.id for stay in stays]
    assert page.chart.hasFocus()
    press(page, Key.Key_Tab)
    assert not page.chart.hasFocus()
    page.chart.setFocus(Qt.FocusReason.BacktabFocusReason)
    page.chart.mark(page.chart.marks.take(page.bars(units[3].id)[0]))
    press(page, Key.Key_Backtab, SHIFT)
    assert page.chart.marks.selected == stays[2].id


def test_enter_edits_the_selected_bar(page: PlanPage, enter: Enter, units: list[Unit]) -> None:
    enter(7, 9)
    press(page, Key.Key_Tab)
    press(page, Key.Key_Return)
    dialog = page.findChild(OccupancyDialog)
    assert dialog is not None
    assert dialog.stay.stay() == (units[0].id, july(7), july(9))


def test_delete_cancels_the_selected_bar_with_a_way_back(
    page: PlanPage, enter: Enter, services: Services, notices: RecordedNotices
) -> None:
    stay = enter(7, 9)
    press(page, Key.Key_Tab)
    press(page, Key.Key_Delete)
    assert services.occupancies.get(stay.id).status is Status.CANCELLED
    notices.press_action()
    assert services.occupancies.get(stay.id).status is Status.CONFIRMED


def test_alt_and_arrows_move_the_selected_bar(
    page: PlanPage, enter: Enter, services: Services, units: list[Unit]
) -> None:
    stay = enter(7, 9)
    press(page, Key.Key_Tab)
    press(page, Key.Key_Right, ALT, times=3)
    press(page, Key.Key_Down, ALT, times=2)
    press(page, Key.Key_Left, ALT)
    moved = services.occupancies.get(stay.id)
    assert (moved.unit_id, moved.arrival, moved.departure) == (units[2].id, july(9), july(11))
    assert (moved.uid, moved.sequence) == (stay.uid, stay.sequence + 6)
    assert page.chart.marks.selected == stay.id
    press(page, Key.Key_Right, ALT | SHIFT, times=2)
    assert services.occupancies.get(stay.id).departure == july(13)


def test_a_bar_is_not_moved_onto_another_by_keys(
    page: PlanPage, enter: Enter, services: Services, notices: RecordedNotices
) -> None:
    stay = enter(7, 9)
    enter(9, 12, guest="Kern")
    press(page, Key.Key_Tab)
    press(page, Key.Key_Right, ALT)
    assert services.occupancies.get(stay.id) == stay
    assert "Kern" in notices.said[-1]
    assert notices.failed == []


def test_a_bar_under_the_cursor_is_the_selected_one(page: PlanPage, enter: Enter) -> None:
    stay = enter(7, 9)
    press(page, Key.Key_Right)
    assert page.chart.marks.selected == stay.id
    press(page, Key.Key_Right, times=2)
    assert page.chart.marks.selected is None


def test_plus_and_minus_zoom_and_home_shows_today(page: PlanPage) -> None:
    days = page.chart.view.days
    press(page, Key.Key_Plus)
    assert page.chart.view.days < days
    press(page, Key.Key_Minus, times=2)
    assert page.chart.view.days > days
    page.show_day(date(2030, 1, 1))
    press(page, Key.Key_Home)
    assert page.chart.view.first <= july(6).toordinal() <= page.chart.view.last
    assert cursor(page)[1] == july(6)


def test_pages_go_by_what_is_in_view(page: PlanPage) -> None:
    last = page.chart.view.last
    press(page, Key.Key_PageDown)
    assert abs(page.chart.view.first - last) <= 2
    press(page, Key.Key_PageUp)
    assert cursor(page)[1] == july(6)


def test_where_the_cursor_is_can_be_heard(page: PlanPage, enter: Enter) -> None:
    chart = page.chart
    assert chart.cursor_words() == "Seeblick 1, Tue 6 Jul 2027, free"
    press(page, Key.Key_Right, SHIFT, times=2)
    assert chart.cursor_words() == "Seeblick 1, Tue 6 Jul 2027 to Thu 8 Jul 2027, 2 nights, free"
    enter(7, 9, guest="Huber", portal="airbnb")
    press(page, Key.Key_Escape)
    press(page, Key.Key_Tab)
    press(page, Key.Key_Left)
    press(page, Key.Key_Right)
    assert chart.cursor_words() == (
        "Huber, Seeblick 1, Wed 7 Jul 2027 to Fri 9 Jul 2027, 2 nights, "
        "Booking · Airbnb · confirmed"
    )


def test_keys_in_an_empty_house_do_nothing(open_plan: OpenPlan, services: Services) -> None:
    for unit in services.units.all():
        services.units.archive(unit.id, sequence=unit.sequence)
    page = open_plan()
    page.chart.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Key.Key_Right, Key.Key_Return, Key.Key_Delete, Key.Key_Home, Key.Key_PageDown):
        press(page, key)
    press(page, Key.Key_Tab)
    assert page.chart.marks.unit_id is None


class TestByEar:
    """What a screen reader finds at the plan when it asks, not only when it is told."""

    def name(self, page: PlanPage) -> str:
        return QAccessible.queryAccessibleInterface(page.chart).text(QAccessible.Text.Name)

    def test_the_day_and_the_unit_of_the_cursor(self, page: PlanPage, units: list[Unit]) -> None:
        assert self.name(page).startswith("Occupancy plan: ")
        assert units[0].name in self.name(page)
        press(page, Key.Key_Down)
        press(page, Key.Key_Right)
        assert units[1].name in self.name(page)
        assert "free" in self.name(page)

    def test_the_stay_that_is_selected(
        self, page: PlanPage, enter: Enter, units: list[Unit]
    ) -> None:
        enter(8, 11, guest="Familie Huber")
        press(page, Key.Key_Right, times=2)
        said = self.name(page)
        for word in ("Familie Huber", units[0].name, "8 Jul 2027", "11 Jul 2027", "3 nights"):
            assert word in said
        press(page, Key.Key_Left)
        assert "Familie Huber" not in self.name(page)

    def test_the_days_that_are_selected(self, page: PlanPage, units: list[Unit]) -> None:
        press(page, Key.Key_Right, SHIFT, times=4)
        assert units[0].name in self.name(page)
        assert "4 nights" in self.name(page)

    def test_the_way_is_told_beside_it(self, page: PlanPage) -> None:
        told = QAccessible.queryAccessibleInterface(page.chart).text(QAccessible.Text.Description)
        assert "Tab" in told
        assert "Alt" in told
