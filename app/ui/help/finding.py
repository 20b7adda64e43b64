"""Finding words in the handbook: where they stand, and which of these places is the present one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from app.ui.help.text import HelpText


class Finding:
    """Marks every place where the words stand, and brings one of them into sight."""

    def __init__(self, text: HelpText) -> None:
        self._text = text
        self._places: list[tuple[int, int]] = []
        self._at = 0

    @property
    def count(self) -> int:
        """In how many places they stand."""
        return len(self._places)

    @property
    def at(self) -> int:
        """Which of the places is the present one, from 1."""
        return self._at + 1 if self._places else 0

    def look_for(self, words: str) -> None:
        """Find these words, whatever their case, and begin with the first that is below."""
        self._places = list(self._found(words))
        begin = self._text.textCursor().selectionStart()
        below = [place for place, (start, _end) in enumerate(self._places) if start >= begin]
        self._at = below[0] if below else 0
        self._show()

    def step(self, by: int) -> None:
        """Go on or back; after the last place comes the first."""
        if self._places:
            self._at = (self._at + by) % len(self._places)
            self._show()

    def mark(self) -> None:
        """Mark the places, in the colours of the theme."""
        theme = current_theme()
        marks = []
        for place, (start, end) in enumerate(self._places):
            present = place == self._at
            form = QTextCharFormat()
            form.setBackground(theme.colour("accent" if present else "accent_tint"))
            form.setForeground(theme.colour("on_accent" if present else "text"))
            mark = QTextEdit.ExtraSelection()
            mark.format = form
            mark.cursor = self._cursor(start, end)
            marks.append(mark)
        self._text.setExtraSelections(marks)

    def _found(self, words: str) -> list[tuple[int, int]]:
        places: list[tuple[int, int]] = []
        if not words.strip():
            return places
        cursor = self._text.document().find(words)
        while not cursor.isNull():
            places.append((cursor.selectionStart(), cursor.selectionEnd()))
            cursor = self._text.document().find(words, cursor)
        return places

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self._text.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _show(self) -> None:
        self.mark()
        if self._places:
            start, _end = self._places[self._at]
            self._text.setTextCursor(self._cursor(start, start))
            bar = self._text.verticalScrollBar()
            place = self._text.cursorRect().center().y() + bar.value()
            height = self._text.viewport().height()
            if not bar.value() + 40 <= place <= bar.value() + height - 40:
                bar.setValue(place - height // 3)
