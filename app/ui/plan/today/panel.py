"""Today and the next seven days: who leaves, who comes, what to decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.stays.occupancy import KIND_LABELS, Kind
from app.override import override
from app.services.stays.queries import StayQueries
from app.ui.kit import Label, Role
from app.ui.kit.controls.layouts import add_layout
from app.ui.plan.today.card import AgendaCard
from app.ui.plan.today.line import Group, Line
from app.ui.stays.actions import Actions
from app.ui.stays.bar_words import bar_name, brief_day, stay_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from app.core.stays.agenda import Agenda, Move
    from app.core.stays.occupancy import Occupancy
    from app.services.base.watch import Moved
    from app.ui.base.context import Context

_BESIDE_FROM: Final = 560
_SHARES: Final = (4, 3)
"""How the cards share the width: what changes is longer than what is to be decided."""


class TodayPanel(QWidget):
    """Two cards of lines that lead to their bars: who comes and goes, and options to decide.

    Signals:
        occupancy_chosen(int): the owner wants to see this one's bar.
    """

    occupancy_chosen = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("today_panel")
        self._context = context
        self._texts = context.texts
        self._actions = Actions(context)
        self._queries = StayQueries(context.services.units, context.services.occupancies)
        self._today = context.services.house_clock.today()
        self._units: dict[int, str] = {}
        texts = context.texts
        self._moves = AgendaCard("moves", texts.trp("agenda", "Arrivals and departures"), self)
        self._options = AgendaCard("options", texts.tr("Options"), self)
        self._cards = (self._moves, self._options)
        for card in self._cards:
            card.pressed.connect(self.occupancy_chosen)
            card.decided.connect(self._decide)
        heading = Label(texts.tr("Today and the next 7 days"), Role.HEADING, parent=self)
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        self._columns = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(heading)
        add_layout(column, self._grid)
        self._arrange(len(self._cards))
        self._stale = True

    def redraw(self, moved: Moved) -> None:
        """Show what has moved."""
        if moved.units or moved.house:
            self._look()

    def day_changed(self) -> None:
        """Past midnight, today is another day."""
        self._look()

    # ---- what is shown ----

    def _look(self) -> None:
        """Read what is due; while nobody sees it, there is no hurry."""
        self._stale = not self.isVisible()
        if not self._stale:
            self._load()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._look()

    def _load(self) -> None:
        self._today = self._context.services.house_clock.today()
        self._units = {unit.id: unit.name for unit in self._context.services.units.all()}
        found = self._queries.agenda(self._today)
        self._moves.show_groups(self._moving(found))
        options = tuple(self._option(stay) for stay in found.options)
        self._options.show_groups([Group(options, self._texts.trp("agenda", "none"))])

    def _moving(self, found: Agenda) -> list[Group]:
        """Today in a row of its own, then the days after it."""
        texts = self._texts
        lines = [self._move(move) for move in found.moves]
        today = tuple(_grouped(line for line in lines if line.urgent))
        later = tuple(_grouped(line for line in lines if not line.urgent))
        return [
            Group(today, texts.tr("Today nobody comes or goes."), marked=True),
            Group(later, texts.tr("Nothing in the next 7 days.")),
        ]

    def _move(self, move: Move) -> Line:
        stay = move.coming or move.leaving
        assert stay is not None  # a move is of one at least
        return Line(
            self._day(move.day),
            self._moving_words(move),
            stay,
            where=self._units.get(stay.unit_id, ""),
            urgent=move.day == self._today,
        )

    def _moving_words(self, move: Move) -> str:
        texts = self._texts
        if move.leaving is not None and move.coming is not None:
            # The arrow stays with the one who leaves where the line is broken.
            return f"{self._name(move.leaving)}\u00a0→ {bar_name(texts, move.coming)}"
        if move.coming is not None:
            who = bar_name(texts, move.coming)
            if move.coming.kind is Kind.BOOKING:
                return texts.tr("Arrival: {who}", who=who)
            kind = texts.tr(KIND_LABELS[move.coming.kind])
            begins = texts.tr("{kind} begins", kind=kind)
            return begins if who == kind else f"{begins}: {who}"
        assert move.leaving is not None
        who, kind = self._name(move.leaving), texts.tr(KIND_LABELS[move.leaving.kind])
        if move.leaving.kind is Kind.BOOKING:
            return texts.tr("Departure: {who}", who=who)
        ends = texts.tr("{kind} ends", kind=kind)
        return ends if who == kind else f"{ends}: {who}"

    def _name(self, stay: Occupancy) -> str:
        return stay_name(self._texts, stay)

    def _option(self, stay: Occupancy) -> Line:
        texts, until = self._texts, stay.option_until or self._today
        day = texts.tr("until {day}", day=brief_day(texts, until))
        late = stay.expired(self._today)
        if until == self._today:
            day = texts.tr("until today")
        elif late:
            day = texts.trp("option", "expired")
        choices = (
            ("book", texts.tr("Book firmly")),
            ("extend", texts.tr("Extend deadline …")),
            ("release", texts.tr("Release")),
        )
        text = f"{self._units.get(stay.unit_id, '')} · {self._name(stay)}"
        urgent = not late and until == self._today
        return Line(day, text, stay, urgent=urgent, late=late, choices=choices)

    def _day(self, day: date) -> str:
        texts = self._texts
        if day == self._today:
            return texts.tr("Today")
        if day == self._today + timedelta(1):
            return texts.tr("Tomorrow")
        return texts.trp(
            "day of the month", "{weekday} {day}", weekday=texts.weekday(day), day=day.day
        )

    # ---- what is done ----

    def _decide(self, what: str, option: Occupancy) -> None:
        if what == "book":
            self._try(lambda: self._actions.book_firmly(option))
        elif what == "release":
            self._try(lambda: self._actions.cancel(option))
        else:
            from app.ui.stays.entry.extend_dialog import ExtendDialog  # noqa: PLC0415

            unit = self._units.get(option.unit_id, "")
            ExtendDialog(self._context, self._actions, option, unit, self).open()

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except UserError as error:
            self._context.notices.say(self._texts.tell(error))

    # ---- room ----

    def arrange_for(self, width: int) -> None:
        """Stand the cards so that they suit a width, also while nobody sees them."""
        self._arrange(len(self._cards) if width >= _BESIDE_FROM else 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange_for(self.width())

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for card in self._cards:
            self._grid.removeWidget(card)
        for at, (card, share) in enumerate(zip(self._cards, _SHARES, strict=True)):
            self._grid.addWidget(card, at // columns, at % columns)
            self._grid.setColumnStretch(at, share if at < columns else 0)


def _grouped(lines: Iterable[Line]) -> Iterator[Line]:
    """Mark what has the day of the line before."""
    day = ""
    for line in lines:
        yield replace(line, follows=line.day == day)
        day = line.day
