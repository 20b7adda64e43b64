"""Today and the next seven days: who leaves, who comes, which units change over, what to decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.core.agenda import Due
from app.core.errors import UserError
from app.services.agenda import Lookout
from app.ui import override
from app.ui.kit import Label, Role
from app.ui.occupancies.actions import Actions
from app.ui.plan.agenda_card import AgendaCard, Line
from app.ui.plan.words import bar_name, brief_day, stay_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from app.core.agenda import Agenda
    from app.core.occupancy import Occupancy
    from app.services.watch import Moved
    from app.ui.context import Context

_BESIDE: Final = 4
_CARD_WIDTH: Final = 212


class TodayPanel(QWidget):
    """Four cards of lines that lead to their bars; options can be decided here.

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
        self._lookout = Lookout(context.units, context.occupancies)
        self._today = context.clock.today()
        self._units: dict[int, str] = {}
        texts, nothing = context.texts, context.texts.trp("agenda", "none")
        self._cards = {
            Due.DEPARTURE: AgendaCard("departures", texts.tr("Departures"), nothing, self),
            Due.ARRIVAL: AgendaCard("arrivals", texts.tr("Arrivals"), nothing, self),
            Due.CHANGEOVER: AgendaCard("changeovers", texts.tr("Changeovers"), nothing, self),
            Due.OPTION: AgendaCard("options", texts.tr("Options"), nothing, self),
        }
        for card in self._cards.values():
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
        column.addLayout(self._grid)
        self._arrange(_BESIDE)
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
        self._today = self._context.clock.today()
        self._units = {unit.id: unit.name for unit in self._context.units.all()}
        found = self._lookout.agenda(self._today)
        for due, lines in self._lines(found).items():
            self._cards[due].show_lines(lines)

    def _lines(self, found: Agenda) -> dict[Due, list[Line]]:
        return {
            Due.DEPARTURE: [self._line(s.departure, s, self._name(s)) for s in found.departures],
            Due.ARRIVAL: [
                self._line(s.arrival, s, bar_name(self._texts, s)) for s in found.arrivals
            ],
            Due.CHANGEOVER: [
                # The arrow stays with the one who leaves where the line is broken.
                self._line(
                    c.day, c.coming, f"{self._name(c.leaving)}\u00a0→ {self._name(c.coming)}"
                )
                for c in found.changeovers
            ],
            Due.OPTION: [self._option(s) for s in found.options],
        }

    def _name(self, stay: Occupancy) -> str:
        return stay_name(self._texts, stay)

    def _line(self, day: date, stay: Occupancy, who: str) -> Line:
        text = f"{self._units.get(stay.unit_id, '')} · {who}"
        return Line(self._day(day), text, stay, urgent=day == self._today)

    def _option(self, stay: Occupancy) -> Line:
        texts, until = self._texts, stay.option_until or self._today
        line = self._line(until, stay, self._name(stay))
        day = texts.tr("until {day}", day=brief_day(texts, until))
        late = stay.expired(self._today)
        if until == self._today:
            day = texts.tr("until today")
        elif late:
            day = texts.trp("option", "expired")
        choices = (
            ("book", texts.tr("Book firmly")),
            ("extend", texts.tr("Extend …")),
            ("release", texts.tr("Release")),
        )
        return replace(
            line, day=day, urgent=not late and until == self._today, late=late, choices=choices
        )

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
            from app.ui.occupancies.extend_dialog import ExtendDialog  # noqa: PLC0415

            unit = self._units.get(option.unit_id, "")
            ExtendDialog(self._context, self._actions, option, unit, self).open()

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except UserError as error:
            self._context.notices.fail(error)

    # ---- room ----

    def arrange_for(self, width: int) -> None:
        """Stand the cards so that they suit a width, also while nobody sees them."""
        self._arrange(_BESIDE if width >= _BESIDE * _CARD_WIDTH else _BESIDE // 2)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange_for(self.width())

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for card in self._cards.values():
            self._grid.removeWidget(card)
        for at, card in enumerate(self._cards.values()):
            self._grid.addWidget(card, at // columns, at % columns)
        for at in range(_BESIDE):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)
