"""All double bookings as a table."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from app.core.stays.double_booking import STATE_LABELS, State
from app.core.times.moments import when
from app.override import override
from app.ui.kit.floating.tips import tip_text
from app.ui.kit.row_model import Index, RowModel
from app.ui.look import icons
from app.ui.look.theme import current_theme
from app.ui.stays.clash.words import at_time, both_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from PySide6.QtCore import QObject

    from app.core.stays.double_booking import Alarm
    from app.i18n import Catalogue


class Column(IntEnum):
    """The columns, from left to right."""

    NIGHTS = 0
    UNIT = 1
    WHO = 2
    SINCE = 3
    STATE = 4


class ClashModel(RowModel["Alarm"]):
    """Double bookings as they were given."""

    def __init__(self, texts: Catalogue, parent: QObject | None = None) -> None:
        headings = (
            texts.tr("Nights"),
            texts.tr("Unit"),
            texts.tr("Both"),
            texts.tr("Known"),
            texts.tr("State"),
        )
        super().__init__(headings, parent=parent)
        self._texts = texts
        self._units: Mapping[int, str] = {}
        self._today: date | None = None

    def set_rows(self, rows: Sequence[Alarm], units: Mapping[int, str], today: date) -> None:
        """Show these; `units` are the names by id, `today` what times are told from."""
        self.beginResetModel()
        self.rows, self._units, self._today = list(rows), units, today
        self.endResetModel()

    def row_of(self, booking_id: int) -> int:
        """The row of a double booking, -1 where it is not shown."""
        found = (at for at, alarm in enumerate(self.rows) if alarm.id == booking_id)
        return next(found, -1)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        alarm, column = self.rows[index.row()], Column(index.column())
        alarms = alarm.booking.state is State.OPEN and not self._past(alarm)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(alarm, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tip_text(self._shown(alarm, column))
            case Qt.ItemDataRole.ForegroundRole if not alarms:
                return current_theme().colour("muted")
            case Qt.ItemDataRole.DecorationRole if alarms and column is Column.STATE:
                return icons.icon("triangle-alert", "bad")
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.NIGHTS:
                return ", ".join(self._shown(alarm, one) for one in Column)
        return None

    def _past(self, alarm: Alarm) -> bool:
        return self._today is not None and alarm.departure <= self._today

    def _shown(self, alarm: Alarm, column: Column) -> str:
        texts = self._texts
        match column:
            case Column.NIGHTS:
                return texts.day_range(alarm.arrival, alarm.departure)
            case Column.UNIT:
                return self._units.get(alarm.unit_id, "")
            case Column.WHO:
                return both_line(texts, alarm)
            case Column.SINCE:
                assert self._today is not None  # set together with the rows
                return texts.tr("since {when}", when=when(alarm.booking.since, self._today))
            case Column.STATE:
                return self._state(alarm)

    def _state(self, alarm: Alarm) -> str:
        texts, booking = self._texts, alarm.booking
        if booking.closed_at is not None and self._today is not None:
            return texts.tr("solved {when}", when=at_time(texts, booking.closed_at, self._today))
        if booking.state is State.OPEN and self._past(alarm):
            return texts.tr("past")
        return texts.tr(STATE_LABELS[booking.state])
