"""What the window is made of: words for the server, how long ago, bugs and workers."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from app.core.errors import UserError
from app.core.links.reach import Reach
from app.core.server_state import Phase, ServerState
from app.core.times.ago import ago
from app.i18n import Catalogue, catalogue
from app.override import override
from app.services.base.jobs import Job, Jobs
from app.services.base.watch import Watch
from app.services.services import Services
from app.ui.base.bridge import Bridge, JobBugError
from app.ui.base.preferences import OnClose, Preferences
from app.ui.base.work import Work
from app.ui.kit import Tone
from app.ui.look.theme import Appearance
from app.ui.window.frame.status import LinksState, drawn
from app.ui.window.qt_language import QtLanguage, spoken
from app.ui.window.troubles.faults import Faults
from tests.clocks import SetClock
from tests.conftest import ExpectLog, NoiseHandler
from tests.ui.conftest import ScriptedServer

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("phase", "reach", "published", "tone", "words"),
    [
        (Phase.STOPPED, Reach.HOME, True, Tone.NEUTRAL, "Calendar links are not being served"),
        (Phase.RUNNING, Reach.HOME, False, Tone.NEUTRAL, "No calendar link is enabled yet"),
        (Phase.FAILED, Reach.HOME, True, Tone.BAD, "Calendar links cannot be read"),
        (Phase.FAILED, Reach.HOME, False, Tone.BAD, "Calendar links cannot be read"),
        (
            Phase.ELSEWHERE,
            Reach.HOME,
            True,
            Tone.GOOD,
            "Calendar links active · served by the service",
        ),
        (
            Phase.RUNNING,
            Reach.THIS_PC,
            True,
            Tone.GOOD,
            "Calendar links active · on this computer only",
        ),
        (Phase.RUNNING, Reach.HOME, True, Tone.GOOD, "Calendar links active · in the home network"),
        (
            Phase.RUNNING,
            Reach.EVERYWHERE,
            True,
            Tone.GOOD,
            "Calendar links active · public address, not checked from outside",
        ),
    ],
)
def test_the_server_in_words(
    english: Catalogue, phase: Phase, reach: Reach, published: bool, tone: Tone, words: str
) -> None:
    links = LinksState(reach, NOW)
    shown = drawn(ServerState(phase, "127.0.0.1", 8642), published, links, english)
    assert (shown.tone, shown.text) == (tone, words)


def test_a_public_address_that_somebody_has_read_is_told_as_such(english: Catalogue) -> None:
    running = ServerState(Phase.RUNNING, "127.0.0.1", 8642)
    shown = drawn(running, True, LinksState(Reach.EVERYWHERE, NOW, "15 min ago"), english)
    words = "Calendar links active · last fetched from outside 15 min ago"
    assert (shown.tone, shown.text) == (Tone.GOOD, words)
    assert (
        "outside"
        not in drawn(running, True, LinksState(Reach.HOME, NOW, "15 min ago"), english).text
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 min ago"),
        (4 * 60 + 59, "4 min ago"),
        (3_600, "1 h ago"),
        (23 * 3_600 + 3_599, "23 h ago"),
        (86_400, "1 day ago"),
        (3 * 86_400, "3 days ago"),
        (7 * 86_400 + 86_399, "7 days ago"),
        (8 * 86_400, "on 28 Jun 2027"),
    ],
)
def test_how_long_ago(english: Catalogue, clock: SetClock, seconds: int, words: str) -> None:
    assert ago(clock.now() - timedelta(seconds=seconds), clock.now(), english) == words


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: list[int] = []

    def hear(self, what: object) -> None:
        self.heard.append(what)
        self.threads.append(threading.get_ident())


class TestWork:
    def test_is_done_elsewhere_and_told_here(self, qtbot: QtBot) -> None:
        listener = Listener()
        work = Work(threading.get_ident)
        work.done.connect(listener.hear)
        work.start()
        qtbot.waitUntil(lambda: bool(listener.heard))
        assert listener.heard != [threading.get_ident()]
        assert listener.threads == [threading.get_ident()]

    def test_tells_what_the_owner_can_mend(self, qtbot: QtBot) -> None:
        def job() -> None:
            raise UserError("The disk is full.")

        listener = Listener()
        work = Work(job)
        work.failed.connect(listener.hear)
        work.start()
        qtbot.waitUntil(lambda: bool(listener.heard))
        assert isinstance(listener.heard[0], UserError)

    def test_a_bug_comes_up_on_the_thread_of_the_window(self, qtbot: QtBot) -> None:
        def job() -> None:
            raise ZeroDivisionError("a bug")

        with qtbot.captureExceptions() as caught:
            Work(job).start()
            qtbot.waitUntil(lambda: bool(caught))
        assert caught[0][0] is ZeroDivisionError


class TestFaults:
    def test_a_bug_is_logged_and_told_once_and_the_program_goes_on(
        self, qtbot: QtBot, english: Catalogue, expect_log: ExpectLog, tmp_path: Path
    ) -> None:
        window = QWidget()
        qtbot.addWidget(window)
        window.show()
        faults = Faults(window, lambda: english, tmp_path / "logs")
        expect_log("app.ui.window.troubles.faults", "nobody expected this")
        faults.install()
        try:
            for _ in range(2):
                QTimer.singleShot(0, window, _fail)
            qtbot.waitUntil(lambda: window.findChild(QDialog, "fault") is not None)
            QApplication.processEvents()
            dialogs = window.findChildren(QDialog, "fault")
            assert len(dialogs) == 1
            text = dialogs[0].findChild(QLabel, "fault_text")
            assert text is not None
            assert str(tmp_path / "logs") in text.text()
            dialogs[0].accept()
            with qtbot.waitSignal(faults.came_again):
                QTimer.singleShot(0, window, _fail)
        finally:
            faults.uninstall()

    def test_a_bug_in_a_thread_is_told_too(
        self, qtbot: QtBot, english: Catalogue, expect_log: ExpectLog, tmp_path: Path
    ) -> None:
        window = QWidget()
        qtbot.addWidget(window)
        window.show()
        faults = Faults(window, lambda: english, tmp_path / "logs")
        expect_log("app.ui.window.troubles.faults", "nobody expected this")
        faults.install()
        try:
            thread = threading.Thread(target=_fail)
            thread.start()
            thread.join()
            qtbot.waitUntil(lambda: window.findChild(QDialog, "fault") is not None)
        finally:
            faults.uninstall()

    def test_a_bug_in_a_job_is_told_and_logged_once(
        self,
        qtbot: QtBot,
        english: Catalogue,
        services: Services,
        scripted_server: ScriptedServer,
        jobs: Jobs,
        expect_log: ExpectLog,
        noise: NoiseHandler,
        tmp_path: Path,
    ) -> None:
        window = QWidget()
        qtbot.addWidget(window)
        window.show()
        expect_log("app.services.base.jobs", "broken failed")
        faults = Faults(window, lambda: english, tmp_path / "logs")
        faults.install()
        bridge = Bridge(services.watch, scripted_server, services.clock, jobs)
        try:
            jobs.add(Job("broken", _fail, every=60))
            jobs.start()
            qtbot.waitUntil(lambda: window.findChild(QDialog, "fault") is not None)
        finally:
            bridge.close()
            faults.uninstall()
        assert [record.name for record in noise.records] == ["app.services.base.jobs"]

    def test_what_the_owner_can_mend_is_no_bug(
        self, qtbot: QtBot, english: Catalogue, tmp_path: Path
    ) -> None:
        def refuse() -> None:
            raise UserError("Please enter a name.")

        window = QWidget()
        qtbot.addWidget(window)
        faults = Faults(window, lambda: english, tmp_path / "logs")
        faults.install()
        try:
            with qtbot.waitSignal(faults.refused):
                QTimer.singleShot(0, window, refuse)
        finally:
            faults.uninstall()
        assert window.findChild(QDialog) is None


def _fail() -> None:
    raise ZeroDivisionError("a bug")


class TestBridge:
    def test_tells_what_other_processes_change(
        self, qtbot: QtBot, services: Services, scripted_server: ScriptedServer, jobs: Jobs
    ) -> None:
        bridge = Bridge(services.watch, scripted_server, services.clock, jobs)
        done = threading.Thread(target=lambda: services.units.first_house("Haus", ["A"]))
        with qtbot.waitSignal(bridge.moved) as moved:
            done.start()
        done.join()
        bridge.close()
        assert moved.args is not None
        assert moved.args[0].house

    def test_tells_once_that_another_day_has_begun(
        self,
        qtbot: QtBot,
        services: Services,
        scripted_server: ScriptedServer,
        clock: SetClock,
        jobs: Jobs,
    ) -> None:
        bridge = Bridge(services.watch, scripted_server, clock, jobs)
        told: list[date] = []
        bridge.day_changed.connect(lambda: told.append(clock.today()))
        bridge.look()
        assert told == []
        clock.moment += timedelta(days=1)
        with qtbot.waitSignal(bridge.day_changed):
            pass  # by itself, within a second
        bridge.look()
        # Asleep for a week, and a clock that was set back.
        clock.moment += timedelta(days=7)
        bridge.look()
        clock.moment -= timedelta(days=3)
        bridge.look()
        assert told == [date(2027, 7, 7), date(2027, 7, 14), date(2027, 7, 11)]
        bridge.close()

    def test_tells_once_that_the_data_cannot_be_seen(
        self, services: Services, scripted_server: ScriptedServer, jobs: Jobs
    ) -> None:
        watch = Unreadable(services.database)
        bridge = Bridge(watch, scripted_server, services.clock, jobs)
        told: list[object] = []
        moved: list[object] = []
        again: list[int] = []
        bridge.failed.connect(told.append)
        bridge.moved.connect(moved.append)
        bridge.seen_again.connect(lambda: again.append(len(told)))
        bridge.look()
        bridge.look()
        assert (len(told), moved, again) == (1, [], [])
        watch.readable = True
        bridge.look()
        bridge.look()
        # Whatever was drawn meanwhile is drawn anew, once.
        assert (moved, again) == ([watch.everything()], [1])
        watch.readable = False
        bridge.look()
        assert len(told) == 2
        bridge.close()
        watch.close()


class Unreadable(Watch):
    """Over a disk that comes and goes."""

    readable = False

    @override
    def poll(self) -> None:
        if not self.readable:
            raise UserError("The data cannot be read.")


class TestPreferences:
    def test_keeps_what_it_is_told(self, tmp_path: Path) -> None:
        first = Preferences(tmp_path / "window.ini")
        first.page = "units"
        first.appearance = Appearance.DARK
        first.on_close = OnClose.KEEP_SERVING
        first.dismiss("one way")
        first.note("occupancies/columns", "a,b;c=ä")
        first.save()
        again = Preferences(tmp_path / "window.ini")
        assert again.page == "units"
        assert again.appearance is Appearance.DARK
        assert again.on_close is OnClose.KEEP_SERVING
        assert again.dismissed("one way")
        assert not again.dismissed("other")
        assert again.text("occupancies/columns") == "a,b;c=ä"

    @pytest.mark.parametrize(
        "content", ["", "[window]\non_close=x\nappearance=1\ngeometry=no", "\0"]
    )
    def test_does_without_what_it_cannot_read(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "window.ini").write_text(content)
        preferences = Preferences(tmp_path / "window.ini")
        assert preferences.on_close is OnClose.ASK
        assert preferences.appearance is Appearance.SYSTEM
        assert preferences.geometry.isEmpty()


class TestLanguage:
    def test_qt_speaks_german_and_english(self, qapp: QApplication) -> None:
        assert QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        language = QtLanguage(qapp)
        language.speak("de")
        assert qapp.translate("QPlatformTheme", "Cancel") == "Abbrechen"
        assert QLocale().language() is QLocale.Language.German
        language.speak("en")
        assert qapp.translate("QPlatformTheme", "Cancel") == "Cancel"
        assert QLocale().language() is QLocale.Language.English

    def test_qt_is_as_it_was_when_the_program_has_ended(self, qapp: QApplication) -> None:
        language = QtLanguage(qapp)
        language.speak("de")
        language.fall_silent()
        assert qapp.translate("QPlatformTheme", "Cancel") == "Cancel"

    def test_follows_the_system_where_the_owner_says_so(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LANGUAGE", "en")
        assert spoken("system") == "en"
        assert spoken("de") == "de"
        assert catalogue(spoken("de")).language.key == "de"

    def test_tells_on_our_thread_how_a_job_has_ended_and_of_its_bug(
        self,
        qtbot: QtBot,
        services: Services,
        scripted_server: ScriptedServer,
        jobs: Jobs,
        expect_log: ExpectLog,
    ) -> None:
        expect_log("app.services.base.jobs", "broken failed")
        bridge = Bridge(services.watch, scripted_server, services.clock, jobs)
        jobs.add(Job("work", lambda: "done", every=60))
        with qtbot.waitSignal(bridge.job_ended) as ended:
            jobs.start()
        assert ended.args is not None
        assert ended.args[0].result == "done"
        with capture_exceptions() as bugs:
            jobs.add(Job("broken", _fail, every=60))
            qtbot.waitUntil(lambda: bool(bugs))
        assert isinstance(bugs[0][1], JobBugError)
        assert isinstance(bugs[0][1].__cause__, ZeroDivisionError)
        bridge.close()
