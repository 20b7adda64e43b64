"""A house with units and occupancies, and the page over it, as the window holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.stays.occupancy import Occupancy, OccupancyDraft
from app.i18n import Catalogue
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.occupancies.page import OccupanciesPage

Enter = Callable[..., Occupancy]
OpenPage = Callable[..., OccupanciesPage]
Keys = Callable[..., None]


@pytest.fixture
def units(services: Services) -> list[Unit]:
    """Seeblick 1, Seeblick 2 and Dachstudio of Haus Seeblick."""
    house = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2", "Dachstudio"])
    return list(house.units)


@pytest.fixture
def enter(services: Services, units: list[Unit]) -> Enter:
    """Enter an occupancy past the window: ``enter((7, 10), (7, 14), guest="Huber", unit=1)``."""

    def enter(
        arrival: tuple[int, int],
        departure: tuple[int, int],
        *,
        unit: int = 0,
        allow_conflict: bool = False,
        **more: Any,
    ) -> Occupancy:
        draft = OccupancyDraft(
            unit_id=units[unit].id,
            arrival=date(2027, *arrival),
            departure=date(2027, *departure),
            **more,
        )
        return services.occupancies.add(draft, allow_conflict=allow_conflict).after

    return enter


@pytest.fixture
def context(make_context: Callable[..., Context], english: Catalogue) -> Context:
    """In English: what is said can be read in the tests."""
    return make_context(texts=english)


@pytest.fixture
def open_page(qtbot: QtBot, context: Context) -> Iterator[OpenPage]:
    """Open the page in a window of its own, redrawn as the window does it."""
    pages: list[OccupanciesPage] = []

    def open_page(context: Context = context, size: tuple[int, int] = (1240, 860)) -> Any:
        page = OccupanciesPage(context)
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

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture
def keys(qtbot: QtBot) -> Keys:
    """Type at the keyboard, wherever the focus is: texts, and keys such as ``Qt.Key.Key_Tab``."""

    def keys(*strokes: str | Qt.Key) -> None:
        for stroke in strokes:
            qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
            focus = QApplication.focusWidget()
            assert focus is not None
            if isinstance(stroke, str):
                for sign in stroke:
                    _type(focus, sign)
            else:
                QTest.keyClick(focus, stroke)

    return keys


def _type(widget: QWidget, sign: str) -> None:
    if sign.isascii():
        QTest.keyClicks(widget, sign)
        return
    # QTest knows no other keys; a keyboard sends them as text.
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign))


@pytest.fixture
def part() -> Callable[..., Any]:
    """Find the one child of a widget with an object name: ``part(page, QPushButton, "edit")``."""

    def part(root: QWidget, kind: type[QWidget], name: str) -> Any:
        # A dialog that has closed is deleted a little later.
        found = [one for one in root.findChildren(kind, name) if one.window().isVisible()]
        assert len(found) == 1, f"{len(found)} widgets are called {name}"
        return found[0]

    return part


def shown_ids(page: OccupanciesPage) -> list[int]:
    """The occupancies in the table, from top to bottom."""
    proxy = page.table.proxy
    return [proxy.row_at(at).occupancy.id for at in range(proxy.rowCount())]
