"""Today and the next seven days below the chart: what it lists, and what is done there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.bootstrap import Services
from app.core.occupancy import Kind, Status
from app.core.unit import Unit
from app.ui.context import Context
from app.ui.plan.agenda_card import AgendaCard, Line, LineButton
from app.ui.plan.page import PlanPage
from app.ui.plan.today_panel import TodayPanel
from tests.ui.conftest import RecordedNotices, SetClock
from tests.ui.plan.conftest import Enter, OpenPlan, july

LEFT = Qt.MouseButton.LeftButton
NOTHING = ["none"]


def lines(page: PlanPage, card: str) -> list[str]:
    """What a card lists, as it is heard; the word that says that there is nothing."""
    found = page.findChild(AgendaCard, f"agenda_{card}")
    assert isinstance(found, AgendaCard)
    words = [button.accessibleName() for button in found.findChildren(LineButton) if alive(button)]
    none = [label for label in found.findChildren(QLabel, f"agenda_{card}_none") if alive(label)]
    return words or [label.text() for label in none]


def alive(widget: QLabel | QPushButton) -> bool:
    """Whether this is not one of the lines that have just been replaced."""
    above = widget.parentWidget()
    return above is not None and above.parentWidget() is not None


def press(page: PlanPage, name: str) -> None:
    found = [one for one in page.aids.today_panel.findChildren(QPushButton, name) if alive(one)]
    assert len(found) == 1
    QTest.mouseClick(found[0], LEFT)


@pytest.mark.usefixtures("units")
def test_an_empty_house_has_nothing_due(open_plan: OpenPlan) -> None:
    page = open_plan()
    assert page.aids.today_panel.isVisible()
    for card in ("departures", "arrivals", "changeovers", "options"):
        assert lines(page, card) == NOTHING


def test_the_four_cards(open_plan: OpenPlan, enter: Enter) -> None:
    enter(1, 6, guest="Kowalski")
    enter(6, 9, guest="Bergmann")
    enter(3, 7, unit=1, portal="airbnb")
    enter(12, 15, unit=1, kind=Kind.BLOCK)
    enter(13, 14, unit=2, guest="Huber", status=Status.OPTION, option_until=july(9))
    enter(14, 20, unit=2, guest="Too late")
    page = open_plan()
    assert lines(page, "departures") == [
        "Today: Seeblick 1 · Kowalski",
        "Tomorrow: Seeblick 2 · Airbnb",
        "Fri 9: Seeblick 1 · Bergmann",
    ]
    assert lines(page, "arrivals") == [
        "Today: Seeblick 1 · Bergmann",
        "Mon 12: Seeblick 2 · Block",
        "Tue 13: Möwe · Huber · until 9 Jul",
    ]
    assert lines(page, "changeovers") == ["Today: Seeblick 1 · Kowalski\u00a0→ Bergmann"]
    assert lines(page, "options") == ["until 9 Jul: Möwe · Huber"]


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
    page.aids.filter_button._choose("properties", units[0].property_id, on=True)
    assert page.chart.rows.of(units[3].id) is None
    press(page, f"due_{stay.id}")
    assert page.chart.marks.selected == stay.id
    assert not page.aids.filter_button.current()


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
    assert lines(page, "options") == NOTHING


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
    services.occupancies.extend_option(option.id, july(8), sequence=0)
    press(page, f"book_{option.id}")
    assert len(notices.failed) == 1
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
    stay = enter(6, 9, guest="Bergmann")
    context.bridge.look()
    assert lines(page, "arrivals") == ["Today: Seeblick 1 · Bergmann"]
    services.units.rename(units[0].id, "Seeblick A", sequence=units[0].sequence)
    context.bridge.look()
    assert lines(page, "arrivals") == ["Today: Seeblick A · Bergmann"]
    services.occupancies.cancel(stay.id, sequence=0)
    context.bridge.look()
    assert lines(page, "arrivals") == NOTHING


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
    enter(7, 9, guest="Bergmann")
    page = open_plan()
    assert lines(page, "arrivals") == ["Tomorrow: Seeblick 1 · Bergmann"]
    clock.moment = datetime(2027, 7, 7, 0, 1, tzinfo=UTC)
    page.context.bridge.look()
    assert lines(page, "arrivals") == ["Today: Seeblick 1 · Bergmann"]


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
    panel = page.aids.today_panel
    assert panel.isVisible()
    assert len(lines(page, "arrivals")) == 28
    assert page.chart.height() == page.chart.content_height()
    assert panel.mapTo(page, panel.rect().bottomLeft()).y() <= page.height()


def test_without_room_the_chart_has_it(
    open_plan: OpenPlan, enter: Enter, context: Context, qtbot: QtBot
) -> None:
    page = open_plan(size=(1240, 480))
    assert not page.aids.today_panel.isVisible()
    enter(6, 9, guest="Bergmann")
    context.bridge.look()
    assert lines(page, "arrivals") == []
    page.resize(1240, 760)
    qtbot.waitUntil(page.aids.today_panel.isVisible)
    assert lines(page, "arrivals") == ["Today: Seeblick 1 · Bergmann"]


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
