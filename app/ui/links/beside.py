"""A page with a pane at its right: beside it where there is room, else over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.override import override
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

PAGE = 690
"""As wide as this, in pixels, the page has to be beside the pane; else the pane covers it."""
_USUAL = 350


class Beside(QWidget):
    """Places `body` and the pane. A pane that would cover the page shows only when asked for.

    Signals:
        rearranged(): the pane may be seen now, or not any more.
    """

    rearranged = Signal()

    def __init__(self, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body = body
        body.setParent(self)
        self._ground: _Ground | None = None
        self._wanted = False
        self._asked = False

    @property
    def docked(self) -> bool:
        """Whether there is room for the pane beside the page."""
        return self._fits(self.width())

    @property
    def shows_pane(self) -> bool:
        """Whether the pane is to be seen."""
        return self._wanted and (self.docked or self._asked)

    def put_pane(self, pane: QWidget) -> None:
        """Have this pane, hidden until it is wanted."""
        self._ground = _Ground(pane, self)
        self._ground.fitted.connect(self._arrange)
        self._arrange()

    def show_pane(self, *, asked: bool) -> None:
        """Let the pane be seen; where it would cover the page, only if it was `asked` for."""
        self._wanted = True
        self._asked = self._asked or asked
        self._arrange()
        self.rearranged.emit()

    def hide_pane(self) -> None:
        """Give the whole room to the page."""
        if self._wanted:
            self._wanted = self._asked = False
            self._arrange()
            self.rearranged.emit()

    def _arrange(self) -> None:
        shown = self.shows_pane and self._ground is not None
        width = min(self._pane_width(), self.width())
        taken = width if shown and self.docked else 0
        self._body.setGeometry(QRect(0, 0, self.width() - taken, self.height()))
        if self._ground is None:
            return
        self._ground.setGeometry(QRect(self.width() - width, 0, width, self.height()))
        self._ground.setVisible(shown)
        self._ground.raise_()

    def _pane_width(self) -> int:
        return _USUAL if self._ground is None else self._ground.sizeHint().width()

    def _fits(self, width: int) -> bool:
        return width >= PAGE + self._pane_width()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits(event.oldSize().width()) and not self.docked:
            # The room has gone; nobody has asked to have the page covered.
            self._asked = False
        self._arrange()
        self.rearranged.emit()

    @override
    def sizeHint(self) -> QSize:
        return self._body.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return self._body.minimumSizeHint()


class _Ground(QWidget):
    """A surface with a line at its left.

    Signals:
        fitted(): the pane needs another width.
    """

    fitted = Signal()

    def __init__(self, pane: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 0, 0, 0)
        row.addWidget(pane)
        self.hide()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.fitted.emit()
        return done

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = current_theme()
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.fillRect(QRect(0, 0, 1, self.height()), theme.colour("line"))
        painter.end()
