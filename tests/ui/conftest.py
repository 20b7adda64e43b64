"""What every test of the window works with: real services over a data folder of its own, the
server's controller, a context in German, in English, and in texts that are 40 % longer."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.clocks import SetClock

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QThreadPool
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QWidget,
)
from pytestqt.exceptions import TimeoutError as StillCut
from pytestqt.qtbot import QtBot

from app.bootstrap import WINDOW_BUSY_TIMEOUT, opened
from app.core.errors import UserError
from app.core.progress import Report, StoppedError
from app.core.server_state import Phase, ServerState
from app.core.settings import Settings
from app.i18n import Catalogue, catalogue
from app.override import override
from app.server.hosting.embedded import EmbeddedServer
from app.services.base.control import ServerController
from app.services.base.jobs import Jobs
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.ui.base.bridge import Bridge
from app.ui.base.context import Context, Notices
from app.ui.base.history import History
from app.ui.base.preferences import Preferences
from app.ui.base.silence import Silence
from app.ui.kit import ElidedLabel
from app.ui.look.theme import Appearance, current_theme
from app.ui.window.frame.frame import Frame
from app.ui.window.program import Program
from tests import ports

GROWTH = 0.4
_SETTLED_MS = 3_000


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application with its theme, as the program makes it before any widget."""
    current_theme()
    return qapp


@dataclass
class RecordedNotices:
    """What pages have said, newest last; `press_action` does what the newest notice offers."""

    said: list[str] = field(default_factory=list)
    actions: list[tuple[str, Callable[[], object] | None]] = field(default_factory=list)
    failed: list[UserError] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    waits: list[str] = field(default_factory=list)
    stops: bool = False
    languages: list[str] = field(default_factory=list)
    reaches: int = 0
    published: int = 0
    shown: list[int] = field(default_factory=list)

    def say(
        self, text: str, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        self.said.append(text)
        self.actions.append((action, on_action))

    def fail(self, error: UserError) -> None:
        self.failed.append(error)

    def wait_for(
        self,
        words: str,
        job: Callable[[Report], object],
        *,
        on_done: Callable[[object], object],
        on_failed: Callable[[UserError], object],
    ) -> None:
        self.waits.append(words)
        try:
            result = job(lambda _done, _total: not self.stops)
        except UserError as error:
            on_failed(error)
        except StoppedError:
            on_done(None)
        else:
            on_done(result)

    def go(self, page: str) -> None:
        self.pages.append(page)

    def reach_wanted(self) -> None:
        self.reaches += 1

    def first_published(self) -> None:
        self.published += 1

    def show_stay(self, occupancy_id: int) -> None:
        self.shown.append(occupancy_id)

    def speak(self, language: str) -> None:
        self.languages.append(language)

    def press_action(self) -> None:
        action, on_action = self.actions[-1]
        assert action, "the newest notice offers nothing"
        assert on_action is not None
        on_action()


class ScriptedServer:
    """A controller whose states a test sets: for pages that only show them."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._listeners: list[Callable[[ServerState], None]] = []
        settings = services.settings.get()
        self._state = ServerState(Phase.STOPPED, settings.host, settings.port)

    @property
    def state(self) -> ServerState:
        return self._state

    def enter(self, phase: Phase, error: UserError | None = None) -> ServerState:
        settings = self._services.settings.get()
        self._state = ServerState(phase, settings.host, settings.port, error)
        for listener in tuple(self._listeners):
            listener(self._state)
        return self._state

    def start(self) -> ServerState:
        return self.enter(Phase.RUNNING)

    def stop(self) -> ServerState:
        return self.enter(Phase.STOPPED)

    def change(self, before: Settings, after: Settings) -> ServerState:
        self._services.settings.change(before, after)
        return self.enter(self._state.phase)

    def on_change(self, listener: Callable[[ServerState], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)


class WideCatalogue(Catalogue):
    """The texts of a language, each 40 % longer than it is."""

    @override
    def tr(self, message: str, /, **values: object) -> str:
        return _widened(Catalogue.tr(self, message, **values))

    @override
    def trn(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        return _widened(Catalogue.trn(self, singular, plural, n, **values))

    @override
    def trp(self, context: str, message: str, /, **values: object) -> str:
        return _widened(Catalogue.trp(self, context, message, **values))


def _widened(text: str) -> str:
    extra = math.ceil(len(text) * GROWTH)
    return text + ("Ägypten " * (extra // 8 + 1))[:extra].rstrip()


@pytest.fixture
def clock() -> SetClock:
    """6 July 2027, noon in UTC, until a test sets `moment`."""
    return SetClock()


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A data folder of the test's own, on a path with a space and an umlaut; not made yet."""
    return DataFolder(tmp_path / "Gäste und Häuser")


@pytest.fixture
def free_port() -> int:
    """A port that nobody has just now."""
    return ports.free_port()


@pytest.fixture
def services(folder: DataFolder, clock: SetClock, free_port: int) -> Iterator[Services]:
    """All use cases over a fresh data folder, on a port that is free."""
    with opened(folder, busy_timeout=WINDOW_BUSY_TIMEOUT, clock=clock) as services:
        services.settings.set("port", str(free_port))
        yield services


@pytest.fixture
def scripted_server(services: Services) -> ScriptedServer:
    """A controller that says what a test tells it to: ``enter(Phase.FAILED, UserError(…))``."""
    return ScriptedServer(services)


@pytest.fixture
def server(services: Services) -> Iterator[ServerController]:
    """The real embedded server, not started: ``server.start()`` binds a free port."""
    controller = EmbeddedServer(services)
    yield controller
    controller.stop()


@pytest.fixture
def notices() -> RecordedNotices:
    """What pages say; the `context` has it."""
    return RecordedNotices()


@pytest.fixture
def texts() -> Catalogue:
    """German, as the window speaks it."""
    return catalogue("de").for_the_screen()


@pytest.fixture
def english() -> Catalogue:
    """English: ``make_context(texts=english)``."""
    return catalogue("en").for_the_screen()


@pytest.fixture
def wide() -> Catalogue:
    """German, 40 % longer: ``make_context(texts=wide)``."""
    german = catalogue("de")
    return WideCatalogue(german.language, german._translations)


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    """The jobs that a context's bridge tells of; not started."""
    jobs = Jobs()
    yield jobs
    jobs.stop()


MakeContext = Callable[..., Context]


@pytest.fixture
def make_context(
    qapp: QApplication,
    services: Services,
    server: ServerController,
    notices: RecordedNotices,
    texts: Catalogue,
    jobs: Jobs,
) -> Iterator[MakeContext]:
    """Make a context: ``make_context()``, ``make_context(texts=english, server=…)``.

    Its `bridge` is live: connect ``context.bridge.moved`` to a page's `redraw`, as the window does.
    """
    assert qapp is not None
    bridges: list[Bridge] = []

    def make(
        *,
        texts: Catalogue = texts,
        server: ServerController = server,
        notices: Notices = notices,
    ) -> Context:
        bridges.append(Bridge(services.watch, server, services.house_clock, jobs))
        bridge = bridges[-1]
        return Context(
            services=services,
            server=server,
            texts=texts,
            bridge=bridge,
            silence=Silence(services, jobs, bridge, bridge),
            history=History(services, bridge),
            preferences=Preferences(services.folder.window_ini),
            notices=notices,
        )

    yield make
    for bridge in bridges:
        bridge.close()
        bridge.deleteLater()


@pytest.fixture
def context(make_context: MakeContext) -> Context:
    """A context in German over `services`, `server` and `notices`."""
    return make_context()


@pytest.fixture
def cut_texts(qtbot: QtBot) -> Callable[[QWidget], list[str]]:
    """A function that lists the visible labels and buttons below a widget that stay cut.

    A window that grows with its texts is given its new size by the window system, at some later
    turn of the event loop: texts may be cut until then.
    """

    def settled(root: QWidget) -> list[str]:
        with contextlib.suppress(StillCut):
            qtbot.waitUntil(lambda: not cut_now(root), timeout=_SETTLED_MS)
        return cut_now(root)

    return settled


def cut_now(root: QWidget) -> list[str]:
    """List the visible labels and buttons below `root` that are cut just now."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if not widget.isVisibleTo(root) or isinstance(widget, ElidedLabel):
            continue
        if isinstance(widget, QLabel) and widget.text():
            cut = _label_is_cut(widget)
        elif isinstance(widget, QAbstractButton) and widget.text():
            cut = widget.width() < widget.minimumSizeHint().width() or _is_low(widget)
        elif isinstance(widget, QComboBox):
            cut = widget.width() < widget.minimumSizeHint().width()
        else:
            continue
        if cut or _sticks_out(widget, root):
            text = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
            found.append(f"{widget.objectName() or type(widget).__name__}: {text}")
    return found


def _label_is_cut(label: QLabel) -> bool:
    if label.wordWrap():
        longest_word = label.minimumSizeHint().width()
        return label.height() < label.heightForWidth(label.width()) or (
            label.width() < min(longest_word, label.sizeHint().width())
        )
    return label.width() < label.sizeHint().width() or _is_low(label)


def _is_low(widget: QWidget) -> bool:
    return widget.height() < widget.minimumSizeHint().height()


def _sticks_out(widget: QWidget, root: QWidget) -> bool:
    """Whether a part lies outside an ancestor that cannot be scrolled to show it."""
    ancestor = widget.parentWidget()
    while ancestor is not None and widget is not root:
        if isinstance(ancestor.parentWidget(), QAbstractScrollArea):
            return False
        corner = widget.mapTo(ancestor, QPoint(0, 0))
        if corner.x() < 0 or corner.x() + widget.width() > ancestor.width():
            return True
        if ancestor is root:
            return False
        ancestor = ancestor.parentWidget()
    return False


@dataclass
class Desktop:
    """What is around the window: is there a tray, how often has the program been ended?"""

    tray: bool = False
    ended: int = 0

    def end(self) -> None:
        self.ended += 1


@pytest.fixture
def desktop() -> Desktop:
    """A desktop without a tray."""
    return Desktop()


OpenWindow = Callable[[], Program]


@pytest.fixture
def open_window(
    qtbot: QtBot,
    services: Services,
    server: ServerController,
    desktop: Desktop,
) -> Iterator[OpenWindow]:
    """Open the whole window, as the program does once it is on the screen.

    A second call closes the first window, as a new start would find it.
    """
    opened: list[tuple[Frame, Program]] = []

    def close() -> None:
        while opened:
            frame, program = opened.pop()
            program.end()
            frame.let_go()
            frame.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def open_one() -> Program:
        close()
        current_theme().set_appearance(Appearance.LIGHT)
        frame = Frame(Preferences(services.folder.window_ini))
        program = Program(
            frame, services, server, frame.preferences, tray_available=lambda: desktop.tray
        )
        opened.append((frame, program))
        program.quit_wanted.connect(desktop.end)
        with qtbot.waitSignal(frame.painted):
            frame.show()
        program.show()
        program.begin()
        qtbot.waitUntil(frame.isActiveWindow)
        return program

    yield open_one
    close()
    assert QThreadPool.globalInstance().waitForDone(10_000)
    current_theme().set_appearance(Appearance.LIGHT)
