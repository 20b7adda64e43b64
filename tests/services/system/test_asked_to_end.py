"""A program that is asked to end shuts down in order, however it is asked."""

from __future__ import annotations

import ctypes
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.system.asked_to_end import ClosingConsole, asked_to_end, setup_event
from tests.conftest import Start

NAMES = [n for n in ("SIGTERM", "SIGINT", "SIGBREAK", "SIGHUP") if hasattr(signal, n)]
PATIENCE = 20


@pytest.mark.parametrize("name", NAMES)
def test_each_signal_asks_and_breaks_nothing_off(name: str) -> None:
    asked: list[bool] = []
    before = signal.getsignal(signal.Signals[name])
    with asked_to_end(lambda: asked.append(True)):
        signal.raise_signal(signal.Signals[name])
        signal.raise_signal(signal.Signals[name])
        assert asked == [True, True]
    assert signal.getsignal(signal.Signals[name]) is before


@pytest.mark.parametrize("name", NAMES)
def test_a_signal_that_is_ignored_stays_ignored(name: str) -> None:
    """So `nohup` starts programs that shall outlive their terminal."""
    number = signal.Signals[name]
    before = signal.signal(number, signal.SIG_IGN)
    asked: list[bool] = []
    try:
        with asked_to_end(lambda: asked.append(True)):
            signal.raise_signal(number)
        assert signal.getsignal(number) is signal.SIG_IGN
    finally:
        signal.signal(number, before)
    assert asked == []


def test_what_was_before_comes_back_after_a_fault_too() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(ZeroDivisionError), asked_to_end(lambda: None):
        raise ZeroDivisionError
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("event", [0, 1, 3, 4, 99])
def test_the_console_is_left_to_signals_for_the_rest(event: int) -> None:
    assert not ClosingConsole(threading.Event())(event)


@pytest.mark.parametrize("event", [2, 5, 6])
def test_a_console_that_closes_waits_until_all_is_in_order(event: int) -> None:
    """Windows calls on a thread of its own, and ends the program as soon as that returns."""
    ended = threading.Event()
    order: queue.SimpleQueue[str] = queue.SimpleQueue()
    console = ClosingConsole(ended, patience=PATIENCE)

    def close() -> None:
        assert console(event)
        order.put("the program is gone")

    closing = threading.Thread(target=close)
    asked: queue.SimpleQueue[bool] = queue.SimpleQueue()
    with asked_to_end(lambda: asked.put(True)):
        closing.start()
        assert asked.get(timeout=PATIENCE)
        order.put("the last is written")
        ended.set()
        closing.join(PATIENCE)
    assert [order.get_nowait(), order.get_nowait()] == [
        "the last is written",
        "the program is gone",
    ]


def test_a_console_does_not_wait_for_ever() -> None:
    with asked_to_end(lambda: None):
        assert ClosingConsole(threading.Event(), patience=0)(2)


SERVER = """
import queue, sys
from app.services.system.asked_to_end import asked_to_end
ends = queue.SimpleQueue()
with asked_to_end(lambda: ends.put("asked")):
    print("there", flush=True)
    while True:
        try:
            print(ends.get(timeout=0.1), flush=True)
            break
        except queue.Empty:
            continue
print("in order", flush=True)
"""


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has consoles with events")
def test_ctrl_break_ends_a_program_of_windows_in_order() -> None:
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]  # as said
    if not kernel.GetConsoleCP() and not kernel.AllocConsole():
        pytest.skip("there is no console here, and none can be had")
    with subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        process.send_signal(signal.Signals["CTRL_BREAK_EVENT"])
        assert process.stdout.read() == "asked\nin order\n"
    assert process.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals between programs")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_of_another_program_ends_it_in_order(start: Start, name: str) -> None:
    process = start(SERVER)
    assert process.stdout is not None
    assert process.stdout.readline() == "there\n"
    process.send_signal(signal.Signals[name])
    assert process.stdout.read() == "asked\nin order\n"
    assert process.wait(PATIENCE) == 0


def installed(folder: str, program: str = "Zimmerfrei.exe") -> str:
    """Return the code of a server that runs from that folder, where a setup has put it."""
    path = rf"{folder}\{program}"
    return f"import sys\nsys.frozen, sys.executable = True, {path!r}\n{SERVER}"


PLACE = r"C:\Users\Jörg Groß\AppData\Local\Programs\Zimmerfrei"


def test_the_setup_knows_all_programs_of_its_folder_by_one_name() -> None:
    """Nothing in it may be taken for a folder of Windows' own; and Windows minds no case."""
    name = setup_event(rf"{PLACE}\Zimmerfrei.exe")
    assert name == r"Local\Zimmerfrei.End.c:/users/jörg groß/appdata/local/programs/zimmerfrei"
    assert setup_event(rf"{PLACE.upper()}\ZIMMERFREI-CLI.EXE".replace("SS", "ß")) == name
    assert setup_event(rf"{PLACE} 2\Zimmerfrei.exe") != name


@given(st.lists(st.text(st.characters(exclude_characters='\\/:*?"<>|\0'), min_size=1), min_size=1))
def test_a_setups_name_holds_one_backslash_wherever_it_is(folders: list[str]) -> None:
    name = setup_event("\\".join(["C:", *folders, "Zimmerfrei.exe"]))
    assert name.startswith("Local\\Zimmerfrei.End.c:/")
    assert name.count("\\") == 1


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has a setup that asks")
class TestSetup:
    """It sets one event; who runs from its folder ends in order."""

    @staticmethod
    def ask(folder: str) -> None:
        """Do what `askToEnd` of the setup does."""
        kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]  # as said
        kernel.OpenEventW.restype = ctypes.c_void_p
        kernel.OpenEventW.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_wchar_p)
        event = kernel.OpenEventW(2, 0, setup_event(rf"{folder}\Zimmerfrei.exe"))
        assert event, "nobody waits for it"
        assert kernel.SetEvent(ctypes.c_void_p(event))
        assert kernel.CloseHandle(ctypes.c_void_p(event))

    def test_ends_window_and_server_and_leaves_another_folders_alone(
        self, start: Start, tmp_path: Path
    ) -> None:
        place, other = str(tmp_path / "Jörg Groß"), str(tmp_path / "other")
        window = start(installed(place))
        server = start(installed(place.upper().replace("SS", "ß"), "zimmerfrei-cli.exe"))
        elsewhere = start(installed(other))
        for process in (window, server, elsewhere):
            assert process.stdout is not None
            assert process.stdout.readline() == "there\n"
        self.ask(place)
        for process in (window, server):
            assert process.stdout is not None
            assert process.stdout.read() == "asked\nin order\n"
            assert process.wait(PATIENCE) == 0
        assert elsewhere.poll() is None
        self.ask(other)
        assert elsewhere.stdout is not None
        assert elsewhere.stdout.read() == "asked\nin order\n"

    def test_one_that_has_ended_by_itself_left_nothing_to_ask(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Else the next version would be asked to end as soon as it is started."""
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.setattr(sys, "executable", str(tmp_path / "Zimmerfrei.exe"))
        asked: list[bool] = []
        for _ in range(3):
            with asked_to_end(lambda: asked.append(True)):
                pass
            with pytest.raises(AssertionError, match="nobody waits"):
                self.ask(str(tmp_path))
        assert asked == []

    def test_asks_nobody_who_runs_from_source(self) -> None:
        with asked_to_end(lambda: None), pytest.raises(AssertionError, match="nobody waits"):
            self.ask(str(Path(sys.executable).parent))

    def test_a_place_too_long_for_a_name_is_ended_by_signals_alone(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.setattr(sys, "executable", rf"C:\{'x' * 300}\Zimmerfrei.exe")
        asked: list[bool] = []
        with asked_to_end(lambda: asked.append(True)):
            signal.raise_signal(signal.SIGTERM)
        assert asked == [True]
