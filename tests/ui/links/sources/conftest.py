"""Portals on loopback whose calendars the page Integrationen reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.importing.report.standing import SourceDraft
from app.core.importing.source import Source
from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target
from app.services.services import Services
from app.ui.kit import Button, Toggle
from app.ui.links.base.intents import Chosen, Way
from app.ui.links.page import LinksPage
from tests.clocks import SetClock
from tests.feeds_of_portals import Event
from tests.portals_of_tests import Listings
from tests.ui.links.conftest import ShowPage
from tests.web_sites import Web, web_of

W = TypeVar("W", bound=QWidget)
Connect = Callable[..., Source]
LinkFor = Callable[..., Link]
Later = Callable[..., None]


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, services: Services) -> Iterator[Web]:
    """An internet of the test's own, which the services use."""
    with web_of(tmp_path, monkeypatch.setenv) as web:
        services.__dict__["internet"] = web.internet()
        yield web


@pytest.fixture
def airbnb(web: Web) -> Listings:
    """A portal that shows nothing yet."""
    host = "www.airbnb.example"
    return Listings(web.site(host), host)


@pytest.fixture
def connect(services: Services, airbnb: Listings) -> Connect:
    """Read a portal for a unit: ``connect(unit, Event(3, 4), portal="airbnb")``."""

    def read(unit: Unit, *events: Event, portal: str = "airbnb", name: str = "1") -> Source:
        address = airbnb.shows(*events, name=name)
        added = services.sources.add(SourceDraft(unit_id=unit.id, portal=portal, address=address))
        assert added.result.error is None, added.result.error
        return services.sources.get(added.source.id)

    return read


@pytest.fixture
def link_for(services: Services) -> LinkFor:
    """Add a link of a unit for a portal: ``link_for(unit, "airbnb")``."""

    def add(unit: Unit, portal: str) -> Link:
        target, choices = Target(Scope.UNIT, unit.id), LinkChoices(portal=portal)
        return services.links.add(LinkKind.CALENDAR, target, choices).after

    return add


@pytest.fixture
def later(clock: SetClock, services: Services) -> Later:
    """Let time pass, and read everything: ``later(minutes=30)``."""

    def go(**much: int) -> None:
        clock.moment += timedelta(**much)
        services.sources.read()
        services.watch.poll()

    return go


class Desk:
    """The page, and the owner's hands on it."""

    def __init__(self, page: LinksPage, qtbot: QtBot) -> None:
        self.page = page
        self.qtbot = qtbot

    def row(self, one: Link | Source) -> QWidget:
        name = "link_row" if isinstance(one, Link) else "source_row"
        return self.find(QWidget, f"{name}_{one.id}")

    def find(self, kind: type[W], name: str, under: QWidget | None = None) -> W:
        """A part by its name: one that is to be seen, where there is one."""
        found = (under or self.page).findChildren(kind, name)
        assert found, name
        return next((one for one in found if one.isVisible()), found[-1])

    def text(self, name: str, under: QWidget | None = None) -> str:
        """What a label or button says that is to be seen; empty where it is hidden."""
        every = (under or self.page).findChildren(QWidget, name)
        found = next((one for one in every if one.isVisible()), None)
        if found is None:
            return ""
        assert isinstance(found, QLabel | Button)
        return found.text()

    def texts(self, name: str, under: QWidget | None = None) -> list[str]:
        """What all labels of this name say that are to be seen, from top to bottom."""
        QApplication.processEvents()
        found = (under or self.page).findChildren(QLabel, name)
        seen = [label for label in found if label.isVisible()]
        seen.sort(key=lambda label: label.mapTo(self.page, QPoint(0, 0)).y())
        return [label.text() for label in seen]

    def click(self, name: str, under: QWidget | None = None) -> None:
        found = self.find(QWidget, name, under)
        assert found.isVisible(), name
        assert found.isEnabled(), name
        place = QPoint(12, found.height() // 2)
        QTest.mouseClick(found, Qt.MouseButton.LeftButton, pos=place)
        QApplication.processEvents()

    def turn(self, name: str, under: QWidget | None = None) -> None:
        self.find(Toggle, name, under).click()
        QApplication.processEvents()

    def choose(self, entry: str, button: str, under: QWidget | None = None) -> None:
        """Open the menu of a button, and choose an entry by its name."""
        self.click(button, under)
        menu = self.find(QMenu, f"{button}_menu", under)
        action = next(one for one in menu.actions() if one.objectName() == entry)
        menu.close()
        action.trigger()
        QApplication.processEvents()

    def entries(self, button: str, under: QWidget | None = None) -> list[str]:
        self.click(button, under)
        menu = self.find(QMenu, f"{button}_menu", under)
        names = [one.objectName() for one in menu.actions() if one.objectName()]
        menu.close()
        return names

    def look_at(self, source: Source) -> QWidget:
        """Turn the pane to what comes from a source."""
        self.page._selection.choose(Chosen(Way.COMES, source.id), asked=True)
        QApplication.processEvents()
        return self.find(QWidget, "source_pane")

    def settle(self) -> None:
        QApplication.processEvents()


@pytest.fixture
def desk(show_page: ShowPage, qtbot: QtBot) -> Callable[..., Desk]:
    """Show the page: ``desk()``, ``desk(texts=english)``."""

    def show(**other: object) -> Desk:
        return Desk(show_page(**other), qtbot)

    return show
