"""Solving a double booking: both stays, what is free, and three ways out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.override import override
from app.ui.kit import Button, Dialog, Label, Role, ScrollPage
from app.ui.kit.controls.layouts import add_layout
from app.ui.stays.clash.choices import Choices, Way
from app.ui.stays.clash.little_plan import LittlePlan, LittleRow
from app.ui.stays.clash.stay_card import StayCard

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QShowEvent

    from app.core.stays.double_booking import Alarm
    from app.core.stays.occupancy import Occupancy
    from app.services.base.watch import Moved
    from app.ui.base.context import Context
    from app.ui.stays.actions import Actions

_AROUND: Final = timedelta(days=4)
_WIDTH: Final = 720
_FRAME: Final = 40
"""What the frame of a window takes of the screen."""
_LEAST: Final = 160
_UNBOUNDED: Final = 16_777_215
"""Qt's QWIDGETSIZE_MAX."""


class ClashDialog(Dialog):
    """Asks what shall become of two stays that have booked the same nights.

    Signals:
        show_wanted(int): the owner wants to see this occupancy in the plan.
    """

    show_wanted = Signal(int)

    def __init__(
        self, context: Context, actions: Actions, alarm: Alarm, parent: QWidget | None = None
    ) -> None:
        texts = context.texts
        unit = context.services.units.get(alarm.unit_id)
        super().__init__(
            texts.tr("Double booking in {unit}", unit=unit.name),
            texts.tr("Move"),
            texts.tr("Later"),
            name="clash_dialog",
            width=_WIDTH,
            parent=parent,
        )
        self._context = context
        self._texts = texts
        self._actions = actions
        self._unit = unit
        self._solving = False
        self._today: date = context.services.house_clock.today()
        self._summary = Label("", Role.MUTED, wrap=True, name="clash_summary", parent=self)
        self.content.addWidget(self._never_wider(self._summary))
        self._scroll = ScrollPage(margin=0, name="clash_body", parent=self)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.content.addWidget(self._scroll, 1)
        self._show_button = Button(texts.tr("Show in plan"), name="clash_show", parent=self)
        self.add_left_button(self._show_button)
        self._show_button.clicked.connect(self._show)
        self.submitted.connect(self._solve)
        context.bridge.moved.connect(self._follow)
        self._body = QWidget(self._scroll)
        self._fill(alarm)
        self.choices.take_focus()

    # ---- what is shown ----

    def _fill(self, alarm: Alarm) -> None:
        self._alarm = alarm
        texts = self._texts
        self._summary.setText(
            texts.tr(
                "Both have the nights from {arrival} to {departure}. One of them has to move or "
                "be cancelled before both stand at the door.",
                arrival=alarm.arrival,
                departure=alarm.departure,
            )
        )
        # The one before it is deleted by what holds it.
        self._body = QWidget(self._scroll)
        # Else what holds it would take the height that its words need where they wrap most.
        self._body.setMinimumHeight(1)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        ways_out = self._context.services.double_bookings.suggestions(alarm.id)
        self._plan = LittlePlan(texts, name="clash_plan", parent=self._body)
        self.choices = Choices(texts, alarm, ways_out, self._today, self._body)
        add_layout(column, self._make_cards(self._body))
        column.addWidget(self._plan)
        column.addWidget(self.choices)
        column.addStretch(1)
        self._scroll.setWidget(self._body)
        self.choices.changed.connect(self._draw_choice)
        self._show_days()
        self._draw_choice()

    def _make_cards(self, parent: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        for place, stay in enumerate(self._alarm.both):
            name = f"clash_stay_{place}"
            row.addWidget(StayCard(self._texts, stay, self._today, name=name, parent=parent), 1)
        return row

    def _show_days(self) -> None:
        first, last = self._days()
        clash = self._alarm.arrival, self._alarm.departure
        self._plan.show_days(first, last, self._today, clash)

    def _days(self) -> tuple[date, date]:
        both = self._alarm.both
        first = min(stay.arrival for stay in both)
        last = max(stay.departure for stay in both)
        return (
            first - _AROUND if first - FIRST_DAY > _AROUND else FIRST_DAY,
            last + _AROUND if LAST_DAY - last > _AROUND else LAST_DAY,
        )

    def _draw_choice(self) -> None:
        texts, way = self._texts, self.choices.way()
        words = {
            Way.MOVE: texts.tr("Move"),
            Way.CANCEL: texts.tr("Cancel this one"),
            Way.ACCEPT: texts.tr("Leave it so"),
        }
        # Where nobody can move, nothing is chosen: what can be done is to look at it.
        self.primary_button.setText(texts.tr("Show in plan") if way is None else words[way])
        self.primary_button.setEnabled(way is None or self.choices.complete())
        self._show_button.setVisible(way is not None)
        self.set_error(None)
        rows = [self._row(self._unit.id, self._unit.name)]
        move = self.choices.moving()
        if move is not None:
            coming = move.stay if way is Way.MOVE else None
            rows.append(self._row(move.unit.id, move.unit.name, coming))
        self._plan.show_rows(rows)
        self._fit()

    def _row(self, unit_id: int, name: str, coming: Occupancy | None = None) -> LittleRow:
        first, last = self._days()
        stays = self._context.services.occupancies.overlapping(unit_id, first, last)
        return LittleRow(name, tuple(stays), coming)

    # ---- what the owner does ----

    def _show(self) -> None:
        wanted = self._alarm.second.id
        self.reject()
        self.show_wanted.emit(wanted)

    def _solve(self) -> None:
        if self.choices.way() is None:
            self._show()
            return
        if not self.choices.complete():
            return
        self._solving = True
        try:
            self._do()
        except UserError as error:
            self.set_error(self._texts.tell(error))
        else:
            self.accept()
        finally:
            self._solving = False

    def _do(self) -> None:
        move, cancels = self.choices.moving(), self.choices.cancels()
        match self.choices.way():
            case Way.MOVE if move is not None:
                self._actions.move_apart(self._alarm, move.stay, move.unit.id)
            case Way.CANCEL if cancels is not None:
                self._actions.cancel_one(self._alarm, cancels)
            case Way.ACCEPT:
                self._actions.accept(self._alarm)

    def _follow(self, moved: Moved) -> None:
        """Something has moved that this is about: look again, and go where it is solved."""
        if not (moved.units or moved.house or moved.double_bookings):
            return
        if self._solving or not self.isVisible():
            return
        try:
            alarm = self._context.services.double_bookings.get(self._alarm.id)
        except UserError:
            self.reject()
            return
        if not alarm.booking.stands:
            self.reject()
            return
        way = self.choices.way()
        self._fill(alarm)
        if way in {Way.CANCEL, Way.ACCEPT} and self.choices.offers(way):
            self.choices.choose(way)
        self.choices.take_focus()

    # ---- room ----

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as everything needs, as far as the screen has room; the rest is scrolled."""
        outer, body = self.layout(), self._body.layout()
        assert outer is not None
        assert body is not None
        # Each remembers what its parts need until the event loop turns.
        for layout in self._body.findChildren(QLayout):
            layout.invalidate()
        width = max(self.width(), self.minimumWidth())
        margins = outer.contentsMargins()
        needed = body.totalHeightForWidth(width - margins.left() - margins.right())
        # Once there, the bar would make the words need the height that keeps it there.
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFixedHeight(0)
        self.content.invalidate()
        outer.invalidate()
        others = outer.totalHeightForWidth(width)
        room = self.screen().availableGeometry().height() - others - _FRAME
        height = max(min(needed, room), _LEAST)
        self._scroll.setMinimumHeight(min(height, _LEAST))
        self._scroll.setMaximumHeight(_UNBOUNDED)
        self.resize(width, others + height)
        outer.activate()
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
