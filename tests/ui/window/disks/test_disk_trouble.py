"""A full, protected or vanished folder under the open window: said, nothing by halves, goes on.

The disk is a real one of memory; the window, its dialogs and the database are as owners have them.
"""

from __future__ import annotations

import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.core.errors import UserError
from app.core.stays.occupancy import Occupancy, OccupancyDraft
from app.services.base.control import ServerController
from app.services.services import Services
from app.ui.importing.actions import open_import
from app.ui.importing.dialog import ImportDialog
from app.ui.kit import Banner
from app.ui.occupancies.page import OccupanciesPage
from app.ui.stays.entry.dialog import OccupancyDialog
from app.ui.window.program import Program
from tests.conftest import ExpectLog
from tests.ui.conftest import OpenWindow
from tests.ui.window.disks.conftest import Disk

# The offscreen platform has no tray; the icon is made all the same.
pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)
LONG = "x" * 9000
"""A note that no page of the database has room for as it stands."""
FULL, PROTECTED, GONE = "full", "protected", "gone"
SAID = {
    FULL: "ist voll",
    PROTECTED: "lässt sich nicht schreiben",
    GONE: "lässt sich nicht lesen",
}


@pytest.fixture
def stay(services: Services) -> Occupancy:
    """The one occupancy of a house of one unit."""
    (unit,) = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units
    draft = OccupancyDraft(
        unit_id=unit.id, arrival=date(2027, 7, 10), departure=date(2027, 7, 12), guest="Huber"
    )
    return services.occupancies.add(draft).after


@pytest.fixture
def program(stay: Occupancy, open_window: OpenWindow) -> Program:
    assert stay.id
    return open_window()


Happens = Callable[[str], None]


@pytest.fixture
def happens(disk: Disk, services: Services, server: ServerController, program: Program) -> Happens:
    """Let something happen to the disk, and the window notice."""

    def happen(what: str) -> None:
        if what == FULL:
            disk.fill()
        elif what == GONE:
            disk.pull_out()
        else:
            # The system protects no disk on which something is open for writing.
            server.stop()
            services.watch.close()
            disk.protect(on=True)
        program.shell.context.bridge.look()

    return happen


@pytest.fixture
def well_again(disk: Disk, program: Program) -> Happens:
    def mend(what: str) -> None:
        if what == FULL:
            disk.free()
        elif what == GONE:
            assert disk.put_in()
        else:
            disk.protect(on=False)
        program.shell.context.bridge.look()

    return mend


def banner(program: Program, name: str) -> str:
    """Return what a banner above the pages says, empty where it is not there."""
    found = program.shell.findChild(Banner, name)
    return found.plain_text() if found is not None and found.isVisible() else ""


def press(program: Program, name: str) -> None:
    page = program.shell.page(program.shell.current)
    assert page is not None
    button = page.findChild(QAbstractButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def press_keys(program: Program, keys: str) -> None:
    QTest.keySequence(program.shell.window(), QKeySequence(keys))


def new_stay(program: Program, stay: Occupancy) -> OccupancyDialog:
    """Open the dialog for a new occupancy and fill it in."""
    press(program, "new_occupancy")
    dialog = program.shell.window().findChild(OccupancyDialog)
    assert dialog is not None
    dialog.fill(
        OccupancyDraft(
            unit_id=stay.unit_id,
            arrival=date(2027, 7, 20),
            departure=date(2027, 7, 24),
            guest="Kern",
            note=LONG,
        )
    )
    return dialog


def save(dialog: OccupancyDialog) -> None:
    QTest.mouseClick(dialog.primary_button, Qt.MouseButton.LeftButton)


def guests(services: Services) -> list[str]:
    return [one.guest for one in services.occupancies.all()]


def sound(services: Services) -> bool:
    with closing(sqlite3.connect(services.folder.database)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("what", [FULL, PROTECTED, GONE])
def test_what_cannot_be_saved_stays_typed_until_it_can_be(
    services: Services,
    stay: Occupancy,
    program: Program,
    happens: Happens,
    well_again: Happens,
    what: str,
) -> None:
    dialog = new_stay(program, stay)
    happens(what)
    save(dialog)
    assert SAID[what] in dialog.error()
    assert str(services.folder.path) in dialog.error()
    assert dialog.isVisible()
    save(dialog)
    assert SAID[what] in dialog.error()
    well_again(what)
    assert sound(services)
    assert guests(services) == ["Huber"]
    save(dialog)
    assert not dialog.isVisible()
    assert guests(services) == ["Huber", "Kern"]
    program.shell.context.history.undo()
    assert not services.occupancies.all()[-1].blocks


@pytest.mark.parametrize("what", [PROTECTED, GONE])
def test_while_it_cannot_be_read_every_page_says_so_and_none_looks_empty(
    services: Services, program: Program, happens: Happens, well_again: Happens, what: str
) -> None:
    shell = program.shell
    shell.go("occupancies")
    happens(what)
    lead = "Ihre Daten sind gerade nicht zu erreichen."
    for page in ("plan", "occupancies", "links", "units", "figures", "settings"):
        shell.go(page)
        said = banner(program, "lost_banner")
        assert lead in said
        assert SAID[what] in said
        assert banner(program, "error_banner") == ""
        # What was never opened is not made of nothing.
        assert shell.current == ("plan" if page == "plan" else "occupancies")
    well_again(what)
    assert banner(program, "lost_banner") == ""
    for page in ("links", "units", "figures", "settings"):
        shell.go(page)
        assert shell.current == page
    links = shell.page("links")
    assert links is not None
    assert services.units.all()[0].name in str(
        [label.text() for label in links.findChildren(QAbstractButton)]
        + [widget.accessibleName() for widget in links.findChildren(QAbstractButton)]
    )


def test_it_is_noticed_by_itself_both_ways(
    qtbot: QtBot, program: Program, happens: Happens, disk: Disk
) -> None:
    happens(GONE)
    assert banner(program, "lost_banner")
    assert disk.put_in()
    with qtbot.waitSignal(program.shell.context.bridge.seen_again, timeout=10_000):
        pass
    assert banner(program, "lost_banner") == ""


def test_what_another_computer_wrote_meanwhile_is_seen(
    services: Services, stay: Occupancy, program: Program, happens: Happens, disk: Disk
) -> None:
    happens(GONE)
    file = disk.held / services.folder.path.name / services.folder.database.name
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE occupancy SET guest = 'Öztürk'")
        connection.commit()
    moved: list[object] = []
    program.shell.context.bridge.moved.connect(moved.append)
    assert disk.put_in()
    program.shell.context.bridge.look()
    assert moved
    assert services.occupancies.get(stay.id).guest == "Öztürk"


def test_what_is_refused_on_a_page_is_said_there_and_undone_when_it_can_be(
    services: Services, stay: Occupancy, program: Program, disk: Disk
) -> None:
    shell = program.shell
    shell.go("occupancies")
    page = shell.page("occupancies")
    assert isinstance(page, OccupanciesPage)
    # Pulled out and not noticed yet: the page itself finds out.
    disk.pull_out()
    page._release(stay)
    assert SAID[GONE] in banner(program, "error_banner")
    shell.context.bridge.look()
    assert SAID[GONE] in banner(program, "lost_banner")
    assert banner(program, "error_banner") == ""
    assert disk.put_in()
    shell.context.bridge.look()
    assert services.occupancies.get(stay.id) == stay
    page._release(stay)
    assert not services.occupancies.get(stay.id).blocks
    disk.pull_out()
    shell.context.bridge.look()
    press_keys(program, "Ctrl+Z")
    assert disk.put_in()
    shell.context.bridge.look()
    press_keys(program, "Ctrl+Z")
    assert services.occupancies.get(stay.id).blocks


def many(folder: Path) -> Path:
    path = folder / "list.csv"
    lines = (
        f"{1 + n % 27}.{1 + n // 27 % 12}.{2028 + n // 324};"
        f"{2 + n % 27}.{1 + n // 27 % 12}.{2028 + n // 324};{'x' * 3000}\n"
        for n in range(1500)
    )
    path.write_text("Anreise;Abreise;Notiz\n" + "".join(lines), "utf-8")
    return path


def test_an_import_that_finds_no_room_enters_nothing_and_can_be_tried_again(
    qtbot: QtBot, services: Services, program: Program, tmp_path: Path
) -> None:
    dialog = open_import(program.shell.context, program.shell, many(tmp_path))
    assert isinstance(dialog, ImportDialog)

    def go_on() -> None:
        qtbot.waitUntil(lambda: not dialog.busy.isVisible(), timeout=20_000)
        QTest.mouseClick(dialog.primary_button, Qt.MouseButton.LeftButton)

    for _ in range(2):
        go_on()
    qtbot.waitUntil(lambda: bool(dialog.error()), timeout=20_000)
    assert SAID[FULL] in dialog.error()
    assert dialog.isVisible()
    assert guests(services) == ["Huber"]
    assert sound(services)
    # SQLite gives the room of what it has taken back to whoever writes next.
    services.occupancies.add(
        OccupancyDraft(
            unit_id=services.units.all()[0].id,
            arrival=date(2027, 9, 1),
            departure=date(2027, 9, 2),
            guest="Kern",
        )
    )
    assert guests(services) == ["Huber", "Kern"]


def test_a_backup_that_finds_no_room_leaves_none_by_halves(
    services: Services, happens: Happens, well_again: Happens
) -> None:
    def names() -> list[str]:
        return sorted(path.name for path in services.backups.folder.iterdir())

    services.backups.now()
    before = names()
    happens(FULL)
    with pytest.raises(UserError, match="full"):
        services.backups.now()
    well_again(FULL)
    assert names() == before
    services.backups.now()
    assert len(names()) == len(before) + 1
    assert all(one.examined.sound for one in services.backups.all())


def test_links_answer_later_again_while_it_is_gone(
    services: Services, stay: Occupancy, happens: Happens, disk: Disk, expect_log: ExpectLog
) -> None:
    expect_log("app.server", "a feed was refused")
    url = services.links.address(services.links.enable_unit(stay.unit_id).after)
    with urllib.request.urlopen(url, timeout=10) as answer:
        whole = answer.read()
    happens(GONE)
    with pytest.raises(urllib.error.HTTPError) as told:
        urllib.request.urlopen(url, timeout=10)
    assert told.value.code == 503
    assert told.value.headers["Retry-After"]
    told.value.close()
    assert disk.put_in()
    with urllib.request.urlopen(url, timeout=10) as answer:
        assert answer.read() == whole
