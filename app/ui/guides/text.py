"""A guide's Markdown, set to be read with ease: sizes, air between parts, the theme's colours."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QTextBrowser

from app.dataclass import dataclass
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QTextBlock, QTextDocument
    from PySide6.QtWidgets import QWidget

_TEXT: Final = 14
_CODE: Final = 13
_TITLE: Final = 17
_LINE_HEIGHT: Final = 112  # per cent
_INDENT: Final = 24
_MARGIN: Final = 14


@dataclass(frozen=True, slots=True)
class Heading:
    """How large a heading is, and how much room is above it, in pixels."""

    size: int
    room: int


class GuideText(QTextBrowser):
    """Shows one guide; its links open in the owner's browser. Follows the theme."""

    HEADINGS: ClassVar[Mapping[int, Heading]] = MappingProxyType({1: Heading(_TITLE, 14)})

    def __init__(self, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setOpenExternalLinks(True)
        self.setTabChangesFocus(True)
        self._markdown = ""
        current_theme().changed.connect(self._follow_theme)

    def show_guide(self, markdown: str) -> None:
        """Show another guide, from its beginning."""
        self._markdown = markdown
        self._draw()
        self.verticalScrollBar().setValue(0)

    def _follow_theme(self) -> None:
        # A document keeps the colours that its links had when it was read in.
        where = self.verticalScrollBar().value()
        self._draw()
        self.verticalScrollBar().setValue(where)

    def _draw(self) -> None:
        prepare(self.document(), self.font())
        self.setMarkdown(self._markdown)
        set_blocks(self.document(), self.HEADINGS)


def prepare(document: QTextDocument, font: QFont) -> None:
    """Give a document its letters and distances, before its Markdown is read in."""
    letters = QFont(font)
    letters.setPixelSize(_TEXT)
    document.setDefaultFont(letters)
    document.setIndentWidth(_INDENT)
    document.setDocumentMargin(_MARGIN)


def set_blocks(document: QTextDocument, headings: Mapping[int, Heading]) -> None:
    """Give each paragraph, step and heading its distances and its letters."""
    block = document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        _set_block(block, headings.get(level, Heading(_TEXT, 14)) if level else None)
        block = block.next()


def _set_block(block: QTextBlock, heading: Heading | None) -> None:
    """Give a paragraph, step or heading its distance to the next, and its words their size."""
    form = QTextBlockFormat()
    form.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    first = block.blockNumber() == 0
    form.setTopMargin(0 if first or heading is None else heading.room)
    in_list = block.textList() is not None and block.next().textList() is not None
    close = heading is not None or in_list
    form.setBottomMargin(4 if close else 8)
    QTextCursor(block).mergeBlockFormat(form)
    for start, end, letters in _pieces(block):
        cursor = QTextCursor(block)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(_fitted(letters, heading))


def _pieces(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Return the pieces of a block that look alike: from where to where, and how."""
    found = []
    pieces = block.begin()
    while not pieces.atEnd():
        piece = pieces.fragment()
        start = piece.position()
        found.append((start, start + piece.length(), piece.charFormat()))
        pieces += 1
    return found


def _fitted(letters: QTextCharFormat, heading: Heading | None) -> QTextCharFormat:
    """Return `letters` in the sizes and weights of the window, those of `heading` in one."""
    size = heading.size if heading else _CODE if letters.fontFixedPitch() else _TEXT
    # What Markdown's headings are enlarged by wins over a size.
    letters.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
    letters.setProperty(QTextFormat.Property.FontPixelSize.value, size)
    if heading or letters.fontWeight() > QFont.Weight.DemiBold:
        letters.setFontWeight(QFont.Weight.DemiBold)
    return letters
