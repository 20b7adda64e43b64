"""Every page and every dialog: names for all, Tab as one reads, room for longer texts."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QAction, QScreen
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

import app.ui
from app.i18n import Catalogue
from app.ui.base.context import Context
from app.ui.base.size import LEAST_ROOM
from app.ui.links.base.intents import Chosen, Way
from app.ui.links.page import LinksPage
from app.ui.settings.page import SettingsPage
from app.ui.start.page import StartPage
from app.ui.window.shell.pages import PAGES
from tests.ui.access import windows
from tests.ui.access.checks import cut_beside, jumps, nameless, reached, too_large, unreached
from tests.ui.access.conftest import SMALL, OpenIt, OpenShell
from tests.ui.access.house import House, settle
from tests.ui.access.windows import WINDOWS

FRAME = QSize(0, 36)
"""What a window system puts around a window."""
CutTexts = Callable[[QWidget], list[str]]
BASES = {"Dialog", "StayDialog", "LinkDialog", "PreviewDialog", "_EntryDialog"}
"""Dialogs that others are made of; they are opened as those."""

BRIEF = {"WaitingDialog"}
"""Closes by itself as soon as its work has ended: its own test holds the work up."""
BY_OTHERS = {"GuideDialog": "guide_of"}
"""What is made by something else."""


def faults(root: QWidget) -> str:
    """Tell all that is wrong with a window, a line each."""
    found = [*nameless(root), *jumps(root), *cut_beside(root), *too_large(root, *SMALL)]
    found += unreached(root)
    return "\n".join(found)


@pytest.mark.parametrize("name", WINDOWS)
def test_a_dialog(open_it: OpenIt, wide: Catalogue, cut_texts: CutTexts, name: str) -> None:
    dialog = open_it(name, wide)
    assert cut_texts(dialog) == []
    assert faults(dialog) == ""
    assert reached(dialog)


@pytest.mark.parametrize("page", PAGES)
def test_a_page(open_shell: OpenShell, wide: Catalogue, cut_texts: CutTexts, page: str) -> None:
    shell = open_shell(page, wide)
    assert cut_texts(shell) == []
    assert faults(shell) == ""


@pytest.mark.parametrize("language", ["texts", "english"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_drawn_as_large_as_the_settings_offer_it(
    open_shell: OpenShell,
    request: pytest.FixtureRequest,
    cut_texts: CutTexts,
    page: str,
    language: str,
) -> None:
    shell = open_shell(page, request.getfixturevalue(language))
    shell.resize(LEAST_ROOM - FRAME)
    QApplication.processEvents()
    # What needs more would be cut by a window that cannot grow beyond its screen.
    assert shell.size() == LEAST_ROOM - FRAME
    assert cut_texts(shell) == []
    assert cut_beside(shell) == []


@pytest.mark.parametrize("language", ["texts", "english"])
@pytest.mark.parametrize("name", WINDOWS)
def test_a_dialog_drawn_as_large_as_the_settings_offer_it(
    open_it: OpenIt,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    cut_texts: CutTexts,
    name: str,
    language: str,
) -> None:
    screen = QRect(QPoint(0, 0), LEAST_ROOM)
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: screen)
    dialog = open_it(name, request.getfixturevalue(language))
    least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
    assert least.boundedTo(LEAST_ROOM - FRAME) == least
    assert dialog.size().boundedTo(LEAST_ROOM - FRAME) == dialog.size()
    assert cut_texts(dialog) == []


@pytest.mark.parametrize("way", Way)
def test_the_pane_of_integrationen(
    open_shell: OpenShell, house: House, wide: Catalogue, cut_texts: CutTexts, way: Way
) -> None:
    shell = open_shell("links", wide)
    page = shell.page("links")
    assert isinstance(page, LinksPage)
    source = house.services.sources.all()[0]
    chosen = Chosen(way, house.link.id if way is Way.GOES else source.id)
    page._selection.choose(chosen, asked=True)
    settle()
    assert cut_texts(shell) == []
    assert faults(shell) == ""


def test_the_first_start(
    qtbot: QtBot, context_of: Callable[[Catalogue], Context], wide: Catalogue, cut_texts: CutTexts
) -> None:
    page = StartPage(context_of(wide))
    page.setWindowTitle("Zimmerfrei")
    qtbot.addWidget(page)
    page.resize(*SMALL)
    with qtbot.waitExposed(page):
        page.show()
    assert cut_texts(page) == []
    assert faults(page) == ""


def test_the_settings_with_everything_open(
    open_shell: OpenShell, wide: Catalogue, cut_texts: CutTexts
) -> None:
    shell = open_shell("settings", wide)
    page = shell.page("settings")
    assert isinstance(page, SettingsPage)
    page.access.show_advanced(True)
    QApplication.processEvents()
    assert cut_texts(shell) == []
    assert faults(shell) == ""


@pytest.mark.parametrize("page", PAGES)
def test_the_menus_of_a_page(open_shell: OpenShell, texts: Catalogue, page: str) -> None:
    shell = open_shell(page, texts)
    menus = shell.findChildren(QMenu)
    for menu in menus:
        menu.aboutToShow.emit()
    entries = [entry for menu in menus for entry in menu.actions() if not entry.isSeparator()]
    assert [entry.objectName() for entry in entries if not entry.text().strip()] == []
    assert [words for words in map(said_of, entries) if words.endswith("...")] == []


def said_of(entry: QAction) -> str:
    return entry.text()


def test_no_dialog_is_left_out() -> None:
    for module in pkgutil.walk_packages(app.ui.__path__, "app.ui."):
        importlib.import_module(module.name)
    opened = Path(inspect.getfile(windows)).read_text(encoding="utf-8")
    named = {kind.__name__ for kind in of_ours(QDialog)} - BASES - BRIEF
    assert len(named) > 30
    assert (
        sorted(name for name in named if f"{name}(" not in opened and name not in BY_OTHERS) == []
    )


def of_ours(kind: type[QWidget]) -> set[type[QWidget]]:
    """Return every class of the window below another one."""
    found: set[type[QWidget]] = set()
    for one in kind.__subclasses__():
        found |= {one, *of_ours(one)}
    return {one for one in found if one.__module__.startswith("app.ui.")}
