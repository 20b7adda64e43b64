"""The plan on paper: the next days, a month, a unit's year, with what the owner wants of it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from app.ui.paper.choice import Choice
from app.ui.paper.output import Orientation
from app.ui.paper.preview import PreviewDialog
from app.ui.paper.sheets.content import read_month, read_year
from app.ui.paper.sheets.day_content import Shown, read_days
from app.ui.paper.sheets.day_sheet import DaySheet
from app.ui.paper.sheets.month_sheet import MonthSheet
from app.ui.paper.sheets.year_sheet import YearSheet
from app.ui.paper.what import Holidays, What, no_holidays

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QCheckBox, QWidget

    from app.ui.base.context import Context
    from app.ui.paper.sheets.sheet import Sheet

_SHOWN_KEY: Final = "paper/day"


class PaperDialog(PreviewDialog):
    """Turns between the sheets of the plan.

    Args:
        context: the window's.
        what: what to begin with; the owner may turn to the others.
        day: a day of the month or year to begin with; the first of the days.
        unit_id: the unit to begin with, None for the first one.
        parent: what it opens over.
        holidays: the public holidays of a year.
    """

    def __init__(
        self,
        context: Context,
        what: What,
        day: date,
        unit_id: int | None,
        parent: QWidget,
        holidays: Holidays = no_holidays,
    ) -> None:
        texts = context.texts
        lies = Orientation.PORTRAIT if what is What.DAY else Orientation.LANDSCAPE
        super().__init__(context, texts.tr("Print the plan"), lies, parent)
        self._holidays = holidays
        self._what = what
        units = context.services.units
        today = context.services.house_clock.today()
        self.choice = Choice(
            texts, units.all(), units.properties(), what, day, today, unit_id, self
        )
        self.content.insertWidget(0, self.choice)
        self.ticks = self._make_ticks()
        self.names = self.ticks["names"]
        self.choice.changed.connect(self._turn)
        context.bridge.day_changed.connect(self._follow_day)
        self._turn()

    def _make_ticks(self) -> dict[str, QCheckBox]:
        texts = self._texts
        shown = Shown.of_text(self._context.preferences.text(_SHOWN_KEY))
        words = {
            "names": texts.tr("Name the guests"),
            "contacts": texts.tr("Contact"),
            "notes": texts.tr("Notes"),
            "staff": texts.tr("Who is in charge"),
            "cleaning": texts.tr("Cleaning"),
        }
        return {
            field.name: self.add_tick(
                words[field.name],
                field.name,
                on=getattr(shown, field.name),
                changed=self._tick,
            )
            for field in fields(Shown)
        }

    def _turn(self) -> None:
        """Show another sheet; each lies at first as most of it fits."""
        what = self.choice.what
        if what is not self._what:
            upright = Orientation.PORTRAIT if what is What.DAY else Orientation.LANDSCAPE
            self.lie.select(upright.value)
            self._what = what
        for name, tick in self.ticks.items():
            tick.setVisible(what is What.DAY or name == "names")
        self._show()

    def _tick(self) -> None:
        self._context.preferences.note(_SHOWN_KEY, self._wanted().text())
        self._show()

    def _wanted(self) -> Shown:
        return Shown(**{name: tick.isChecked() for name, tick in self.ticks.items()})

    def _follow_day(self) -> None:
        self.choice.follow(self._context.services.house_clock.today())
        self._show()

    def _show(self) -> None:
        self.show_sheet(self._read)

    def _read(self) -> Sheet | None:
        choice, texts, services = self.choice, self._texts, self._context.services
        today = services.house_clock.today()
        if choice.what is What.DAY:
            days = read_days(services, texts, choice.date, choice.house_id, self._wanted())
            return DaySheet(days, texts)
        names, holidays = self.names.isChecked(), self._holidays(choice.day.year)
        if choice.what is What.MONTH:
            month = read_month(services.units, services.occupancies, choice.day, today)
            return MonthSheet(month, texts, names, holidays)
        if choice.unit_id is None:
            return None
        year = read_year(
            services.units, services.occupancies, choice.unit_id, choice.day.year, today
        )
        return YearSheet(year, texts, names, holidays)
