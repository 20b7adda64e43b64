"""The handbook's Markdown, set to be read: tables with fine lines, pictures as wide as the text."""

from __future__ import annotations

import re
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextTable,
    QTextTableCellFormat,
)

from app.override import override
from app.ui.guides.text import GuideText, Heading
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PySide6.QtGui import QColor, QResizeEvent, QTextBlock, QTextFragment
    from PySide6.QtWidgets import QWidget

_WIDEST: Final = 760
"""A line of text that is longer is hard to follow, pixels."""
_LEAST_MARGIN: Final = 24
_CELL: Final = 7
_CORNER: Final = 10
_PAUSE_MS: Final = 60
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]+")


class HelpText(GuideText):
    """Shows one handbook, as wide as is read with ease, its pictures fitted to the text."""

    HEADINGS: ClassVar[Mapping[int, Heading]] = MappingProxyType(
        {1: Heading(22, 0), 2: Heading(17, 28), 3: Heading(15, 18), 4: Heading(14, 12)}
    )

    def __init__(self, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        # Where letters are whole pixels wide, their sum may come out one wider than the page.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setOpenExternalLinks(False)
        self.setOpenLinks(False)
        self._folder = Path()
        self._pictures: dict[str, QImage] = {}
        # While the window is being made wider, pictures are not scaled at each step.
        self._refit = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._refit.timeout.connect(self._fit)

    def show_handbook(self, folder: Path, markdown: str) -> None:
        """Show a handbook whose pictures lie in this folder, from its beginning."""
        self._folder = folder
        self.show_guide(markdown)

    def headings(self) -> list[tuple[int, str, QTextBlock]]:
        """Return level, words and block of every heading, from top to bottom."""
        found = []
        for block in self._blocks():
            level = block.blockFormat().headingLevel()
            if level:
                found.append((level, block.text(), block))
        return found

    def top_of(self, block: QTextBlock) -> int:
        """Return how far down a block begins, in pixels of the whole text."""
        return round(self.document().documentLayout().blockBoundingRect(block).top())

    def go_to_anchor(self, anchor: str) -> bool:
        """Go to the heading that a link such as ``#settings`` means; tell if there is one."""
        for _level, words, block in self.headings():
            if anchor_of(words) == anchor:
                self.go_to(block)
                return True
        return False

    def go_to(self, block: QTextBlock) -> None:
        """Bring a heading to the top, and the keyboard to it."""
        self.setTextCursor(QTextCursor(block))
        self.verticalScrollBar().setValue(self.top_of(block) - _LEAST_MARGIN // 2)

    @override
    def _draw(self) -> None:
        super()._draw()
        free_bars(self.document())
        self._fit()
        self._rule_tables()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_margins()
        self._refit.start()

    @property
    def _text_width(self) -> int:
        return min(_WIDEST, self.viewport().width() - 2 * _LEAST_MARGIN)

    def _set_margins(self) -> None:
        side = max(_LEAST_MARGIN, (self.viewport().width() - _WIDEST) // 2)
        frame = self.document().rootFrame()
        margins = QTextFrameFormat(frame.frameFormat())
        if margins.leftMargin() == side:
            return
        margins.setLeftMargin(side)
        margins.setRightMargin(side)
        margins.setTopMargin(_LEAST_MARGIN)
        margins.setBottomMargin(3 * _LEAST_MARGIN)
        frame.setFrameFormat(margins)

    def _fit(self) -> None:
        self._set_margins()
        for piece in self._image_pieces():
            form = piece.charFormat().toImageFormat()
            picture = self._picture(form.name())
            if picture.isNull():
                continue
            wide = max(1, min(self._text_width, picture.width()))
            high = round(picture.height() * wide / picture.width())
            shown = _rounded(picture, QSize(wide, high), self.devicePixelRatioF())
            resource = QTextDocument.ResourceType.ImageResource.value
            self.document().addResource(resource, QUrl(form.name()), shown)
            form.setWidth(wide)
            form.setHeight(high)
            cursor = QTextCursor(self.document())
            cursor.setPosition(piece.position())
            cursor.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(form)

    def _picture(self, name: str) -> QImage:
        # From the handbook's own folder alone, whatever the text says.
        if name not in self._pictures:
            path = (self._folder / name).resolve()
            inside = path.is_relative_to(self._folder.resolve())
            self._pictures[name] = QImage(str(path)) if inside else QImage()
        return self._pictures[name]

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        # Pictures are put into the document in their size; nothing else is ever loaded.
        return None

    def _rule_tables(self) -> None:
        rule_tables(self.document(), current_theme().colour("line"))

    def _blocks(self) -> Iterator[QTextBlock]:
        return blocks_of(self.document())

    def _image_pieces(self) -> list[QTextFragment]:
        return pictures_of(self.document())


def blocks_of(document: QTextDocument) -> Iterator[QTextBlock]:
    """Return every block, from top to bottom."""
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def pictures_of(document: QTextDocument) -> list[QTextFragment]:
    """Return the pieces of the text that are pictures."""
    found = []
    for block in blocks_of(document):
        pieces = block.begin()
        while not pieces.atEnd():
            if pieces.fragment().charFormat().isImageFormat():
                found.append(pieces.fragment())
            pieces += 1
    return found


def free_bars(document: QTextDocument) -> None:
    r"""Show ``\|`` in tables as it is meant: in code Qt leaves the backslash standing."""
    found = document.find("\\|")
    while not found.isNull():
        found.insertText("|", found.charFormat())
        found = document.find("\\|", found)


def rule_tables(document: QTextDocument, line: QColor) -> None:
    """Draw a fine line below each row of every table, and nothing else around it."""
    for frame in document.rootFrame().childFrames():
        if not isinstance(frame, QTextTable):
            continue
        form = frame.format()
        form.setBorder(0)
        form.setBorderCollapse(True)
        form.setCellPadding(_CELL)
        form.setCellSpacing(0)
        form.setTopMargin(4)
        form.setBottomMargin(12)
        frame.setFormat(form)
        for row in range(frame.rows()):
            for column in range(frame.columns()):
                _underline(frame, row, column, line)


def anchor_of(heading: str) -> str:
    """Return what a link to a heading is called, as on the web pages that show Markdown."""
    return _NOT_IN_ANCHORS.sub("", heading.lower()).strip().replace(" ", "-")


def _underline(table: QTextTable, row: int, column: int, line: object) -> None:
    cell = table.cellAt(row, column)
    form = QTextTableCellFormat(cell.format().toTableCellFormat())
    form.setBottomBorder(1)
    form.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBottomBorderBrush(line)  # type: ignore[arg-type]  # a colour is a brush
    form.setVerticalAlignment(QTextTableCellFormat.VerticalAlignment.AlignTop)
    cell.setFormat(form)


def _rounded(picture: QImage, size: QSize, ratio: float) -> QImage:
    """Return a picture in this size for a screen of this ratio, with round corners and a line."""
    pixels = size * ratio
    scaled = picture.scaled(
        pixels, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    result = QImage(pixels, QImage.Format.Format_ARGB32_Premultiplied)
    result.fill(Qt.GlobalColor.transparent)
    corner = _CORNER * ratio
    edge = QRectF(0.5, 0.5, pixels.width() - 1, pixels.height() - 1)
    outline = QPainterPath()
    outline.addRoundedRect(edge, corner, corner)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(outline)
    painter.drawImage(0, 0, scaled)
    painter.setClipping(False)
    painter.setPen(QPen(current_theme().colour("line"), ratio))
    painter.drawPath(outline)
    painter.end()
    return result
