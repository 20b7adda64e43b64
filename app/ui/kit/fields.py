"""Fields: the whole address in one line, search, and dates."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontDatabase,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QTextCharFormat,
)
from PySide6.QtWidgets import (
    QCalendarWidget,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QStyleOptionFrame,
)

from app.ui import icons, override
from app.ui.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

# core refuses later years; a picker that offers them would only lead into that refusal.
LAST_YEAR = 9998


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
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        element = QStyle.SubElement.SE_LineEditContents
        # QLineEdit itself keeps 2 px at either side of its text.
        return self.style().subElementRect(element, option, self).adjusted(2, 0, -2, 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.shown_text() == self.text():
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        panel = QStyle.PrimitiveElement.PE_PanelLineEdit
        self.style().drawPrimitive(panel, option, painter, self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self._room(), Qt.AlignmentFlag.AlignVCenter, self.shown_text())
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
        self.setMinimumWidth(190)
        leading = QLineEdit.ActionPosition.LeadingPosition
        self.addAction(icons.icon("search", "muted"), leading).setEnabled(True)
        trailing = QLineEdit.ActionPosition.TrailingPosition
        self._clear = self.addAction(icons.icon("x", "muted"), trailing)
        self._clear.setToolTip(clear_text)
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))

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


class DateField(QDateEdit):
    """A date with a calendar to pick from, in the way of the locale (its first day of the week).

    Signals:
        changed(date): another date stands in the field, typed, picked or set.
    """

    changed = Signal(object)

    def __init__(
        self,
        date: dt.date,
        *,
        accessible_name: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setDisplayFormat(self._format())
        self.setDateRange(QDate(1900, 1, 1), QDate(LAST_YEAR, 12, 31))
        self.setCalendarPopup(True)
        self.setCalendarWidget(Calendar(self))
        self.set_value(date)
        self.dateChanged.connect(self._tell)

    def value(self) -> dt.date:
        """The date in the field."""
        shown = self.date()
        return dt.date(shown.year(), shown.month(), shown.day())

    def set_value(self, date: dt.date) -> None:
        """Show this date."""
        self.setDate(QDate(date.year, date.month, date.day))

    def _format(self) -> str:
        wanted = self.locale().dateFormat(self.locale().FormatType.ShortFormat)
        # A year of two digits leaves open which century a typed date means.
        return wanted if "yyyy" in wanted else wanted.replace("yy", "yyyy")

    def _tell(self) -> None:
        self.changed.emit(self.value())


class Calendar(QCalendarWidget):
    """The month that a date field opens, in the theme's colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calendar")
        self.setGridVisible(False)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        short = QCalendarWidget.HorizontalHeaderFormat.ShortDayNames
        self.setHorizontalHeaderFormat(short)
        self.setFirstDayOfWeek(self.locale().firstDayOfWeek())
        self.setMinimumSize(300, 270)
        current_theme().changed.connect(self._colour)
        self._colour()

    def _colour(self) -> None:
        theme = current_theme()
        header = QTextCharFormat()
        header.setForeground(theme.colour("muted"))
        header.setBackground(theme.colour("surface"))
        self.setHeaderTextFormat(header)
        day = QTextCharFormat()
        day.setForeground(theme.colour("text"))
        for weekday in Qt.DayOfWeek:
            self.setWeekdayTextFormat(weekday, day)
