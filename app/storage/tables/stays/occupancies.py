"""Queries about occupancies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import peewee

from app.core.stays.occupancy import BY_HAND, Occupancy, OccupancyDraft, Status
from app.storage.engine.columns import Row, moment_text, one_of, optional_text, time_text
from app.storage.engine.database import Database
from app.storage.tables.stays.occupancy_rows import occupancy, selected, taken

if TYPE_CHECKING:
    from app.core.links.link import Link

_AT_ONCE = 1000


class OccupancyTable:
    """Occupancies. Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._occupancy = database.table("occupancy")

    def one(self, occupancy_id: int) -> Occupancy | None:
        found = self._read(self._whole().where(self._occupancy.c.id == occupancy_id))
        return found[0] if found else None

    def some(self, occupancy_ids: Collection[int]) -> list[Occupancy]:
        """Return those with these ids, in no order."""
        return [
            stay
            for some in peewee.chunked(occupancy_ids, _AT_ONCE)
            for stay in self._read(self._whole().where(one_of("id", some)))
        ]

    def all(
        self,
        *,
        unit_id: int | None = None,
        departing_after: date | None = None,
        taken_only: bool = False,
    ) -> list[Occupancy]:
        """Return occupancies by arrival.

        Args:
            unit_id: only those of this unit.
            departing_after: only those whose departure is later than this day.
            taken_only: leave out what is cancelled.
        """
        column = self._occupancy.c
        query = self._whole().order_by(column.arrival, column.departure, column.id)
        if unit_id is not None:
            query = query.where(column.unit_id == unit_id)
        if departing_after is not None:
            query = query.where(column.departure > departing_after.isoformat())
        if taken_only:
            query = query.where(taken())
        return self._read(query)

    def for_link(
        self, link: Link, departing_after: date, arriving_before: date | None = None
    ) -> list[Occupancy]:
        """Return what is not cancelled and a link may need, by arrival; see `CoverConditions`.

        Args:
            link: whose target and kind count.
            departing_after: only those whose departure is later than this day.
            arriving_before: only those whose arrival is earlier than this day.
        """
        column = self._occupancy.c
        query = (
            self._whole()
            .where(column.departure > departing_after.isoformat(), taken())
            .order_by(column.arrival, column.departure, column.id)
        )
        if arriving_before is not None:
            query = query.where(column.arrival < arriving_before.isoformat())
        from app.storage.tables.links.covers import CoverConditions  # noqa: PLC0415  # the plan needs none

        needed = CoverConditions(self._database).stays(link)
        return self._read(query if needed is None else query.where(needed))

    def overlapping(
        self, unit_id: int, arrival: date, departure: date, *, but: int | None = None
    ) -> list[Occupancy]:
        """Return what takes a night of ``[arrival, departure)`` in the unit, without the id `but`.

        Both ends are compared with every stay of the unit that has not ended before `arrival`:
        foreign rows may overlap each other, so the last one before it proves nothing.
        """
        column = self._occupancy.c
        query = (
            self._whole()
            .where(
                column.unit_id == unit_id,
                column.departure > arrival.isoformat(),
                column.arrival < departure.isoformat(),
                taken(),
            )
            .order_by(column.arrival, column.id)
        )
        if but is not None:
            query = query.where(column.id != but)
        return self._read(query)

    def taking(self, arrival: date, departure: date) -> list[Occupancy]:
        """Return what takes a night of ``[arrival, departure)`` in any unit."""
        column = self._occupancy.c
        query = self._whole().where(
            column.departure > arrival.isoformat(),
            column.arrival < departure.isoformat(),
            taken(),
        )
        return self._read(query)

    def any_foreign(self) -> bool:
        """Tell whether anything was read from a foreign feed."""
        column = self._occupancy.c
        query = self._occupancy.select(column.id).where(column.source != BY_HAND).limit(1)
        return any(True for _ in query.tuples())

    def due(self, first: date, last: date) -> list[Occupancy]:
        """Return what arrives or departs in ``[first, last]``, and options to decide by `last`."""
        column, end = self._occupancy.c, last.isoformat()
        query = self._whole().where(
            column.departure >= first.isoformat(),
            taken(),
            (column.departure <= end)
            | ((column.arrival >= first.isoformat()) & (column.arrival <= end))
            | ((column.status == Status.OPTION.value) & (column.option_until <= end)),
        )
        return self._read(query)

    def add(self, draft: OccupancyDraft, *, uid: str, source: str, now: datetime) -> int:
        stamp = moment_text(now)
        return int(
            self._occupancy.insert(
                **_values(draft),
                uid=uid,
                source=source,
                edited=False,
                sequence=0,
                created_at=stamp,
                changed_at=stamp,
            ).execute()
        )

    def add_many(
        self, rows: list[tuple[OccupancyDraft, str]], *, source: str, now: datetime
    ) -> None:
        """Add many at once, each with its uid, in this order."""
        stamp = moment_text(now)
        fixed = {
            "source": source,
            "edited": 0,
            "sequence": 0,
            "created_at": stamp,
            "changed_at": stamp,
        }
        values = ({**_values(draft), "uid": uid, **fixed} for draft, uid in rows)
        for some in peewee.chunked(values, _AT_ONCE):
            names = ", ".join(some[0])
            places = ", ".join("?" * len(some[0]))
            # The names are of columns, from above.
            self._database.write_all(
                f"INSERT INTO occupancy ({names}) VALUES ({places})",  # noqa: S608
                [tuple(row.values()) for row in some],
            )

    def change_many(self, stays: Sequence[Occupancy]) -> None:
        """Change each of these to what it says, as `change` does one; there are some."""
        rows = [
            {**_values(stay), "source": stay.source, "changed_at": moment_text(stay.changed_at)}
            for stay in stays
        ]
        names = ", ".join(f"{name} = ?" for name in rows[0])
        # The names are of columns, from above.
        self._database.write_all(
            f"UPDATE occupancy SET {names}, edited = 1, sequence = sequence + 1, "  # noqa: S608
            "moved_from = NULLIF(COALESCE(moved_from, unit_id), ?) WHERE id = ?",
            [(*row.values(), stay.unit_id, stay.id) for row, stay in zip(rows, stays, strict=True)],
        )

    def last_id(self) -> int:
        """Return the highest id, 0 where there is none; what is added has higher ones."""
        highest = self._occupancy.select(peewee.fn.MAX(self._occupancy.c.id)).scalar()
        return int(highest or 0)

    def change(
        self, occupancy_id: int, draft: OccupancyDraft, now: datetime, *, source: str | None = None
    ) -> None:
        """Change it as the owner says; with `source` also whose it is."""
        values = _values(draft) | ({} if source is None else {"source": source})
        column = self._occupancy.c
        first = peewee.fn.COALESCE(column.moved_from, column.unit_id)
        moved_from = peewee.fn.NULLIF(first, draft.unit_id)
        self._changed(occupancy_id, now, **values, edited=True, moved_from=moved_from)

    def follow(
        self, occupancy_id: int, draft: OccupancyDraft, now: datetime, *, source: str | None = None
    ) -> None:
        """Change it as its portal says, whom the owner has not contradicted."""
        values = _values(draft) | ({} if source is None else {"source": source})
        self._changed(occupancy_id, now, **values)

    def moved_out(self, portal: str, unit_id: int, departing_after: date) -> list[Occupancy]:
        """Return what was entered by hand for a portal and a unit, and has been moved to another.

        Without what is cancelled, or departs by that day.
        """
        column = self._occupancy.c
        return self._read(
            self._whole().where(
                column.source == BY_HAND,
                column.portal == portal,
                column.moved_from == unit_id,
                column.departure > departing_after.isoformat(),
                taken(),
            )
        )

    def standing_by_source(self, departing_after: date) -> dict[str, int]:
        """Count what stands in the plan and departs later, by where it was read from."""
        column = self._occupancy.c
        query = (
            self._occupancy.select(column.source, peewee.fn.COUNT(column.id))
            .where(
                column.source != BY_HAND,
                column.departure > departing_after.isoformat(),
                taken(),
            )
            .group_by(column.source)
        )
        return dict(self._database.rows(query))

    def count(self) -> int:
        return int(self._occupancy.select().count())

    def _changed(self, occupancy_id: int, now: datetime, **values: object) -> None:
        column = self._occupancy.c
        self._occupancy.update(
            **values, sequence=column.sequence + 1, changed_at=moment_text(now)
        ).where(column.id == occupancy_id).execute()

    def _whole(self) -> peewee.Select:
        return self._occupancy.select(*selected(self._occupancy))

    def _read(self, query: peewee.Select) -> list[Occupancy]:
        return [occupancy(row) for row in self._database.rows(query)]


def _values(draft: OccupancyDraft) -> Row:
    return {
        "unit_id": draft.unit_id,
        "arrival": draft.arrival.isoformat(),
        "departure": draft.departure.isoformat(),
        "kind": draft.kind.value,
        "status": draft.status.value,
        "option_until": optional_text(draft.option_until),
        "guest": draft.guest,
        "contact": draft.contact,
        "phone": draft.phone,
        "email": draft.email,
        "arrival_time": time_text(draft.arrival_time),
        "persons": draft.persons,
        "children": draft.children,
        "pets": draft.pets,
        "note": draft.note,
        "portal": draft.portal,
        "staff_id": draft.staff_id,
    }
