"""The dialogs of Integrationen over a page, as the window opens them, and the owner's browser."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QListWidget,
    QWidget,
)
from shiboken6 import isValid

from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target
from app.ui.kit import Dialog
from app.ui.links.dialogs import add_link_dialog, share_dialog
from app.ui.look.theme import Appearance, current_theme
from tests.systems import is_private

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.services.services import Services
    from app.ui.base.context import Context
    from tests.ui.conftest import MakeContext, ScriptedServer

W = TypeVar("W", bound=QWidget)
PUBLIC = "https://kalender.haus-seeblick.example"
SCHEMES = ("https", "http", "webcal", "file")


class Browser(QObject):
    """Stands for whatever opens addresses on the owner's computer, and goes where a page leads.

    `words` are those that it was started with, which other users may see.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.words: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.words.append(bytes(url.toEncoded().data()).decode())
        self.asked.append(self._led_on(url))

    def _led_on(self, url: QUrl) -> str:
        if not url.isLocalFile():
            return self.words[-1]
        page = Path(url.toLocalFile())
        assert is_private(page)
        found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.read_text())
        assert found is not None
        return html.unescape(found[1])


@pytest.fixture
def browser() -> Iterator[Browser]:
    """What the dialogs open outside."""
    one = Browser()
    for scheme in SCHEMES:
        QDesktopServices.setUrlHandler(scheme, one, "take")  # type: ignore[arg-type]  # no bytes
    yield one
    for scheme in SCHEMES:
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[QWidget]:
    """What the dialogs are over."""
    current_theme().set_appearance(Appearance.LIGHT)
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(1228, 826)
    page.show()
    yield page
    current_theme().set_appearance(Appearance.LIGHT)


@pytest.fixture
def context(make_context: MakeContext, running: ScriptedServer) -> Context:
    """A context in German whose server says that it serves."""
    return make_context(server=running)


@pytest.fixture
def another_house(services: Services) -> Unit:
    """A unit in a second property."""
    house = services.units.add_property(PropertyDraft(name="Pension am Hafen"))
    return services.units.add(UnitDraft(property_id=house.id, name="Zimmer Möwe", capacity=2))


@pytest.fixture
def add_link(services: Services) -> Callable[..., Link]:
    """Add a link of a unit: ``add_link(unit, portal="airbnb")``."""

    def add(unit: Unit, kind: LinkKind = LinkKind.CALENDAR, **choices: object) -> Link:
        wanted = LinkChoices(**choices)  # type: ignore[arg-type]  # as the test names them
        return services.links.add(kind, Target(Scope.UNIT, unit.id), wanted).after

    return add


class Hands:
    """The owner's hands in a dialog: finds what is in it and uses it."""

    def __init__(self, qtbot: QtBot, dialog: QWidget) -> None:
        self.qtbot = qtbot
        self.dialog = dialog

    def find(self, kind: type[W], name: str) -> W:
        found = self.dialog.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, name: str) -> None:
        button = self.find(QAbstractButton, name)
        assert button.isVisible(), name
        assert button.isEnabled(), name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(12, button.height() // 2))
        QApplication.processEvents()

    def pick(self, name: str, row: int) -> None:
        """Click a row of a list."""
        view = self.find(QListWidget, name)
        place = view.visualItemRect(view.item(row)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def choose(self, name: str, text: str) -> None:
        """Choose an entry of a combo box by its words."""
        box = self.find(QComboBox, name)
        at = box.findText(text)
        assert at >= 0, [box.itemText(place) for place in range(box.count())]
        box.setCurrentIndex(at)

    def press(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        # Where another dialog has closed, the window system would give it back.
        self.dialog.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)

    @property
    def closed(self) -> bool:
        """Whether the dialog has gone; it deletes itself then."""
        return not isValid(self.dialog) or not self.dialog.isVisible()

    def opened(self, name: str) -> Hands:
        """The hands in a further dialog that has opened."""
        found = self.window(name)
        self.qtbot.waitUntil(found.isActiveWindow)
        return Hands(self.qtbot, found)

    def window(self, name: str) -> Dialog:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, Dialog) and window.objectName() == name and window.isVisible():
                return window
        raise AssertionError(f"{name} has not opened")


TakeUp = Callable[[Dialog], Hands]


@pytest.fixture
def take_up(qtbot: QtBot) -> TakeUp:
    """Wait until a dialog is in front and lay hands on it."""

    def take(dialog: Dialog) -> Hands:
        qtbot.waitExposed(dialog)
        qtbot.waitUntil(dialog.isActiveWindow)
        return Hands(qtbot, dialog)

    return take


Begin = Callable[..., Hands]


@pytest.fixture
def done() -> list[Link]:
    """The links that the page was told of."""
    return []


@pytest.fixture
def begin(context: Context, page: QWidget, take_up: TakeUp, done: list[Link]) -> Begin:
    """Open the dialog: ``begin()``, ``begin(Target(…))``."""

    def open_one(target: Target | None = None, *, context: Context = context) -> Hands:
        return take_up(add_link_dialog(context, page, target, done.append))

    return open_one


def links(services: Services, unit: Unit) -> list[Link]:
    """The links of a unit."""
    return services.links.all(Target(Scope.UNIT, unit.id))


def names(hands: Hands, view: str) -> list[str]:
    """What a list offers."""
    found = hands.find(QListWidget, view)
    return [found.item(row).text() for row in range(found.count())]


def targets(hands: Hands) -> list[str]:
    """What a new link can be of."""
    field = hands.find(QComboBox, "link_target")
    return [field.itemText(row) for row in range(field.count()) if field.itemData(row)]


def headline(hands: Hands) -> str:
    """What readers of a new link see, for example."""
    return hands.find(QLabel, "link_example_headline").text()


Share = Callable[[Link], Hands]


@pytest.fixture
def share(context: Context, page: QWidget, take_up: TakeUp) -> Share:
    """Open the dialog for a link."""
    return lambda link: take_up(share_dialog(context, page, link))


@pytest.fixture
def public(services: Services) -> None:
    """The links have a public address."""
    services.settings.set("public_url", PUBLIC)


@pytest.fixture
def website(units: list[Unit], add_link: Callable[..., Link]) -> Link:
    return add_link(units[0], LinkKind.WEBSITE, label="Website")


def choose(hands: Hands, target: Path) -> None:
    """Choose a file in the dialog that asks where to."""
    dialog = hands.find(QFileDialog, "where")
    assert dialog.isVisible()
    dialog.fileSelected.emit(str(target))
    dialog.reject()
