"""A guide's Markdown, set to be read with ease: sizes, air between parts, the theme's colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QTextBrowser

from app.ui.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QTextBlock
    from PySide6.QtWidgets import QWidget

_TEXT: Final = 14
_CODE: Final = 13
_TITLE: Final = 17
_LINE_HEIGHT: Final = 112  # per cent
_INDENT: Final = 24
_MARGIN: Final = 14


class GuideText(QTextBrowser):
    """Shows one guide; its links open in the owner's browser. Follows the theme."""

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
        document = self.document()
        font = QFont(self.font())
        font.setPixelSize(_TEXT)
        document.setDefaultFont(font)
        document.setIndentWidth(_INDENT)
        document.setDocumentMargin(_MARGIN)
        self.setMarkdown(self._markdown)
        block = document.begin()
        while block.isValid():
            _set_block(block)
            block = block.next()


def _set_block(block: QTextBlock) -> None:
    """Give a paragraph, step or heading its distance to the next, and its words their size."""
    form = QTextBlockFormat()
    form.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    level = block.blockFormat().headingLevel()
    first = block.blockNumber() == 0
    form.setTopMargin(0 if first else 14 if level else 0)
    in_list = block.textList() is not None and block.next().textList() is not None
    close = bool(level) or in_list
    form.setBottomMargin(4 if close else 8)
    QTextCursor(block).mergeBlockFormat(form)
    for start, end, letters in _pieces(block):
        cursor = QTextCursor(block)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(_fitted(letters, level))


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


def _fitted(letters: QTextCharFormat, level: int) -> QTextCharFormat:
    """Return `letters` in the sizes and weights of the window; `level` of the heading, else 0."""
    size = _TITLE if level == 1 else _CODE if letters.fontFixedPitch() else _TEXT
    # What Markdown's headings are enlarged by wins over a size.
    letters.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
    letters.setProperty(QTextFormat.Property.FontPixelSize.value, size)
    if level or letters.fontWeight() > QFont.Weight.DemiBold:
        letters.setFontWeight(QFont.Weight.DemiBold)
    return letters
