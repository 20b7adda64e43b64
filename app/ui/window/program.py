"""The program behind the window: puts window, use cases and server together and ends them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.core.backups.copies import UnsoundError
from app.core.errors import UserError
from app.i18n import catalogue
from app.ui.base.bridge import Bridge
from app.ui.base.context import Context
from app.ui.base.history import History
from app.ui.base.silence import Silence
from app.ui.window.clock import ClockCare
from app.ui.window.pages import PLAN
from app.ui.window.qt_language import QtLanguage, spoken
from app.ui.window.serving import Keeper
from app.ui.window.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.i18n import Catalogue
    from app.services.changes import HouseChange
    from app.services.control import ServerController
    from app.services.services import Services
    from app.services.watch import Moved
    from app.ui.base.preferences import Preferences
    from app.ui.start.page import StartPage
    from app.ui.start.sample_visit import SampleVisit
    from app.ui.window.closing import Closing
    from app.ui.window.frame import Frame
    from app.ui.window.status import Drawn
    from app.ui.window.tray import Tray
    from app.ui.window.upkeep import Upkeep

_PATIENCE_MS = 2_000


class Program(QObject):
    """Fills the frame in the owner's language and keeps everything going until it is ended.

    Args:
        frame: the window.
        services: the use cases, open.
        server: the embedded server, not started.
        preferences: the window's memory.
        tray_available: tells whether the desktop has a tray now.
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
        self._visit: SampleVisit | None = None
        self._made: HouseChange | None = None
        self.frame = frame
        self._services = services
        self._server = server
        self._preferences = preferences
        self._tray_available = tray_available or _tray_available
        self._bridge = Bridge(services.watch, server, services.house_clock, self)
        self._history = History(services, self)
        self._silence = Silence(services.readers, self._bridge, self)
        self._clock = ClockCare(services.house_clock, self)
        self._clock.confirmed.connect(self._say_confirmed)
        self._clock.failed.connect(self.tell)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._qt_language = QtLanguage(app)
        self._language = ""
        self.tray: Tray | None = None
        self._begun = False
        self._start: StartPage | None = None
        self.shell: Shell
        self._context: Context
        self.keeper: Keeper
        self._closing: Closing | None = None
        self._upkeep: Upkeep | None = None
        self._unsound: UnsoundError | None = None
        frame.close_wanted.connect(self._close_wanted)
        self._bridge.moved.connect(self._moved)
        self._bridge.day_changed.connect(self._count_conflicts)
        self._silence.changed.connect(self._count_silent)

    @property
    def texts(self) -> Catalogue:
        """The words of the window's present language."""
        return self._context.texts

    def show(self) -> None:
        """Fill the window for the first time."""
        self._build(spoken(self._services.settings.get().language), self._preferences.page or PLAN)

    def begin(self) -> None:
        """Start what nobody has to see first: server, backup, tray."""
        from app.ui.window.upkeep import Upkeep  # noqa: PLC0415  # after the window shows

        if self._begun:
            return
        self._begun = True
        self.keeper.begin()
        self._clock.begin()
        self._count_conflicts()
        self._silence.begin()
        self._upkeep = Upkeep(self._services.backups, self._services.house_clock, self)
        self._upkeep.failed.connect(self.tell)
        self._upkeep.begin()
        self._make_tray()
        if self._services.notice is not None:
            self.tell(self._services.notice)

    def end(self) -> None:
        """Listen no more, stop the server, remember the window."""
        if self._visit is not None:
            visit, self._visit = self._visit, None
            visit.close()
        self.frame.remember()
        self._silence.close()
        self._clock.close()
        self._bridge.close()
        if self.tray is not None:
            self.tray.close()
            self.tray = None
        self._server.stop()
        self._qt_language.fall_silent()

    def tell(self, error: UserError) -> None:
        """Say what went wrong, above the open page; of damage in every language from now on."""
        if isinstance(error, UnsoundError):
            self._unsound = error
        shown = self.shell if self._visit is None else self._visit.program.shell
        shown.fail(error)

    def raise_window(self) -> None:
        """Bring the window up, from the tray or behind others."""
        self.frame.bring_up()

    # ---- language ----

    def _build(self, language: str, page: str, typed: dict[str, object] | None = None) -> None:
        self._language = language
        self._qt_language.speak(language)
        self.shell = Shell()
        self._context = self._make_context(catalogue(language).for_the_screen(), self.shell)
        self.shell.work_with(self._context)
        self.shell.take_up(typed or {})
        self.shell.language_chosen.connect(self._follow_language)
        self.shell.quit_wanted.connect(self._quit_asked)
        self.keeper = Keeper(self._context, self.shell)
        self.keeper.status.connect(self._show_status)
        self.keeper.doubted.connect(self.shell.show_clock)
        self.keeper.last_read.connect(self.shell.show_last_read)
        self.keeper.failed.connect(self._warn)
        self.shell.server_wanted.connect(self.keeper.start)
        self.shell.clock_wanted.connect(lambda: self._clock.ask(self.texts, self.shell))
        self.shell.page_opened.connect(self._remember_page)
        self._closing = None
        self._start = None
        self.keeper.tell()
        if self._sample:
            self.shell.mark_as_sample()
            self.shell.home_wanted.connect(self.home_wanted)
        if self._services.units.empty():
            self._begin_with_start()
        else:
            self.shell.go(page)
        self.frame.setCentralWidget(self.shell)
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
        if QApplication.activeModalWidget() is not None or self._visit is not None:
            # Not while the owner is typing into a dialog, or not at home.
            QTimer.singleShot(_PATIENCE_MS, self, self._rebuild_where_needed)
            return
        self._rebuild(language, self.shell.typed())

    def _rebuild(self, language: str, typed: dict[str, object] | None = None) -> None:
        self._build(language, self.shell.current, typed)
        if self._unsound is not None:
            self.shell.fail(self._unsound)
        if self._begun:
            self.keeper.begin()
            self._count_conflicts()
            self._count_silent()
            self._make_tray()

    def _begin_anew(self) -> None:
        """A backup was put back: what every page shows, and what could be undone, is past."""
        if QApplication.activeModalWidget() is not None:
            QTimer.singleShot(_PATIENCE_MS, self, self._begin_anew)
            return
        self._unsound = None
        self._history.clear()
        self._rebuild(spoken(self._services.settings.get().language))
        if self._upkeep is not None:
            self._upkeep.look_again()
        self.shell.say(
            self.texts.tr(
                "Your data is as in the backup. The state before it is in the list of backups, too."
            )
        )

    # ---- first start ----

    def _begin_with_start(self) -> None:
        from app.ui.start.page import StartPage  # noqa: PLC0415  # once in a house's life

        self._start = StartPage(self._context)
        if self._made is not None:
            self._start.show_house(self._made)
        self._start.house_made.connect(self._house_made)
        self._start.sample_wanted.connect(self._visit_sample)
        self.shell.begin_with(self._start)

    def _house_made(self, made: HouseChange) -> None:
        texts = self.texts
        self._made = made
        count = texts.trn("{n} unit", "{n} units", len(made.names))
        what = texts.tr("{house} with {units} entered", house=made.house, units=count)
        self._history.record(made, what)
        self._end_start(PLAN)
        self.shell.say(f"{what}.", texts.tr("Undo"), self.shell.undo)

    def _return_to_start_where_needed(self) -> None:
        """The house has been taken back."""
        if self._start is None and self._made and self._services.units.empty():
            self._begin_with_start()

    # ---- the sample guest house ----

    def _visit_sample(self) -> None:
        from app.ui.start.sample_visit import SampleVisit  # noqa: PLC0415  # once in a house's life

        try:
            visit = SampleVisit(self.frame, self._services, self._preferences, self)
        except UserError as error:
            if self._start is not None:
                self._start.show_error(error)
            return
        self._visit = visit
        visit.ended.connect(self._come_home)
        visit.quit_wanted.connect(self.quit_wanted)
        visit.begin()

    def _come_home(self, language: str) -> None:
        visit, self._visit = self._visit, None
        if visit is not None:
            visit.deleteLater()
        self._qt_language.speak(self._language)
        if language != self._language:
            self._services.settings.set("language", language)

    def _end_start(self, page: str) -> None:
        start, self._start = self._start, None
        if start is not None:
            self.shell.end_start(start, page)

    def _leave_start_where_needed(self) -> None:
        """A command has entered a house meanwhile."""
        if self._start is not None and not self._services.units.empty():
            self._end_start(PLAN)

    # ---- what moves ----

    def _moved(self, moved: Moved) -> None:
        if moved.restored:
            self._history.clear()
            QTimer.singleShot(0, self, self._begin_anew)
            return
        if moved.settings:
            self._follow_language()
        if moved.units or moved.house:
            self._count_conflicts()
        if moved.house:
            # Later: where the owner has just entered it here, the page itself says so first.
            QTimer.singleShot(0, self, self._leave_start_where_needed)
            QTimer.singleShot(0, self, self._return_to_start_where_needed)

    def _count_conflicts(self) -> None:
        self.shell.show_conflicts(len(self._services.occupancies.conflicts()))

    def _count_silent(self) -> None:
        self.shell.show_silent(self._silence.count)

    def _remember_page(self, key: str) -> None:
        self._preferences.page = key

    def _show_status(self, drawn: Drawn, error: UserError | None) -> None:
        if self._sample:
            words = self.texts.tr("Sample guest house · {status}", status=drawn.text)
            drawn = replace(drawn, text=words)
        self.shell.show_status(drawn, error)
        if self.tray is not None:
            self.tray.show_state(drawn.text)

    def _warn(self, error: UserError) -> None:
        if self.tray is not None and not self.frame.isVisible():
            self.tray.warn(self.keeper.state().text, self.texts.tell(error))

    def _say_confirmed(self) -> None:
        self.shell.say(self.texts.tr("The clock is confirmed. Calendar links are answered."))

    # ---- tray and closing ----

    def _make_tray(self) -> None:
        if self.tray is not None:
            self.tray.close()
            self.tray = None
        if not self._tray_available():
            return
        from app.ui.window.tray import Tray  # noqa: PLC0415

        self.tray = Tray(self.texts, self.frame)
        self.tray.open_wanted.connect(self.raise_window)
        self.tray.quit_wanted.connect(self.quit_wanted)
        self.tray.show_state(self.keeper.state().text)

    def _close_wanted(self) -> None:
        if self._visit is not None:
            # The house that is shown hears of it as well.
            return
        # The desktop's tray may have come, or gone, since the program was started.
        if (self.tray is not None) is not self._tray_available():
            self._make_tray()
        if self._sample:
            # Nobody depends on it.
            self.quit_wanted.emit()
            return
        if self.shell.may_leave(self._close_wanted):
            self._questions().close(tray=self.tray is not None)

    def _quit_asked(self) -> None:
        if self._sample:
            self.quit_wanted.emit()
            return
        if self.shell.may_leave(self._quit_asked):
            self._questions().quit()

    def _questions(self) -> Closing:
        if self._closing is None:
            from app.ui.window.closing import Closing  # noqa: PLC0415

            self._closing = Closing(self._context, self.shell)
            self._closing.hide_wanted.connect(self._hide)
            self._closing.quit_wanted.connect(self.quit_wanted)
        return self._closing

    def _hide(self) -> None:
        self.frame.remember()
        self.frame.hide()


def _tray_available() -> bool:
    from app.ui.window.tray import tray_available  # noqa: PLC0415

    return tray_available()
