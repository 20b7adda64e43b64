"""Fields: the whole address in one line, search, numbers, several lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontDatabase,
    QGuiApplication,
    QKeySequence,
    QPainter,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
)

from app.override import override
from app.ui.kit.floating.tips import set_tip
from app.ui.look import icons
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

_LEAST_SEARCH, _AROUND_SEARCH = 190, 48


class AddressField(QLineEdit):
    """A line that holds a whole address and cannot be edited.

    A click selects all, Ctrl+C copies all of it even where only a part is selected: half an
    address is of no use. Too long an address is shortened in the middle, in painting alone.

    Signals:
        copied(str): the address is in the clipboard now, by the keyboard or the menu.
    """

    copied = Signal(str)

    def __init__(
        self,
        address: str = "",
        *,
        accessible_name: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setReadOnly(True)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(12)
        self.setFont(font)
        self.set_address(address)

    def address(self) -> str:
        """The whole address."""
        return self.text()

    def set_address(self, address: str) -> None:
        """Show another address from its beginning."""
        self.setText(address)
        self.setCursorPosition(0)

    def copy_address(self) -> None:
        """Put the whole address into the clipboard."""
        QGuiApplication.clipboard().setText(self.text())
        self.copied.emit(self.text())

    def shown_text(self) -> str:
        """What is painted: the whole address while the field has the focus, else what fits."""
        if self.hasFocus() or self.hasSelectedText():
            return self.text()
        middle = Qt.TextElideMode.ElideMiddle
        return self.fontMetrics().elidedText(self.text(), middle, self._room().width())

    def _select_whole(self) -> None:
        # Backwards, so that the cursor is at the start and the beginning stays in sight.
        self.setSelection(len(self.text()), -len(self.text()))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and not self.hasSelectedText():
            self._select_whole()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._select_whole()
        super().contextMenuEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_address()
            return
        super().keyPressEvent(event)

    def _room(self) -> QRect:
        # Border and padding of the stylesheet, and the 2 px that QLineEdit keeps at either side.
        return self.rect().adjusted(12, 3, -12, -3)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        shown = self.shown_text()
        if shown == self.text():
            return
        painter = QPainter(self)
        # Over the cut text, which Qt would otherwise paint up to the edge.
        painter.fillRect(self._room().adjusted(-2, 0, 2, 0), current_theme().colour("background"))
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self._room(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class SearchField(QLineEdit):
    """A field with a magnifier; Escape or the cross empties it. Use `textChanged`."""

    def __init__(
        self,
        placeholder: str,
        *,
        clear_text: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        leading = QLineEdit.ActionPosition.LeadingPosition
        self.addAction(icons.icon("search", "muted"), leading).setEnabled(True)
        trailing = QLineEdit.ActionPosition.TrailingPosition
        self._clear = self.addAction(icons.icon("x", "muted"), trailing)
        set_tip(self._clear, clear_text)
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))

    @override
    def minimumSizeHint(self) -> QSize:
        # Room for what stands in it while it is empty, beside the magnifier.
        self.ensurePolished()
        words = self.fontMetrics().horizontalAdvance(self.placeholderText()) + _AROUND_SEARCH
        return QSize(max(_LEAST_SEARCH, words), super().minimumSizeHint().height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class NumberField(QSpinBox):
    """A whole number. Signals are those of QSpinBox."""

    def __init__(
        self,
        value: int = 0,
        *,
        least: int = 0,
        most: int = 99,
        accessible_name: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setRange(least, most)
        self.setValue(value)
        # Qt lays the text over the whole left side, past the padding of the stylesheet.
        self.lineEdit().setTextMargins(9, 0, 0, 0)


class TextArea(QPlainTextEdit):
    """A field of several lines, `lines` of them in sight; Tab leaves it."""

    def __init__(
        self,
        text: str = "",
        *,
        lines: int = 3,
        accessible_name: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setTabChangesFocus(True)
        self._lines = lines
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        self.ensurePolished()
        text = self._lines * self.fontMetrics().lineSpacing()
        return QSize(super().sizeHint().width(), text + 20)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())
