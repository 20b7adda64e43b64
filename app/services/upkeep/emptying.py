"""Empties each day what is known of guests whose stay is as many years ago as the owner wants."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.services import Services


class Emptying:
    """Once on each day, and at once when the owner wants another number of years.

    While the clock cannot be right nothing is emptied: nobody knows what is due.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._done: tuple[date, int] | None = None

    def wanted(self) -> bool:
        """Tell whether anything may be due."""
        years = self._services.settings.get().guest_years
        if not years or self._services.house_clock.doubt is not None:
            return False
        return self._done != (self._services.house_clock.today(), years)

    def run(self) -> int:
        """Empty what is due (UserError where that cannot be now); returns how many stays."""
        years = self._services.settings.get().guest_years
        if not years:
            return 0
        today = self._services.house_clock.today()
        emptied = self._services.privacy.empty_due(years)
        self._done = today, years
        return emptied
