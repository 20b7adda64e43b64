"""Today and the next seven days below the chart: what it lists, and what is done there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit, UnitDraft
from app.core.stays.occupancy import Kind, Status
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.plan.page import PlanPage
from app.ui.plan.today.card import AgendaCard
from app.ui.plan.today.line import Line, LineButton
from app.ui.plan.today.panel import TodayPanel
from app.ui.stays.entry.dialog import OccupancyDialog
from app.ui.stays.entry.portal_dialog import PortalDialog
from tests.clocks import SetClock
from tests.ui.conftest import RecordedNotices
from tests.ui.plan.conftest import Enter, OpenPlan, july

LEFT = Qt.MouseButton.LeftButton
NOTHING = ["none"]
NOBODY = "Today nobody comes or goes."
IDLE = [NOBODY, "Nothing in the next 7 days."]


def lines(page: PlanPage, card: str) -> list[str]:
    """What a card lists, as it is heard, and the words that stand where there is nothing."""
    found = page.findChild(AgendaCard, f"agenda_{card}")
    assert isinstance(found, AgendaCard)
    held = found.findChild(QWidget, "page_body")
    assert held is not None
    parts = [one for one in held.findChildren(QWidget) if said(one, f"agenda_{card}_none")]
    parts.sort(key=lambda one: one.mapTo(held, QPoint(0, 0)).y())
    return [said(one, f"agenda_{card}_none") for one in parts]


def said(part: QWidget, none: str) -> str:
    if isinstance(part, LineButton):
        return part.accessibleName()
    return part.text() if isinstance(part, QLabel) and part.objectName() == none else ""


def press(page: PlanPage, name: str) -> None:
    found = page.today.panel.findChildren(QPushButton, name)
    assert len(found) == 1
    QTest.mouseClick(found[0], LEFT)


@pytest.mark.usefixtures("units")
def test_a_house_without_stays_says_how_to_begin(
    open_plan: OpenPlan, context: Context, enter: Enter, services: Services
) -> None:
    page = open_plan()
    first = page.today.first_stay
    assert first.isVisible()
    assert not page.today.panel.isVisible()
    button = first.findChild(QPushButton, "first_stay_enter")
    assert button is not None
    QTest.mouseClick(button, LEFT)
    dialog = page.findChild(OccupancyDialog)
    assert dialog is not None
    dialog.reject()
    stay = enter(1, 3)
    context.bridge.look()
    assert not first.isVisible()
    assert page.today.panel.isVisible()
    services.occupancies.cancel(stay.id, sequence=0)
    context.bridge.look()
    assert first.isVisible()


def test_a_portal_booking_may_be_the_first(open_plan: OpenPlan) -> None:
    page = open_plan()
    button = page.today.first_stay.findChild(QPushButton, "first_stay_portal")
    assert button is not None
    QTest.mouseClick(button, LEFT)
    assert page.findChild(PortalDialog) is not None


def test_nothing_is_due(open_plan: OpenPlan, enter: Enter) -> None:
    enter(1, 3)
    page = open_plan()
    assert lines(page, "moves") == IDLE
    assert lines(page, "options") == NOTHING


def test_who_comes_and_goes_is_told_once_and_today_stands_alone(
    open_plan: OpenPlan, enter: Enter
) -> None:
    enter(1, 6, guest="Kowalski")
    enter(6, 9, guest="Bergmann")
    enter(3, 7, unit=1, portal="airbnb")
    enter(13, 14, unit=2, guest="Huber", status=Status.OPTION, option_until=july(9))
    enter(14, 20, unit=2, guest="Too late")
    page = open_plan()
    assert lines(page, "moves") == [
        "Today: Seeblick 1 · Kowalski\u00a0→ Bergmann",
        "Tomorrow: Seeblick 2 · Departure: Airbnb",
        "Fri 9: Seeblick 1 · Departure: Bergmann",
        "Tue 13: Möwe · Arrival: Huber · until 9 Jul",
    ]
    assert lines(page, "options") == ["until 9 Jul: Möwe · Huber"]
    today = page.findChildren(LineButton)[0].parentWidget()
    assert today is not None
    assert today.property("agenda") == "marked"
    assert len(today.findChildren(LineButton)) == 1


def test_blocks_and_the_owner_do_not_arrive(open_plan: OpenPlan, enter: Enter) -> None:
    enter(7, 9, kind=Kind.BLOCK, note="New bath\nMr. Rösch has the key.")
    enter(7, 10, unit=1, kind=Kind.OWNER)
    enter(4, 6, unit=2, kind=Kind.OWNER, guest="The children")
    enter(6, 20, unit=2, guest="Huber")
    page = open_plan()
    assert lines(page, "moves") == [
        "Today: Möwe · The children\u00a0→ Huber",
        "Tomorrow: Seeblick 1 · Block begins: New bath",
        "Tomorrow: Seeblick 2 · Owner stay begins",
        "Fri 9: Seeblick 1 · Block ends: New bath",
        "Sat 10: Seeblick 2 · Owner stay ends",
    ]


def test_a_day_is_written_once(open_plan: OpenPlan, enter: Enter) -> None:
    for unit in range(3):
        enter(8, 12, unit=unit)
    page = open_plan()
    follows = [button.line.follows for button in page.findChildren(LineButton)]
    assert follows == [False, True, True, False, True, True]


def test_options_of_today_and_of_yesterday_are_told_apart(
    open_plan: OpenPlan, enter: Enter
) -> None:
    enter(20, 25, guest="Now", status=Status.OPTION, option_until=july(6))
    enter(20, 25, unit=1, guest="Late", status=Status.OPTION, option_until=july(5))
    page = open_plan()
    assert lines(page, "options") == ["expired: Seeblick 2 · Late", "until today: Seeblick 1 · Now"]
    late, now = (button.line for button in page.findChildren(LineButton))
    assert (late.late, late.urgent) == (True, False)
    assert (now.late, now.urgent) == (False, True)


def test_a_click_leads_to_the_bar(open_plan: OpenPlan, enter: Enter) -> None:
    stay = enter(1, 6, unit=3, guest="Kowalski")
    page = open_plan()
    page.show_day(july(1) + timedelta(400))
    press(page, f"due_{stay.id}")
    assert page.chart.selected_bar() is not None
    assert page.chart.marks.selected == stay.id
    assert page.chart.hasFocus()
    bar = page.chart.selected_bar()
    assert bar is not None
    box = page.chart.box_of(bar)
    assert box is not None
    assert 0 <= box.left < box.right <= page.chart.view.width


def test_a_click_leads_past_a_filter(open_plan: OpenPlan, enter: Enter, units: list[Unit]) -> None:
    stay = enter(1, 6, unit=3, guest="Kowalski")
    page = open_plan()
    page.finding.filter_button._choose("properties", units[0].property_id, on=True)
    assert page.chart.rows.of(units[3].id) is None
    press(page, f"due_{stay.id}")
    assert page.chart.marks.selected == stay.id
    assert not page.finding.filter_button.current()


def test_an_option_is_booked_firmly_and_taken_back(
    open_plan: OpenPlan,
    enter: Enter,
    services: Services,
    notices: RecordedNotices,
    context: Context,
) -> None:
    option = enter(20, 25, guest="Huber", status=Status.OPTION, option_until=july(9))
    page = open_plan()
    press(page, f"book_{option.id}")
    firm = services.occupancies.get(option.id)
    assert (firm.status, firm.uid, firm.sequence) == (Status.CONFIRMED, option.uid, 1)
    context.bridge.look()
    assert lines(page, "options") == NOTHING
    assert notices.said == ["Huber (Seeblick 1, 20–25 Jul 2027) booked firmly."]
    notices.press_action()
    context.bridge.look()
    assert services.occupancies.get(option.id).status is Status.OPTION
    assert lines(page, "options") == ["until 9 Jul: Seeblick 1 · Huber"]


def test_an_option_is_released(
    open_plan: OpenPlan, enter: Enter, services: Services, context: Context
) -> None:
    option = enter(20, 25, status=Status.OPTION, option_until=july(9))
    page = open_plan()
    press(page, f"release_{option.id}")
    assert services.occupancies.get(option.id).status is Status.CANCELLED
    assert context.history.next_undo is not None
    context.bridge.look()
    assert page.today.first_stay.isVisible()


def test_an_option_is_extended(
    open_plan: OpenPlan, enter: Enter, services: Services, context: Context, qtbot: QtBot
) -> None:
    option = enter(20, 25, status=Status.OPTION, option_until=july(9))
    page = open_plan()
    press(page, f"extend_{option.id}")
    until = page.findChild(QLineEdit, "option_until")
    assert until is not None
    qtbot.waitUntil(until.isVisible)
    until.selectAll()
    QTest.keyClicks(until, "12.7.")
    QTest.keyClick(until, Qt.Key.Key_Return)
    assert services.occupancies.get(option.id).option_until == july(12)
    context.bridge.look()
    assert lines(page, "options") == ["until 12 Jul: Seeblick 1 · Booking"]


def test_what_was_changed_elsewhere_is_not_decided_over(
    open_plan: OpenPlan, enter: Enter, services: Services, notices: RecordedNotices
) -> None:
    option = enter(20, 25, status=Status.OPTION, option_until=july(9))
    page = open_plan()
    page.context.bridge.moved.disconnect(page.redraw)
    page.context.bridge.day_changed.disconnect(page.day_changed)
    services.options.extend(option.id, july(8), sequence=0)
    press(page, f"book_{option.id}")
    assert len(notices.said) == 1
    assert services.occupancies.get(option.id).option_until == july(8)
    page.context.bridge.moved.connect(page.redraw)
    page.context.bridge.day_changed.connect(page.day_changed)


def test_a_change_from_elsewhere_is_there_at_once(
    open_plan: OpenPlan,
    enter: Enter,
    services: Services,
    context: Context,
    units: list[Unit],
) -> None:
    page = open_plan()
    enter(1, 2, unit=1)
    stay = enter(6, 9, guest="Bergmann")
    context.bridge.look()
    assert lines(page, "moves")[0] == "Today: Seeblick 1 · Arrival: Bergmann"
    services.units.rename(units[0].id, "Seeblick A", sequence=units[0].sequence)
    context.bridge.look()
    assert lines(page, "moves")[0] == "Today: Seeblick A · Arrival: Bergmann"
    services.occupancies.cancel(stay.id, sequence=0)
    context.bridge.look()
    assert lines(page, "moves") == IDLE


def test_lines_that_stay_the_same_are_not_made_anew(
    open_plan: OpenPlan, enter: Enter, context: Context
) -> None:
    stay = enter(6, 9, guest="Bergmann")
    page = open_plan()
    before = page.findChild(LineButton, f"due_{stay.id}")
    enter(date_far := july(1) + timedelta(90), date_far + timedelta(3), guest="Far")
    context.bridge.look()
    assert page.findChild(LineButton, f"due_{stay.id}") is before


def test_the_day_turns_at_midnight(open_plan: OpenPlan, enter: Enter, clock: SetClock) -> None:
    enter(7, 20, guest="Bergmann")
    page = open_plan()
    assert lines(page, "moves") == [NOBODY, "Tomorrow: Seeblick 1 · Arrival: Bergmann"]
    clock.moment = datetime(2027, 7, 7, 0, 1, tzinfo=UTC)
    page.context.bridge.look()
    assert lines(page, "moves") == ["Today: Seeblick 1 · Arrival: Bergmann", IDLE[1]]


def test_the_keyboard_stays_where_it_was(
    open_plan: OpenPlan, enter: Enter, context: Context
) -> None:
    first = enter(20, 25, status=Status.OPTION, option_until=july(8))
    second = enter(20, 25, unit=1, status=Status.OPTION, option_until=july(9))
    page = open_plan()
    button = page.findChild(QPushButton, f"book_{first.id}")
    assert button is not None
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    context.bridge.look()
    focused = page.window().focusWidget()
    assert focused is not None
    assert focused.objectName() == f"book_{second.id}"


def test_many_lines_scroll_where_there_is_little_room(open_plan: OpenPlan, enter: Enter) -> None:
    for ahead in range(7):
        for unit in range(4):
            enter(6 + ahead, 7 + ahead, unit=unit, guest="A guest with a long name indeed")
    page = open_plan()
    panel = page.today.panel
    assert panel.isVisible()
    assert len(lines(page, "moves")) == 4 + 6 * 4 + 4
    assert page.chart.height() == page.chart.content_height()
    assert panel.mapTo(page, panel.rect().bottomLeft()).y() <= page.height()


@pytest.mark.parametrize("size", [(812, 650), (1154, 560), (1240, 480), (748, 420), (471, 310)])
@pytest.mark.parametrize("clash", [False, True])
def test_what_is_due_is_never_left_out(
    open_plan: OpenPlan, enter: Enter, size: tuple[int, int], clash: bool
) -> None:
    enter(6, 9, guest="Bergmann", status=Status.OPTION, option_until=july(6))
    if clash:
        enter(7, 9, guest="Kowalski", allow_conflict=True)
    page = open_plan(size=size)
    panel, body = page.today.panel, page.body
    assert panel.isVisible()
    assert page.chart.height() <= page.chart.content_height()
    area = QRect(panel.mapTo(page, QPoint(0, 0)), panel.size())
    if body.verticalScrollBar().maximum():
        # Only where two rows, the legend and two lines do not fit.
        assert page.chart.height() < page.chart.content_height()
        body.verticalScrollBar().setValue(body.verticalScrollBar().maximum())
        area = QRect(panel.mapTo(page, QPoint(0, 0)), panel.size())
    assert area.bottom() <= page.height()
    for card in panel.findChildren(AgendaCard):
        scroller = card.findChild(QScrollArea)
        assert scroller is not None
        assert scroller.height() >= 40


def test_the_chart_gives_its_room_first_to_what_is_due(
    open_plan: OpenPlan, enter: Enter, services: Services, units: list[Unit]
) -> None:
    enter(6, 9, guest="Bergmann")
    for number in range(30):
        services.units.add(UnitDraft(property_id=units[0].property_id, name=f"Room {number}"))
    page = open_plan()
    assert page.today.panel.isVisible()
    assert page.body.verticalScrollBar().maximum() == 0
    assert 160 < page.chart.height() < page.chart.content_height()


def test_a_word_without_end_is_broken_and_then_shortened(enter: Enter, qtbot: QtBot) -> None:
    button = LineButton(Line("Today", "W" * 300, enter(6, 9)))
    qtbot.addWidget(button)
    first, second = button.shown_lines(240)
    assert second.endswith("…")
    for words in (first, second):
        assert button.fontMetrics().horizontalAdvance(words) <= 240


@pytest.mark.parametrize("width", [700, 1240])
def test_nothing_is_cut_in_longer_texts(
    make_context: Callable[..., Context],
    wide: object,
    enter: Enter,
    cut_texts: Callable[[TodayPanel], list[str]],
    qtbot: QtBot,
    width: int,
) -> None:
    enter(1, 6, guest="Kowalski")
    enter(6, 9, guest="Familie von der Heide-Öztürk " * 6)
    enter(6, 9, unit=1, guest="W" * 200)
    enter(6, 9, unit=2, guest="👨‍👩‍👧‍👦" * 60)
    enter(20, 25, guest="Huber", status=Status.OPTION, option_until=july(9))
    panel = TodayPanel(make_context(texts=wide))
    qtbot.addWidget(panel)
    panel.resize(width, 600)
    panel.show()
    qtbot.waitExposed(panel)
    assert cut_texts(panel) == []
    for button in panel.findChildren(LineButton):
        shown = button.shown_lines()
        assert len(shown) <= 2
        assert button.height() >= button.heightForWidth(button.width())
        assert all(
            button.fontMetrics().horizontalAdvance(words) <= button.width() for words in shown
        )
