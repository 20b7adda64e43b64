"""The wizard and what belongs to it over a real house; a folder here is the webspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QThreadPool
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from app.core.publishing.webspace import KeptWebspace, Secret, Webspace, WebspaceKind
from app.services.publishing.keeping.secrets import Keeping
from app.ui.look.theme import Appearance, current_theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.core.house.unit import Unit
    from app.services.services import Services
    from app.ui.window.program import Program
    from tests.ui.conftest import OpenWindow

W = TypeVar("W", bound=QWidget)
ADDRESS = "https://haus.example/kal"
PATIENCE_MS = 20_000
_UNKNOWN_KEY = (
    QEvent.Type.KeyPress,
    Qt.Key.Key_unknown.value,
    Qt.KeyboardModifier.NoModifier,
)


def find(root: QWidget, kind: type[W], name: str) -> W:
    found = root.findChild(kind, name)
    assert found is not None, name
    return found


def click(root: QWidget, name: str) -> None:
    """Press a button that the owner sees and can press."""
    button = find(root, QAbstractButton, name)
    assert button.isVisible(), f"{name} is not to be seen"
    assert button.isEnabled(), f"{name} cannot be pressed"
    place = button.rect().center()
    place.setX(min(place.x(), 12))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)


def type_into(root: QWidget, name: str, text: str) -> None:
    """Replace what stands in a field, by the keyboard."""
    field = find(root, QLineEdit, name)
    assert field.isVisible(), name
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(field, letter)
        else:
            # keyClicks knows keys of ASCII alone.
            QApplication.sendEvent(field, QKeyEvent(*_UNKNOWN_KEY, letter))


def shown(root: QWidget, name: str) -> str:
    """What a label says that the owner sees; empty where it is hidden."""
    label = find(root, QLabel, name)
    return label.text() if label.isVisible() else ""


def settle() -> None:
    """Let workers end and what they told arrive."""
    assert QThreadPool.globalInstance().waitForDone(PATIENCE_MS)
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def over(qtbot: QtBot) -> Iterator[QWidget]:
    """What dialogs are over."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(1200, 860)
    widget.show()
    qtbot.waitUntil(widget.isActiveWindow)
    yield widget
    settle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    current_theme().set_appearance(Appearance.LIGHT)


@pytest.fixture
def window(open_window: OpenWindow, services: Services, qtbot: QtBot) -> Program:
    """The window over two units whose links are not enabled yet, on Integrationen."""
    services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
    program = open_window()
    program.frame.resize(1440, 900)
    program.shell.go("links")
    qtbot.waitUntil(program.frame.isActiveWindow)
    return program


@pytest.fixture
def units(services: Services) -> list[Unit]:
    """Two units whose links are enabled."""
    units = list(services.units.first_house("Haus", ["Seeblick 1", "Seeblick 2"]).units)
    services.links.enable_all()
    return units


@pytest.fixture
def webspace_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "webspace"
    folder.mkdir()
    return folder


@pytest.fixture
def folder_webspace(webspace_folder: Path) -> Webspace:
    return Webspace(
        kind=WebspaceKind.FOLDER,
        preset="other",
        folder=str(webspace_folder),
        address=ADDRESS,
    )


@pytest.fixture
def kept(services: Services, units: list[Unit], folder_webspace: Webspace) -> KeptWebspace:
    """A webspace in use, with both calendars on it."""
    assert units
    services.publishing.set_up(folder_webspace, Secret(), Keeping.ASK)
    services.publishing.run()
    found = services.publishing.current()
    assert found is not None
    return found


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without a keyring, as a server is."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


def on_folder(services: Services, path: Path) -> None:
    """Put the links into a folder of this computer."""
    folder = path / "webspace"
    folder.mkdir()
    webspace = Webspace(
        kind=WebspaceKind.FOLDER, preset="other", folder=str(folder), address=ADDRESS
    )
    services.publishing.set_up(webspace, Secret(), Keeping.ASK)
    services.publishing.run()
