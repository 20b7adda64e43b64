"""The handbook as a window of the program, the list of keys, what the program is, and the menu."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app import __version__
from app.core.links import guides
from app.core.publishing.setup.presets import help_text, presets
from app.i18n import WINDOW_LANGUAGES, Catalogue, catalogue
from app.services.program.versions import versions
from app.ui.base.keys import SHORTCUTS
from app.ui.help.about import AboutDialog
from app.ui.help.book import book_text
from app.ui.help.handbook import handbook
from app.ui.help.shortcuts import ShortcutsDialog, key_text
from app.ui.help.text import anchor_of
from app.ui.help.window import HelpWindow
from app.ui.look.theme import Appearance, current_theme
from app.ui.window.program import Program
from tests.ui.conftest import OpenWindow

Open = Callable[..., HelpWindow]
SIZE = (1060, 780)


@pytest.fixture(params=sorted(WINDOW_LANGUAGES))
def words(request: pytest.FixtureRequest) -> Catalogue:
    return catalogue(request.param).for_the_screen()


@pytest.fixture
def open_help(qtbot: QtBot) -> Open:
    """Open the handbook of a language, in a size."""

    def open_one(words: Catalogue, size: tuple[int, int] = SIZE) -> HelpWindow:
        path = handbook(words.language)
        assert path is not None
        window = HelpWindow(words, path)
        qtbot.addWidget(window)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        qtbot.waitUntil(lambda: not window.text._refit.isActive())
        return window

    return open_one


def markdown(words: Catalogue) -> str:
    path = handbook(words.language)
    assert path is not None
    return book_text(path, words)


def test_its_contents_are_the_chapters(open_help: Open, words: Catalogue) -> None:
    window = open_help(words)
    listed = [window.contents.item(row).text() for row in range(window.contents.count())]
    assert listed == re.findall(r"^## (.+)$", markdown(words), re.MULTILINE)
    assert window.text.verticalScrollBar().value() == 0


def test_the_guides_and_the_hosters_pages_are_part_of_it(open_help: Open, words: Catalogue) -> None:
    window = open_help(words)
    shown = {line for _level, line, _block in window.text.headings()}
    for key in guides.guides():
        text = guides.text(key, words.language.key)
        assert set(re.findall(r"^#+ (.+)$", text, re.MULTILINE)) <= shown
    for key in presets():
        text = help_text(key, words.language.key)
        assert set(re.findall(r"^#+ (.+)$", text, re.MULTILINE)) <= shown
    # What stands in a hoster's page alone is found.
    window.search.setText("konsoleH")
    assert window.finding.count > 0


def test_a_chapter_is_opened_and_what_is_read_is_marked(open_help: Open, words: Catalogue) -> None:
    window = open_help(words)
    place = window.contents.visualItemRect(window.contents.item(4)).center()
    QTest.mouseClick(window.contents.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.contents.currentRow() == 4
    begun = window.text.top_of(window._chapters[4]) - window.text.verticalScrollBar().value()
    assert 0 <= begun < 60
    window.text.verticalScrollBar().setValue(0)
    assert window.contents.currentRow() == 0
    window.text.verticalScrollBar().setValue(window.text.top_of(window._chapters[2]))
    assert window.contents.currentRow() == 2


def test_every_picture_is_shown_as_wide_as_the_text(open_help: Open, words: Catalogue) -> None:
    named = re.findall(r"!\[[^]]*\]\(([^)]+)\)", markdown(words))
    assert named
    for size in (SIZE, (760, 600)):
        window = open_help(words, size)
        pieces = window.text._image_pieces()
        forms = [piece.charFormat().toImageFormat() for piece in pieces]
        assert [form.name() for form in forms] == named
        for form in forms:
            kind = QTextDocument.ResourceType.ImageResource.value
            shown = window.text.document().resource(kind, QUrl(form.name()))
            assert isinstance(shown, QImage)
            assert not shown.isNull()
            assert form.width() == min(window.text._text_width, 1440)
        assert window.text.horizontalScrollBar().maximum() <= 1, "nothing is wider than the page"
        assert not window.text.horizontalScrollBar().isVisible()


def test_words_are_found_one_after_the_other(open_help: Open, words: Catalogue) -> None:
    window = open_help(words)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.search.hasFocus()
    QTest.keyClicks(window.search, "airbnb")
    text = window.text.toPlainText()
    assert window.finding.count == text.lower().count("airbnb") > 2
    assert window.finding.at == 1
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    assert window.finding.at == 2
    QTest.keyClick(window, Qt.Key.Key_F3)
    assert window.finding.at == 3
    QTest.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(window.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.mouseClick(window.back, Qt.MouseButton.LeftButton)
    assert window.finding.at == window.finding.count, "before the first comes the last"
    shown = window.text.cursorRect()
    assert window.text.viewport().rect().contains(shown.center())
    QTest.keyClicks(window.search, "qqqq")
    assert window.count.text() == words.tr("Nothing found")
    assert not window.on.isVisible()
    QTest.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.isVisible(), "the first Escape ends the search"
    assert window.text.extraSelections() == []
    QTest.keyClick(window.search, Qt.Key.Key_Escape)
    assert not window.isVisible()


class Browser(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.asked.append(url.toString())


def test_links_outside_open_in_the_browser_and_anchors_here(
    qtbot: QtBot, texts: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / "handbuch.md"
    path.write_text(
        "# Buch\n\n[aussen](https://example.org/a) [innen](#was-geht-hier)\n\n"
        + "Zeile.\n\n" * 80
        + "## Was geht hier?\n\n"
        + "Zeile.\n\n" * 80
    )
    window = HelpWindow(texts, path)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "take")  # type: ignore[arg-type]  # no bytes
    window.text.anchorClicked.emit(QUrl("https://example.org/a"))
    window.text.anchorClicked.emit(QUrl("file:///etc/passwd"))
    QDesktopServices.unsetUrlHandler("https")
    assert browser.asked == ["https://example.org/a"]
    assert window.text.verticalScrollBar().value() == 0
    window.text.anchorClicked.emit(QUrl("#was-geht-hier"))
    assert window.text.verticalScrollBar().value() > 300


def test_pictures_come_from_beside_the_handbook_alone(
    qtbot: QtBot, texts: Catalogue, tmp_path: Path
) -> None:
    book = tmp_path / "docs" / "handbuch.md"
    book.parent.mkdir()
    picture = QImage(20, 20, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    picture.save(str(tmp_path / "outside.png"))
    picture.save(str(book.parent / "inside.png"))
    book.write_text("# A\n\n![a](../outside.png)\n\n![b](inside.png)\n")
    window = HelpWindow(texts, book)
    qtbot.addWidget(window)
    names = {name: image.isNull() for name, image in window.text._pictures.items()}
    assert names == {"../outside.png": True, "inside.png": False}


def test_headings_are_named_as_on_web_pages() -> None:
    assert anchor_of("Wer kann die Links lesen?") == "wer-kann-die-links-lesen"
    assert anchor_of("Without a screen: commands") == "without-a-screen-commands"


def test_it_follows_the_appearance(open_help: Open, texts: Catalogue) -> None:
    window = open_help(texts)
    current_theme().set_appearance(Appearance.DARK)
    ground = window.text.viewport().grab().toImage().pixelColor(4, 200)
    assert ground == current_theme().colour("surface")
    assert window.finding.count == 0
    current_theme().set_appearance(Appearance.LIGHT)


def test_one_that_was_closed_is_not_asked_for_colours_any_more(
    open_help: Open, english: Catalogue, qtbot: QtBot
) -> None:
    window = open_help(english)
    kept = window.finding  # as by garbage that is not collected yet
    with qtbot.waitSignal(window.destroyed):
        window.close()
        window.deleteLater()
    current_theme().set_appearance(Appearance.DARK)
    current_theme().set_appearance(Appearance.LIGHT)
    assert kept.count == 0


@pytest.mark.parametrize("request_words", ["texts", "english", "wide"])
def test_the_list_of_keys_is_whole_in_every_language(
    qtbot: QtBot,
    request: pytest.FixtureRequest,
    cut_texts: Callable[[QWidget], list[str]],
    request_words: str,
) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    dialog = ShortcutsDialog(request.getfixturevalue(request_words), ground)
    with qtbot.waitExposed(dialog):
        dialog.open()
    assert cut_texts(dialog) == []


def test_the_list_tells_every_key(qtbot: QtBot, english: Catalogue) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    dialog = ShortcutsDialog(english, ground)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    for shortcut in SHORTCUTS.values():
        assert english.tr(shortcut.does) in said
        for keys in shortcut.keys:
            assert key_text(keys) in said, keys
            assert key_text(keys), keys


def test_what_the_program_is_made_of_can_be_copied(qtbot: QtBot, english: Catalogue) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    dialog = AboutDialog(english, date(2027, 7, 6), ground)
    with qtbot.waitExposed(dialog):
        dialog.open()
    copy = dialog.findChild(QAbstractButton, "about_copy")
    assert copy is not None
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    copied = QApplication.clipboard().text()
    found = versions()
    wanted = (f"Zimmerfrei {__version__}", found.python, found.sqlite, "Qt 6.", "PySide6 6.", "SSL")
    for told in wanted:
        assert told in copied
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("MIT" in text for text in said)
    assert any("This version is 7 months old. " in text for text in said)


def sidebar_menu(program: Program) -> QMenu:
    button = program.frame.findChild(QAbstractButton, "sidebar_help")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    menu = program.frame.findChild(QMenu, "sidebar_help_menu")
    assert menu is not None
    assert menu.isVisible()
    return menu


@pytest.mark.parametrize(
    ("entry", "opened"),
    [
        ("help_handbook", "help_window"),
        ("help_keys", "shortcuts_dialog"),
        ("help_report", "report"),
        ("help_about", "about_dialog"),
    ],
)
def test_the_foot_of_the_sidebar_has_a_menu(
    open_window: OpenWindow, qtbot: QtBot, entry: str, opened: str
) -> None:
    program = open_window()
    program._services.units.first_house("Haus Seeblick", ["Seeblick 1"])
    qtbot.waitUntil(lambda: program.first_start.page is None)
    menu = sidebar_menu(program)
    action = next(action for action in menu.actions() if action.objectName() == entry)
    place = menu.actionGeometry(action).center()
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
    found = program.frame.findChild(QWidget, opened)
    assert found is not None
    qtbot.waitUntil(found.isVisible)
    found.close()


def test_f1_brings_up_the_window_that_is_open(open_window: OpenWindow, qtbot: QtBot) -> None:
    program = open_window()
    program._services.units.first_house("Haus Seeblick", ["Seeblick 1"])
    qtbot.waitUntil(lambda: program.first_start.page is None)
    for _ in range(2):
        program.frame.activateWindow()
        qtbot.waitUntil(program.frame.isActiveWindow)
        QTest.keyClick(program.frame, Qt.Key.Key_F1)
        assert len(program.frame.findChildren(HelpWindow)) == 1
    window = program.frame.findChild(HelpWindow)
    assert window is not None
    assert not window.isModal(), "the work goes on beside it"
    window.close()
