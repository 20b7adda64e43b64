"""Garbage is cleared away on the GUI thread, whoever makes it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.base.garbage import GarbageCollector

ROOT = Path(__file__).resolve().parents[3]
MANY = 100_000
"""More than Python lets gather anywhere before it collects everything."""


class Cycle:
    """Garbage as soon as nobody else has it."""

    def __init__(self) -> None:
        self.itself = self


class Ring(QWidget):
    """A widget that only the collector can end."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def enabled() -> Iterator[None]:
    """Python collects by itself, whatever the other tests want."""
    before = gc.isenabled()
    gc.collect()
    gc.enable()
    yield
    if not before:
        gc.disable()


@pytest.fixture
def collector() -> Iterator[GarbageCollector]:
    """The collector of a window, started."""
    one = GarbageCollector()
    one.start()
    yield one
    one.stop()


@pytest.fixture
def ended_on() -> list[threading.Thread]:
    """The threads that widgets of `drop` ended on."""
    return []


def drop(ended_on: list[threading.Thread]) -> None:
    """Make a widget that is garbage."""
    weakref.finalize(Ring(), lambda: ended_on.append(threading.current_thread()))


def work_elsewhere() -> None:
    """Make a lot of garbage on another thread, and let it end."""
    thread = threading.Thread(target=lambda: [Cycle() for _ in range(MANY)])
    thread.start()
    thread.join()


@pytest.mark.usefixtures("collector")
def test_a_widget_ends_on_this_thread(qtbot: QtBot, ended_on: list[threading.Thread]) -> None:
    drop(ended_on)
    work_elsewhere()
    assert ended_on == []
    qtbot.waitUntil(lambda: bool(ended_on))
    assert ended_on == [threading.current_thread()]


def test_what_has_lasted_is_looked_through_as_well(
    collector: GarbageCollector, ended_on: list[threading.Thread]
) -> None:
    drop(ended_on)
    one = Ring()
    weakref.finalize(one, lambda: ended_on.append(threading.current_thread()))
    gc.collect()
    assert ended_on == [threading.current_thread()]
    del one
    kept: list[Cycle] = []
    while len(ended_on) < 2:
        # As a program that goes on growing, until there is a quarter more of it.
        kept.extend(Cycle() for _ in range(gc.get_threshold()[0] + 1))
        collector.collect()
    assert set(ended_on) == {threading.current_thread()}


def test_with_nothing_new_nothing_is_looked_through(collector: GarbageCollector) -> None:
    gc.collect()
    runs = [one["collections"] for one in gc.get_stats()]
    collector.collect()
    assert [one["collections"] for one in gc.get_stats()] == runs


def test_afterwards_python_does_it_again() -> None:
    one = GarbageCollector()
    one.start()
    assert not gc.isenabled()
    one.stop()
    assert gc.isenabled()


def test_what_was_off_before_stays_off() -> None:
    gc.disable()
    one = GarbageCollector()
    one.start()
    one.stop()
    assert not gc.isenabled()


OPENS = """
import gc, sys, threading

sys.argv[:] = ["zimmerfrei", "--data-dir", sys.argv[1]]
from app.cli import main
import app.ui.window.program as program
from PySide6.QtCore import QTimer

begin = program.Program.begin
seen = []
gc.callbacks.append(lambda phase, info: seen.append(threading.current_thread()))

class Cycle:
    def __init__(self):
        self.itself = self

def busy():
    for _ in range(200_000):
        Cycle()

def look(self, thread):
    thread.join()
    elsewhere = [one for one in seen if one is not threading.main_thread()]
    if threading.main_thread() not in seen:
        return QTimer.singleShot(100, self, lambda: look(self, thread))
    print(gc.isenabled(), len(elsewhere))
    self.quit_wanted.emit()

def begun(self):
    begin(self)
    thread = threading.Thread(target=busy)
    QTimer.singleShot(0, self, lambda: (seen.clear(), thread.start(), look(self, thread)))
program.Program.begin = begun
main()
"""


def test_the_window_collects_on_its_own_thread_alone(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPENS, str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=120,
    )
    assert done.stdout.split() == ["False", "0"]
