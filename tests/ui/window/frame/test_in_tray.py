"""Starting with the computer: in the tray, unseen until somebody wants to see the window."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import COMMAND_BUSY_TIMEOUT, opened
from app.cli.start import early_window, without_link
from app.core.server_state import Phase
from app.i18n import catalogue
from app.server.hosting.embedded import EmbeddedServer
from app.services.base.control import ServerController
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.services.system.starting import IN_TRAY
from app.ui.base.preferences import Preferences
from app.ui.settings.page import SettingsPage
from app.ui.settings.window_card import WindowCard
from app.ui.window.application import Opening
from app.ui.window.ending import leaving
from app.ui.window.frame.frame import Frame
from app.ui.window.program import Program
from tests.ui.conftest import Desktop, RecordedNotices

Start = Callable[[], Program]
pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not let a test wait as long as an owner would."""
    monkeypatch.setattr(leaving, "_LOOK_MS", 1)


@pytest.fixture
def start_in_tray(
    services: Services, server: ServerController, desktop: Desktop
) -> Iterator[Start]:
    """Start as the system does; the window is put together and not shown."""
    made: list[Program] = []

    def start() -> Program:
        frame = Frame(Preferences(services.folder.window_ini))
        program = Program(
            frame, services, server, frame.preferences, tray_available=lambda: desktop.tray
        )
        made.append(program)
        program.show()
        program.begin()
        program.leaving.stay_in_tray()
        return program

    yield start
    for program in made:
        program.end()
        program.frame.let_go()
        program.frame.deleteLater()


class TestTray:
    def test_with_a_tray_nothing_is_shown_and_links_are_served(
        self, start_in_tray: Start, desktop: Desktop, qtbot: QtBot, server: ServerController
    ) -> None:
        desktop.tray = True
        program = start_in_tray()
        qtbot.waitUntil(lambda: server.state.phase is Phase.RUNNING)
        assert not program.frame.isVisible()
        assert program.leaving.tray is not None

    def test_without_one_the_window_is_shown(self, start_in_tray: Start, qtbot: QtBot) -> None:
        program = start_in_tray()
        assert not program.frame.isVisible(), "the desktop may just be starting"
        qtbot.waitUntil(program.frame.isVisible)
        assert program.leaving.tray is None

    def test_a_tray_that_comes_a_moment_later_is_found(
        self, start_in_tray: Start, desktop: Desktop, qtbot: QtBot
    ) -> None:
        program = start_in_tray()
        desktop.tray = True
        qtbot.waitUntil(lambda: program.leaving.tray is not None)
        assert not program.frame.isVisible()

    def test_who_wants_to_see_it_does(
        self, start_in_tray: Start, desktop: Desktop, qtbot: QtBot
    ) -> None:
        desktop.tray = True
        program = start_in_tray()
        tray = program.leaving.tray
        assert tray is not None
        with qtbot.waitSignal(program.frame.painted):
            tray.open_action.trigger()
        assert program.frame.isVisible()
        assert program.shell.isVisible()

    def test_a_window_that_is_shown_meanwhile_is_left_alone(
        self, start_in_tray: Start, desktop: Desktop, qtbot: QtBot
    ) -> None:
        program = start_in_tray()
        with qtbot.waitSignal(program.frame.painted):
            program.frame.bring_up()
        desktop.tray = True
        program.leaving._look_for_tray()
        assert program.frame.isVisible()
        assert program.leaving.tray is None

    def test_where_it_was_last_it_is_next_time(
        self, start_in_tray: Start, desktop: Desktop, services: Services, qtbot: QtBot
    ) -> None:
        before = Frame(Preferences(services.folder.window_ini))
        before.setGeometry(0, 20, 800, 560)
        with qtbot.waitSignal(before.painted):
            before.show()
        before.let_go()
        desktop.tray = True
        program = start_in_tray()
        program.frame.remember()
        again = Frame(Preferences(services.folder.window_ini))
        assert again.size() == before.size()
        for frame in (before, again):
            frame.deleteLater()


class TestOpening:
    @pytest.fixture
    def data(self, folder: DataFolder, free_port: int) -> DataFolder:
        with opened(folder, busy_timeout=COMMAND_BUSY_TIMEOUT) as services:
            services.settings.set("port", str(free_port))
        return folder

    def test_nothing_is_shown(self, data: DataFolder) -> None:
        opening = Opening(data.path, in_tray=True)
        frame = opening._frame
        assert frame is not None
        assert not frame.isVisible()
        opening.show_waiting("Wait …")
        opening.close()

    def test_another_window_is_not_raised_by_the_system(self, data: DataFolder) -> None:
        first = Opening(data.path, in_tray=True)
        second = Opening(data.path, in_tray=True)
        try:
            with opened(data, busy_timeout=COMMAND_BUSY_TIMEOUT) as services:
                # The first one does not answer: it is not asked.
                assert second.run(services, EmbeddedServer(services)) == 0
        finally:
            for opening in (second, first):
                opening.close()

    def test_a_second_start_by_the_owner_raises_it(
        self, data: DataFolder, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
    ) -> None:
        monkeypatch.setattr(leaving, "tray_available", lambda: True)
        monkeypatch.setattr("app.ui.window.program.has_tray", lambda: True)
        opening = Opening(data.path, in_tray=True)
        frame = opening._frame
        assert frame is not None
        seen: list[bool] = []

        def raised() -> None:
            seen.append(frame.isVisible())
            opening._app.exit(0)

        def second_start() -> None:
            seen.append(frame.isVisible())
            opening._instance.raise_wanted.emit()

        frame.painted.connect(raised)
        listened = opening._instance.listen

        def listen() -> None:
            listened()
            QTimer.singleShot(0, second_start)

        monkeypatch.setattr(opening._instance, "listen", listen)
        try:
            with opened(data, busy_timeout=COMMAND_BUSY_TIMEOUT) as services:
                assert opening.run(services, EmbeddedServer(services)) == 0
        finally:
            opening.close()
        assert seen == [False, True]
        assert qtbot is not None


class TestCommandLine:
    @pytest.mark.parametrize(
        ("words", "in_tray", "named"),
        [
            ([], False, False),
            ([IN_TRAY], True, False),
            ([IN_TRAY, "--data-dir", "{}"], True, True),
            (["--data-dir", "{}", IN_TRAY], True, True),
            (["--data-dir={}", IN_TRAY], True, True),
            (["--data-dir={}"], False, True),
        ],
    )
    def test_the_short_way_understands_it(
        self,
        words: list[str],
        in_tray: bool,
        named: bool,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        usual, other = tmp_path / "usual", tmp_path / "other"
        monkeypatch.setenv("ZIMMERFREI_DATA_DIR", str(usual))
        opening = early_window([word.format(other) for word in words])
        assert opening is not None
        frame = opening._frame
        with contextlib.closing(opening):
            assert opening.folder == (other if named else usual)
            assert frame is not None
            assert frame.isVisible() is not in_tray

    @pytest.mark.parametrize(
        ("words", "invitation"),
        [
            (["zimmerfrei:https://a.example/einladung/x"], "https://a.example/einladung/x"),
            (["ZIMMERFREI:https://a.example/x"], "https://a.example/x"),
            ([IN_TRAY, "zimmerfrei:x"], "x"),
            # Who makes a link chooses nothing but what stands in the field.
            (["zimmerfrei:x", "--data-dir", "/elsewhere"], "x"),
            (["zimmerfrei:x", "serve"], "x"),
        ],
    )
    def test_an_invitation_that_was_clicked_opens_the_window(
        self, words: list[str], invitation: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ZIMMERFREI_DATA_DIR", str(tmp_path))
        opening = early_window(words)
        assert opening is not None
        frame = opening._frame
        with contextlib.closing(opening):
            assert opening.folder == tmp_path
            assert opening._invitation == invitation
            assert frame is not None
            assert frame.isVisible()

    @pytest.mark.parametrize(
        ("words", "left"),
        [
            (["zimmerfrei:x"], []),
            (["--data-dir", "a", "zimmerfrei:x", "serve"], ["--data-dir", "a"]),
            (["serve", "zimmerfrei:x"], ["serve", "zimmerfrei:x"]),
            ([IN_TRAY], [IN_TRAY]),
            (["--data-dir", "zimmerfrei:x"], ["--data-dir", "zimmerfrei:x"]),
        ],
    )
    def test_commands_know_nothing_of_links(self, words: list[str], left: list[str]) -> None:
        assert without_link(words) == left

    @pytest.mark.parametrize(
        "words",
        [
            ["zimmerfrei:"],
            ["serve"],
            [IN_TRAY, "serve"],
            ["--data-dir"],
            [IN_TRAY, "--data-dir"],
            ["--in-tray=yes"],
            ["--help", IN_TRAY],
        ],
    )
    def test_all_else_is_for_the_commands(self, words: list[str]) -> None:
        assert early_window(words) is None


# ---- the switch ----


@pytest.fixture
def page(qtbot: QtBot, make_context: Callable[[], object]) -> SettingsPage:
    page = SettingsPage(make_context())  # type: ignore[arg-type]  # a context
    qtbot.addWidget(page)
    page.resize(900, 900)
    page.show()
    page.opened()
    return page


def autostart() -> Path:
    return Path(os.environ["XDG_CONFIG_HOME"]) / "autostart" / "zimmerfrei.desktop"


in_a_file = pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="has another place for it"
)


class TestSwitch:
    @pytest.fixture(autouse=True)
    def own_configuration(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    @in_a_file
    def test_it_is_switched_on_and_off(self, page: SettingsPage, services: Services) -> None:
        card = page.window_card
        assert not card.login.isChecked()
        card.login.click()
        assert page.window_card.login.is_on
        told = autostart().read_text("utf-8")
        assert IN_TRAY in told
        assert str(services.folder.path.name) in told
        card.login.click()
        assert not autostart().exists()

    @in_a_file
    def test_what_the_system_says_is_shown_each_time_the_page_opens(
        self, page: SettingsPage
    ) -> None:
        page.window_card.login.click()
        # The owner takes it away in the settings of the desktop.
        autostart().unlink()
        page.opened()
        assert not page.window_card.login.is_on

    @in_a_file
    def test_where_it_cannot_be_changed_the_switch_goes_back(
        self, page: SettingsPage, notices: RecordedNotices
    ) -> None:
        autostart().parent.parent.mkdir(parents=True, exist_ok=True)
        autostart().parent.write_text("in the way")
        page.window_card.login.click()
        assert not page.window_card.login.is_on
        assert len(notices.failed) == 1
        assert "zimmerfrei.desktop" in str(notices.failed[0].values)

    def test_the_sample_guest_house_is_not_to_be_started(
        self, services: Services, qtbot: QtBot
    ) -> None:
        with services.sample_house() as house:
            assert house.services.login_start is None
        card = WindowCard(catalogue("en"))
        qtbot.addWidget(card)
        card.show()
        names = ("settings_login", "settings_login_hint")
        for on, visible in ((None, False), (True, True), (False, True)):
            card.set_login(on=on)
            assert all(found(card, name).isVisible() is visible for name in names)
            assert card.login.is_on is bool(on)

    def test_no_word_is_cut(
        self, page: SettingsPage, cut_texts: Callable[[QWidget], list[str]]
    ) -> None:
        assert cut_texts(page.window_card) == []
        assert isinstance(found(page, "settings_login_hint"), QLabel)


def found(root: QWidget, name: str) -> QWidget:
    widget = root.findChild(QWidget, name)
    assert widget is not None, name
    return widget
