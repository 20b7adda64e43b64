"""The page Integrationen over real services, with a guest house to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.bootstrap import opened
from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.core.links.link import Link, Origin
from app.core.server_state import Phase
from app.core.stays.occupancy import OccupancyDraft
from app.storage.tables.stays.occupancies import OccupancyTable
from app.ui.links.page import LinksPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.services.services import Services
    from app.ui.base.context import Context
    from tests.clocks import SetClock
    from tests.ui.conftest import MakeContext, ScriptedServer

W = TypeVar("W", bound=QWidget)
ShowPage = Callable[..., LinksPage]
Read = Callable[..., None]


class Hands:
    """The owner's hands on the page: finds what is on a card and uses it."""

    def __init__(self, page: LinksPage) -> None:
        self.page = page

    def card(self, unit: Unit) -> QWidget:
        return self.find(QWidget, f"unit_card_{unit.id}")

    def row(self, link: Link) -> QWidget:
        return self.find(QWidget, f"link_row_{link.id}")

    def on(self, unit: Unit, kind: type[W], name: str) -> W:
        """A part of the unit's card."""
        found = self.card(unit).findChild(kind, name)
        assert found is not None, name
        return found

    def in_row(self, link: Link, kind: type[W], name: str) -> W:
        found = self.row(link).findChild(kind, name)
        assert found is not None, name
        return found

    def says(self, unit: Unit) -> bool:
        """Whether something is said below the unit's link."""
        found = self.card(unit).findChild(QLabel, "card_notice")
        return found is not None and found.isVisible()

    def find(self, kind: type[W], name: str) -> W:
        found = self.page.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, widget: QWidget) -> None:
        assert widget.isVisible(), widget.objectName()
        assert widget.isEnabled(), widget.objectName()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(12, widget.height() // 2))

    def press(self, key: Qt.Key, *, ctrl: bool = False) -> None:
        """Press a key where the focus is."""
        focus = QApplication.focusWidget()
        assert focus is not None
        no, control = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(focus, key, control if ctrl else no)


@pytest.fixture
def units(services: Services) -> list[Unit]:
    """Three units of one house, none of them enabled."""
    house = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2", "Dachstudio"])
    return list(house.units)


@pytest.fixture
def imported(services: Services, units: list[Unit]) -> None:
    """A stay of long ago was read from a portal."""
    stay = OccupancyDraft(
        unit_id=units[0].id, arrival=date(2020, 1, 1), departure=date(2020, 1, 2), portal="airbnb"
    )
    with services.database.write():
        OccupancyTable(services.database).add(
            stay, uid="read@airbnb", source="airbnb", now=services.clock.now()
        )


@pytest.fixture
def another_house(services: Services) -> Unit:
    """A unit in a second property."""
    house = services.units.add_property(PropertyDraft(name="Pension am Hafen"))
    return services.units.add(UnitDraft(property_id=house.id, name="Zimmer Möwe", capacity=2))


@pytest.fixture
def elsewhere(services: Services) -> Iterator[Services]:
    """The same data, opened a second time as by another process."""
    with opened(services.folder, busy_timeout=1, clock=services.clock) as other:
        yield other


@pytest.fixture
def running(scripted_server: ScriptedServer) -> ScriptedServer:
    """A controller that says it serves, until a test says otherwise."""
    scripted_server.enter(Phase.RUNNING)
    return scripted_server


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[LinksPage], None]:
    """A function that waits until every card is made and what is in sight has been looked up."""

    def wait(page: LinksPage) -> None:
        idle = page._cards._maker, page._look_up
        qtbot.waitUntil(lambda: not any(timer.isActive() for timer in idle))
        # What was written into labels a moment ago is laid out in the next turn of the loop.
        QApplication.processEvents()

    return wait


@pytest.fixture
def show_page(
    qtbot: QtBot,
    make_context: MakeContext,
    running: ScriptedServer,
    settle: Callable[[LinksPage], None],
) -> ShowPage:
    """Show the page as the window does: ``show_page()``, ``show_page(texts=english)``."""

    def show(*, width: int = 1228, height: int = 826, **other: object) -> LinksPage:
        context: Context = make_context(**{"server": running, **other})
        page = LinksPage(context)
        qtbot.addWidget(page)
        context.bridge.moved.connect(page.redraw)
        context.bridge.day_changed.connect(page.day_changed)
        page.resize(width, height)
        page.show()
        page.activateWindow()
        qtbot.waitExposed(page)
        page.opened()
        settle(page)
        return page

    return show


@pytest.fixture
def hands_on() -> Callable[[LinksPage], Hands]:
    """A function that lays hands on a page that a test has shown itself."""
    return Hands


@pytest.fixture
def hands(show_page: ShowPage, units: list[Unit]) -> Hands:
    """The page in German over `units`."""
    assert units
    return Hands(show_page())


@pytest.fixture
def read(services: Services, clock: SetClock) -> Read:
    """Let somebody read a link: ``read(link, "Thunderbird/128", minutes_ago=4)``."""

    def note(
        link: Link,
        agent: str = "Mozilla/5.0 Thunderbird/128.0",
        *,
        minutes_ago: int = 0,
        origin: Origin = Origin.THIS_PC,
        status: int = 200,
    ) -> None:
        now = clock.moment
        clock.moment = now - timedelta(minutes=minutes_ago)
        log = services.fetch_log()
        log.start()
        log.record(link.id, agent, origin, status)
        log.stop()
        clock.moment = now
        services.watch.poll()

    return note
