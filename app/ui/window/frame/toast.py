"""The line that comes up at the bottom of a page: what was done, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.override import override
from app.ui.kit.controls.buttons import Button, IconButton
from app.ui.kit.controls.focus import announce
from app.ui.kit.controls.labels import Label
from app.ui.window.frame.clear import clear_place, pressable

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent

_MARGIN, _AIR, _FOOT = 20, 5, 2


class Toast(QFrame):
    """Floats over `parent`, says something for a while and offers one action.

    It lies as low as it can without covering a button or a field, above all else in `parent`;
    with `over`, only from the edges of that part of it on, down to the bottom. It never takes the
    focus, but Tab reaches it; while the mouse or the focus is on it, it stays.

    Signals:
        action_chosen(): the owner pressed the action, "Undo" as a rule; it has hidden itself.
        closed(): it is gone, by itself, by its cross, or after the action.
    """

    action_chosen = Signal()
    closed = Signal()

    def __init__(
        self,
        parent: QWidget,
        *,
        close_text: str,
        over: QWidget | None = None,
        shown_ms: int = 8000,
        name: str = "toast",
    ) -> None:
        super().__init__(parent)
        self._over = over
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(12)
        self._words = Label(name=f"{name}_text", parent=self)
        row.addWidget(self._words, 1)
        self.action = Button("", name=f"{name}_action", parent=self)
        self.action.ring_colour = "surface"
        self.action.clicked.connect(self._act)
        row.addWidget(self.action)
        self._close = IconButton("x", close_text, ghost=True, name=f"{name}_close", parent=self)
        self._close.set_icon("x", "surface")
        self._close.ring_colour = "surface"
        self._close.clicked.connect(self.close_now)
        row.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True, interval=shown_ms)
        self._timer.timeout.connect(self._fade)
        parent.installEventFilter(self)
        self.hide()

    def show_message(self, text: str, action: str = "") -> None:
        """Say `text`, in place of what was said before; `action` is the word on the button."""
        self._words.setText(text)
        self._words.setWordWrap(False)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.setAccessibleName(text)
        self.place()
        self.show()
        self.raise_()
        # What it is about may still be on its way into the page.
        QTimer.singleShot(0, self, self.place)
        self._timer.start()
        announce(self, text)

    def text(self) -> str:
        """What is being said."""
        return self._words.text()

    def close_now(self) -> None:
        """Take the line away."""
        self._timer.stop()
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def _act(self) -> None:
        self.close_now()
        self.action_chosen.emit()

    def _fade(self) -> None:
        focused = self.action.hasFocus() or self._close.hasFocus()
        if self.underMouse() or focused:
            self._timer.start()
        else:
            self.close_now()

    def place(self) -> None:
        """Lie where nothing is to be pressed, on what is shown now."""
        ground = self.parentWidget()
        if ground is None:
            return
        area = ground.rect().adjusted(_MARGIN, _AIR, -_MARGIN, -_MARGIN)
        if self._over is not None:
            corner = self._over.mapTo(ground, QPoint(0, 0))
            area.setLeft(corner.x() + _MARGIN)
            area.setTop(corner.y() + _AIR)
            # What is below that has a place for it.
            area.setBottom(ground.height() - _FOOT)
        widest = area.width()
        self._words.setWordWrap(False)
        self._words.setWordWrap(self.sizeHint().width() > widest)
        size = self.sizeHint()
        if self._words.wordWrap():
            # What a wrapped label wants by itself is far narrower, and higher.
            size = QSize(widest, self._row.heightForWidth(widest))
        self.setGeometry(clear_place(area, size, pressable(ground, self)))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)
