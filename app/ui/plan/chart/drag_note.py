"""The words beside the pointer while something is dragged: dates, nights, or why not here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.core.stays.dates import day_of
from app.override import override
from app.ui.look import icons
from app.ui.look.theme import current_theme
from app.ui.stays.words import nights

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from app.i18n import Catalogue
    from app.ui.plan.chart.drags import Outcome

_PAD, _LINE, _SIGN = 10, 18, 14
_WIDEST = 560
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class DragNote(QWidget):
    """A small card that follows the pointer and lets it through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drag_note")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.lead = ""
        self.detail = ""
        self.refused = False
        self._area = parent
        self._bold = QFont(self.font())
        self._bold.setWeight(QFont.Weight.DemiBold)
        self.hide()

    def tell(self, texts: Catalogue, outcome: Outcome, at: QPoint) -> None:
        """Say what letting go would do beside a point of the parent, inside the parent."""
        self.lead, self.detail = _lead(texts, outcome), _detail(texts, outcome)
        self.refused = outcome.problem is not None
        self.setAccessibleName(f"{self.lead} {self.detail}")
        size = self._wanted()
        x = _beside(at.x(), size.width(), self._area.width())
        y = _beside(at.y(), size.height(), self._area.height())
        self.setGeometry(max(x, 4), max(y, 4), size.width(), size.height())
        self.show()
        self.raise_()
        self.update()

    def _wanted(self) -> QSize:
        lead = QFontMetrics(self._bold).horizontalAdvance(self.lead)
        detail = self.fontMetrics().horizontalAdvance(self.detail)
        sign = _SIGN + 6 if self.refused else 0
        width = min(max(lead + sign, detail), _WIDEST) + 2 * _PAD + 2
        return QSize(width, 2 * 7 + _LINE * (2 if self.detail else 1))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("bad" if self.refused else "field_line"), 1))
        painter.setBrush(theme.colour("bad_tint" if self.refused else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        x, y, room = _PAD, 7, self.width() - 2 * _PAD
        painter.setFont(self._bold)
        painter.setPen(theme.colour("bad" if self.refused else "text"))
        if self.refused:
            ratio = self.devicePixelRatioF()
            painter.drawPixmap(x, y + 2, icons.pixmap("circle-alert", "bad", _SIGN, ratio))
            x += _SIGN + 6
        painter.drawText(x, y, room, _LINE, _LEFT, self.lead)
        if self.detail:
            painter.setFont(self.font())
            painter.setPen(theme.colour("text" if self.refused else "muted"))
            elide = Qt.TextElideMode.ElideRight
            shown = self.fontMetrics().elidedText(self.detail, elide, room)
            painter.drawText(_PAD, y + _LINE, room, _LINE, _LEFT, shown)
        painter.end()


def _beside(at: int, length: int, room: int) -> int:
    """Where to begin beyond a point, or before it where there is no room beyond."""
    return at + 16 if at + 16 + length < room else at - 12 - length


def _lead(texts: Catalogue, outcome: Outcome) -> str:
    """Weekdays, days and nights."""
    arrival, departure = day_of(outcome.arrival), day_of(outcome.departure)
    if outcome.nights <= 0:
        return texts.date(arrival)
    names = f"{texts.weekday(arrival)} – {texts.weekday(departure)}"
    return f"{names}, {texts.day_range(arrival, departure)} · {nights(texts, outcome.nights)}"


def _detail(texts: Catalogue, outcome: Outcome) -> str:
    """The unit, or why not there."""
    if outcome.problem is None:
        return outcome.unit.name
    if outcome.nights <= 0:
        return texts.tr("At least one night")
    return texts.tell(outcome.problem)
