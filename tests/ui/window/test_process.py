"""The window as a program of its own: one per data folder, ended cleanly, errors at the start."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.bootstrap import COMMAND_BUSY_TIMEOUT, opened
from app.core.publishing.relay.protocol import INVITATION_PATH
from app.override import override
from app.services.data_folder.folder import DataFolder
from app.ui.window.application import Opening
from app.ui.window.instance import Instance
from tests.systems import links

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_MS = 30_000

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def data(folder: DataFolder, free_port: int) -> DataFolder:
    """A data folder with a house and a port that is free."""
    with opened(folder, busy_timeout=COMMAND_BUSY_TIMEOUT) as services:
        services.units.first_house("Haus Seeblick", ["Seeblick 1"])
        services.settings.set("port", str(free_port))
    return folder


@pytest.fixture
def start() -> Iterator[Start]:
    """Start the program over a data folder, as an owner does."""
    running: list[subprocess.Popen[str]] = []

    def start_one(folder: Path, *words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", *words],
            cwd=ROOT,
            env={
                **os.environ,
                "ZIMMERFREI_DATA_DIR": str(folder),
                "QT_QPA_PLATFORM": "offscreen",
                "LANGUAGE": "en",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        running.append(process)
        return process

    yield start_one
    for process in running:
        process.kill()
        process.communicate()


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def test_a_second_start_raises_the_first_window(
    data: DataFolder, start: Start, qtbot: QtBot
) -> None:
    first = Instance(data.path)
    assert first.claim()
    first.listen()
    raised: list[bool] = []
    first.raise_wanted.connect(lambda: raised.append(True))
    try:
        second = start(data.path)
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE_MS)
    finally:
        first.release()
    assert (second.returncode, *second.communicate()) == (0, "", "")
    assert raised == [True]


def test_an_invitation_that_is_clicked_comes_to_the_window_that_is_open(
    data: DataFolder, start: Start, qtbot: QtBot
) -> None:
    first = Instance(data.path)
    assert first.claim()
    first.listen()
    seen: list[str] = []
    first.invited.connect(seen.append)
    clicked = "https://kalender.example/einladung/" + "A" * 43
    try:
        second = start(data.path, f"zimmerfrei:{clicked}", "--data-dir", "elsewhere")
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: bool(seen))
    finally:
        first.release()
    assert (second.returncode, *second.communicate()) == (0, "", "")
    assert seen == [clicked]


def test_a_start_by_a_click_on_an_invitation_asks_who_invites(
    data: DataFolder, start: Start, qtbot: QtBot
) -> None:
    asked: list[tuple[str, bytes]] = []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            asked.append((self.path, self.rfile.read(length)))
            self.send_error(404)

        @override
        def log_message(self, format: str, *args: object) -> None:
            pass

    secret = "A" * 43
    with HTTPServer(("127.0.0.1", 0), Service) as service:
        serving = threading.Thread(target=service.serve_forever)
        serving.start()
        try:
            start(
                data.path,
                f"zimmerfrei:http://127.0.0.1:{service.server_address[1]}/einladung/{secret}",
            )
            qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE_MS)
        finally:
            service.shutdown()
            serving.join()
    assert asked == [(INVITATION_PATH, json.dumps({"secret": secret}).encode())]


def test_a_second_start_beside_a_silent_one_says_so(
    data: DataFolder, start: Start, qtbot: QtBot
) -> None:
    first = Instance(data.path)
    assert first.claim()
    try:
        second = start(data.path)
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE_MS)
    finally:
        first.release()
    _, told = second.communicate()
    assert second.returncode == 1
    assert told.startswith("Error: Another Zimmerfrei has the data folder")
    assert told.count("\n") == 1


def test_two_windows_over_two_folders(tmp_path: Path) -> None:
    here, there = tmp_path / "a", tmp_path / "b"
    here.mkdir()
    there.mkdir()
    one, other = Instance(here), Instance(there)
    assert one.claim()
    assert other.claim()
    one.release()
    other.release()


@links
def test_a_folder_is_one_folder_by_whatever_path(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (tmp_path / "link").symlink_to(folder)
    first, second = Instance(folder), Instance(tmp_path / "link")
    assert first.claim()
    assert not second.claim()
    first.release()
    assert second.claim()
    second.release()


def test_a_window_that_crashed_in_a_container_is_not_taken_for_this_one(tmp_path: Path) -> None:
    """Numbers of processes repeat there: the one that is noted is alive, and it is this one."""
    own = Path(sys.executable).resolve().name
    (tmp_path / "window.lock").write_text(f"{os.getpid()}\n{own}\n{socket.gethostname()}\n")
    window = Instance(tmp_path)
    assert window.claim()
    window.release()


@pytest.mark.skipif(sys.platform == "win32", reason="has no such bits")
def test_what_a_window_leaves_is_its_owners_alone(
    data: DataFolder, start: Start, free_port: int, qtbot: QtBot
) -> None:
    before = os.umask(0)
    try:
        process = start(data.path)
        qtbot.waitUntil(lambda: answers(free_port), timeout=PATIENCE_MS)
        process.send_signal(signal.SIGTERM)
        process.communicate()
    finally:
        os.umask(before)
    files = [file for file in data.path.rglob("*") if file.is_file()]
    assert {"window.ini", "window.lock", "serving.lock"} <= {file.name for file in files}
    assert {file.name: oct(file.stat().st_mode & 0o077) for file in files} == {
        file.name: "0o0" for file in files
    }


def test_a_window_that_could_not_open_the_data_leaves_no_trace_of_use(
    tmp_path: Path, start: Start, qtbot: QtBot
) -> None:
    folder = DataFolder(tmp_path)
    folder.database.write_bytes(b"this is no database " * 100)
    process = start(tmp_path)
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=PATIENCE_MS)
    assert not folder.window_ini.exists()
    folder.database.unlink()
    with opened(folder, busy_timeout=COMMAND_BUSY_TIMEOUT) as services:
        assert services.units.empty()


@pytest.mark.usefixtures("qtbot")
def test_a_window_that_waits_for_another_ones_migration_is_painted_and_goes_on(
    tmp_path: Path,
) -> None:
    opening = Opening(tmp_path)
    frame = opening._frame
    assert frame is not None
    empty = frame.grab().toImage()
    opening.show_waiting("Waiting for another one.")
    assert frame.grab().toImage() != empty
    assert frame.accessibleDescription() == "Waiting for another one."
    opening.close()


def test_a_killed_window_leaves_the_folder_free(
    data: DataFolder, start: Start, free_port: int, qtbot: QtBot
) -> None:
    first = start(data.path)
    qtbot.waitUntil(lambda: answers(free_port), timeout=PATIENCE_MS)
    first.kill()
    first.wait()
    second = start(data.path)
    qtbot.waitUntil(lambda: answers(free_port), timeout=PATIENCE_MS)
    assert second.poll() is None


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(
    data: DataFolder, start: Start, free_port: int, qtbot: QtBot, number: signal.Signals
) -> None:
    process = start(data.path)
    qtbot.waitUntil(lambda: answers(free_port), timeout=PATIENCE_MS)
    process.send_signal(number)
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=PATIENCE_MS)
    assert (process.returncode, *process.communicate()) == (0, "", "")
    assert not answers(free_port)
    [log] = data.logs.glob("*.log")
    assert log.read_text("utf-8").count("the window has ended in order") == 1


def test_a_window_over_a_folder_that_is_missing_makes_it(
    tmp_path: Path, start: Start, qtbot: QtBot
) -> None:
    folder = tmp_path / "neu" / "daten"
    process = start(tmp_path, "--data-dir", str(folder))
    ini, lock = folder / "zimmerfrei.db", folder / "window.lock"
    qtbot.waitUntil(lambda: ini.exists() and lock.exists(), timeout=PATIENCE_MS)
    assert process.poll() is None


def test_data_that_cannot_be_opened_is_told_and_left_as_it_is(
    tmp_path: Path, start: Start, qtbot: QtBot
) -> None:
    folder = DataFolder(tmp_path)
    folder.database.write_bytes(b"this is no database " * 100)
    process = start(tmp_path)
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=PATIENCE_MS)
    out, told = process.communicate()
    assert (process.returncode, out) == (1, "")
    assert told.startswith("Error: ")
    assert told.count("\n") == 1
    assert folder.database.read_bytes() == b"this is no database " * 100
