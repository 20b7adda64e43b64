"""The handbook on paper: a page of contents, then its chapters with their pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from app.ui.guides.text import prepare, set_blocks
from app.ui.help.book import book_text
from app.ui.help.text import (
    HelpText,
    blocks_of,
    free_bars,
    pictures_of,
    rule_tables,
)
from app.ui.paper.output import Orientation, save_pdf
from app.ui.paper.sheets.canvas import FAINT, GREY, LINE, Align

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QTextBlock

    from app.i18n import Catalogue
    from app.ui.paper.sheets.canvas import Canvas

_WIDTH: Final = 660
"""Pixels of a line: letters of 14 pixels come out at 10 points."""
_SIDE: Final = 8.0
_TOP: Final = 5.0
_FOOT: Final = 12.0
_ROW: Final = 9.0
_TITLE: Final = 34.0
_NEAR_THE_END: Final = 90
"""A heading with less than this below it begins the next page, pixels."""
_BREAK: Final = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
_NO_BREAK: Final = QTextFormat.PageBreakFlag.PageBreak_Auto
_SMALL: Final = 2.7
_LINK: Final = "#0e6b80"


class PrintedBook:
    """One handbook as a sheet of many pages; the first lists the chapters."""

    def __init__(self, path: Path, texts: Catalogue) -> None:
        """Read the handbook at `path` (OSError: it cannot be read)."""
        self._texts = texts
        self._path = path
        self._document = _read(path.parent, book_text(path, texts))
        self._size = QSizeF()
        headings = [block for block in blocks_of(self._document) if _level(block) == 1]
        self.title = headings[0].text() if headings else "Zimmerfrei"

    @property
    def file_name(self) -> str:
        """Zimmerfrei-Handbuch, Zimmerfrei-Handbook."""
        return file_name_of(self._path)

    def pages(self, size: QSizeF) -> int:
        """How many pages of this printable size (millimetres) it takes."""
        self._lay_out(size)
        return 1 + self._document.pageCount()

    def contents(self, size: QSizeF) -> list[tuple[str, int]]:
        """Return the chapters and the pages on which they begin, from 1."""
        self._lay_out(size)
        layout = self._document.documentLayout()
        high = self._document.pageSize().height()
        return [
            # Its words stand where it ends: the room above them may be on the page before.
            (block.text(), 2 + int((layout.blockBoundingRect(block).bottom() - 1) // high))
            for block in blocks_of(self._document)
            if _level(block) == 2
        ]

    def paint(self, canvas: Canvas, page: int) -> None:
        """Paint a page, from 0."""
        size = QSizeF(canvas.width, canvas.height)
        count = self.pages(size)
        if page == 0:
            self._paint_contents(canvas, size)
        else:
            whole = self._document.pageSize()
            top = (page - 1) * whole.height()
            # The last pixel belongs to what stands on the next page.
            self._document_on(canvas, QRectF(0, top, whole.width(), whole.height() - 1))
        foot = QRectF(_SIDE, canvas.height - 6, canvas.width - 2 * _SIDE, 4)
        said = self._texts.tr("page {n} of {count}", n=page + 1, count=count)
        canvas.text(foot, self.title, _SMALL, colour=GREY)
        canvas.text(foot, said, _SMALL, align=Align.RIGHT, colour=GREY)

    def _document_on(self, canvas: Canvas, shown: QRectF) -> None:
        canvas.document(
            self._document, shown, QPointF(_SIDE, _TOP), _scale(QSizeF(canvas.width, canvas.height))
        )

    def _paint_contents(self, canvas: Canvas, size: QSizeF) -> None:
        wide = canvas.width - 2 * _SIDE
        canvas.text(QRectF(_SIDE, 10, wide, 12), self.title, 8.5, bold=True)
        chapters = self.contents(size)
        row = min(_ROW, (canvas.height - _TITLE - _FOOT) / max(len(chapters), 1))
        for place, (words, page) in enumerate(chapters):
            area = QRectF(_SIDE, _TITLE + place * row, wide, row)
            canvas.text(area.adjusted(0, 0, -16, 0), words, min(3.8, row * 0.6))
            canvas.text(area, str(page), min(3.8, row * 0.6), align=Align.RIGHT, colour=GREY)
            canvas.line(area.bottomLeft(), area.bottomRight(), colour=FAINT)

    def _lay_out(self, size: QSizeF) -> None:
        if size == self._size:
            return
        self._size = size
        high = int((size.height() - _TOP - _FOOT) / _scale(size))
        self._document.setPageSize(QSizeF(_WIDTH, high))
        layout = self._document.documentLayout()
        for heading in [block for block in blocks_of(self._document) if _level(block) > 1]:
            form = heading.blockFormat()
            bottom = layout.blockBoundingRect(heading).bottom() % high
            breaks = _BREAK if bottom > high - _room_after(heading, high) else _NO_BREAK
            if form.pageBreakPolicy() != breaks:
                form.setPageBreakPolicy(breaks)
                QTextCursor(heading).setBlockFormat(form)
                # Else Qt loses what follows on later pages.
                self._document.markContentsDirty(0, self._document.characterCount())


def file_name_of(path: Path) -> str:
    """Return what the PDF of a handbook is called, without its suffix."""
    return f"Zimmerfrei-{path.stem.capitalize()}"


def save_book(path: Path, texts: Catalogue, target: Path) -> None:
    """Write the handbook at `path` to a PDF file; for a worker thread.

    Raises:
        UserError: it cannot be written.
        OSError: the handbook cannot be read.
    """
    save_pdf(PrintedBook(path, texts), target, Orientation.PORTRAIT)


def _scale(size: QSizeF) -> float:
    """Millimetres to a pixel of the text."""
    return (size.width() - 2 * _SIDE) / _WIDTH


def _room_after(heading: QTextBlock, high: int) -> float:
    """How much must have room below a heading: a few lines, or the picture that follows."""
    pieces = heading.next().begin()
    form = QTextFormat() if pieces.atEnd() else pieces.fragment().charFormat()
    picture = form.toImageFormat().height() if form.isImageFormat() else 0.0
    return max(_NEAR_THE_END, min(picture + 8, high * 0.8))


def _level(block: QTextBlock) -> int:
    return block.blockFormat().headingLevel()


def _read(folder: Path, markdown: str) -> QTextDocument:
    document = QTextDocument()
    font = QFont(QGuiApplication.font())
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    prepare(document, font)
    document.setUseDesignMetrics(True)
    document.setDocumentMargin(0)
    document.setMarkdown(markdown)
    set_blocks(document, HelpText.HEADINGS)
    free_bars(document)
    rule_tables(document, QColor(LINE))
    _put_pictures(document, folder)
    _colour_links(document)
    return document


def _put_pictures(document: QTextDocument, folder: Path) -> None:
    resource = QTextDocument.ResourceType.ImageResource.value
    for piece in pictures_of(document):
        form = piece.charFormat().toImageFormat()
        # From the handbook's own folder alone, whatever the text says.
        file = (folder / form.name()).resolve()
        picture = QImage(str(file)) if file.is_relative_to(folder.resolve()) else QImage()
        if picture.isNull():
            continue
        document.addResource(resource, QUrl(form.name()), picture)
        wide = min(_WIDTH, picture.width() * _WIDTH / 1100)
        form.setWidth(wide)
        form.setHeight(picture.height() * wide / picture.width())
        _over(document, piece.position(), piece.length()).setCharFormat(form)


def _colour_links(document: QTextDocument) -> None:
    for block in blocks_of(document):
        pieces = block.begin()
        found = []
        while not pieces.atEnd():
            piece = pieces.fragment()
            if piece.charFormat().isAnchor():
                found.append((piece.position(), piece.length(), piece.charFormat()))
            pieces += 1
        for position, length, form in found:
            form.setForeground(QColor(_LINK))
            _over(document, position, length).setCharFormat(form)


def _over(document: QTextDocument, position: int, length: int) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(position)
    cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
    return cursor
