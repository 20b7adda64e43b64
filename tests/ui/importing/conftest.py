"""A house of two units, and a page over which the dialog opens."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.services.services import Services


@pytest.fixture
def units(services: Services) -> list[Unit]:
    return list(services.units.first_house("Haus", ["Seeblick 1", "Seeblick 2"]).units)


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page
