"""The window while calendars are uploaded, also to a webspace that never answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.core.stays.occupancy import OccupancyDraft
from app.services.base.jobs import Outcome
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from app.services.upkeep.upkeep import PUBLISH
from app.ui.window.program import Program
from tests.systems import next_caller
from tests.ui.conftest import Desktop, OpenWindow

PATIENCE_MS = 30_000
TICKS = 300


@pytest.fixture(autouse=True)
def house(services: Services) -> None:
    services.units.first_house("Haus Seeblick", ["Seeblick 1"])
    services.links.enable_all()


class SilentServer:
    """Takes connections and never says a word, until it hangs up."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.reached = threading.Event()
        self._held: list[socket.socket] = []
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()

    def _take(self) -> None:
        while True:
            try:
                connection = next_caller(self._listening)
            except OSError:
                return
            self._held.append(connection)
            self.reached.set()

    def hang_up(self) -> None:
        # Windows shuts no socket down that only listens: there closing it ends the wait.
        with closing(self._listening), suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        for connection in self._held:
            connection.close()


@pytest.fixture
def silent(services: Services) -> Iterator[SilentServer]:
    """The webspace in use is a server that never answers."""
    server = SilentServer()
    webspace = Webspace(
        kind=WebspaceKind.SFTP, host="127.0.0.1", port=server.port, user="anna", folder="web"
    )
    services.publishing.set_up(webspace, Secret(password="geheim"), Keeping.ASK)
    yield server
    server.hang_up()


@pytest.fixture
def web(services: Services, tmp_path: Path) -> Path:
    """The webspace in use is a folder."""
    path = tmp_path / "web"
    path.mkdir()
    webspace = Webspace(kind=WebspaceKind.FOLDER, folder=str(path), address="https://example.org")
    services.publishing.set_up(webspace, Secret(), Keeping.ASK)
    return path


def button(program: Program, name: str) -> QAbstractButton:
    found = program.frame.findChild(QAbstractButton, name)
    assert found is not None, name
    return found


def words(program: Program) -> str:
    label = program.frame.findChild(QLabel, "last_uploads_text")
    assert label is not None
    return label.text()


def enter(services: Services, start: int) -> None:
    first, last = date(2027, 8, start), date(2027, 8, start + 2)
    services.occupancies.add(OccupancyDraft(unit_id=1, arrival=first, departure=last))


def test_the_window_goes_on_while_a_webspace_hangs(
    qtbot: QtBot, services: Services, silent: SilentServer, open_window: OpenWindow
) -> None:
    program = open_window()
    outcomes: list[Outcome] = []
    program._jobs.subscribe(outcomes.append)  # the window tells of no run
    qtbot.waitUntil(silent.reached.is_set, timeout=PATIENCE_MS)
    # All of this happens while the upload waits for its first answer: a window that waited with it
    # would come to none of it before the run has ended.
    ticks: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(len(ticks)))
    timer.start(0)
    enter(services, 1)
    program.shell.go("links")
    enter(services, 5)
    qtbot.waitUntil(lambda: len(ticks) >= TICKS, timeout=PATIENCE_MS)
    timer.stop()
    assert PUBLISH not in {outcome.job for outcome in outcomes}
    assert services.publishing.pending_links() == {1}


def test_who_quits_meanwhile_is_told_and_does_not_have_to_wait(
    qtbot: QtBot,
    services: Services,
    silent: SilentServer,
    open_window: OpenWindow,
    desktop: Desktop,
) -> None:
    program = open_window()
    qtbot.waitUntil(silent.reached.is_set, timeout=PATIENCE_MS)
    program.leaving.quit_wanted.emit()
    assert "1 Kalender" in words(program)
    assert desktop.ended == 0
    button(program, "last_uploads_primary").click()
    assert desktop.ended == 1
    assert services.publishing.pending_links() == {1}


def test_who_stays_after_all_is_asked_again_the_next_time(
    qtbot: QtBot, silent: SilentServer, open_window: OpenWindow, desktop: Desktop
) -> None:
    program = open_window()
    qtbot.waitUntil(silent.reached.is_set, timeout=PATIENCE_MS)
    for _ in range(2):
        program.leaving.quit_wanted.emit()
        button(program, "last_uploads_cancel").click()
        qtbot.waitUntil(
            lambda: program.frame.findChild(QLabel, "last_uploads_text") is None,
            timeout=PATIENCE_MS,
        )
    assert desktop.ended == 0


def test_what_did_not_arrive_is_said(
    qtbot: QtBot, silent: SilentServer, open_window: OpenWindow, desktop: Desktop
) -> None:
    program = open_window()
    program.last_uploads._seconds = 0.01  # five seconds are for people
    qtbot.waitUntil(silent.reached.is_set, timeout=PATIENCE_MS)
    program.leaving.quit_wanted.emit()
    qtbot.waitUntil(lambda: "nächsten Start" in words(program), timeout=PATIENCE_MS)
    assert desktop.ended == 0
    button(program, "last_uploads_primary").click()
    assert desktop.ended == 1


def test_a_change_on_its_way_arrives_before_the_program_ends(
    qtbot: QtBot,
    services: Services,
    web: Path,
    open_window: OpenWindow,
    desktop: Desktop,
) -> None:
    program = open_window()
    qtbot.waitUntil(lambda: not services.publishing.pending_links(), timeout=PATIENCE_MS)
    enter(services, 1)
    program.leaving.quit_wanted.emit()
    qtbot.waitUntil(lambda: desktop.ended == 1, timeout=PATIENCE_MS)
    assert services.publishing.pending_links() == frozenset()
    (link,) = services.links.all()
    assert b"20270801" in (web / f"{link.token}.ics").read_bytes()


def test_with_nothing_pending_the_program_ends_at_once(
    open_window: OpenWindow, desktop: Desktop
) -> None:
    program = open_window()
    program.leaving.quit_wanted.emit()
    assert desktop.ended == 1


def test_links_on_a_webspace_do_not_depend_on_the_window(
    qtbot: QtBot, services: Services, web: Path, open_window: OpenWindow, desktop: Desktop
) -> None:
    program = open_window()
    qtbot.waitUntil(lambda: not services.publishing.pending_links(), timeout=PATIENCE_MS)
    assert len(list(web.glob("*.ics"))) == 1
    program.leaving.quit_asked()
    assert program.frame.findChild(QAbstractButton, "quit_question_primary") is None
    assert desktop.ended == 1
