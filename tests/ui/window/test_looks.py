"""Every window in every language, and once with texts that are 40 % longer: nothing is cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.core.errors import UserError
from app.core.links.reach import Reach
from app.core.server_state import Phase
from app.i18n import Catalogue
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.base.page import Page
from app.ui.look.theme import Appearance, current_theme
from app.ui.settings.page import SettingsPage
from app.ui.start.page import StartPage
from app.ui.window.ending.closing import CloseDialog
from app.ui.window.frame.status import LinksState, drawn
from app.ui.window.shell.pages import PAGES
from app.ui.window.shell.shell import Shell
from tests.ui.conftest import MakeContext, ScriptedServer, cut_now

CutTexts = Callable[[QWidget], list[str]]
SIZES = [(1440, 900), (960, 600)]


@pytest.fixture(params=["texts", "english", "wide"])
def words(request: pytest.FixtureRequest) -> Catalogue:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Catalogue)
    return found


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    width, height = request.param
    return width, height


def show(qtbot: QtBot, widget: QWidget, size: tuple[int, int]) -> None:
    qtbot.addWidget(widget)
    widget.resize(*size)
    with qtbot.waitExposed(widget):
        widget.show()


@pytest.mark.parametrize("key", PAGES)
def test_a_page_in_its_window(
    qtbot: QtBot,
    services: Services,
    make_context: MakeContext,
    scripted_server: ScriptedServer,
    words: Catalogue,
    size: tuple[int, int],
    key: str,
    cut_texts: CutTexts,
) -> None:
    services.sample.fill()
    failure = UserError("Please enter a name.")
    state = scripted_server.enter(Phase.FAILED, failure)
    shell = Shell()
    context: Context = make_context(texts=words, server=scripted_server, notices=shell)
    shell.work_with(context)
    shell.go(key)
    shell.show_status(
        drawn(state, True, LinksState(Reach.HOME, services.clock.now()), words), failure
    )
    shell.badges.show_conflicts(2)
    show(qtbot, shell, size)
    shell.say(words.tr("Your data is backed up."), words.tr("Undo"), lambda: None)
    shell.fail(failure)
    QApplication.processEvents()
    page = shell.page(key)
    assert isinstance(page, Page)
    assert page.isVisible()
    assert cut_texts(shell) == []


def test_the_settings_with_everything_open(
    qtbot: QtBot, make_context: MakeContext, words: Catalogue, cut_texts: CutTexts
) -> None:
    page = SettingsPage(make_context(texts=words))
    page.access.findChild(QWidget, "access_public").click()  # type: ignore[union-attr]
    page.access.show_advanced(True)
    page.access.apply_button.click()
    show(qtbot, page, (748, 1200))
    assert cut_texts(page) == []


def test_the_first_start(
    qtbot: QtBot,
    make_context: MakeContext,
    words: Catalogue,
    size: tuple[int, int],
    cut_texts: CutTexts,
) -> None:
    page = StartPage(make_context(texts=words))
    page.house.clear()
    page.names.field(1).clear()
    page.done.click()
    show(qtbot, page, size)
    assert cut_texts(page) == []


def test_the_question_on_closing(qtbot: QtBot, words: Catalogue, cut_texts: CutTexts) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    dialog = CloseDialog(words, ground)
    with qtbot.waitExposed(dialog):
        dialog.open()
    assert cut_texts(dialog) == []


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_settings_in_light_and_dark(
    qtbot: QtBot, context: Context, appearance: Appearance
) -> None:
    current_theme().set_appearance(appearance)
    page = SettingsPage(context)
    show(qtbot, page, (1200, 900))
    ground = page.access.grab().toImage().pixelColor(30, 4)
    assert ground == current_theme().colour("surface")
    current_theme().set_appearance(Appearance.LIGHT)


class TestTheCheckItself:
    """A check that finds nothing must be able to find something."""

    def test_finds_a_button_that_is_too_narrow(self, qtbot: QtBot) -> None:
        ground = QWidget()
        QPushButton("Weiteren Link anlegen", ground).resize(40, 32)
        show(qtbot, ground, (300, 100))
        assert cut_now(ground) == ["QPushButton: Weiteren Link anlegen"]

    def test_finds_a_paragraph_without_room(self, qtbot: QtBot) -> None:
        ground = QWidget()
        label = QLabel("viele Wörter, die mehrere Zeilen brauchen " * 4, ground)
        label.setWordWrap(True)
        label.resize(200, 20)
        show(qtbot, ground, (300, 100))
        assert len(cut_now(ground)) == 1

    def test_finds_what_sticks_out(self, qtbot: QtBot) -> None:
        ground = QWidget()
        label = QLabel("Zimmer", ground)
        label.move(280, 0)
        show(qtbot, ground, (300, 100))
        assert len(cut_now(ground)) == 1

    def test_lets_what_fits(self, qtbot: QtBot) -> None:
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.addWidget(QLabel("Zimmer"))
        column.addWidget(QPushButton("Anlegen"))
        show(qtbot, ground, (300, 100))
        assert cut_now(ground) == []
