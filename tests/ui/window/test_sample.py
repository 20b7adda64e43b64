"""The first half hour: Tab and Enter on the first page, the way back, the sample guest house."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.errors import UserError
from app.core.server_state import Phase
from app.core.stays.occupancy import OccupancyDraft
from app.server.hosting.embedded import EmbeddedServer
from app.services.base.changes import HouseChange
from app.services.services import Services
from app.ui.base.history import History
from app.ui.base.preferences import Preferences
from app.ui.kit import Banner
from app.ui.look.theme import Appearance
from app.ui.start.page import StartPage
from app.ui.window.frame.status_line import StatusLine
from app.ui.window.frame.toast import Toast
from app.ui.window.program import Program
from tests.systems import is_private
from tests.ui.conftest import Desktop, OpenWindow

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def start_of(program: Program) -> StartPage:
    found = program.frame.findChild(StartPage)
    assert found is not None
    return found


def click(program: Program, name: str) -> None:
    found = [one for one in program.frame.findChildren(QPushButton, name) if one.isVisible()]
    assert len(found) == 1, name
    QTest.mouseClick(found[0], LEFT)


def visited(program: Program) -> Program:
    """The program of the sample house that the window shows."""
    assert program.first_start.visit is not None
    visited = program.first_start.visit.program
    assert isinstance(visited, Program)
    return visited


# ---- the first page ----


def test_tab_follows_the_eye_also_through_fields_that_came_later(open_window: OpenWindow) -> None:
    start = start_of(open_window())
    start.count.setValue(4)
    order = [start.house, start.count, *start.names.fields(), start.done, start.sample]
    assert start.house.hasFocus()
    for widget in order[1:]:
        QTest.keyClick(focused(), Key.Key_Tab)
        assert widget.hasFocus(), widget.objectName()
    for widget in reversed(order[:-1]):
        QTest.keyClick(focused(), Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        assert widget.hasFocus(), widget.objectName()


def test_enter_goes_on_and_ends_only_at_the_button(
    open_window: OpenWindow, services: Services
) -> None:
    start = start_of(open_window())
    QTest.keyClicks(start.house, "Haus Sonne")
    QTest.keyClick(start.house, Key.Key_Return)
    assert start.count.hasFocus()
    QTest.keyClicks(focused(), "3")
    QTest.keyClick(focused(), Key.Key_Return)
    for name, field in zip(("Meer", "Wald", "Berg"), start.names.fields(), strict=True):
        assert field.hasFocus()
        assert services.units.empty(), "not all of them have been seen"
        QTest.keyClicks(field, name)
        QTest.keyClick(field, Key.Key_Return)
    assert start.done.hasFocus()
    assert services.units.empty()
    QTest.keyClick(start.done, Key.Key_Return)
    assert [unit.name for unit in services.units.all()] == ["Meer", "Wald", "Berg"]
    QTest.keyClick(focused(), Key.Key_Return)
    assert len(services.units.all()) == 3, "one Enter too many takes nothing back"


def finish(program: Program) -> None:
    start = start_of(program)
    start.house.setText("Haus Sonne")
    start.count.setValue(3)
    start.names.field(0).setText("Meer")
    click(program, "start_done")


def test_finishing_is_taken_back_by_ctrl_z_and_done_again(
    open_window: OpenWindow, services: Services, qtbot: QtBot
) -> None:
    program = open_window()
    finish(program)
    assert program.shell.current == "plan"
    QTest.keyClick(program.frame, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert services.units.empty()
    qtbot.waitUntil(lambda: program.first_start.page is not None)
    start = start_of(program)
    assert (start.house.text(), start.count.value()) == ("Haus Sonne", 3)
    assert start.names.names()[0] == "Meer"
    QTest.keyClick(program.frame, Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.first_start.page is None)
    assert next(iter(services.units.all())).name == "Meer"
    assert program.shell.current == "plan"


def test_finishing_is_taken_back_in_the_line_that_tells_of_it(
    open_window: OpenWindow, services: Services, qtbot: QtBot
) -> None:
    program = open_window()
    finish(program)
    toast = program.shell.findChild(Toast)
    assert toast is not None
    assert toast.text() == "Haus Sonne mit 3 Einheiten angelegt."
    QTest.mouseClick(toast.action, LEFT)
    qtbot.waitUntil(lambda: program.first_start.page is not None)
    assert services.units.empty()
    click(program, "start_done")
    assert len(services.units.all()) == 3


@pytest.mark.parametrize("what", ["stay", "cancelled", "link", "rename", "unit", "house"])
def test_what_was_entered_since_keeps_the_house(services: Services, what: str) -> None:
    history = History(services)
    units = services.units.first_house("Haus Sonne", ["Meer", "Wald"]).units
    history.record(HouseChange("Haus Sonne", ("Meer", "Wald"), tuple(units)), "entered")
    today, unit = services.clock.today(), units[0]
    if what in {"stay", "cancelled"}:
        draft = OccupancyDraft(
            unit_id=unit.id, arrival=today, departure=today.replace(day=today.day + 1)
        )
        stay = services.occupancies.add(draft).after
        if what == "cancelled":
            services.occupancies.cancel(stay.id, sequence=0)
    elif what == "link":
        link = services.links.enable_unit(unit.id).after
        services.links.delete(link.id, sequence=link.sequence)
    elif what == "rename":
        services.units.rename(unit.id, "Strand", sequence=0)
    elif what == "unit":
        services.units.add(replace(unit.draft(), name="Berg"))
    else:
        house = services.units.properties()[0]
        draft_of_house = replace(house.draft(), address="Am Meer 1")
        services.units.change_property(house.id, draft_of_house, sequence=0)
    before = services.units.all()
    with pytest.raises(UserError, match="entered since"):
        history.undo()
    assert services.units.all() == before
    assert history.next_undo is None


# ---- the sample guest house ----


def test_the_sample_house_leaves_no_trace_in_ones_own_data(
    open_window: OpenWindow, services: Services, qtbot: QtBot
) -> None:
    program = open_window()
    start = start_of(program)
    start.house.setText("Haus Sonne")
    click(program, "start_sample")
    sample = visited(program)
    folder = Path(sample._services.folder.path)
    assert folder != services.folder.path
    assert is_private(folder)
    assert services.units.empty()
    assert len(sample._services.units.all()) == 4
    assert sample.shell.isVisible()
    assert sample.shell.current == "plan"
    banner = sample.shell.findChild(Banner, "sample_banner")
    assert banner is not None
    for page in ("occupancies", "links", "plan"):
        sample.shell.go(page)
        assert banner.isVisible()
    assert "Beispielhaus" in status_words(sample)
    click(program, "sample_home")
    qtbot.waitUntil(lambda: program.first_start.visit is None)
    assert not folder.exists()
    assert start_of(program).isVisible()
    assert start_of(program).house.text() == "Haus Sonne"
    assert services.units.empty()
    assert services.links.any_ever() is False
    click(program, "start_done")
    assert [house.name for house in services.units.properties()] == ["Haus Sonne"]


def status_words(program: Program) -> str:
    line = program.shell.findChild(StatusLine)
    assert line is not None
    return line.texts()[0]


def test_its_links_live_on_a_port_of_their_own_and_say_what_they_are(
    open_window: OpenWindow, services: Services, qtbot: QtBot
) -> None:
    program = open_window()
    click(program, "start_sample")
    sample = visited(program)
    state = sample._server.state
    assert state.phase is Phase.RUNNING
    assert (state.host, state.port) != ("127.0.0.1", services.settings.get().port)
    links = sample._services.links
    assert {link.label for link in links.all()} == {"Beispiel"}
    address = links.address(next(link for link in links.all() if link.enabled))
    assert f"127.0.0.1:{state.port}/" in address
    with urllib.request.urlopen(address) as answer:
        assert b"BEGIN:VCALENDAR" in answer.read()
    click(program, "sample_home")
    qtbot.waitUntil(lambda: program.first_start.visit is None)
    with closing(socket.socket()) as probe:
        assert probe.connect_ex(("127.0.0.1", state.port)) != 0


def test_what_the_window_looks_like_and_speaks_goes_home_too(
    open_window: OpenWindow, services: Services, qtbot: QtBot
) -> None:
    program = open_window()
    click(program, "start_sample")
    sample = visited(program)
    sample._services.settings.set("language", "en")
    qtbot.waitUntil(lambda: sample.texts.language.key == "en")
    assert sample.shell.findChild(Banner, "sample_banner") is not None
    sample._preferences.appearance = Appearance.DARK
    click(program, "sample_home")
    qtbot.waitUntil(
        lambda: program.first_start.visit is None and program.texts.language.key == "en"
    )
    assert services.settings.get().language == "en"
    assert Preferences(services.folder.window_ini).appearance is Appearance.DARK
    assert program.first_start.page is not None
    assert program.first_start.page.isVisible()


def test_closing_the_window_in_it_asks_nothing_and_takes_it_away(
    open_window: OpenWindow, desktop: Desktop
) -> None:
    program = open_window()
    click(program, "start_sample")
    folder = Path(visited(program)._services.folder.path)
    program.frame.close()
    assert desktop.ended == 1
    program.end()
    assert not folder.exists()


def test_it_can_be_visited_twice(open_window: OpenWindow, qtbot: QtBot) -> None:
    program = open_window()
    folders = set()
    for _ in range(2):
        click(program, "start_sample")
        folders.add(Path(visited(program)._services.folder.path))
        click(program, "sample_home")
        qtbot.waitUntil(lambda: program.first_start.visit is None)
    assert len(folders) == 2
    assert not any(folder.exists() for folder in folders)


# ---- a port that is taken ----


@pytest.fixture
def taken(services: Services) -> Iterator[int]:
    """The port of the settings, held by another program."""
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", services.settings.get().port))
        other.listen()
        yield services.settings.get().port


def test_before_any_link_a_taken_port_is_nobody_s_business(services: Services, taken: int) -> None:
    server = EmbeddedServer(services, settles=True)
    try:
        state = server.start()
        assert state.phase is Phase.RUNNING
        assert state.port != taken
        assert services.settings.get().port == state.port
        services.units.first_house("Haus", ["Meer"])
        link = services.links.enable_unit(services.units.all()[0].id).after
        with urllib.request.urlopen(services.links.address(link)) as answer:
            assert answer.status == 200
    finally:
        server.stop()


@pytest.mark.parametrize("left", ["enabled", "disabled", "deleted", "proxy"])
def test_a_port_that_a_link_has_said_is_never_left(
    services: Services, taken: int, left: str
) -> None:
    services.units.first_house("Haus", ["Meer"])
    if left == "proxy":
        services.settings.set("public_url", "https://kalender.example.org")
    else:
        link = services.links.enable_unit(services.units.all()[0].id).after
        if left == "disabled":
            services.links.disable(link.id, sequence=link.sequence)
        elif left == "deleted":
            services.links.delete(link.id, sequence=link.sequence)
    server = EmbeddedServer(services, settles=True)
    try:
        assert server.start().phase is Phase.FAILED
        assert services.settings.get().port == taken
    finally:
        server.stop()


def test_a_port_that_was_asked_for_is_never_left(services: Services, taken: int) -> None:
    server = EmbeddedServer(services, port=taken, settles=True)
    assert server.start().phase is Phase.FAILED
