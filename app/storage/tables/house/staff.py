"""Queries about staff members."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from app.core import texts
from app.core.house.staff import StaffDraft, StaffMember
from app.storage.engine.columns import Row, moment_text, optional_moment
from app.storage.engine.database import Database
from app.storage.tables.house.name_keys import ALIKE


class StaffTable:
    """Staff members and the units they look after. Every method runs inside a read or write."""

    def __init__(self, database: Database) -> None:
        self._staff = database.table("staff")
        self._staff_unit = database.table("staff_unit")

    def all(self) -> list[StaffMember]:
        """Return everybody who has not been removed, by name."""
        column = self._staff.c
        query = self._staff.select().where(column.removed_at.is_null()).order_by(column.name_key)
        units = self._units()
        return [_member(row, units[row["id"]]) for row in query.dicts()]

    def any_ever(self) -> bool:
        """Tell whether anybody is, or was once, entered."""
        return bool(self._staff.select().exists())

    def one(self, staff_id: int) -> StaffMember | None:
        """Return one, also somebody who has been removed."""
        row = self._staff.select().where(self._staff.c.id == staff_id).dicts().first()
        return _member(row, self._units()[staff_id]) if row else None

    def named(self, name: str) -> list[StaffMember]:
        """Return those whose names look like `name` and who have not been removed.

        There is more than one only where both were there before names were compared by their looks.
        """
        wanted = texts.name_key(name)
        return [one for one in self.all() if texts.name_key(one.name) == wanted]

    def names(self) -> dict[int, str]:
        """Return by id what everybody is called who has not been removed."""
        column = self._staff.c
        query = self._staff.select(column.id, column.name).where(column.removed_at.is_null())
        return dict(query.tuples())

    def looks_after(self, staff_id: int) -> set[int]:
        """Return the units that somebody looks after."""
        column = self._staff_unit.c
        query = self._staff_unit.select(column.unit_id).where(column.staff_id == staff_id)
        return {unit_id for (unit_id,) in query.tuples()}

    def add(self, draft: StaffDraft, now: datetime) -> int:
        staff_id = int(
            self._staff.insert(**_values(draft), sequence=0, created_at=moment_text(now)).execute()
        )
        self._look_after(staff_id, draft.unit_ids)
        return staff_id

    def change(self, staff_id: int, draft: StaffDraft) -> None:
        column = self._staff.c
        values = _values(draft)
        row = self._staff.select(column.name_key).where(column.id == staff_id).dicts().first()
        if row and row["name_key"].startswith(str(values["name_key"]) + ALIKE):
            del values["name_key"]
        self._staff.update(**values, sequence=column.sequence + 1).where(
            column.id == staff_id
        ).execute()
        cared = self._staff_unit.c
        self._staff_unit.delete().where(cared.staff_id == staff_id).execute()
        self._look_after(staff_id, draft.unit_ids)

    def remove(self, staff_id: int, at: datetime | None) -> None:
        """Take somebody from the list at a moment, or bring them back (None)."""
        column = self._staff.c
        self._staff.update(
            removed_at=None if at is None else moment_text(at), sequence=column.sequence + 1
        ).where(column.id == staff_id).execute()

    def _look_after(self, staff_id: int, unit_ids: frozenset[int]) -> None:
        for unit_id in sorted(unit_ids):
            self._staff_unit.insert(staff_id=staff_id, unit_id=unit_id).execute()

    def _units(self) -> dict[int, set[int]]:
        column = self._staff_unit.c
        units: dict[int, set[int]] = defaultdict(set)
        for staff_id, unit_id in self._staff_unit.select(column.staff_id, column.unit_id).tuples():
            units[staff_id].add(unit_id)
        return units


def _member(row: Row, units: set[int]) -> StaffMember:
    return StaffMember(
        id=row["id"],
        name=row["name"],
        role=row["role"],
        unit_ids=frozenset(units),
        removed_at=optional_moment(row["removed_at"]),
        sequence=row["sequence"],
    )


def _values(draft: StaffDraft) -> Row:
    return {"name": draft.name, "name_key": texts.name_key(draft.name), "role": draft.role}
