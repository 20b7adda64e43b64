"""Past midnight: every page that was left open follows, also those behind another."""

from __future__ import annotations

from datetime import UTC, date, datetime

from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.core.stays.occupancy import OccupancyDraft, Status
from app.services.services import Services
from app.ui.base.page import FIGURES, LINKS, OCCUPANCIES, PLAN, UNITS
from app.ui.figures.page import FiguresPage
from app.ui.plan.page import PlanPage
from tests.clocks import SetClock
from tests.ui.conftest import OpenWindow


def test_every_page_follows_into_another_year(
    qtbot: QtBot, open_window: OpenWindow, services: Services, clock: SetClock
) -> None:
    (unit,) = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units
    clock.moment = datetime(2027, 12, 31, 23, 59, tzinfo=UTC)
    new_year = date(2028, 1, 1)
    services.occupancies.add(
        OccupancyDraft(
            unit_id=unit.id,
            arrival=date(2028, 2, 1),
            departure=date(2028, 2, 8),
            status=Status.OPTION,
            option_until=date(2027, 12, 31),
        )
    )
    services.occupancies.add(
        OccupancyDraft(unit_id=unit.id, arrival=date(2027, 12, 28), departure=new_year)
    )
    program = open_window()
    shell = program.shell
    for key in (OCCUPANCIES, UNITS, FIGURES, LINKS, PLAN):
        shell.go(key)

    def part(name: str) -> QWidget:
        found = shell.findChild(QWidget, name)
        assert isinstance(found, QWidget)
        return found

    def ahead() -> str:
        label = part("unit_ahead")
        assert isinstance(label, QLabel)
        return label.text()

    plan, figures = shell.findChild(PlanPage), shell.findChild(FiguresPage)
    assert plan is not None
    assert figures is not None
    assert part("expired_strip").isHidden()
    before = ahead()
    clock.moment = datetime(2028, 1, 1, 0, 0, tzinfo=UTC)
    # By itself: nobody turns a page.
    qtbot.waitUntil(lambda: not part("expired_strip").isHidden())
    assert plan.chart.today == new_year.toordinal()
    assert ahead() != before
    shell.go(FIGURES)
    years = figures.findChild(QComboBox, "figures_year")
    assert years is not None
    assert years.findData(2028) >= 0
    assert years.currentData() == 2027  # which was looked at
