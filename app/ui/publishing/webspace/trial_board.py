"""The trial of a webspace as it is shown: a line for each thing that is tried, as it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.publishing.faults import Step
from app.core.publishing.setup.trial import Board, Line, LineState
from app.ui.kit import Button, Card, Label, Role, Variant, announce
from app.ui.kit.controls.layouts import add_layout
from app.ui.look import icons
from app.ui.look.theme import current_theme
from app.ui.look.tone import set_style_property

if TYPE_CHECKING:
    from app.i18n import Catalogue, Message

_ICON = 16
_PICTURES = {
    LineState.WAITING: ("clock", "muted"),
    LineState.RUNNING: ("hourglass", "accent"),
    LineState.DONE: ("check", "good"),
    LineState.FAILED: ("circle-alert", "bad"),
    LineState.NOTE: ("info", "careful"),
}


class TrialBoard(Card):
    """The lines of a trial, how many are settled, and the way to stop it.

    Signals:
        stop_wanted(): the owner wants the trial to end.
        count_wanted(): the owner wants readers to be counted.
    """

    stop_wanted = Signal()
    count_wanted = Signal()

    def __init__(self, texts: Catalogue, parent: QWidget, title: str = "") -> None:
        name = title or texts.tr("Trial")
        super().__init__(name="trial_board", accessible_name=name, parent=parent)
        self._texts = texts
        self._drawn: list[_LineView] = []
        self.body.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(name, Role.STRONG, parent=self))
        head.addStretch(1)
        self.count = Label("", Role.SMALL, name="trial_count", parent=self)
        head.addWidget(self.count)
        self.stop = Button(texts.tr("Stop"), Variant.LINK, name="trial_stop", parent=self)
        self.stop.setProperty("inline", "true")
        self.stop.clicked.connect(self.stop_wanted)
        head.addWidget(self.stop)
        add_layout(self.body, head)
        self.hide()

    def show_board(self, board: Board, *, running: bool, countable: bool = False) -> None:
        """Show how far the trial is; `countable`: readers can be counted where they are not."""
        lines = board.lines
        while len(self._drawn) > len(lines):
            gone = self._drawn.pop()
            self.body.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._drawn) < len(lines):
            self._drawn.append(_LineView(self._texts, f"trial_{len(self._drawn)}", self))
            self._drawn[-1].count.clicked.connect(self.count_wanted)
            self.body.addWidget(self._drawn[-1])
            self._drawn[-1].show()
        for view, line in zip(self._drawn, lines, strict=True):
            view.show_line(line)
            note = Step.READERS in line.steps and line.state is LineState.NOTE
            view.count.setVisible(countable and note)
        words = self._texts.tr("{done} of {all}", done=board.done, all=len(lines))
        if words != self.count.text():
            self.count.setText(words)
            announce(self, words)
        self.stop.setVisible(running)
        self.stop.setEnabled(running)
        self.show()


class _LineView(QWidget):
    """One line: a sign, what is tried, and what was found."""

    def __init__(self, texts: Catalogue, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._texts = texts
        self._state = LineState.WAITING
        self._of_readers = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._sign = Label(parent=self)
        self._sign.setFixedWidth(_ICON)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        self._title = Label("", wrap=True, name=f"{name}_title", parent=self)
        words.addWidget(self._title)
        self._detail = Label("", Role.SMALL, wrap=True, name=f"{name}_detail", parent=self)
        words.addWidget(self._detail)
        self.count = Button(texts.tr("Switch on"), Variant.LINK, name=f"{name}_count", parent=self)
        self.count.setAccessibleName(texts.tr("Count readers (PHP)"))
        self.count.setProperty("inline", "true")
        self.count.hide()
        words.addWidget(self.count, 0, Qt.AlignmentFlag.AlignLeft)
        add_layout(row, words, 1)
        current_theme().changed.connect(self._draw)

    def show_line(self, line: Line) -> None:
        """Show where this line stands."""
        self._state = line.state
        self._of_readers = Step.READERS in line.steps
        self._title.setText(self._told(line.title))
        if line.error is not None:
            detail = self._texts.tell(line.error)
        else:
            detail = self._told(line.detail) if line.detail is not None else ""
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        role = Role.ERROR if line.state is LineState.FAILED else Role.SMALL
        set_style_property(self._detail, "role", role.value)
        waiting = Role.MUTED if line.state is LineState.WAITING else Role.PLAIN
        set_style_property(self._title, "role", waiting.value)
        self._sign.setAccessibleName(_state_words(self._texts, line.state))
        self._draw()

    def _told(self, message: Message) -> str:
        return self._texts.tr(message.text, **message.values)

    def _draw(self) -> None:
        icon, token = _PICTURES[self._state]
        if self._of_readers and self._state is LineState.NOTE:
            # Nothing is amiss where a webspace does not tell who reads.
            icon, token = "clock", "muted"
        self._sign.setPixmap(icons.pixmap(icon, token, _ICON, self.devicePixelRatioF()))


def _state_words(texts: Catalogue, state: LineState) -> str:
    """Return what the sign of a line says, for those who do not see it."""
    tr = texts.tr
    match state:
        case LineState.WAITING:
            return tr("not begun")
        case LineState.RUNNING:
            return tr("under way")
        case LineState.DONE:
            return tr("done")
        case LineState.FAILED:
            return tr("failed")
        case LineState.NOTE:
            return tr("to be known")
