"""Dragging rows and sections: where they would go, and where they were let go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame

from app.dataclass import dataclass
from app.override import override
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

    from app.ui.kit import ScrollPage
    from app.ui.units.row import UnitRow
    from app.ui.units.section import HouseSection

_LINE = 4
_EDGE = 48
"""So near to the upper or lower edge the page scrolls along."""
_SCROLL_STEP = 14
_SCROLL_MS = 30


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to let go: in a property (0: among the properties), at an index, shown at `line`."""

    property_id: int
    index: int
    line: QRect


class DropLine(QFrame):
    """Where what is being dragged would go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drop_line")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current_theme().colour("accent"))
        painter.drawRoundedRect(self.rect(), _LINE / 2, _LINE / 2)
        painter.end()


class Sorting(QObject):
    """Follows drags within one scrolling page.

    Signals:
        unit_dropped(int, int, int): a unit, the property it was dropped in, its index there.
        house_dropped(int, int): a property, and its index among the others.
    """

    unit_dropped = Signal(int, int, int)
    house_dropped = Signal(int, int)

    def __init__(self, page: ScrollPage, sections: Callable[[], Sequence[HouseSection]]) -> None:
        super().__init__(page)
        self._page = page
        content = page.widget()
        assert content is not None
        self._content = content
        self._sections = sections
        self._line = DropLine(self._content)
        self._slots: list[Slot] = []
        self._chosen: Slot | None = None
        self._where = QPoint()
        self._scroll = QTimer(self, interval=_SCROLL_MS)
        self._scroll.timeout.connect(self._scroll_along)

    def watch_row(self, row: UnitRow) -> None:
        """Let this unit be dragged."""
        row.drag_began.connect(lambda: self._begin(self._unit_slots(row)))
        row.dragged.connect(self._follow)
        row.drag_ended.connect(partial(self._end_unit, row))

    def watch_section(self, section: HouseSection) -> None:
        """Let this property be dragged by its header."""
        header = section.header
        header.drag_began.connect(lambda: self._begin(self._house_slots(section)))
        header.dragged.connect(self._follow)
        header.drag_ended.connect(partial(self._end_house, section))

    def _begin(self, slots: Iterator[Slot]) -> None:
        self._slots = list(slots)
        self._chosen = None
        self._scroll.start()

    def _follow(self, where: QPoint) -> None:
        self._where = where
        height = self._content.mapFromGlobal(where).y()
        self._chosen = min(
            self._slots, key=lambda slot: abs(slot.line.center().y() - height), default=None
        )
        if self._chosen is not None:
            self._line.setGeometry(self._chosen.line)
            self._line.show()
            self._line.raise_()

    def _end_unit(self, row: UnitRow, dropped: bool) -> None:
        chosen = self._end(dropped)
        if chosen is not None:
            self.unit_dropped.emit(row.look.unit.id, chosen.property_id, chosen.index)

    def _end_house(self, section: HouseSection, dropped: bool) -> None:
        chosen = self._end(dropped)
        if chosen is not None:
            self.house_dropped.emit(section.property_id, chosen.index)

    def _end(self, dropped: bool) -> Slot | None:
        self._scroll.stop()
        self._line.hide()
        chosen, self._chosen = self._chosen, None
        return chosen if dropped else None

    def _unit_slots(self, dragged: UnitRow) -> Iterator[Slot]:
        for section in self._sections():
            others = 0
            for row in section.rows:
                yield Slot(section.property_id, others, self._above(row, section.card))
                others += row is not dragged
            last = section.rows[-1] if section.rows else None
            yield Slot(section.property_id, others, self._below(last, section.card))

    def _house_slots(self, dragged: HouseSection) -> Iterator[Slot]:
        others = 0
        for section in self._sections():
            yield Slot(0, others, self._above(section, section))
            others += section is not dragged
        if self._sections():
            last = self._sections()[-1]
            yield Slot(0, others, self._below(last, last))

    def _above(self, widget: QWidget, within: QWidget) -> QRect:
        return self._line_at(self._top(widget), within)

    def _below(self, widget: QWidget | None, within: QWidget) -> QRect:
        if widget is None:
            return self._line_at(self._top(within) + within.height() // 2, within)
        return self._line_at(self._top(widget) + widget.height(), within)

    def _line_at(self, height: int, within: QWidget) -> QRect:
        left = within.mapTo(self._content, QPoint(0, 0)).x()
        return QRect(left + 12, height - _LINE // 2, within.width() - 24, _LINE)

    def _top(self, widget: QWidget) -> int:
        return widget.mapTo(self._content, QPoint(0, 0)).y()

    def _scroll_along(self) -> None:
        if self._chosen is None:
            return
        view = self._page.viewport()
        height = view.mapFromGlobal(self._where).y()
        bar = self._page.verticalScrollBar()
        if height < _EDGE:
            bar.setValue(bar.value() - _SCROLL_STEP)
        elif height > view.height() - _EDGE:
            bar.setValue(bar.value() + _SCROLL_STEP)
        else:
            return
        self._follow(self._where)
