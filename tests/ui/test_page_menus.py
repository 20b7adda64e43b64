"""The "…" menus of plan and list: what is printed and exported from there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.core.stays.occupancy import OccupancyDraft
from app.ui.export.dialog import ExportDialog
from app.ui.occupancies.page import OccupanciesPage
from app.ui.paper.plan_dialog import PaperDialog
from app.ui.plan.page import PlanPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.services.services import Services
    from app.ui.base.context import Context
    from app.ui.base.page import Page

PAGES = [PlanPage, OccupanciesPage]


@pytest.fixture
def stay(services: Services) -> None:
    unit = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]
    services.occupancies.add(
        OccupancyDraft(unit_id=unit.id, arrival=date(2030, 7, 1), departure=date(2030, 7, 5))
    )


def trigger(page: QWidget, name: str) -> None:
    action = page.findChild(QAction, name)
    assert isinstance(action, QAction)
    action.trigger()


@pytest.mark.usefixtures("stay")
@pytest.mark.parametrize("make", PAGES)
@pytest.mark.parametrize("sheet", ["month", "year"])
def test_both_pages_print(
    qtbot: QtBot, context: Context, make: Callable[[Context], Page], sheet: str
) -> None:
    page = make(context)
    qtbot.addWidget(page)
    page.show()

    trigger(page, f"print_{sheet}")

    assert page.findChild(PaperDialog) is not None


@pytest.mark.usefixtures("stay")
def test_the_list_is_exported(qtbot: QtBot, context: Context) -> None:
    page = OccupanciesPage(context)
    qtbot.addWidget(page)
    page.show()

    trigger(page, "export_list")

    assert page.findChild(ExportDialog) is not None
