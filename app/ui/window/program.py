"""The program behind the window: puts window, use cases and server together and ends them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.core.errors import UnsoundError, UserError
from app.i18n import catalogue
from app.services.base.jobs import Jobs
from app.services.upkeep.daily_backup import BACKUP, DailyBackup
from app.ui.base.bridge import Bridge
from app.ui.base.context import Context
from app.ui.base.history import History
from app.ui.base.page import PLAN
from app.ui.base.silence import Silence
from app.ui.window.ending.leaving import Leaving
from app.ui.window.ending.leaving import tray_available as has_tray
from app.ui.window.first_start import FirstStart
from app.ui.window.invited import Invited
from app.ui.window.news.telling import Telling
from app.ui.window.qt_language import QtLanguage, spoken
from app.ui.window.server_news import ServerNews
from app.ui.window.serving import ServerRunner
from app.ui.window.shell.shell import Shell
from app.ui.window.troubles.clock import ClockCare

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.i18n import Catalogue
    from app.services.base.control import ServerController
    from app.services.base.watch import Moved
    from app.services.services import Services
    from app.ui.base.preferences import Preferences
    from app.ui.window.ending.last_uploads import LastUploads
    from app.ui.window.frame.frame import Frame

_PATIENCE_MS = 2_000


class Program(QObject):
    """Fills the frame in the owner's language and keeps everything going until it is ended.

    Args:
        frame: the window.
        services: the use cases, open.
        server: the embedded server, not started.
        preferences: the window's memory.
        tray_available: tells whether the desktop has a tray now; asked of it where None.
        sample: this is the sample guest house, opened from the first page of another program.

    Signals:
        quit_wanted(): everything has been said; end the program.
        home_wanted(): the owner has seen enough of the sample guest house.
    """

    quit_wanted = Signal()
    home_wanted = Signal()

    def __init__(
        self,
        frame: Frame,
        services: Services,
        server: ServerController,
        preferences: Preferences,
        *,
        tray_available: Callable[[], bool] | None = None,
        sample: bool = False,
    ) -> None:
        super().__init__(frame)
        self._sample = sample
        self.frame = frame
        self._services = services
        self._server = server
        self._preferences = preferences
        self._daily = DailyBackup(services)
        self._jobs = Jobs()
        self._bridge = Bridge(services.watch, server, services.house_clock, self._jobs, self)
        self._history = History(services, self)
        self._silence = Silence(services, self._jobs, self._bridge, self)
        self._clock = ClockCare(services.house_clock, self)
        self._clock.confirmed.connect(self._say_confirmed)
        self._clock.failed.connect(self.tell)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._qt_language = QtLanguage(app)
        self._language = ""
        self._begun = False
        self._unsound: UnsoundError | None = None
        self.shell: Shell
        self._context: Context
        self.server_runner: ServerRunner
        self.first_start = FirstStart(frame, self._make_sample, self)
        self.first_start.quit_wanted.connect(self.quit_wanted)
        self.first_start.came_home.connect(self._come_home)
        self.invited = Invited(lambda: self.first_start.visit is not None, self)
        self.leaving = Leaving(frame, tray_available or has_tray, self, stays=not sample)
        self.leaving.quit_wanted.connect(self._quit_asked)
        frame.close_wanted.connect(self._close_wanted)
        self._telling = Telling(services, self._bridge, self.leaving, self)
        self._telling.failed.connect(self.tell)
        self._bridge.moved.connect(self._moved)
        self._silence.changed.connect(self._count_silent)

    @property
    def texts(self) -> Catalogue:
        """The words of the window's present language."""
        return self._context.texts

    def show(self) -> None:
        """Fill the window for the first time."""
        with self._services.database.kept_open():
            language = spoken(self._services.settings.get().language)
            self._build(language, self._preferences.page or PLAN)

    def begin(self) -> None:
        """Start what nobody has to see first: server, backup, tray."""
        if self._begun:
            return
        from app.services.upkeep.upkeep import upkeep  # noqa: PLC0415  # the page is painted first

        self._begun = True
        upkeep(self._services, self._daily, jobs=self._jobs)
        self.shell.settle()
        self.server_runner.begin()
        self._telling.begin()
        self._silence.look()
        self._jobs.start()
        self.shell.watch_publishing()
        self.leaving.make_tray()
        if self._services.notice is not None:
            self.tell(self._services.notice)

    def end(self) -> None:
        """Listen no more, stop the server, remember the window."""
        self.first_start.close()
        self.frame.remember()
        self._jobs.stop()
        self._bridge.close()
        self.leaving.close()
        self._server.stop()
        self._qt_language.fall_silent()

    def tell(self, error: UserError) -> None:
        """Say what went wrong, above the open page; of damage in every language from now on."""
        if isinstance(error, UnsoundError):
            self._unsound = error
        visit = self.first_start.visit
        (self.shell if visit is None else visit.program.shell).fail(error)

    # ---- language ----

    def _build(self, language: str, page: str, typed: dict[str, object] | None = None) -> None:
        self._language = language
        self._qt_language.speak(language)
        self.shell = Shell(hold_back=not self._begun)
        # Hidden in its place from the start: what is put together elsewhere is styled twice.
        self.shell.hide()
        self.frame.setCentralWidget(self.shell)
        self._context = self._make_context(catalogue(language).for_the_screen(), self.shell)
        self.shell.work_with(self._context)
        self.shell.take_up(typed or {})
        self.shell.language_chosen.connect(self._follow_language)
        self.server_runner = ServerRunner(self._context, self.shell)
        ServerNews(self.server_runner, self.texts, self.shell, self.leaving, sample=self._sample)
        self.shell.server_wanted.connect(self.server_runner.start)
        self.shell.clock_wanted.connect(lambda: self._clock.ask(self.texts, self.shell))
        self.shell.page_opened.connect(self._remember_page)
        self.leaving.work_with(self._context, self.shell)
        self.invited.work_with(self._context, self.shell)
        self._telling.work_with(self._context, self.shell)
        self.server_runner.tell()
        if self._sample:
            self.shell.home_wanted.connect(self.home_wanted)
        if not self.first_start.work_with(self._context, self.shell):
            self.shell.go(page)
        self.shell.show()

    def _make_context(self, texts: Catalogue, shell: Shell) -> Context:
        return Context(
            services=self._services,
            server=self._server,
            texts=texts,
            bridge=self._bridge,
            silence=self._silence,
            history=self._history,
            preferences=self._preferences,
            notices=shell,
        )

    def _follow_language(self) -> None:
        # A page asks for it from inside one of its own slots, and would be taken from under it.
        QTimer.singleShot(0, self, self._rebuild_where_needed)

    def _rebuild_where_needed(self) -> None:
        language = spoken(self._services.settings.get().language)
        if language == self._language:
            return
        if QApplication.activeModalWidget() is not None or self.first_start.visit is not None:
            # Not while the owner is typing into a dialog, or not at home.
            QTimer.singleShot(_PATIENCE_MS, self, self._rebuild_where_needed)
            return
        self._rebuild(language, self.shell.typed())

    def _rebuild(self, language: str, typed: dict[str, object] | None = None) -> None:
        self._build(language, self.shell.current, typed)
        if self._unsound is not None:
            self.shell.fail(self._unsound)
        if self._begun:
            self.server_runner.begin()
            self.shell.watch_publishing()
            self._telling.tell()
            self._count_silent()
            self.leaving.make_tray()

    def _begin_anew(self) -> None:
        """A backup was put back: what every page shows, and what could be undone, is past."""
        if QApplication.activeModalWidget() is not None:
            QTimer.singleShot(_PATIENCE_MS, self, self._begin_anew)
            return
        self._unsound = None
        self._history.clear()
        self._rebuild(spoken(self._services.settings.get().language))
        self._daily.forget()
        if self._begun:
            self._jobs.ask(BACKUP)
        from app.ui.moving.arrived_dialog import open_arrived  # noqa: PLC0415  # seldom happens

        if open_arrived(self._context, self.shell) is None:
            self.shell.say(
                self.texts.tr(
                    "Your data is as in the backup. The state before it is in the list of "
                    "backups, too."
                )
            )

    # ---- the sample guest house ----

    def _make_sample(
        self, services: Services, server: ServerController, preferences: Preferences
    ) -> Program:
        return Program(self.frame, services, server, preferences, sample=True)

    def _come_home(self, language: str) -> None:
        self._qt_language.speak(self._language)
        if language != self._language:
            self._services.settings.set("language", language)

    # ---- what moves ----

    def _moved(self, moved: Moved) -> None:
        if moved.restored:
            self._history.clear()
            QTimer.singleShot(0, self, self._begin_anew)
            return
        if moved.settings:
            self._follow_language()
        if moved.house:
            # Later: where the owner has just entered it here, the page itself says so first.
            QTimer.singleShot(0, self.first_start, self.first_start.follow)

    def _count_silent(self) -> None:
        self.shell.badges.show_silent(self._silence.count)

    def _remember_page(self, key: str) -> None:
        self._preferences.page = key

    def _say_confirmed(self) -> None:
        self.shell.say(self.texts.tr("The clock is confirmed. Calendar links are answered."))

    @cached_property
    def last_uploads(self) -> LastUploads:
        """What is brought to the webspace before the program ends."""
        from app.ui.window.ending.last_uploads import LastUploads  # noqa: PLC0415  # once a day

        last = LastUploads(self._services, self._jobs, self.leaving, self)
        last.done.connect(self.quit_wanted)
        return last

    def _quit_asked(self) -> None:
        if self._begun:
            self.last_uploads.begin(self.texts, self.shell)
        else:
            # Nothing uploads yet; the next start does.
            self.quit_wanted.emit()

    def _close_wanted(self) -> None:
        # Where another house is shown, that one's program hears of it as well.
        if self.first_start.visit is None:
            self.leaving.close_asked()
