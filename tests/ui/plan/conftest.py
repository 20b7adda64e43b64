"""A house of two properties, the plan over it as the window holds it, and a hand for the mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.core.stays.occupancy import Occupancy, OccupancyDraft
from app.i18n import Catalogue
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.plan.chart.chart import Chart
from app.ui.plan.page import PlanPage

TODAY = date(2027, 7, 6)
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton

Enter = Callable[..., Occupancy]
OpenPlan = Callable[..., PlanPage]


def july(day: int) -> date:
    """A day of the month in which the tests' clock stands."""
    return date(2027, 7, day)


@pytest.fixture
def units(services: Services) -> list[Unit]:
    """Seeblick 1 and 2 of Haus Seeblick, Möwe and Kranich of Pension am Hafen."""
    made = []
    for house, names in (
        ("Haus Seeblick", ("Seeblick 1", "Seeblick 2")),
        ("Pension am Hafen", ("Möwe", "Kranich")),
    ):
        place = services.units.add_property(PropertyDraft(name=house))
        made += [
            services.units.add(UnitDraft(property_id=place.id, name=name, capacity=4))
            for name in names
        ]
    return made


@pytest.fixture
def enter(services: Services, units: list[Unit]) -> Enter:
    """Enter an occupancy past the window: ``enter(10, 14, guest="Huber", unit=1)`` in July."""

    def enter(
        arrival: int | date,
        departure: int | date,
        *,
        unit: int = 0,
        allow_conflict: bool = False,
        **more: Any,
    ) -> Occupancy:
        draft = OccupancyDraft(
            unit_id=units[unit].id,
            arrival=july(arrival) if isinstance(arrival, int) else arrival,
            departure=july(departure) if isinstance(departure, int) else departure,
            **more,
        )
        added = services.occupancies.add(draft, allow_conflict=allow_conflict, allow_long=True)
        return added.after

    return enter


@pytest.fixture
def context(make_context: Callable[..., Context], english: Catalogue) -> Context:
    """In English, without public holidays: those are read on a thread of their own."""
    context = make_context(texts=english)
    context.preferences.note("plan/holidays", "none")
    return context


@pytest.fixture
def open_plan(qtbot: QtBot, context: Context, units: list[Unit]) -> Iterator[OpenPlan]:
    """Open the plan in a window of its own, redrawn as the window does it."""
    assert units
    pages: list[PlanPage] = []

    def open_plan(context: Context = context, size: tuple[int, int] = (1240, 700)) -> PlanPage:
        page = PlanPage(context)
        pages.append(page)
        qtbot.addWidget(page)
        page.resize(*size)
        context.bridge.moved.connect(page.redraw)
        context.bridge.day_changed.connect(page.day_changed)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    yield open_plan
    for page in pages:
        page.context.bridge.moved.disconnect(page.redraw)
        page.context.bridge.day_changed.disconnect(page.day_changed)


@dataclass
class Hand:
    """The owner's hand: the mouse over the chart, by unit and day."""

    chart: Chart

    def at(self, unit: Unit, day: date, *, across: int = 0) -> QPoint:
        """The middle of a day in the row of a unit, `across` pixels further right."""
        row = self.chart.rows.of(unit.id)
        assert row is not None
        x = self.chart.view.middle(day.toordinal()) + across
        return QPoint(x, row.top - self.chart.first_row() + row.height // 2)

    def press(self, at: QPoint) -> None:
        QTest.mousePress(self.chart.viewport(), LEFT, NONE, at)

    def move(self, *to: QPoint) -> None:
        for point in to:
            QTest.mouseMove(self.chart.viewport(), point)

    def release(self, at: QPoint) -> None:
        QTest.mouseRelease(self.chart.viewport(), LEFT, NONE, at)

    def hold(self, start: QPoint, end: QPoint) -> None:
        """Drag from here to there and keep the button down."""
        self.press(start)
        self.move((start + end) / 2, end)

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Drag from here to there and let go."""
        self.hold(start, end)
        self.release(end)

    def double_click(self, at: QPoint) -> None:
        QTest.mouseClick(self.chart.viewport(), LEFT, NONE, at)
        QTest.mouseDClick(self.chart.viewport(), LEFT, NONE, at)

    def wheel(
        self,
        turned: QPoint,
        *,
        at: QPoint | None = None,
        modifiers: Qt.KeyboardModifier = NONE,
        touchpad: bool = False,
    ) -> None:
        """Turn the wheel; on a touchpad `turned` is pixels."""
        viewport = self.chart.viewport()
        point = QPointF(viewport.rect().center() if at is None else at)
        event = QWheelEvent(
            point,
            QPointF(viewport.mapToGlobal(point.toPoint())),
            turned if touchpad else QPoint(),
            turned,
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.ScrollUpdate,
            False,  # Qt takes it by position
        )
        QApplication.sendEvent(viewport, event)


@pytest.fixture
def hand() -> Callable[[PlanPage], Hand]:
    """A hand over a page's chart."""
    return lambda page: Hand(page.chart)
