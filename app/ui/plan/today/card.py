"""One card of the panel of what is due: a title and lines to press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.override import override
from app.ui.kit import Button, Card, Label, Role, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.flow import FlowLayout
from app.ui.kit.viewport import own_viewport
from app.ui.plan.today.line import AIR, INSET, LineButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from app.ui.plan.today.line import Group

_LINES_AT_LEAST: Final = 2


class _Scroller(QScrollArea):
    """As high as its lines where there is room, and never lower than a few of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        own_viewport(self).setAutoFillBackground(False)

    def _height(self) -> int:
        held = self.widget()
        if held is None:
            return 0
        width = max(self.viewport().width(), held.minimumSizeHint().width())
        high = held.heightForWidth(width)
        return high if high >= 0 else held.sizeHint().height()

    @override
    def sizeHint(self) -> QSize:
        held = self.widget()
        width = held.sizeHint().width() if held is not None else 0
        return QSize(width, max(self._height(), self.minimumSizeHint().height()))

    @override
    def minimumSizeHint(self) -> QSize:
        held = self.widget()
        width = held.minimumSizeHint().width() if held is not None else 0
        # Whatever it holds: the page asks before it knows how wide this will be.
        return QSize(width, _LINES_AT_LEAST * (self.fontMetrics().height() + 2 * AIR))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class _Lines(QWidget):
    """The groups one below the other, and their buttons by place."""

    def __init__(self, name: str, groups: Sequence[Group]) -> None:
        super().__init__()
        self.setObjectName("page_body")
        self._name = name
        self.buttons: list[LineButton] = []
        self.choices: list[tuple[Button, LineButton, str]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for group in groups:
            column.addWidget(self._group(group))
        column.addStretch(1)
        days = max((button.needed_day_width() for button in self.buttons), default=0)
        places = max((button.needed_where_width() for button in self.buttons), default=0)
        for button in self.buttons:
            button.day_width, button.where_width = days, places

    def place_of(self, focused: QWidget) -> tuple[str, int] | None:
        """What has the keyboard, by its key ("" for the line itself), and the place of its line."""
        for button, line, key in self.choices:
            if button is focused:
                return key, self.buttons.index(line)
        found = (at for at, button in enumerate(self.buttons) if button is focused)
        at = next(found, None)
        return None if at is None else ("", at)

    def button_at(self, key: str, place: int) -> Button | LineButton | None:
        """What stands in the place of what `place_of` returned, the last where that is gone."""
        if not self.buttons:
            return None
        line = self.buttons[min(place, len(self.buttons) - 1)]
        chosen = (button for button, of, which in self.choices if of is line and which == key)
        return line if not key else next(chosen, None)

    def _group(self, group: Group) -> QWidget:
        held = QFrame(self)
        held.setProperty("agenda", "marked" if group.marked else "plain")
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 2 if group.marked else 0, 0, 2 if group.marked else 0)
        column.setSpacing(0)
        if not group.lines:
            nothing = Label(group.nothing, Role.MUTED, name=f"{self._name}_none", parent=held)
            nothing.setContentsMargins(INSET, 4, INSET, 4)
            column.addWidget(nothing)
        for line in group.lines:
            button = LineButton(line, held)
            self.buttons.append(button)
            column.addWidget(button)
            if line.choices:
                add_layout(column, self._choices(button, held))
        return held

    def _choices(self, line: LineButton, parent: QWidget) -> QHBoxLayout:
        row = QWidget(parent)
        flow = FlowLayout(row, 2, first_grows=False)
        for key, words in line.line.choices:
            button = Button(words, Variant.LINK, name=f"{key}_{line.line.stay.id}", parent=row)
            button.setProperty("inline", "true")
            button.setAccessibleDescription(line.line.text)
            self.choices.append((button, line, key))
            flow.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        beside = QHBoxLayout()
        # The buttons have a padding of their own.
        beside.setContentsMargins(INSET - 5, 0, 0, 6)
        beside.addWidget(row)
        return beside


class AgendaCard(Card):
    """A title and groups of lines, or words that there are none.

    Signals:
        pressed(int): the owner wants to see this occupancy.
        decided(str, Occupancy): the owner chose what shall become of this option.
    """

    pressed = Signal(int)
    decided = Signal(str, object)

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(name=f"agenda_{name}", accessible_name=title, parent=parent)
        self.setProperty("sunken", "true")
        self.body.setContentsMargins(8, 12, 8, 10)
        self.body.setSpacing(6)
        self._groups: tuple[Group, ...] | None = None
        heading = Label(title, Role.SECTION, parent=self)
        heading.setContentsMargins(INSET, 0, INSET, 0)
        self.body.addWidget(heading)
        self._scroller = _Scroller(self)
        self.body.addWidget(self._scroller)
        self.body.addStretch(1)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these; nothing is made anew where they are the same. The focus stays in place."""
        if tuple(groups) == self._groups:
            return
        place = self._focused_place()
        self._groups = tuple(groups)
        held = _Lines(self.objectName(), groups)
        for line in held.buttons:
            line.clicked.connect(lambda _=False, b=line: self.pressed.emit(b.line.stay.id))
        for button, line, key in held.choices:
            button.clicked.connect(lambda _=False, k=key, b=line: self.decided.emit(k, b.line.stay))
        # The old lines may be pressed at this very moment: they go when their event is over.
        before = self._scroller.takeWidget()
        if before is not None:
            before.hide()
            before.deleteLater()
        self._scroller.setWidget(held)
        held.setAutoFillBackground(False)
        self._scroller.updateGeometry()
        if place is not None:
            self._focus_at(*place)

    def _focused_place(self) -> tuple[str, int] | None:
        focused, held = QApplication.focusWidget(), self._scroller.widget()
        if focused is None or not isinstance(held, _Lines):
            return None
        return held.place_of(focused)

    def _focus_at(self, key: str, place: int) -> None:
        """Put the keyboard where it was, in the next line where that one is gone."""
        held = self._scroller.widget()
        found = held.button_at(key, place) if isinstance(held, _Lines) else None
        if found is None:
            self.focusNextChild()
            return
        found.setFocus(Qt.FocusReason.OtherFocusReason)
