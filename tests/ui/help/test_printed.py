"""The handbook as one PDF: every chapter and picture of it, with contents and page numbers."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.core.errors import UserError
from app.i18n import WINDOW_LANGUAGES, Catalogue, catalogue
from app.ui.help.book import book_text
from app.ui.help.handbook import handbook
from app.ui.help.printed import PrintedBook, file_name_of, save_book
from app.ui.help.text import blocks_of, pictures_of
from app.ui.help.window import HelpWindow
from tests.ui.conftest import OpenWindow
from tests.ui.paper.test_sheets import needs_pdftotext, text_of

A4 = QSizeF(190, 277)


@pytest.fixture(params=sorted(WINDOW_LANGUAGES))
def words(request: pytest.FixtureRequest) -> Catalogue:
    return catalogue(request.param)


def path_of(words: Catalogue) -> Path:
    path = handbook(words.language)
    assert path is not None
    return path


def chapters(path: Path) -> list[str]:
    words = next(catalogue(key) for key in WINDOW_LANGUAGES if path_of(catalogue(key)) == path)
    return re.findall(r"^## (.+)$", book_text(path, words), re.MULTILINE)


def plain(text: str) -> str:
    """Without spaces, hyphens and joined letters: lines end elsewhere on paper."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def without_feet(text: str) -> str:
    """Leave out the lines with the numbers of the pages."""
    return re.sub(r"^.*\b\d+ (von|of) \d+$", "", text, flags=re.MULTILINE)


@needs_pdftotext
def test_the_pdf_holds_every_chapter_and_every_word_of_it(
    qapp: QApplication, words: Catalogue, tmp_path: Path
) -> None:
    assert qapp is not None
    path, target = path_of(words), tmp_path / "book.pdf"
    save_book(path, words, target)
    said = plain(without_feet(text_of(target)))
    for chapter in chapters(path):
        # Among the contents, and above its text.
        assert said.count(plain(chapter)) >= 2, chapter
    book = PrintedBook(path, words)
    # What follows a heading that was moved to the next page is lost easily. The lines of a table's
    # columns are mixed there: of them one word is looked for.
    for block in blocks_of(book._document):
        in_table = QTextCursor(block).currentTable() is not None
        last = re.findall(r"\w+", block.text())[-1 if in_table else -2 :]
        assert plain("".join(last)) in said, block.text()


@needs_pdftotext
def test_each_page_has_its_number(qapp: QApplication, words: Catalogue, tmp_path: Path) -> None:
    assert qapp is not None
    target = tmp_path / "book.pdf"
    save_book(path_of(words), words, target)
    pages = text_of(target).split("\f")[:-1]
    assert len(pages) == PrintedBook(path_of(words), words).pages(A4)
    for place, page in enumerate(pages, 1):
        assert words.tr("page {n} of {count}", n=place, count=len(pages)) in page


@needs_pdftotext
def test_the_contents_name_the_pages_on_which_chapters_begin(
    qapp: QApplication, words: Catalogue, tmp_path: Path
) -> None:
    assert qapp is not None
    path, target = path_of(words), tmp_path / "book.pdf"
    save_book(path, words, target)
    pages = [plain(page) for page in text_of(target).split("\f")]
    contents = PrintedBook(path, words).contents(A4)
    assert [chapter for chapter, _page in contents] == chapters(path)
    for chapter, page in contents:
        assert plain(chapter) in pages[page - 1], chapter


def test_its_pictures_are_no_wider_than_the_text(qapp: QApplication, words: Catalogue) -> None:
    assert qapp is not None
    book = PrintedBook(path_of(words), words)
    forms = [piece.charFormat().toImageFormat() for piece in pictures_of(book._document)]
    shown = re.findall(r"!\[", path_of(words).read_text("utf-8"))
    assert len(forms) == len(shown)
    assert all(0 < form.width() <= 660 and form.height() > 0 for form in forms)


def test_a_short_book_and_one_without_headings_have_their_pages(
    qapp: QApplication, tmp_path: Path
) -> None:
    assert qapp is not None
    words = catalogue("en")
    short = tmp_path / "short.md"
    short.write_text("Only words.\n", "utf-8")
    book = PrintedBook(short, words)
    added = ["Guides", "Where the access data stand"]
    assert book.title == "Zimmerfrei"
    assert [name for name, _page in book.contents(A4)] == added
    empty = tmp_path / "empty.md"
    empty.write_text("", "utf-8")
    assert PrintedBook(empty, words).contents(A4)[0] == ("Guides", 2)
    many = tmp_path / "many.md"
    many.write_text("# Much\n\n" + "".join(f"## C{n}\n\nText {n}\n\n" for n in range(120)), "utf-8")
    named = PrintedBook(many, words).contents(A4)
    assert [name for name, _page in named] == [f"C{n}" for n in range(120)] + added
    assert [page for _name, page in named] == sorted(page for _name, page in named)


def test_a_picture_outside_of_its_folder_is_not_put_in(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp is not None
    (tmp_path / "docs").mkdir()
    path = tmp_path / "docs" / "book.md"
    path.write_text("# Book\n\n![Secret](../secret.png)\n", "utf-8")
    shown = path_of(catalogue("en")).parent / "pictures" / "plan-en-light.png"
    (tmp_path / "secret.png").write_bytes(shown.read_bytes())
    (piece,) = pictures_of(PrintedBook(path, catalogue("en"))._document)
    assert piece.charFormat().toImageFormat().width() == 0


def test_what_cannot_be_written_is_told(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp is not None
    with pytest.raises(UserError):
        save_book(path_of(catalogue("en")), catalogue("en"), tmp_path / "nowhere" / "book.pdf")


def test_the_help_window_saves_it(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    program = open_window()
    program._services.units.first_house("Haus Seeblick", ["Seeblick 1"])
    qtbot.waitUntil(lambda: program.first_start.page is None)
    program.shell.helping.open_handbook()
    window = program.frame.findChild(HelpWindow)
    assert window is not None
    button = window.findChild(QAbstractButton, "help_pdf")
    assert button is not None
    button.click()
    dialog = window.findChild(QFileDialog, "where")
    assert dialog is not None
    name = file_name_of(path_of(program.texts))
    assert Path(dialog.selectedFiles()[0]).name == f"{name}.pdf"
    target = tmp_path / "saved.pdf"
    dialog.fileSelected.emit(str(target))
    qtbot.waitUntil(target.is_file, timeout=20_000)
    assert target.read_bytes().startswith(b"%PDF")
    dialog.close()
    window.close()


def test_a_bar_in_code_of_a_table_is_shown_without_its_backslash(
    qapp: QApplication, tmp_path: Path
) -> None:
    assert qapp is not None
    path = tmp_path / "book.md"
    path.write_text("| a | b |\n|---|---|\n| `x [--y\\|--z\\|]` | c \\| d |\n", "utf-8")
    said = PrintedBook(path, catalogue("en"))._document.toPlainText()
    assert "x [--y|--z|]" in said
    assert "c | d" in said
    window = HelpWindow(catalogue("en"), path)
    shown = window.text.toPlainText()
    assert "x [--y|--z|]" in shown
    assert "\\" not in shown + said
    window.close()
