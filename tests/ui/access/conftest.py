"""One full house for all windows that are walked; nothing is changed in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.core.links.reach import Reach
from app.i18n import Catalogue
from app.services.base.jobs import Jobs
from app.ui.base.bridge import Bridge
from app.ui.base.context import Context
from app.ui.base.history import History
from app.ui.base.preferences import Preferences
from app.ui.base.silence import Silence
from app.ui.window.frame.status import LinksState, drawn
from app.ui.window.shell.shell import Shell
from tests.ui.access.house import House, full_house, settle
from tests.ui.access.windows import WINDOWS
from tests.ui.conftest import RecordedNotices, ScriptedServer

SMALL = (1366, 728)
"""What a small screen leaves beside its taskbar."""
OpenIt = Callable[[str, Catalogue], QDialog]
OpenShell = Callable[[str, Catalogue], Shell]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house, for all tests of a file."""
    with full_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def context_of(qapp: QApplication, house: House) -> Iterator[Callable[[Catalogue], Context]]:
    """Make a context in a language over the house."""
    assert qapp is not None
    jobs, bridges = Jobs(), list[Bridge]()

    def make(texts: Catalogue) -> Context:
        services = house.services
        server = ScriptedServer(services)
        server.start()
        bridge = Bridge(services.watch, server, services.house_clock, jobs)
        bridges.append(bridge)
        return Context(
            services=services,
            server=server,
            texts=texts,
            bridge=bridge,
            silence=Silence(services, jobs, bridge, bridge),
            history=History(services, bridge),
            preferences=Preferences(services.folder.window_ini),
            notices=RecordedNotices(),
        )

    yield make
    for bridge in bridges:
        bridge.close()
        bridge.deleteLater()
    jobs.stop()


@pytest.fixture
def open_it(
    qtbot: QtBot, house: House, context_of: Callable[[Catalogue], Context]
) -> Iterator[OpenIt]:
    """Open a dialog by its name in `WINDOWS`, in a language."""
    over = Shell()
    qtbot.addWidget(over)
    over.resize(*SMALL)
    over.show()

    def open_one(name: str, texts: Catalogue) -> QDialog:
        dialog = WINDOWS[name](context_of(texts), house, over)
        with qtbot.waitExposed(dialog):
            dialog.open()
        settle()
        return dialog

    yield open_one
    settle()


@pytest.fixture
def open_shell(qtbot: QtBot, context_of: Callable[[Catalogue], Context]) -> OpenShell:
    """Open the whole window at one of its pages, in a language."""

    def open_one(page: str, texts: Catalogue) -> Shell:
        shell = Shell()
        # As the frame is called that holds it.
        shell.setWindowTitle("Zimmerfrei")
        qtbot.addWidget(shell)
        context = context_of(texts)
        shell.work_with(context)
        shell.resize(*SMALL)
        state = context.server.state
        links = LinksState(Reach.HOME, context.services.clock.now())
        shell.show_status(drawn(state, True, links, texts), None)
        shell.go(page)
        with qtbot.waitExposed(shell):
            shell.show()
        settle()
        return shell

    return open_one
