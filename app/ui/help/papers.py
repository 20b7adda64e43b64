"""Several texts to read: their titles at the left, the chosen one at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from app.dataclass import dataclass
from app.ui.kit.list_rows import add_row

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW: Final = 32
_LEAST, _MOST = 180, 280
_AROUND: Final = 44


@dataclass(frozen=True, slots=True)
class Paper:
    """A text with its title; `even` letters keep columns below one another."""

    title: str
    text: str
    even: bool = True


class Papers(QWidget):
    """Shows one of several papers; the list is worked with the arrows.

    Signals:
        turned(Paper): another one is shown.
    """

    turned = Signal(object)

    def __init__(self, accessible_name: str, *, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._papers: tuple[Paper, ...] = ()
        self.titles = QListWidget(self)
        self.titles.setObjectName(f"{name}_titles")
        self.titles.setAccessibleName(accessible_name)
        self.titles.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.titles.setFixedWidth(_LEAST)
        self.text = QPlainTextEdit(self)
        self.text.setObjectName(f"{name}_text")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._plain = self.text.font()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.titles)
        row.addWidget(self.text, 1)
        self.titles.currentRowChanged.connect(self._turn)

    def show_papers(self, papers: Sequence[Paper]) -> None:
        """Show these, the first of them open."""
        self._papers = tuple(papers)
        self.titles.clear()
        for paper in papers:
            add_row(self.titles, paper.title).setSizeHint(QSize(0, _ROW))
        width = self.titles.fontMetrics().horizontalAdvance
        widest = max((width(paper.title) for paper in papers), default=0)
        self.titles.setFixedWidth(max(_LEAST, min(widest + _AROUND, _MOST)))
        self.titles.setCurrentRow(0 if papers else -1)
        if not papers:
            self.text.clear()

    def current(self) -> Paper | None:
        """The one that is open."""
        row = self.titles.currentRow()
        return self._papers[row] if 0 <= row < len(self._papers) else None

    def _turn(self, _row: int) -> None:
        paper = self.current()
        if paper is None:
            return
        even = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        # As large as the other: the window's size may be given in points or in pixels.
        even.setPixelSize(self.text.fontInfo().pixelSize())
        self.text.setFont(even if paper.even else self._plain)
        self.text.setPlainText(paper.text)
        self.text.setAccessibleName(paper.title)
        self.turned.emit(paper)
