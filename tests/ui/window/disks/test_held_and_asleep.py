"""Files that others hold for a moment, and a computer that falls asleep in the middle of a save."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

import psutil
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.core.stays.occupancy import Occupancy, OccupancyDraft
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.ui.window.program import Program
from tests.clocks import SetClock
from tests.ui.conftest import OpenWindow
from tests.ui.export.test_export_dialog import listed, opened, save_as
from tests.ui.window.disks.test_disk_trouble import banner, guests, new_stay, save, sound

pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)
BUSY = "Ein anderes Programm ändert die Daten gerade."


class Sleeper(SetClock):
    """The clock of a computer that sleeps until the next morning as soon as it is asked again."""

    sleeps = False

    def now(self) -> datetime:
        before = self.moment
        if self.sleeps:
            self.sleeps = False
            self.passes(hours=19)
        return before


@pytest.fixture
def clock() -> Sleeper:
    return Sleeper()


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """The data folder, on a disk like any other."""
    return DataFolder(tmp_path / "Gäste und Häuser")


@pytest.fixture
def stay(services: Services) -> Occupancy:
    (unit,) = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units
    draft = OccupancyDraft(
        unit_id=unit.id, arrival=date(2027, 7, 10), departure=date(2027, 7, 12), guest="Huber"
    )
    return services.occupancies.add(draft).after


@pytest.fixture
def program(stay: Occupancy, open_window: OpenWindow) -> Program:
    assert stay.id
    return open_window()


@contextmanager
def held(database: Path, how: str) -> Iterator[None]:
    """Hold a database as another program does that copies or repairs it."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(how)
        yield
        connection.execute("ROLLBACK")


@pytest.mark.parametrize("how", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_while_another_program_holds_the_data_nothing_is_lost(
    services: Services, stay: Occupancy, program: Program, how: str
) -> None:
    dialog = new_stay(program, stay)
    with held(services.folder.database, how):
        save(dialog)
        assert BUSY in dialog.error()
        assert dialog.isVisible()
        # What can be read is read all the while.
        program.shell.context.bridge.look()
        assert banner(program, "lost_banner") == ""
        assert guests(services) == ["Huber"]
    save(dialog)
    assert not dialog.isVisible()
    assert guests(services) == ["Huber", "Kern"]


WRITER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE occupancy SET guest = 'halb'")
print("in the middle", flush=True)
sys.stdin.read()
connection.execute("COMMIT")
"""


@pytest.fixture
def writer(services: Services, stay: Occupancy) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of a save."""
    assert stay.id
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(services.folder.database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in the middle\n"
        yield process
        if process.poll() is None:
            process.kill()


def test_one_that_sleeps_in_the_middle_of_a_save_and_wakes(
    services: Services, stay: Occupancy, program: Program, writer: subprocess.Popen[str]
) -> None:
    psutil.Process(writer.pid).suspend()
    dialog = new_stay(program, stay)
    save(dialog)
    assert BUSY in dialog.error()
    psutil.Process(writer.pid).resume()
    assert writer.stdin is not None
    writer.stdin.close()
    assert writer.wait() == 0
    save(dialog)
    assert guests(services) == ["halb", "Kern"]


def test_one_whose_battery_ends_in_its_sleep_leaves_nothing_by_halves(
    services: Services, stay: Occupancy, program: Program, writer: subprocess.Popen[str]
) -> None:
    psutil.Process(writer.pid).suspend()
    dialog = new_stay(program, stay)
    save(dialog)
    assert BUSY in dialog.error()
    writer.kill()
    writer.wait()
    save(dialog)
    assert guests(services) == ["Huber", "Kern"]
    assert sound(services)


def test_a_save_over_a_night_of_sleep_is_one_save_and_the_next_day_is_seen(
    services: Services, stay: Occupancy, program: Program, clock: Sleeper
) -> None:
    days: list[date] = []
    program.shell.context.bridge.day_changed.connect(lambda: days.append(clock.today()))
    dialog = new_stay(program, stay)
    clock.sleeps = True
    save(dialog)
    assert not clock.sleeps
    assert not dialog.isVisible()
    program.shell.context.bridge.look()
    assert days == [date(2027, 7, 7)]
    made = next(one for one in services.occupancies.all() if one.guest == "Kern")
    assert made.created_at <= made.changed_at <= clock.moment
    link = services.links.enable_unit(stay.unit_id).after
    assert services.links.preview(link).count(b"BEGIN:VEVENT") == 2
    program.shell.context.history.undo()
    assert guests(services)[0] == "Huber"


Refuse = Callable[[int], list[int]]


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """Hold files as a virus scanner on Windows does: for so many tries to move one."""
    move = os.replace

    def hold(tries: int) -> list[int]:
        refused: list[int] = []

        def held(*paths: Path) -> None:
            if len(refused) < tries:
                refused.append(1)
                error = PermissionError(errno.EACCES, "x")
                error.winerror = 32  # type: ignore[attr-defined,unused-ignore]  # Windows' own
                raise error
            move(*paths)

        monkeypatch.setattr(os, "replace", held)
        return refused

    return hold


@pytest.mark.parametrize("tries", [1, 3])
def test_an_export_waits_for_a_virus_scanner(
    qtbot: QtBot, program: Program, scanner: Refuse, tmp_path: Path, tries: int
) -> None:
    page: QWidget = program.shell
    dialog = opened(program.shell.context, page, [listed("Huber")])
    refused = scanner(tries)
    with qtbot.waitSignal(dialog.saved, timeout=10_000):
        save_as(qtbot, dialog, tmp_path / "list.xlsx")
    assert len(refused) == tries
    assert [path.name for path in tmp_path.glob("*list*")] == ["list.xlsx"]


def test_a_backup_waits_for_a_virus_scanner(services: Services, scanner: Refuse) -> None:
    refused = scanner(2)
    services.backups.now()
    assert len(refused) == 2
    assert [one.examined.sound for one in services.backups.all()] == [True]
