"""The list of backups: when, what is in it, why it was made and whether it is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.core.backups import words
from app.dataclass import dataclass
from app.override import override
from app.ui.kit.list_rows import add_row
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

    from app.core.backups.copies import Examined
    from app.i18n import Catalogue
    from app.services.backups.backups import Listed

_ROW: Final = 38
_PAD: Final = 12
_GAP: Final = 16
_ROWS: Final = 6
_EDGE: Final = 5
_LINE: Final = Qt.ItemDataRole.UserRole
_KEY: Final = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says: when, how much is in it, and how it is."""

    when: str
    holds: str
    how: str


def when(texts: Catalogue, moment: datetime, today: date) -> str:
    """Say when a backup was made: "Today, 08:12", "Yesterday, 19:40", "Mo 23.11.2026, 19:40"."""
    local = moment.astimezone()
    time = f"{local.hour:02}:{local.minute:02}"
    days = (today - local.date()).days
    if days == 0:
        return texts.tr("Today, {time}", time=time)
    if days == 1:
        return texts.tr("Yesterday, {time}", time=time)
    return f"{texts.short_date(local.date(), near=today)}, {time}"


class BackupList(QListWidget):
    """Backups, newest first, below the present state; only what is sound can be chosen."""

    def __init__(
        self, texts: Catalogue, today: Callable[[], date], *, name: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._today = today
        self.setObjectName(name)
        self.setAccessibleName(texts.tr("Backups"))
        self.setItemDelegate(_Rows(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._be_high_enough(3)
        current_theme().changed.connect(self.viewport().update)

    def show_backups(self, present: Examined, found: Iterable[Listed]) -> None:
        """Fill the list and choose the newest that is sound."""
        texts = self._texts
        self.clear()
        held = words.holds(texts, present)
        state = "" if present.sound else words.state(texts, present.soundness)
        self._add(Line(texts.tr("Now"), held, state), None)
        for one in found:
            kind = words.kind(texts, one.backup, one.rhythm)
            how = f"{kind} · {words.state(texts, one.examined.soundness)}"
            moment = when(texts, one.backup.made_at, self._today())
            line = Line(moment, words.holds(texts, one.examined), how)
            self._add(line, one.backup.name if one.examined.sound else None)
        self._be_high_enough(min(self.count(), _ROWS))
        self._choose_first()

    def chosen(self) -> str | None:
        """Return the name of the backup that is chosen."""
        items = self.selectedItems()
        return items[0].data(_KEY) if items else None

    def choose(self, name: str) -> None:
        """Choose a backup by its name."""
        for row in range(self.count()):
            if self.item(row).data(_KEY) == name:
                self.setCurrentRow(row)

    def _add(self, line: Line, name: str | None) -> None:
        item = add_row(self, ", ".join(filter(None, (line.when, line.holds, line.how))))
        item.setData(_LINE, line)
        item.setData(_KEY, name)
        if name is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)

    def _choose_first(self) -> None:
        for row in range(self.count()):
            if self.item(row).data(_KEY) is not None:
                self.setCurrentRow(row)
                return

    def _be_high_enough(self, rows: int) -> None:
        self.setMinimumHeight(rows * _ROW + 2 * _EDGE)


class _Rows(QStyledItemDelegate):
    """Draws a row in three columns."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, _ROW)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line: Line = index.data(_LINE)
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        view: QWidget = plain.widget
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, plain, painter, view)
        room: QRect = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        theme = current_theme()
        muted = theme.colour("muted")
        font = QFont(option.font)
        painter.save()
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(theme.colour("text") if line.holds else muted)
        metrics = painter.fontMetrics()
        first = max(metrics.horizontalAdvance("Mo 28.08.2026, 00:00"), 150) + _GAP
        self._text(painter, QRect(room.left(), room.top(), first - _GAP, room.height()), line.when)
        small = QFont(font)
        small.setPixelSize(12)
        painter.setFont(small)
        painter.setPen(muted)
        last = min(painter.fontMetrics().horizontalAdvance(line.how) + 2, room.width() // 2)
        right = QRect(room.right() - last, room.top(), last, room.height())
        self._text(painter, right, line.how, Qt.AlignmentFlag.AlignRight)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        middle = QRect(room.left() + first, room.top(), room.width() - first - last - _GAP, _ROW)
        self._text(painter, middle, line.holds)
        painter.restore()

    def _text(
        self,
        painter: QPainter,
        room: QRect,
        text: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, fitting)
