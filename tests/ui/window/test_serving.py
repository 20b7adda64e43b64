"""How the window serves: the server's states, taking over, closing with and without a tray."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from app.core.links.link import Origin
from app.core.server_state import AddressMissingError, Phase
from app.core.stays.occupancy import OccupancyDraft
from app.server.hosting.embedded import EmbeddedServer
from app.services.base.control import ServerController
from app.services.services import Services
from app.ui.base.preferences import OnClose, Preferences
from app.ui.kit import Banner, Dialog, Tone
from app.ui.window.ending.closing import CloseDialog
from app.ui.window.frame.status_line import StatusLine
from app.ui.window.frame.toast import Toast
from app.ui.window.program import Program
from tests.clocks import SetClock
from tests.ui.conftest import Desktop, OpenWindow

# The offscreen platform has no tray; the icon is made all the same.
pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)

CLIPBOARD = (
    "What you copied here, such as a link, may no longer be in the clipboard when Zimmerfrei has "
    "ended. If you need it, paste it first."
)
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def house(services: Services) -> None:
    services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])


@pytest.fixture
def published(services: Services) -> None:
    services.links.enable_all()


@pytest.fixture
def taken_port(services: Services) -> Iterator[socket.socket]:
    """The port of the settings, held by another program."""
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", services.settings.get().port))
        other.listen()
        yield other


def status(program: Program) -> StatusLine:
    line = program.shell.findChild(StatusLine)
    assert line is not None
    return line


def button(program: Program, name: str) -> QAbstractButton:
    found = program.frame.findChild(QAbstractButton, name)
    assert found is not None, name
    return found


def click(program: Program, name: str) -> None:
    QTest.mouseClick(button(program, name), Qt.MouseButton.LeftButton)


class TestServer:
    @pytest.mark.usefixtures("taken_port")
    def test_a_taken_port_is_told_with_what_to_do(
        self, open_window: OpenWindow, services: Services
    ) -> None:
        Preferences(services.folder.window_ini).page = "occupancies"
        program = open_window()
        error = program._server.state.error
        assert error is not None
        banner = program.shell.findChild(Banner, "server_banner")
        assert banner is not None
        assert banner.isVisible()
        assert program.texts.tell(error) in banner.plain_text()
        assert status(program).tone is Tone.BAD
        click(program, "server_settings")
        assert program.shell.current == "settings"

    def test_once_the_port_is_free_it_serves_again(
        self, open_window: OpenWindow, server: ServerController, taken_port: socket.socket
    ) -> None:
        program = open_window()
        program.shell.go("occupancies")
        failed = server.state
        taken_port.close()
        click(program, "server_again")
        assert (failed.phase, server.state.phase) == (Phase.FAILED, Phase.RUNNING)
        banner = program.shell.findChild(Banner, "server_banner")
        assert banner is not None
        assert not banner.isVisible()

    @pytest.mark.usefixtures("taken_port")
    def test_the_page_of_the_links_draws_it_itself(self, open_window: OpenWindow) -> None:
        program = open_window()
        program.shell.go("links")
        banner = program.shell.findChild(Banner, "server_banner")
        assert banner is not None
        assert not banner.isVisible()

    @pytest.mark.usefixtures("published")
    def test_it_takes_over_when_the_service_ends(
        self,
        open_window: OpenWindow,
        services: Services,
        server: ServerController,
        qtbot: QtBot,
    ) -> None:
        service = EmbeddedServer(services)
        service.start()
        try:
            program = open_window()
            assert server.state.phase is Phase.ELSEWHERE
            words = "Calendar links active · served by the service"
            assert status(program).texts()[0] == program.texts.tr(words)
        finally:
            service.stop()
        program.server_runner._again.start(1)  # instead of waiting for the five seconds
        qtbot.waitUntil(lambda: server.state.phase is Phase.RUNNING)
        words = "Calendar links active · on this computer only"
        assert status(program).texts()[0] == program.texts.tr(words)

    @pytest.mark.usefixtures("published")
    def test_it_looks_again_by_itself_until_the_service_ends(
        self, open_window: OpenWindow, services: Services
    ) -> None:
        service = EmbeddedServer(services)
        service.start()
        try:
            program = open_window()
            program.server_runner._again.timeout.emit()
            assert program.server_runner._again.isActive()
            assert 1000 <= program.server_runner._again.interval() <= 10_000
        finally:
            service.stop()

    def test_it_looks_soon_for_an_address_that_the_network_may_bring(
        self,
        open_window: OpenWindow,
        services: Services,
        server: ServerController,
    ) -> None:
        """After a start of the computer the window may stand before the network is up."""
        services.settings.set("host", "192.0.2.1")  # RFC 5737: nobody has it
        program = open_window()
        again = program.server_runner._again
        assert isinstance(server.state.error, AddressMissingError)
        pauses = []
        for _ in range(8):
            assert again.isActive()
            pauses.append(again.interval())
            again.timeout.emit()
        assert pauses == [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]

        services.settings.set("host", "127.0.0.1")
        again.timeout.emit()
        assert server.state.phase is Phase.RUNNING
        assert not again.isActive()
        banner = program.shell.findChild(Banner, "server_banner")
        assert banner is not None
        assert not banner.isVisible()

    @pytest.mark.usefixtures("taken_port")
    def test_a_port_that_another_program_has_is_tried_once_a_minute(
        self, open_window: OpenWindow
    ) -> None:
        again = open_window().server_runner._again
        for _ in range(3):
            assert again.isActive()
            assert again.interval() == 60_000
            again.timeout.emit()

    def test_closing_stops_the_server(
        self, open_window: OpenWindow, server: ServerController
    ) -> None:
        program = open_window()
        port = server.state.port
        program.end()
        with closing(socket.socket()) as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0

    @pytest.mark.usefixtures("published")
    def test_who_read_last_is_shown(
        self, open_window: OpenWindow, services: Services, clock: SetClock, qtbot: QtBot
    ) -> None:
        program = open_window()
        assert status(program).texts()[1] == ""
        fetches = services.fetch_log()
        fetches.start()
        link = services.links.all()[0]
        fetches.record(link.id, "Mozilla/5.0 Thunderbird/140.0", Origin.THIS_PC, 200)
        fetches.stop()
        services.watch.poll()
        program.server_runner._readers.start(1)  # instead of waiting for more of them
        texts = program.texts
        now = texts.tr(
            "Last read: {reader}, {when}", reader="Thunderbird", when=texts.tr("just now")
        )
        qtbot.waitUntil(lambda: status(program).texts()[1] == now)
        clock.moment = clock.moment.replace(minute=4)
        program.server_runner._minute.timeout.emit()
        when = texts.trn("{n} min ago", "{n} min ago", 4)
        assert status(program).texts()[1].endswith(when)

    @pytest.mark.usefixtures("published")
    def test_it_says_the_same_of_the_outside_as_the_page_of_the_links(
        self, open_window: OpenWindow, services: Services, clock: SetClock, qtbot: QtBot
    ) -> None:
        services.settings.set("public_url", "https://kalender.example.org")
        program = open_window()
        tr, trn = program.texts.tr, program.texts.trn
        unchecked = tr("Calendar links active · public address, not checked from outside")
        assert status(program).texts()[0] == unchecked
        fetches = services.fetch_log()
        fetches.start()
        fetches.record(services.links.all()[-1].id, "Mozilla/5.0 (X11)", Origin.OUTSIDE, 200)
        fetches.stop()
        clock.moment += timedelta(minutes=15)
        services.watch.poll()
        program.server_runner._readers.start(1)  # instead of waiting for more of them
        when = trn("{n} min ago", "{n} min ago", 15)
        checked = tr("Calendar links active · last fetched from outside {when}", when=when)
        qtbot.waitUntil(lambda: status(program).texts()[0] == checked)
        program.shell.go("links")
        banner = program.shell.findChild(Banner, "links_reach")
        assert banner is not None
        assert when in banner.plain_text()
        clock.moment += timedelta(days=2)
        program.server_runner._minute.timeout.emit()
        assert status(program).texts()[0] == unchecked


class TestClosing:
    def test_without_links_it_just_ends(self, open_window: OpenWindow, desktop: Desktop) -> None:
        program = open_window()
        program.frame.close()
        assert desktop.ended == 1

    @pytest.mark.usefixtures("published")
    def test_without_a_tray_it_says_that_links_go_offline(
        self, open_window: OpenWindow, desktop: Desktop
    ) -> None:
        program = open_window()
        program.frame.close()
        assert desktop.ended == 0
        assert program.frame.isVisible()
        click(program, "quit_question_cancel")
        assert desktop.ended == 0
        program.frame.close()
        click(program, "quit_question_primary")
        assert desktop.ended == 1

    @pytest.mark.parametrize("tray", [False, True])
    @pytest.mark.parametrize("goes", [False, True])
    @pytest.mark.usefixtures("published")
    def test_it_says_what_becomes_of_a_copied_link(
        self,
        open_window: OpenWindow,
        desktop: Desktop,
        monkeypatch: pytest.MonkeyPatch,
        goes: bool,
        tray: bool,
    ) -> None:
        # The offscreen platform has a clipboard of its own kind; test_clipboard has a real one.
        monkeypatch.setattr("app.ui.window.ending.clipboard.may_go_with_us", lambda: goes)
        desktop.tray = tray
        program = open_window()
        program.frame.close()
        (question,) = program.frame.findChildren(Dialog)
        said = "\n".join(label.text() for label in question.findChildren(QLabel))
        assert (program.texts.tr(CLIPBOARD) in said) is goes

    @pytest.mark.usefixtures("published")
    def test_one_question_at_a_time(self, open_window: OpenWindow) -> None:
        program = open_window()
        program.frame.close()
        program.frame.close()
        questions = program.frame.findChildren(Dialog)
        assert len(questions) == 1

    @pytest.mark.usefixtures("published")
    def test_served_by_the_service_it_just_ends(
        self, open_window: OpenWindow, services: Services, desktop: Desktop
    ) -> None:
        service = EmbeddedServer(services)
        service.start()
        try:
            open_window().frame.close()
        finally:
            service.stop()
        assert desktop.ended == 1

    @pytest.mark.usefixtures("published")
    def test_with_a_tray_it_is_asked_and_serves_on(
        self, open_window: OpenWindow, desktop: Desktop, server: ServerController
    ) -> None:
        desktop.tray = True
        program = open_window()
        program.frame.close()
        click(program, "close_question_primary")
        assert not program.frame.isVisible()
        assert desktop.ended == 0
        assert server.state.phase is Phase.RUNNING
        assert program.leaving.tray is not None
        program.leaving.tray.open_action.trigger()
        assert program.frame.isVisible()
        program.frame.close()
        assert program.frame.findChild(CloseDialog) is not None, "it was not to be remembered"

    @pytest.mark.usefixtures("published")
    def test_the_answer_is_remembered_where_the_owner_says_so(
        self, open_window: OpenWindow, desktop: Desktop, services: Services
    ) -> None:
        desktop.tray = True
        program = open_window()
        program.frame.close()
        remember = program.frame.findChild(QCheckBox, "close_remember")
        assert remember is not None
        remember.click()
        click(program, "close_question_primary")
        assert Preferences(services.folder.window_ini).on_close is OnClose.KEEP_SERVING
        program.frame.bring_up()
        program.frame.close()
        assert not program.frame.isVisible()

    @pytest.mark.usefixtures("published")
    def test_with_a_tray_it_can_be_ended_all_the_same(
        self, open_window: OpenWindow, desktop: Desktop
    ) -> None:
        desktop.tray = True
        program = open_window()
        program.frame.close()
        click(program, "close_quit")
        assert desktop.ended == 1

    @pytest.mark.usefixtures("published")
    def test_a_tray_that_has_gone_keeps_nobody(
        self, open_window: OpenWindow, desktop: Desktop, services: Services
    ) -> None:
        Preferences(services.folder.window_ini).on_close = OnClose.KEEP_SERVING
        desktop.tray = True
        program = open_window()
        desktop.tray = False
        program.frame.close()
        assert program.frame.isVisible()
        assert button(program, "quit_question_primary").isVisible()

    @pytest.mark.usefixtures("published")
    def test_the_tray_says_how_the_links_are_and_ends_the_program(
        self, open_window: OpenWindow, desktop: Desktop
    ) -> None:
        desktop.tray = True
        program = open_window()
        assert program.leaving.tray is not None
        words = "Calendar links active · on this computer only"
        assert program.leaving.tray.state_action.text() == program.texts.tr(words)
        program.leaving.tray.quit_action.trigger()
        assert desktop.ended == 1

    @pytest.mark.usefixtures("published")
    def test_ctrl_q_asks_while_links_are_served(
        self, open_window: OpenWindow, desktop: Desktop
    ) -> None:
        program = open_window()
        QTest.keyClick(program.frame, Qt.Key.Key_Q, CTRL)
        assert desktop.ended == 0
        assert button(program, "quit_question_primary").isVisible()


class TestOccupancies:
    def draft(self, services: Services, clock: SetClock, guest: str = "Huber") -> OccupancyDraft:
        first = clock.today()
        return OccupancyDraft(
            unit_id=services.units.all()[0].id,
            arrival=first.replace(day=10),
            departure=first.replace(day=12),
            guest=guest,
        )

    def test_undo_and_redo_say_what_they_did(
        self, open_window: OpenWindow, services: Services, clock: SetClock
    ) -> None:
        program = open_window()
        change = services.occupancies.add(self.draft(services, clock))
        program.shell.context.history.record(change, "Seeblick 1, Huber")
        QTest.keyClick(program.frame, Qt.Key.Key_Z, CTRL)
        assert not services.occupancies.get(change.after.id).blocks
        toast = program.shell.findChild(Toast)
        assert toast is not None
        assert toast.text() == program.texts.tr("Undone: {what}", what="Seeblick 1, Huber")
        QTest.keyClick(program.frame, Qt.Key.Key_Z, CTRL | SHIFT)
        assert services.occupancies.get(change.after.id).blocks
        QTest.keyClick(program.frame, Qt.Key.Key_Z, CTRL)
        QTest.keyClick(program.frame, Qt.Key.Key_Y, CTRL)
        assert services.occupancies.get(change.after.id).blocks

    def test_the_notice_of_an_undo_does_it_again(
        self, open_window: OpenWindow, services: Services, clock: SetClock
    ) -> None:
        program = open_window()
        change = services.occupancies.add(self.draft(services, clock))
        program.shell.context.history.record(change, "Seeblick 1, Huber")
        QTest.keyClick(program.frame, Qt.Key.Key_Z, CTRL)
        click(program, "toast_action")
        assert services.occupancies.get(change.after.id).blocks

    def test_an_undo_that_has_become_impossible_is_told(
        self, open_window: OpenWindow, services: Services, clock: SetClock
    ) -> None:
        program = open_window()
        draft = self.draft(services, clock)
        change = services.occupancies.add(draft)
        cancelled = services.occupancies.cancel(change.after.id, sequence=change.after.sequence)
        program.shell.context.history.record(cancelled, "Huber storniert")
        services.occupancies.add(self.draft(services, clock, "Schmitz"))
        QTest.keyClick(program.frame, Qt.Key.Key_Z, CTRL)
        banner = program.shell.findChild(Banner, "error_banner")
        assert banner is not None
        assert banner.isVisible()
        assert "Schmitz" in banner.plain_text()
        click(program, "error_banner_dismiss")
        assert not banner.isVisible()

    def test_nothing_to_undo_is_said(self, open_window: OpenWindow) -> None:
        program = open_window()
        QTest.keyClick(program.frame, Qt.Key.Key_Z, CTRL)
        toast = program.shell.findChild(Toast)
        assert toast is not None
        assert toast.text() == program.texts.tr("There is nothing to undo.")
