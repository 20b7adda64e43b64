"""The card that comes up where the mouse rests: what a tooltip says, in the look of the popups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.override import override
from app.ui.kit.floating.cards import let_float, paint_card, round_off, shadow_room

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QLabel

_WIDEST: Final = 420
_BELOW: Final = QPoint(2, 18)
"""From the mouse, as far as tooltips usually are."""
_LEAST_MS, _PER_LETTER_MS = 10_000, 40
_ENDS: Final = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel,
        QEvent.Type.KeyPress,
        QEvent.Type.FocusIn,
        QEvent.Type.FocusOut,
        QEvent.Type.WindowActivate,
        QEvent.Type.WindowDeactivate,
        QEvent.Type.Close,
    }
)


class HoverCard(QWidget):
    """Shows prepared words (see `tips`) beside the mouse until it leaves, or anything is done."""

    def __init__(self, window: QWidget, words: QLabel) -> None:
        """`words` is a label that shows what has been prepared; it becomes part of the card."""
        super().__init__(window, Qt.WindowType.ToolTip)
        let_float(self)
        self.setObjectName("hover_card")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._owner: QWidget | None = None
        self._words = words
        room = shadow_room()
        column = QVBoxLayout(self)
        column.setContentsMargins(room + 9, room + 6, room + 9, room + 7)
        column.addWidget(words)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)

    def text(self) -> str:
        """What it says, empty while it is not shown."""
        return self._words.text() if self.isVisible() else ""

    def show_words(self, words: str, mouse: QPoint, owner: QWidget) -> None:
        """Say these prepared words about `owner`, at the mouse (global)."""
        self._owner = owner
        self._words.setText(words)
        self._words.setWordWrap(False)
        wanted = self._words.sizeHint().width()
        self._words.setWordWrap(wanted > _WIDEST)
        self._words.setFixedWidth(min(_WIDEST, wanted))
        self.adjustSize()
        self._place(mouse)
        self._timer.start(_LEAST_MS + _PER_LETTER_MS * max(0, len(words) - 100))
        if not self.isVisible():
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # runs
            self.show()

    def _place(self, mouse: QPoint) -> None:
        screen = QGuiApplication.screenAt(mouse) or self.screen()
        room, area = shadow_room(), screen.availableGeometry()
        card = self.size() - QSize(2 * room, 2 * room)
        corner = mouse + _BELOW
        if corner.x() + card.width() > area.right():
            corner.setX(max(area.left(), area.right() - card.width()))
        if corner.y() + card.height() > area.bottom():
            corner.setY(mouse.y() - card.height() - 6)
        self.move(corner - QPoint(room, room))

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # runs

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        left = kind is QEvent.Type.Leave and watched is self._owner
        if left or (kind in _ENDS and watched is not self):
            self.hide()
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        round_off(self)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_card(self)
