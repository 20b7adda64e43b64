"""The main job, end to end: the real window, the real server, a real fetch; all by mouse and keys.

What the owner does is done by events, found by object name. Services are not touched.
"""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from icalendar import Calendar, Event
from PySide6.QtCore import QEvent, QPoint, Qt, QThreadPool
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import WINDOW_BUSY_TIMEOUT, opened
from app.core.server_state import Phase
from app.server.hosting.embedded import EmbeddedServer
from app.services.data_folder.folder import DataFolder
from app.ui.base.preferences import Preferences
from app.ui.kit import AddressField, Dialog, Toggle
from app.ui.window.frame.frame import Frame
from app.ui.window.program import Program
from tests import ports

W = TypeVar("W", bound=QWidget)


@dataclass(frozen=True)
class Answer:
    """What a reader got for a link."""

    status: int
    body: bytes
    etag: str

    @property
    def event(self) -> Event:
        """The only event in it."""
        (event,) = Calendar.from_ical(self.body).events
        return event

    @property
    def days(self) -> tuple[object, object]:
        """The first day that is taken, and the first that is free again."""
        return self.event.start, self.event.end


def fetch(address: str, etag: str = "") -> Answer:
    """Read a link as a calendar program does."""
    headers = {"User-Agent": "Mozilla/5.0 Thunderbird/140.0"}
    if etag:
        headers["If-None-Match"] = etag
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return Answer(answer.status, answer.read(), answer.headers["ETag"])
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.read(), error.headers.get("ETag", ""))


class Owner:
    """Looks at the window and uses mouse and keyboard."""

    def __init__(self, frame: Frame, qtbot: QtBot) -> None:
        self._frame = frame
        self._qtbot = qtbot

    def see(self, name: str, kind: type[W], inside: QWidget | None = None) -> W:
        """Wait until a widget with this object name is in sight."""
        ground = inside or self._frame
        found: list[W] = []

        def look() -> bool:
            found[:] = [w for w in ground.findChildren(kind, name) if w.isVisible()]
            return len(found) == 1

        self._qtbot.waitUntil(look)
        return found[0]

    def click(self, name: str, inside: QWidget | None = None) -> None:
        """Press something, at its left where words and switches are."""
        widget = self.see(name, QWidget, inside)
        assert widget.isEnabled(), name
        self._at_hand(widget)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(12, widget.height() // 2))

    def write(self, name: str, text: str, inside: QWidget | None = None) -> None:
        """Click into a field, and type over what stands there."""
        field = self.see(name, QLineEdit, inside)
        self._at_hand(field)
        QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(12, field.height() // 2))
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        for letter in text:
            # QTest.keyClicks knows no umlauts.
            for event in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(event, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(field, key)
        assert field.text() == text

    def press(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)

    def card_of(self, unit: str) -> QWidget:
        """The card on Integrationen that shows this name."""
        page = self.see("links_page", QWidget)
        (name,) = (w for w in page.findChildren(QLabel, "card_name") if w.text() == unit)
        card = name.parentWidget()
        while card is not None and not card.objectName().startswith("unit_card_"):
            card = card.parentWidget()
        assert card is not None
        return card

    def _at_hand(self, widget: QWidget) -> None:
        window = widget.window()
        assert QApplication.activeModalWidget() in {None, window}, "something lies over it"
        # Without a screen no window manager brings the window back after a dialog.
        window.activateWindow()
        self._qtbot.waitUntil(window.isActiveWindow)


@pytest.fixture
def port() -> int:
    return ports.free_port()


@pytest.fixture
def owner(qtbot: QtBot, tmp_path: Path, port: int) -> Iterator[Owner]:
    """An owner before the window of an empty data folder, as at the very first start."""
    folder = DataFolder(tmp_path / "Gäste und Häuser")
    preferences = Preferences(folder.window_ini)
    with opened(folder, busy_timeout=WINDOW_BUSY_TIMEOUT) as services:
        server = EmbeddedServer(services, port=port)
        # Addresses are built from the setting.
        services.settings.set("port", str(port))
        frame = Frame(preferences)
        program = Program(frame, services, server, preferences, tray_available=lambda: False)
        frame.show()
        program.show()
        program.begin()
        qtbot.waitExposed(frame)
        frame.activateWindow()
        assert server.state.phase is Phase.RUNNING
        try:
            yield Owner(frame, qtbot)
        finally:
            program.end()
            QThreadPool.globalInstance().waitForDone()
            frame.let_go()
            frame.deleteLater()
            QApplication.processEvents()


def typed(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def test_from_an_empty_folder_to_a_link_that_follows_every_change(
    owner: Owner, qtbot: QtBot
) -> None:
    today = date.today()  # noqa: DTZ011  # the owner's own calendar
    arrival, departure = today + timedelta(days=10), today + timedelta(days=14)
    create_unit(owner, "Möwennest")
    table = add_occupancy(owner, qtbot, arrival, departure)

    owner.click("sidebar_links")
    card = owner.card_of("Möwennest")
    owner.click("card_toggle", card)
    address = copied_link(owner, card)

    first = fetch(address)
    assert first.status == 200
    assert first.days == (arrival, departure)
    assert b"Familie" not in first.body, "nothing personal leaves by default"
    assert fetch(address, first.etag).status == 304
    # Of itself, the card says who has read the link.
    readers = owner.see("card_readers", QLabel, card)
    qtbot.waitUntil(lambda: readers.text().startswith("Thunderbird"))

    owner.click("sidebar_occupancies")
    stay_longer(owner, qtbot, table, departure + timedelta(days=1))
    second = fetch(address, first.etag)
    assert second.status == 200, "a change is in the very next fetch"
    assert second.days == (arrival, departure + timedelta(days=1))
    assert second.event.uid == first.event.uid
    assert second.event.sequence > first.event.sequence

    owner.click("sidebar_links")
    owner.click("card_toggle", card)
    assert not owner.see("card_toggle", Toggle, card).is_on
    assert fetch(address).status == 404
    assert "Thunderbird" in owner.see("card_notice", QLabel, card).text()

    owner.click("card_toggle", card)
    again = fetch(address)
    assert again.status == 200
    assert again.days == second.days
    assert owner.see("card_address", AddressField, card).address() == address


def create_unit(owner: Owner, name: str) -> None:
    """Answer what the very first start asks, then add a unit on the page Einheiten."""
    owner.write("start_house", "Haus Seeblick")
    owner.click("start_done")
    owner.click("sidebar_units")
    owner.click("add_unit")
    dialog = owner.see("unit_dialog", Dialog)
    owner.write("unit_dialog_name", name, dialog)
    owner.press(Qt.Key.Key_Return)


def add_occupancy(owner: Owner, qtbot: QtBot, arrival: date, departure: date) -> QTableView:
    """Enter a booking of the newest unit, and return the table in which it stands then."""
    owner.click("sidebar_occupancies")
    owner.click("no_occupancies_action")
    dialog = owner.see("occupancy_dialog", Dialog)
    QTest.keyClick(owner.see("unit", QComboBox, dialog), Qt.Key.Key_End)
    owner.write("arrival", typed(arrival), dialog)
    owner.write("departure", typed(departure), dialog)
    owner.write("guest", "Familie Öztürk", dialog)
    owner.press(Qt.Key.Key_Return)
    table = owner.see("occupancy_table", QTableView)
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    return table


def copied_link(owner: Owner, card: QWidget) -> str:
    """Press Link kopieren and return what is in the clipboard then."""
    QApplication.clipboard().clear()
    owner.click("card_copy", card)
    address = QApplication.clipboard().text()
    assert address == owner.see("card_address", AddressField, card).address()
    assert address.endswith("/moewennest.ics")
    assert owner.see("card_notice", QLabel, card).text(), "a warning: no portal can read that"
    return address


def stay_longer(owner: Owner, qtbot: QtBot, table: QTableView, departure: date) -> None:
    """Open the first booking with Enter, and let it depart on another day."""
    click_row(table, 0)
    owner.press(Qt.Key.Key_Return)
    dialog = owner.see("occupancy_dialog", Dialog)
    owner.write("departure", typed(departure), dialog)
    with qtbot.waitSignal(dialog.finished):
        owner.press(Qt.Key.Key_Return)


def click_row(table: QTableView, row: int) -> None:
    """Click into a row of a table."""
    middle = table.visualRect(table.model().index(row, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
