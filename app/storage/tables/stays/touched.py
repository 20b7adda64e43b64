"""What was touched by a change, and the occupancies whose events may say something else by it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

import peewee

from app.core.stays.occupancy import Occupancy
from app.dataclass import dataclass
from app.storage.engine.columns import day, one_of
from app.storage.engine.database import Database
from app.storage.tables.stays.occupancy_rows import occupancy, selected

_AT_ONCE = 1000
# The same, each to the letter as in the partial index that it shall find: SQLite uses one only
# where it can prove that the query implies its condition.
_BY_DEPARTURE = peewee.SQL("status <> 'cancelled'")
_BY_ARRIVAL = peewee.SQL("status IN ('confirmed', 'option')")


@dataclass(frozen=True, slots=True)
class Touched:
    """What was written, by id.

    `places` are pairs of a unit and a day on which an arrival has appeared, changed or gone: that
    changes what is said of whoever departs before it. Of `units`, `links` and `staff` everything
    that is said may have changed.
    """

    stays: frozenset[int]
    places: frozenset[tuple[int, date]]
    units: frozenset[int]
    links: frozenset[int]
    staff: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.stays or self.places or self.units or self.links or self.staff)

    @property
    def all_units(self) -> frozenset[int]:
        """Units in which something was touched, also if it was a single stay."""
        return self.units | {unit_id for unit_id, _ in self.places}


class TouchedTable:
    """What the triggers of step 0003 have noted. Every method runs inside a write."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._touched = database.table("event_touched")
        self._occupancy = database.table("occupancy")

    def take(self) -> Touched:
        """Return what was touched since the last time, and forget it."""
        column = self._touched.c
        query = self._touched.select(column.what, column.id, column.day)
        rows = list(self._database.rows(query))
        if rows:
            self._touched.delete().execute()
        return Touched(
            places=frozenset((i, day(text)) for what, i, text in rows if what == "place"),
            **{
                f"{of}s" if of != "staff" else of: frozenset(i for what, i, _ in rows if what == of)
                for of in ("stay", "unit", "link", "staff")
            },
        )

    def ids_in(self, unit_ids: Collection[int]) -> list[int]:
        """Return the occupancies of these units, cancelled ones too."""
        column = self._occupancy.c
        query = self._occupancy.select(column.id).where(column.unit_id.in_(list(unit_ids)))
        return [occupancy_id for (occupancy_id,) in self._database.rows(query)]

    def stays(self, occupancy_ids: Collection[int]) -> list[Occupancy]:
        """Return those of these occupancies that are not cancelled."""
        return [
            stay
            for some in peewee.chunked(occupancy_ids, _AT_ONCE)
            for stay in self._each(one_of("id", some), _BY_DEPARTURE)
        ]

    def arriving_before(self, unit_id: int, arrival: date) -> Iterator[Occupancy]:
        """Yield the stays in a unit that arrive earlier, the last arrival first."""
        column = self._occupancy.c
        earlier = (column.unit_id == unit_id) & (column.arrival < arrival.isoformat())
        return self._each(earlier, _BY_ARRIVAL, column.arrival.desc())

    def arriving_from(self, unit_id: int, first: date) -> Iterator[Occupancy]:
        """Yield the stays in a unit that arrive on `first` or later, the next first."""
        column = self._occupancy.c
        later = (column.unit_id == unit_id) & (column.arrival >= first.isoformat())
        return self._each(later, _BY_ARRIVAL, column.arrival, column.departure, column.uid)

    def departing_within(self, unit_id: int, after: date, until: date) -> list[Occupancy]:
        """Return the stays in a unit that depart later than `after`, by `until`."""
        column = self._occupancy.c
        between = (column.departure > after.isoformat()) & (column.departure <= until.isoformat())
        return list(self._each((column.unit_id == unit_id) & between, _BY_DEPARTURE))

    def _each(
        self, which: peewee.Node, taken: peewee.SQL, *order: peewee.Node
    ) -> Iterator[Occupancy]:
        """Yield what is not cancelled, read as far as it is asked for."""
        query = (
            self._occupancy.select(*selected(self._occupancy)).where(which, taken).order_by(*order)
        )
        return map(occupancy, self._database.rows(query))
