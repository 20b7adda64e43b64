"""The field for a date, by the owner's hand: typed, stepped, picked, left open over midnight."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.i18n import Catalogue
from app.ui.kit.controls.dates import CalendarPopup
from app.ui.stays.entry.date_entry import DateEntry
from tests.clocks import SetClock

TODAY = date(2027, 7, 6)
A_DAY = timedelta(days=1)


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(500, 500)
    page.show()
    return page


@pytest.fixture
def entry(page: QWidget, texts: Catalogue, clock: SetClock) -> DateEntry:
    entry = DateEntry(texts, clock, name="day", accessible_name="Tag", parent=page)
    entry.show()
    entry.setFocus()
    return entry


def type_into(entry: DateEntry, text: str) -> None:
    entry.setText(text)
    entry.textEdited.emit(text)


def popup_of(page: QWidget) -> CalendarPopup:
    (found,) = [one for one in page.findChildren(CalendarPopup) if one.isVisible()]
    return found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("heute", TODAY),
        ("morgen", TODAY + A_DAY),
        ("14.7.", date(2027, 7, 14)),
        ("5.7.", date(2028, 7, 5)),  # yesterday of this year has gone
        ("6.7.", TODAY),
        ("Di", TODAY),
        ("Mo", date(2027, 7, 12)),
        ("7", date(2027, 7, 7)),
        ("5", date(2027, 8, 5)),
    ],
)
def test_what_is_typed_counts_from_today(entry: DateEntry, typed: str, meant: date) -> None:
    type_into(entry, typed)
    assert entry.value() == meant
    assert entry.problem() is None
    assert entry.text() == typed, "it is not written out before the field is left"


def test_a_date_is_written_out_when_the_field_is_left(
    entry: DateEntry, page: QWidget, texts: Catalogue
) -> None:
    type_into(entry, "14.7.")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert entry.text() == texts.date(date(2027, 7, 14))
    # What it wrote out is itself a date: the field can be left again without harm.
    entry.textEdited.emit(entry.text())
    assert entry.value() == date(2027, 7, 14)
    assert page.isVisible()


@pytest.mark.parametrize("typed", ["31.6.", "quatsch", "14.7.1832", "0.0."])
def test_what_is_no_date_stays_as_it_was_typed_with_its_problem(
    entry: DateEntry, typed: str
) -> None:
    entry.set_value(TODAY)
    type_into(entry, typed)
    assert entry.value() is None
    assert entry.problem() is not None
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert entry.text() == typed


def test_an_empty_field_is_no_date_and_no_problem(entry: DateEntry, qtbot: QtBot) -> None:
    type_into(entry, "quatsch")
    with qtbot.assertNotEmitted(entry.changed):  # there was none before
        type_into(entry, "   ")
    assert (entry.value(), entry.problem()) == (None, None)
    entry.set_value(TODAY)
    with qtbot.waitSignal(entry.changed):
        type_into(entry, "")
    assert (entry.value(), entry.problem()) == (None, None)


def test_it_tells_only_of_another_date(entry: DateEntry, qtbot: QtBot) -> None:
    with qtbot.waitSignal(entry.changed):
        type_into(entry, "6.7.")
    with qtbot.assertNotEmitted(entry.changed):
        type_into(entry, "heute")
        entry.set_value(TODAY)
    with qtbot.waitSignal(entry.changed):
        entry.set_value(None)
    assert entry.text() == ""


def test_the_earliest_day_decides_which_year_is_meant(entry: DateEntry) -> None:
    entry.earliest = date(2027, 6, 1)
    type_into(entry, "5.7.")
    assert entry.value() == date(2027, 7, 5)
    type_into(entry, "31.5.")
    assert entry.value() == date(2028, 5, 31)
    type_into(entry, "heute")
    assert entry.value() == TODAY


def test_arrows_go_by_days_from_today_or_from_what_is_suggested(entry: DateEntry) -> None:
    QTest.keyClick(entry, Qt.Key.Key_Up)
    assert entry.value() == TODAY + A_DAY
    QTest.keyClick(entry, Qt.Key.Key_Down)
    assert entry.value() == TODAY
    entry.set_value(None)
    entry.suggested = date(2027, 12, 31)
    QTest.keyClick(entry, Qt.Key.Key_Up)
    assert entry.value() == date(2028, 1, 1)
    assert entry.selectedText() == entry.text(), "the next key types over it"


@pytest.mark.parametrize(
    ("edge", "back", "key"),
    [(FIRST_DAY, A_DAY, Qt.Key.Key_Down), (LAST_DAY, -A_DAY, Qt.Key.Key_Up)],
)
def test_arrows_reach_the_ends_of_time_and_stop_there(
    entry: DateEntry, edge: date, back: timedelta, key: Qt.Key
) -> None:
    entry.set_value(edge + back)
    for _ in range(2):
        QTest.keyClick(entry, key)
        assert entry.value() == edge


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
    ],
)
def test_a_day_is_picked_from_the_calendar_with_the_keyboard(
    page: QWidget, entry: DateEntry, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    QTest.keyClick(entry, key, held)
    popup = popup_of(page)
    assert popup.calendar.today == TODAY
    assert popup.calendar.selectedDate().toPython() == TODAY
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Right)
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert entry.value() == TODAY + A_DAY
    assert QApplication.focusWidget() is entry


def test_the_calendar_opens_at_the_date_that_stands_there(page: QWidget, entry: DateEntry) -> None:
    entry.suggested = date(2027, 9, 1)
    entry.open_calendar()
    assert popup_of(page).calendar.selectedDate().toPython() == date(2027, 9, 1)
    popup_of(page).close()
    entry.set_value(date(2028, 2, 29))
    entry.open_calendar()
    assert popup_of(page).calendar.selectedDate().toPython() == date(2028, 2, 29)


def test_a_field_beside_a_calendar_opens_no_second_one(
    page: QWidget, texts: Catalogue, clock: SetClock
) -> None:
    entry = DateEntry(texts, clock, name="day", accessible_name="Tag", picks=False, parent=page)
    entry.show()
    QTest.keyClick(entry, Qt.Key.Key_F4)
    QTest.keyClick(entry, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.findChildren(CalendarPopup) == []
    assert entry.actions() == []
    assert entry.value() is None


def test_past_midnight_it_counts_from_the_new_day(
    page: QWidget, entry: DateEntry, clock: SetClock
) -> None:
    type_into(entry, "morgen")
    assert entry.value() == date(2027, 7, 7)
    clock.passes(days=1)
    assert entry.value() == date(2027, 7, 7), "what was typed meant that day"
    type_into(entry, "morgen")
    assert entry.value() == date(2027, 7, 8)
    type_into(entry, "6.7.")
    assert entry.value() == date(2028, 7, 6)
    type_into(entry, "")
    entry.open_calendar()
    assert popup_of(page).calendar.today == date(2027, 7, 7)
    assert popup_of(page).calendar.selectedDate().toPython() == date(2027, 7, 7)
