"""The first window comes up: by the right of a second start, and by a click in the Dock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.base.preferences import Preferences
from app.ui.window.coming_up import DockClicks, right_to_come_up, take_right
from app.ui.window.frame.frame import Frame
from app.ui.window.instance import Instance

TOKEN = "XDG_ACTIVATION_TOKEN"
ACTIVE = Qt.ApplicationState.ApplicationActive


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has given this program a token, and what it takes is taken back."""
    monkeypatch.setenv(TOKEN, "")
    monkeypatch.delenv(TOKEN)


@pytest.fixture
def first(tmp_path: Path, token: None) -> Iterator[Instance]:  # noqa: ARG001  # taken back last
    instance = Instance(tmp_path)
    assert instance.claim()
    instance.listen()
    yield instance
    instance.release()


def called(first: Instance, qtbot: QtBot) -> QLocalSocket:
    """Return the call of a second start, which has been answered."""
    socket = QLocalSocket()
    socket.connectToServer(first._name())
    qtbot.waitUntil(lambda: socket.bytesAvailable() > 0)
    assert bytes(socket.readAll().data()) == b"here"
    return socket


@pytest.mark.parametrize("given_token", [b"wayland-1-abc_TIME42", b""])
def test_the_right_of_the_second_start_is_there_when_the_first_comes_up(
    first: Instance, qtbot: QtBot, given_token: bytes
) -> None:
    seen: list[str | None] = []
    first.raise_wanted.connect(lambda: seen.append(os.environ.get(TOKEN)))
    second = called(first, qtbot)
    second.write(given_token)
    second.flush()
    assert seen == []
    second.disconnectFromServer()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [given_token.decode() or None]


@pytest.mark.parametrize("right", [b"wayland-1-abc_TIME42", b""])
@pytest.mark.parametrize("clicked", ["https://a.example/einladung/x", "ä “\n”", "x" * 9_000])
def test_an_invitation_that_was_clicked_is_brought_to_the_first_window(
    first: Instance, qtbot: QtBot, right: bytes, clicked: str
) -> None:
    seen: list[object] = []
    first.raise_wanted.connect(lambda: seen.append(os.environ.get(TOKEN)))
    first.invited.connect(seen.append)
    second = called(first, qtbot)
    second.write(right + b"\n" + clicked.encode())
    second.disconnectFromServer()
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[0] == (right.decode() or None)
    assert isinstance(seen[1], str)
    assert clicked.startswith(seen[1])
    assert seen[1] == clicked or len(clicked) > 4_000


def test_a_start_without_one_brings_none(first: Instance, qtbot: QtBot) -> None:
    seen: list[str] = []
    first.invited.connect(seen.append)
    for brought in (b"", b"\n", b"abc", b"abc\n"):
        second = called(first, qtbot)
        second.write(brought)
        with qtbot.waitSignal(first.raise_wanted):
            second.disconnectFromServer()
    assert seen == []


def test_one_that_hangs_up_at_once_is_heard_too(first: Instance, qtbot: QtBot) -> None:
    with qtbot.waitSignal(first.raise_wanted):
        socket = QLocalSocket()
        socket.connectToServer(first._name())
        socket.disconnectFromServer()


def test_each_start_is_heard_once(first: Instance, qtbot: QtBot) -> None:
    seen: list[bool] = []
    first.raise_wanted.connect(lambda: seen.append(True))
    calls = [called(first, qtbot) for _ in range(3)]
    for call in calls:
        call.disconnectFromServer()
    qtbot.waitUntil(lambda: len(seen) == 3)


def test_the_window_goes_while_somebody_calls(first: Instance, qtbot: QtBot) -> None:
    second = called(first, qtbot)
    first.release()
    qtbot.waitUntil(lambda: second.state() == QLocalSocket.LocalSocketState.UnconnectedState)


@pytest.mark.usefixtures("token")
def test_what_was_given_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert right_to_come_up() == b""
    monkeypatch.setenv(TOKEN, "abc-7")
    assert right_to_come_up() == b"abc-7"


@given(st.binary(max_size=2000))
def test_no_rubbish_gets_into_the_environment(rubbish: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(TOKEN, "before")
        take_right(rubbish)
        kept = os.environ[TOKEN]
        assert kept == "before" or (kept.isprintable() and " " not in kept and len(kept) <= 1000)


@pytest.fixture
def frame(tmp_path: Path, qtbot: QtBot) -> Frame:
    frame = Frame(Preferences(tmp_path / "window.ini"))
    qtbot.addWidget(frame, before_close_func=lambda _: frame.let_go(remember=False))
    return frame


@pytest.mark.parametrize("platform", ["darwin", "linux", "win32"])
def test_a_click_in_the_dock_brings_a_hidden_window_back(
    frame: Frame, qapp: QApplication, platform: str
) -> None:
    clicks = DockClicks(qapp, platform)
    clicks.clicked.connect(frame.bring_back)
    frame.show()
    frame.hide()
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert frame.isHidden()
    qapp.applicationStateChanged.emit(ACTIVE)
    assert frame.isVisible() is (platform == "darwin")
    clicks.deleteLater()


def test_a_window_that_was_put_into_the_dock_comes_back(frame: Frame, qapp: QApplication) -> None:
    clicks = DockClicks(qapp, "darwin")
    clicks.clicked.connect(frame.bring_back)
    frame.showMinimized()
    qapp.applicationStateChanged.emit(ACTIVE)
    assert not frame.isMinimized()
    clicks.deleteLater()


def test_a_window_that_is_to_be_seen_stays_as_it_is(frame: Frame, qapp: QApplication) -> None:
    clicks = DockClicks(qapp, "darwin")
    clicks.clicked.connect(frame.bring_back)
    frame.showMaximized()
    qapp.applicationStateChanged.emit(ACTIVE)
    assert frame.isMaximized()
    clicks.deleteLater()
