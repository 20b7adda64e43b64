"""The sheets of the plan as PDF files, made without a window: for commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.base.preferences import Preferences
from app.ui.paper.output import Orientation
from app.ui.paper.rendering import sheet_pdf
from app.ui.paper.sheets.content import check_year, read_month, read_year
from app.ui.paper.sheets.day_content import Shown, read_days
from app.ui.paper.sheets.day_sheet import DaySheet
from app.ui.paper.sheets.month_sheet import MonthSheet
from app.ui.paper.sheets.year_sheet import YearSheet
from app.ui.stays.holidays import of_preferences

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date
    from pathlib import Path

    from app.i18n import Catalogue
    from app.services.services import Services


def day_pdf(
    services: Services,
    texts: Catalogue,
    target: Path,
    day: date,
    house_id: int | None,
    without: Collection[str],
) -> None:
    """Write a day and the next one; of one property, or all. `without` are fields of `Shown`."""
    shown = Shown(**dict.fromkeys(without, False))
    days = read_days(services, texts, day, house_id, shown)
    sheet_pdf(lambda: DaySheet(days, texts), target)


def month_pdf(
    services: Services, texts: Catalogue, target: Path, month: date, *, names: bool
) -> None:
    """Write a month of the whole house, with names of guests or without."""
    check_year(month.year)
    today = services.house_clock.today()
    content = read_month(services.units, services.occupancies, month, today)
    holidays = _holidays(services, texts, month.year)
    sheet_pdf(lambda: MonthSheet(content, texts, names, holidays), target, Orientation.LANDSCAPE)


def year_pdf(
    services: Services, texts: Catalogue, target: Path, unit_id: int, year: int, *, names: bool
) -> None:
    """Write a unit's year, with names of guests or without (UserError: no such year)."""
    check_year(year)
    today = services.house_clock.today()
    content = read_year(services.units, services.occupancies, unit_id, year, today)
    holidays = _holidays(services, texts, year)
    sheet_pdf(lambda: YearSheet(content, texts, names, holidays), target, Orientation.LANDSCAPE)


def _holidays(services: Services, texts: Catalogue, year: int) -> Mapping[int, str]:
    """Return those of the country and state that were chosen in the window."""
    preferences = Preferences(services.folder.window_ini)
    return of_preferences(preferences, texts.language.key)(year)
