"""The page Einheiten over real services, with two houses to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.bootstrap import opened
from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.ui.kit import Dialog
from app.ui.units.handle import Handle
from app.ui.units.menu import MoreButton
from app.ui.units.page import UnitsPage
from app.ui.units.row import UnitRow
from app.ui.units.section import HouseHeader

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.services.services import Services
    from tests.ui.conftest import MakeContext

W = TypeVar("W", bound=QWidget)
ShowPage = Callable[..., UnitsPage]


class Hands:
    """The owner's hands on the page."""

    def __init__(self, page: UnitsPage, qtbot: QtBot) -> None:
        self.page = page
        self._qtbot = qtbot

    def find(self, kind: type[W], name: str, within: QWidget | None = None) -> W:
        found = (within or self.page).findChild(kind, name)
        assert found is not None, name
        return found

    def row(self, unit: Unit) -> UnitRow:
        return self.find(UnitRow, f"unit_row_{unit.id}")

    def header(self, property_id: int) -> HouseHeader:
        return self.find(HouseHeader, f"house_header_{property_id}")

    def dialog(self) -> Dialog:
        """The dialog that is open, with the keyboard in it."""
        (found,) = [one for one in self.page.findChildren(Dialog) if one.isVisible()]
        found.activateWindow()
        self._qtbot.waitUntil(lambda: QApplication.activeWindow() is found)
        return found

    def back(self) -> None:
        """Go back to the page after a dialog has closed, as window managers do."""
        self.page.activateWindow()
        self._qtbot.waitUntil(lambda: QApplication.activeWindow() is self.page)

    def names(self) -> dict[str, list[str]]:
        """What the page shows: the houses from top to bottom, each with its units."""
        return {
            self.find(QLabel, "house_name", section).text(): [
                row.look.unit.name for row in section.rows
            ]
            for section in self.page._list.sections
        }

    def click(self, widget: QWidget) -> None:
        assert widget.isVisible(), widget.objectName()
        assert widget.isEnabled(), widget.objectName()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def entry(self, within: QWidget, name: str) -> QAction:
        """An entry of the menu behind "…"."""
        (button,) = within.findChildren(MoreButton)
        found = button.made_menu().findChild(QAction, name)
        assert found is not None, name
        return found

    def choose(self, within: QWidget, name: str) -> None:
        """Choose an entry of the menu behind "…"."""
        action = self.entry(within, name)
        assert action.isEnabled(), name
        action.trigger()

    def key(self, key: Qt.Key, *, alt: bool = False) -> None:
        """Press a key where the keyboard is."""
        focus = QApplication.focusWidget()
        assert focus is not None
        no, with_alt = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
        QTest.keyClick(focus, key, with_alt if alt else no)

    def take(self, handle: Handle) -> None:
        """Put the keyboard on a row, as Tab does."""
        handle.setFocus(Qt.FocusReason.TabFocusReason)

    def drag(self, handle: Handle, to: QWidget, height: int, *, drop: bool = True) -> None:
        """Drag a row or header to this height of another widget, by real mouse events."""
        start = QPoint(40, handle.height() // 2)
        end = handle.mapFromGlobal(to.mapToGlobal(QPoint(40, height)))
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, 6):
            QTest.mouseMove(handle, start + (end - start) * step / 5)
        if drop:
            QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=end)


@pytest.fixture
def units(services: Services) -> list[Unit]:
    """Three units in a house of their own."""
    house = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2", "Dachstudio"])
    return list(house.units)


@pytest.fixture
def harbour(services: Services, units: list[Unit]) -> list[Unit]:
    """Two more units in a second house."""
    assert units
    house = services.units.add_property(PropertyDraft(name="Am Hafen", address="Hafen 1\n1234 X"))
    drafts = [UnitDraft(property_id=house.id, name=name) for name in ("Möwe", "Kranich")]
    return [services.units.add(draft) for draft in drafts]


@pytest.fixture
def elsewhere(services: Services) -> Iterator[Services]:
    """The same data, opened a second time as by another process."""
    with opened(services.folder, busy_timeout=1, clock=services.clock) as other:
        yield other


@pytest.fixture
def show_page(qtbot: QtBot, make_context: MakeContext) -> ShowPage:
    """Show the page as the window does: ``show_page()``, ``show_page(texts=english)``."""

    def show(*, width: int = 1228, height: int = 826, **other: object) -> UnitsPage:
        context = make_context(**other)
        page = UnitsPage(context)
        qtbot.addWidget(page)
        context.bridge.moved.connect(page.redraw)
        context.bridge.day_changed.connect(page.day_changed)
        page.resize(width, height)
        page.show()
        page.activateWindow()
        qtbot.waitExposed(page)
        page.opened()
        QApplication.processEvents()
        return page

    return show


@pytest.fixture
def hands_on(qtbot: QtBot) -> Callable[[UnitsPage], Hands]:
    """A function that lays hands on a page that a test has shown itself."""
    return lambda page: Hands(page, qtbot)


@pytest.fixture
def hands(
    show_page: ShowPage,
    hands_on: Callable[[UnitsPage], Hands],
    units: list[Unit],
    harbour: list[Unit],
) -> Hands:
    """The page in German over both houses."""
    assert units
    assert harbour
    return hands_on(show_page())
