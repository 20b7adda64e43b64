"""The strip of double bookings: one line at a time, however many there are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.core.stays.occupancy import Occupancy, conflicts
from app.i18n import Catalogue
from app.ui.stays.strips import ConflictStrip
from tests.made import made_alarm, made_stay

MOMENT = datetime(2027, 1, 1, tzinfo=UTC)


def stay(number: int) -> Occupancy:
    arrival = date(2027, 7, 1) + timedelta(days=number % 28)
    return made_stay(number, arrival, arrival + timedelta(days=5), guest=f"Familie {number}")


def test_of_ten_thousand_double_bookings_only_the_one_that_is_shown_is_put_into_words(
    qtbot: QtBot, texts: Catalogue
) -> None:
    strip = ConflictStrip(texts)
    qtbot.addWidget(strip)
    pairs = conflicts(stay(number) for number in range(300))
    clashes = [made_alarm(number, pair) for number, pair in enumerate(pairs)]
    assert len(clashes) > 10_000
    asked: list[int] = []

    def unit_name(unit_id: int) -> str:
        asked.append(unit_id)
        return "Seeblick 1"

    strip.show_conflicts(clashes, unit_name)
    assert asked == [1]
    strip.show()
    further = strip.findChild(QPushButton, "conflict_strip_next")
    assert further is not None
    QTest.mouseClick(further, Qt.MouseButton.LeftButton)
    assert asked == [1, 1]
    with qtbot.waitSignal(strip.view_wanted) as wanted:
        view = strip.findChild(QPushButton, "conflict_strip_view")
        assert view is not None
        QTest.mouseClick(view, Qt.MouseButton.LeftButton)
    assert wanted.args == [clashes[1]]
    with qtbot.waitSignal(strip.solve_wanted) as wanted:
        solve = strip.findChild(QPushButton, "conflict_strip_solve")
        assert solve is not None
        QTest.mouseClick(solve, Qt.MouseButton.LeftButton)
    assert wanted.args == [clashes[1]]
