"""Finding in the plan: by words, by filter, and which units are free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.plan.finding.filters import PlanFilter
from app.ui.plan.finding.free_dialog import FreeDialog
from app.ui.plan.page import PlanPage
from tests.ui.plan.conftest import Enter, OpenPlan, july

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def searched(page: PlanPage) -> None:
    """Let it search to its end: one slice may be too short on a busy machine."""
    while page.finding.finder.count_text().endswith("…"):
        QTest.qWait(1)


def search(page: PlanPage, words: str) -> None:
    """Press Ctrl+F and type; it is searched to the end."""
    QTest.keyClick(page, Qt.Key.Key_F, CTRL)
    assert page.finding.finder.hasFocus()
    page.finding.finder.insert(words) if not words.isascii() else QTest.keyClicks(
        page.finding.finder, words
    )
    searched(page)


# ---- words ----


@pytest.mark.parametrize(
    ("words", "guests"),
    [
        ("ozturk", ["Öztürk"]),
        ("ÖZTÜRK", ["Öztürk"]),
        ("yilmaz", ["Yılmaz"]),
        ("kinderbett", ["Huber"]),
        ("airbnb", ["Bergmann"]),
        ("hof", ["Meier"]),
        ("hund huber", ["Huber"]),
        ("cancelled", []),
        ("nobody", []),
        ("   ", []),
    ],
)
def test_guests_notes_and_portals_are_found(
    open_plan: OpenPlan, enter: Enter, words: str, guests: list[str]
) -> None:
    ids = {
        enter(1, 5, guest="Öztürk").id: "Öztürk",
        enter(5, 7, guest="Yılmaz").id: "Yılmaz",
        enter(8, 9, guest="Huber", note="Hund dabei\nKinderbett").id: "Huber",
        enter(1, 9, unit=1, guest="Bergmann", portal="airbnb").id: "Bergmann",
        enter(1, 9, unit=2, guest="Meier", portal="Hofladen").id: "Meier",
        enter(1, 9, unit=3, guest="cancelled", status=Status.CANCELLED).id: "never",
    }
    page = open_plan()
    search(page, words)
    assert [ids[found] for found in page.finding.finder.hits] == guests
    assert page.chart.marks.highlighted == frozenset(page.finding.finder.hits)


def test_from_hit_to_hit(open_plan: OpenPlan, enter: Enter) -> None:
    past = enter(date(2026, 3, 1), date(2026, 3, 4), guest="Huber")
    soon = enter(10, 14, unit=1, guest="Huber")
    late = enter(date(2028, 3, 1), date(2028, 3, 4), unit=3, guest="Huber")
    page = open_plan()
    finder, chart = page.finding.finder, page.chart
    search(page, "huber")
    # The next one first, whoever came last year.
    assert (finder.current, finder.count_text()) == (soon.id, "2 of 3")
    assert chart.marks.selected == soon.id
    assert finder.hasFocus()
    QTest.keyClick(finder, Qt.Key.Key_Return)
    assert (finder.current, finder.count_text()) == (late.id, "3 of 3")
    bar = chart.selected_bar()
    assert bar is not None
    assert chart.view.first <= bar.arrival < bar.departure <= chart.view.last
    QTest.keyClick(finder, Qt.Key.Key_F3)
    assert (finder.current, finder.count_text()) == (past.id, "1 of 3")
    QTest.keyClick(finder, Qt.Key.Key_Return, SHIFT)
    assert finder.current == late.id
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_F3)
    assert finder.current == past.id
    QTest.keyClick(chart, Qt.Key.Key_F3, SHIFT)
    assert finder.current == late.id


def test_escape_ends_the_search_where_it_led_to(open_plan: OpenPlan, enter: Enter) -> None:
    stay = enter(10, 14, unit=1, guest="Huber")
    page = open_plan()
    search(page, "hub")
    QTest.keyClick(page.finding.finder, Qt.Key.Key_Escape)
    assert page.finding.finder.text() == ""
    assert page.finding.finder.count_text() == "Ctrl+F"
    assert page.chart.hasFocus()
    assert page.chart.marks.selected == stay.id
    assert page.chart.marks.highlighted == frozenset()


def test_f3_without_words_asks_for_some(open_plan: OpenPlan) -> None:
    page = open_plan()
    page.chart.setFocus()
    QTest.keyClick(page.chart, Qt.Key.Key_F3)
    assert page.finding.finder.hasFocus()


def test_nothing_found_is_said(open_plan: OpenPlan, enter: Enter) -> None:
    enter(10, 14, guest="Huber")
    page = open_plan()
    search(page, "xy")
    assert page.finding.finder.count_text() == "nothing found"
    QTest.keyClick(page.finding.finder, Qt.Key.Key_Return)
    assert page.chart.marks.selected is None


def test_a_change_from_elsewhere_is_found_and_moves_nothing(
    open_plan: OpenPlan, enter: Enter, context: Context
) -> None:
    stay = enter(10, 14, unit=1, guest="Huber")
    page = open_plan()
    search(page, "huber")
    page.show_day(july(1).replace(year=2029))
    view = page.chart.view
    enter(1, 5, unit=2, guest="Huber")
    context.bridge.look()
    searched(page)
    assert page.finding.finder.count_text() == "2 of 2"
    assert page.finding.finder.current == stay.id
    assert page.chart.view == view


def test_a_large_house_is_searched_in_slices(
    open_plan: OpenPlan, enter: Enter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = {enter(10, 14, unit=unit, guest="Huber").id for unit in range(4)}
    page = open_plan()
    monkeypatch.setattr("app.ui.plan.finding.search._SLICE", 0.0)
    QTest.keyClick(page, Qt.Key.Key_F, CTRL)
    page.finding.finder.setText("huber")
    assert page.finding.finder.count_text() == "searching …"
    qtbot.waitUntil(lambda: page.finding.finder.count_text() == "1 of 4")
    assert set(page.finding.finder.hits) == ids
    page.finding.finder.setText("hub")
    QTest.keyClick(page.finding.finder, Qt.Key.Key_Return)
    assert page.finding.finder.count_text() == "1 of 4"


# ---- filter ----


def check(page: PlanPage, qtbot: QtBot, *names: str) -> QMenu:
    """Open the menu by a click and check these entries with the keyboard."""
    QTest.mouseClick(page.finding.filter_button, LEFT)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.objectName() == "plan_filter_menu"
    for name in names:
        menu.setActiveAction(entry(menu, name))
        QTest.keyClick(menu, Qt.Key.Key_Space)
        assert menu.isVisible()
    return menu


def entry(menu: QMenu, name: str) -> QAction:
    (found,) = (action for action in menu.actions() if action.objectName() == name)
    return found


def plain(page: PlanPage) -> list[str]:
    """The guests who are shown plainly."""
    fits = page.chart._fits
    return [
        bar.stay.guest
        for unit in page.units()
        for bar in page.bars(unit.id)
        if fits is None or fits(bar.stay)
    ]


def test_filter_by_property_kind_and_portal(
    open_plan: OpenPlan, enter: Enter, units: list[Unit], qtbot: QtBot
) -> None:
    enter(1, 5, guest="Direct")
    enter(5, 7, guest="Website", portal="website")
    enter(8, 9, guest="Airbnb", portal="airbnb")
    enter(10, 12, guest="Owner", kind=Kind.OWNER)
    enter(1, 9, unit=2, guest="Far", portal="Hofladen")
    page = open_plan()
    menu = check(page, qtbot, "filter_portals_airbnb", "filter_portals_Hofladen")
    assert plain(page) == ["Airbnb", "Far"]
    menu.close()
    assert page.finding.filter_button.text() == "Filter on"
    menu = check(page, qtbot, "filter_portals_airbnb", "filter_portals_Hofladen", "filter_portals_")
    assert plain(page) == ["Direct", "Website"]
    menu.close()
    menu = check(page, qtbot, "filter_portals_", "filter_kinds_owner")
    assert plain(page) == ["Owner"]
    menu.close()
    menu = check(page, qtbot, f"filter_properties_{units[2].property_id}")
    assert [unit.id for unit in page.units()] == [units[2].id, units[3].id]
    menu.setActiveAction(entry(menu, "clear_filter"))
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert len(plain(page)) == 5
    assert page.finding.filter_button.text() == ""


def test_only_what_fits_is_searched(open_plan: OpenPlan, enter: Enter, qtbot: QtBot) -> None:
    enter(1, 5, guest="Huber")
    wanted = enter(8, 9, guest="Huber", portal="airbnb")
    page = open_plan()
    check(page, qtbot, "filter_portals_airbnb").close()
    search(page, "huber")
    assert page.finding.finder.hits == [wanted.id]


def test_a_property_that_is_gone_is_no_filter(
    open_plan: OpenPlan, units: list[Unit], qtbot: QtBot, services: Services, context: Context
) -> None:
    page = open_plan()
    check(page, qtbot, f"filter_properties_{units[2].property_id}").close()
    for unit in units[2:]:
        services.units.archive(unit.id, sequence=unit.sequence)
    context.bridge.look()
    assert not page.finding.filter_button.current()
    assert [unit.id for unit in page.units()] == [units[0].id, units[1].id]


@given(
    st.frozensets(st.sampled_from(Kind)),
    st.frozensets(st.sampled_from(["", "airbnb", "booking", "Hofladen"])),
    st.sampled_from(Kind),
    st.sampled_from(["", "airbnb", "booking", "Hofladen", "website"]),
)
def test_a_stay_fits_where_every_part_asks_for_nothing_or_for_it(
    kinds: frozenset[Kind], ways: frozenset[str], kind: Kind, portal: str
) -> None:
    stay = OccupancyDraft(unit_id=1, arrival=july(1), departure=july(2), kind=kind, portal=portal)
    way = None if kind is not Kind.BOOKING else "" if portal == "website" else portal
    expected = (not kinds or kind in kinds) and (not ways or way in ways)
    assert PlanFilter(kinds=kinds, portals=ways).fits(stay) is expected


# ---- free ----


@pytest.fixture
def ask(open_plan: OpenPlan, qtbot: QtBot) -> Callable[..., Any]:
    """Open the dialog by its button and type into it."""

    def ask(arrival: str, departure: str, persons: int = 0) -> tuple[PlanPage, FreeDialog]:
        page = open_plan()
        QTest.mouseClick(page.finding.free_button, LEFT)
        dialog = page.findChild(FreeDialog)
        assert isinstance(dialog, FreeDialog)
        qtbot.waitUntil(dialog.isVisible)
        for name, text in (("free_arrival", arrival), ("free_departure", departure)):
            field = dialog.findChild(QLineEdit, name)
            assert field is not None
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, text)
        number = dialog.findChild(QSpinBox, "free_persons")
        assert number is not None
        if persons:
            number.setFocus()
            number.selectAll()
            QTest.keyClicks(number, str(persons))
        return page, dialog

    return ask


def offered(dialog: FreeDialog) -> list[str]:
    units = dialog.findChild(QListWidget, "free_units")
    assert units is not None
    return [units.item(at).text().split(" · ")[0] for at in range(units.count())]


def said(dialog: FreeDialog, name: str) -> str:
    label = dialog.findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisibleTo(dialog) else ""


def test_what_is_free_for_so_many(
    ask: Callable[..., Any], enter: Enter, services: Services, units: list[Unit]
) -> None:
    enter(8, 12)
    enter(1, 10, unit=1)
    enter(14, 20, unit=1, status=Status.OPTION, option_until=july(1))
    enter(8, 12, unit=2, status=Status.CANCELLED)
    services.units.change(units[3].id, replace(units[3].draft(), capacity=2), sequence=0)
    _, dialog = ask("10.7.", "14.7.", 3)
    assert offered(dialog) == ["Seeblick 2", "Möwe"]
    assert said(dialog, "free_answer") == "2 units are free · 4 nights"
    assert said(dialog, "free_too_small") == "Free, but too small: Kranich (2)"


def test_a_click_opens_the_entry_with_everything_in_it(
    ask: Callable[..., Any], enter: Enter, services: Services, units: list[Unit], qtbot: QtBot
) -> None:
    enter(10, 14)
    page, dialog = ask("10.7.", "14.7.")
    listed = dialog.findChild(QListWidget, "free_units")
    assert listed is not None
    place = listed.visualItemRect(listed.item(1)).center()
    QTest.mouseClick(listed.viewport(), LEFT, pos=place)
    arrival = page.findChild(QLineEdit, "arrival")
    assert arrival is not None
    qtbot.waitUntil(arrival.isVisible)
    guest = page.findChild(QLineEdit, "guest")
    assert guest is not None
    qtbot.waitUntil(guest.hasFocus)
    QTest.keyClicks(guest, "Huber")
    QTest.keyClick(guest, Qt.Key.Key_Return)
    (stay,) = services.occupancies.all(unit_id=units[2].id)
    assert (stay.guest, stay.arrival, stay.departure) == ("Huber", july(10), july(14))


def test_where_nothing_is_free_the_next_days_are_offered(
    ask: Callable[..., Any], enter: Enter, units: list[Unit]
) -> None:
    enter(8, 20)
    enter(8, 16, unit=1)
    enter(18, 22, unit=1)
    enter(8, 13, unit=2)
    enter(8, 12, unit=3, kind=Kind.BLOCK)
    _, dialog = ask("10.7.", "14.7.", 3)
    assert said(dialog, "free_answer") == "Nothing is free then. Next free for 4 nights:"
    assert offered(dialog) == [
        "from Mon 12 Jul 2027: Kranich",
        "from Tue 13 Jul 2027: Möwe",
        "from Tue 20 Jul 2027: Seeblick 1",
        "from Thu 22 Jul 2027: Seeblick 2",
    ]
    chosen: list[tuple[int, date, date]] = []
    dialog.free_chosen.connect(lambda *what: chosen.append(what))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert chosen == [(units[3].id, july(12), july(16))]


def test_too_many_for_every_unit(ask: Callable[..., Any]) -> None:
    _, dialog = ask("10.7.", "14.7.", 9)
    assert said(dialog, "free_answer") == "No unit has room for so many."
    assert "Seeblick 1 (4)" in said(dialog, "free_too_small")
    assert not dialog.primary_button.isEnabled()


def test_enter_takes_the_first_unit(ask: Callable[..., Any], units: list[Unit]) -> None:
    _, dialog = ask("10.7.", "14.7.")
    chosen: list[tuple[int, date, date]] = []
    dialog.free_chosen.connect(lambda *what: chosen.append(what))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert chosen == [(units[0].id, july(10), july(14))]


@pytest.mark.parametrize(
    ("arrival", "departure", "words"),
    [
        ("14.7.", "14.7.", "Departure"),
        ("14.7.", "abc", "abc"),
        ("", "14.7.", "Please enter both days."),
    ],
)
def test_what_is_no_stay_is_told(
    ask: Callable[..., Any], arrival: str, departure: str, words: str
) -> None:
    _, dialog = ask(arrival or " ", departure)
    assert words in said(dialog, "free_answer")
    assert offered(dialog) == []
    assert not dialog.primary_button.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_what_is_booked_meanwhile_is_free_no_longer(
    ask: Callable[..., Any], enter: Enter, context: Context
) -> None:
    _, dialog = ask("10.7.", "14.7.")
    assert "Seeblick 1" in offered(dialog)
    enter(11, 12)
    context.bridge.look()
    assert "Seeblick 1" not in offered(dialog)


def test_days_that_are_selected_are_asked_about(open_plan: OpenPlan, units: list[Unit]) -> None:
    page = open_plan()
    chosen = page.chart.marks.put(units[0].id, july(20).toordinal(), anchor=july(12).toordinal())
    page.chart.mark(chosen)
    QTest.mouseClick(page.finding.free_button, LEFT)
    dialog = page.findChild(FreeDialog)
    assert dialog is not None
    assert said(dialog, "free_answer") == "4 units are free · 8 nights"


# ---- looks ----


@pytest.mark.parametrize("width", [748, 1000, 1240])
def test_the_fields_have_room_in_longer_texts(
    make_context: Callable[..., Context],
    wide: object,
    open_plan: OpenPlan,
    cut_texts: Callable[[object], list[str]],
    qtbot: QtBot,
    width: int,
) -> None:
    context = make_context(texts=wide)
    context.preferences.note("plan/holidays", "none")
    page = open_plan(context, (width, 760))
    page.finding.filter_button._choose("kinds", Kind.BLOCK, on=True)
    assert page.finding.filter_button.text()
    lines = (page.header.first_row, page.header.second_row)
    qtbot.waitUntil(lambda: not any(cut_texts(line) for line in lines if line.isVisible()))
    for part in (page.header.finding, page.header.steps, page.header.zoom):
        assert part.isVisible()
        assert part.mapTo(page, part.rect().topRight()).x() <= page.width()


@pytest.mark.parametrize("width", [508, 748, 812, 1154, 1228])
def test_nothing_in_the_head_lies_over_something_else(open_plan: OpenPlan, width: int) -> None:
    page = open_plan(size=(1400, 700))
    page.resize(width, 500)
    page.resize(1400, 700)
    page.resize(width, 500)
    head = page.header
    head.grab()  # lays everything out
    places = [
        QRect(part.mapTo(head, QPoint(0, 0)), part.size())
        for part in head.findChildren(QWidget)
        if isinstance(part, QAbstractButton | QLineEdit) and part.isVisible()
    ]
    inside = [place for place in places if place.width() > 24]
    for one, other in combinations(inside, 2):
        assert not one.intersects(other)
    assert all(head.rect().contains(place) for place in inside)


def test_the_free_dialog_has_room_in_longer_texts(
    make_context: Callable[..., Context],
    wide: object,
    units: list[Unit],
    cut_texts: Callable[[object], list[str]],
    qtbot: QtBot,
) -> None:
    assert units
    dialog = FreeDialog(make_context(texts=wide))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert cut_texts(dialog) == []


# ---- what stands in the empty field ----


@pytest.mark.parametrize("language", ["texts", "english", "wide"])
def test_what_is_asked_for_is_never_cut_and_the_key_gives_way(
    open_plan: OpenPlan,
    make_context: Callable[..., Context],
    request: pytest.FixtureRequest,
    language: str,
) -> None:
    context = make_context(texts=request.getfixturevalue(language))
    context.preferences.note("plan/holidays", "none")
    finder = open_plan(context).finding.finder
    asked = finder.fontMetrics().horizontalAdvance(finder.placeholderText())
    key = finder.findChild(QLabel, "plan_search_count")
    assert key is not None
    shown = set()
    least = finder.minimumWidth()
    for width in (*range(least, least + 160, 7), least):
        finder.setFixedWidth(width)
        finder.resize(width, finder.height())
        begin = finder.cursorRect().center().x()
        assert begin + asked <= finder.width() - finder.textMargins().right()
        if key.text():
            assert begin + asked < key.x()
            assert key.geometry().right() < finder.width()
        shown.add(bool(key.text()))
    assert shown == {True, False}
    # It comes back where it has room, and goes again.
    assert not key.text()


@pytest.mark.parametrize("language", ["texts", "english"])
@pytest.mark.parametrize("width", [1440 - 216, 1366 - 216, 1024 - 216])
def test_the_plan_leaves_the_question_whole_at_every_size(
    open_plan: OpenPlan,
    make_context: Callable[..., Context],
    request: pytest.FixtureRequest,
    width: int,
    language: str,
) -> None:
    context = make_context(texts=request.getfixturevalue(language))
    context.preferences.note("plan/holidays", "none")
    finder = open_plan(context, size=(width, 700)).finding.finder
    asked = finder.fontMetrics().horizontalAdvance(finder.placeholderText())
    begin = finder.cursorRect().center().x()
    assert begin + asked <= finder.width() - finder.textMargins().right()
