"""Order by drag, with real mouse events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.core.house.unit import PropertyDraft, Unit
from app.ui.units.sorting import DropLine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.services.services import Services
    from tests.ui.conftest import RecordedNotices
    from tests.ui.units.conftest import Hands

SEEBLICK, HAFEN = "Haus Seeblick", "Am Hafen"


@pytest.mark.parametrize(
    ("which", "target", "height", "expected"),
    [
        (0, 2, 50, ["Seeblick 2", "Dachstudio", "Seeblick 1"]),
        (0, 1, 50, ["Seeblick 2", "Seeblick 1", "Dachstudio"]),
        (2, 0, 2, ["Dachstudio", "Seeblick 1", "Seeblick 2"]),
        (2, 1, 2, ["Seeblick 1", "Dachstudio", "Seeblick 2"]),
        (1, 1, 10, ["Seeblick 1", "Seeblick 2", "Dachstudio"]),
    ],
)
def test_a_unit_is_dragged_to_another_place(
    hands: Hands,
    services: Services,
    units: list[Unit],
    which: int,
    target: int,
    height: int,
    expected: list[str],
) -> None:
    hands.drag(hands.row(units[which]), hands.row(units[target]), height)
    assert hands.names()[SEEBLICK] == expected
    assert [unit.name for unit in services.units.all()][:3] == expected


def test_a_drag_may_begin_on_the_words(hands: Hands, units: list[Unit]) -> None:
    # Through the window, so that Qt itself finds who is under the mouse.
    window = hands.page.windowHandle()
    name = hands.find(QLabel, "unit_name", hands.row(units[0]))
    start = name.mapTo(hands.page, QPoint(10, 8))
    end = hands.row(units[2]).mapTo(hands.page, QPoint(80, 50))
    QTest.mousePress(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 5):
        QTest.mouseMove(window, start + (end - start) * step / 4)
    assert hands.row(units[0]).dragging
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    assert hands.names()[SEEBLICK] == ["Seeblick 2", "Dachstudio", "Seeblick 1"]


def test_a_unit_is_dragged_into_another_house(
    hands: Hands, services: Services, units: list[Unit], harbour: list[Unit]
) -> None:
    hands.drag(hands.row(units[1]), hands.row(harbour[0]), 50)
    assert hands.names() == {
        SEEBLICK: ["Seeblick 1", "Dachstudio"],
        HAFEN: ["Möwe", "Seeblick 2", "Kranich"],
    }
    assert services.units.get(units[1].id).property_id == harbour[0].property_id
    assert hands.row(units[1]).isVisible()


def test_a_unit_is_dragged_into_an_empty_house(
    hands: Hands, services: Services, units: list[Unit]
) -> None:
    empty = services.units.add_property(PropertyDraft(name="Almhütte"))
    section = hands.page._list.sections[-1]
    QTest.qWaitForWindowExposed(hands.page)
    hands.page.grab()
    hands.drag(hands.row(units[0]), section.card, 20)
    assert hands.names()["Almhütte"] == ["Seeblick 1"]
    assert services.units.get(units[0].id).property_id == empty.id


def test_a_house_is_dragged_by_its_header(
    hands: Hands, services: Services, units: list[Unit], harbour: list[Unit]
) -> None:
    first, second = (hands.header(unit.property_id) for unit in (units[0], harbour[0]))
    hands.drag(second, first, 2)
    assert list(hands.names()) == [HAFEN, SEEBLICK]
    assert [house.name for house in services.units.properties()] == [HAFEN, SEEBLICK]
    assert hands.names()[HAFEN] == ["Möwe", "Kranich"]


def test_a_line_shows_where_it_would_go(hands: Hands, units: list[Unit]) -> None:
    line = hands.find(DropLine, "drop_line")
    assert not line.isVisible()
    hands.drag(hands.row(units[0]), hands.row(units[2]), 50, drop=False)
    assert line.isVisible()
    assert hands.row(units[0]).dragging
    edge = hands.row(units[2]).mapToGlobal(QPoint(0, hands.row(units[2]).height())).y()
    assert abs(line.mapToGlobal(line.rect().center()).y() - edge) <= 3
    QTest.mouseRelease(hands.row(units[0]), Qt.MouseButton.LeftButton)
    assert not line.isVisible()


def test_escape_gives_the_drag_up(hands: Hands, services: Services, units: list[Unit]) -> None:
    row = hands.row(units[0])
    hands.take(row)
    hands.drag(row, hands.row(units[2]), 50, drop=False)
    hands.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton, pos=QPoint(40, 200))
    assert not row.dragging
    assert not hands.find(DropLine, "drop_line").isVisible()
    assert services.units.all()[0].name == "Seeblick 1"


def test_a_click_is_no_drag(
    hands: Hands, services: Services, units: list[Unit], notices: RecordedNotices
) -> None:
    row = hands.row(units[0])
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=QPoint(40, 20))
    QTest.mouseMove(row, QPoint(42, 21))
    assert not row.dragging
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton, pos=QPoint(42, 21))
    assert [unit.sequence for unit in services.units.all()] == [0] * 5
    assert not notices.said


def test_the_page_scrolls_along_at_its_edge(hands: Hands, units: list[Unit], qtbot: QtBot) -> None:
    page = hands.page
    page.resize(900, 300)
    page.grab()
    bar = page._scroll.verticalScrollBar()
    assert bar.maximum() > 0
    hands.drag(hands.row(units[0]), page._scroll.viewport(), page._scroll.height() - 5, drop=False)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    line = hands.find(DropLine, "drop_line")
    low = page._scroll.viewport().mapFromGlobal(line.mapToGlobal(QPoint(0, 0))).y()
    assert low > page._scroll.viewport().height() // 2
    QTest.mouseRelease(hands.row(units[0]), Qt.MouseButton.LeftButton)
    assert "Seeblick 1" in hands.names()[HAFEN]


def test_a_unit_that_goes_away_while_it_is_dragged_ends_the_drag(
    hands: Hands, services: Services, units: list[Unit]
) -> None:
    row = hands.row(units[0])
    hands.drag(row, hands.row(units[2]), 50, drop=False)
    services.units.archive(units[0].id, sequence=0)
    assert not hands.find(DropLine, "drop_line").isVisible()
    assert not hands.page._list.sorting._scroll.isActive()


def test_an_order_that_has_become_impossible_is_said(
    hands: Hands, elsewhere: Services, units: list[Unit], notices: RecordedNotices
) -> None:
    empty = elsewhere.units.add_property(PropertyDraft(name="Almhütte"))
    hands.page.opened()
    elsewhere.units.remove_property(empty.id, sequence=0)
    hands.drag(hands.row(units[0]), hands.row(units[2]), 50)
    assert "does not exist any more" in str(notices.failed[-1])
