"""What an owner looks up: what is due in the next days, and which units are free."""

from __future__ import annotations

from datetime import date

from app.core.stays.agenda import Agenda, agenda, last_day
from app.core.stays.dates import check_stay
from app.core.stays.free import Free, NextFree, free_units, next_free
from app.services.house.units import Units
from app.services.stays.occupancies import Occupancies


class StayQueries:
    """Reads only what an answer needs, however many stays there are."""

    def __init__(self, units: Units, occupancies: Occupancies) -> None:
        self._units = units
        self._occupancies = occupancies

    def agenda(self, today: date) -> Agenda:
        """Return what is due from `today` on in the units that are let."""
        stays = self._occupancies.due(today, last_day(today))
        return agenda(stays, [unit.id for unit in self._units.all()], today)

    def free(self, arrival: date, departure: date, persons: int | None = None) -> Free:
        """Return the units that are free all the time.

        Raises:
            UserError: the dates are no stay.
        """
        check_stay(arrival, departure)
        taken = self._occupancies.taking(arrival, departure)
        return free_units(self._units.all(), taken, arrival, departure, persons)

    def next_free(
        self, arrival: date, departure: date, persons: int | None = None
    ) -> list[NextFree]:
        """Return when each unit that has room is next free as long, the earliest first.

        Raises:
            UserError: the dates are no stay.
        """
        check_stay(arrival, departure)
        ahead = self._occupancies.all(departing_after=arrival)
        nights = (departure - arrival).days
        return next_free(self._units.all(), ahead, arrival, nights, persons)
