"""What an owner does with staff members."""

# ruff: noqa: PLC0415  # the first page of the window needs their names alone

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from app.core import texts
from app.core.clock import later
from app.core.errors import UserError
from app.core.house.staff import StaffDraft, StaffMember, check_staff
from app.services.base.unit_of_work import UnitOfWork, check_sequence
from app.storage.tables.house.staff import StaffTable
from app.storage.tables.house.units import UnitTable
from app.storage.tables.revisions import STAFF

if TYPE_CHECKING:
    from app.core.links.link import Target
    from app.services.base.changes import StaffChange
    from app.storage.tables.links.links import LinkTable


class Staff:
    """Add, edit, remove and bring back; their links show their work."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = StaffTable(work.database)
        self._units = UnitTable(work.database)

    @cached_property
    def _links(self) -> LinkTable:
        from app.storage.tables.links.links import LinkTable

        return LinkTable(self._work.database)

    def all(self) -> list[StaffMember]:
        """Return all staff members by name."""
        with self._work.database.read():
            return self._table.all()

    def names(self) -> dict[int, str]:
        """Return by id what all staff members are called."""
        with self._work.database.read():
            return self._table.names()

    def get(self, staff_id: int) -> StaffMember:
        """Return one, also somebody who has been removed (UserError where there is none)."""
        with self._work.database.read():
            return self._one(staff_id)

    def find(self, text: str) -> StaffMember:
        """Return whom `text` means: "Maria", "7", "name:7", "id:7" (UserError: nobody, or two)."""
        from app.core.wanted import chosen, wanted

        what = wanted(text)
        with self._work.database.read():
            named = self._table.named(what.name) if what.name else []
            numbered = None if what.number is None else self._table.one(what.number)
        if numbered is not None and numbered.removed_at is not None:
            numbered = None
        found = chosen(what, named, numbered)
        if found is None:
            raise UserError("There is no staff member “{name}”.", name=what.text)
        return found

    def add(self, draft: StaffDraft) -> StaffMember:
        """Add somebody (UserError: the name exists, a unit does not)."""
        with self._work.change():
            return self.add_within(draft)

    def add_within(self, draft: StaffDraft) -> StaffMember:
        """Add somebody inside a transaction that is open already."""
        draft = check_staff(draft)
        self._check_name(draft)
        self._check_units(draft)
        staff_id = self._table.add(draft, self._work.clock.now())
        self._work.revisions.raise_named(STAFF)
        return self._one(staff_id)

    def change(self, staff_id: int, draft: StaffDraft, *, sequence: int) -> StaffMember:
        """Change name, role or units; `sequence` as the caller saw it."""
        draft = check_staff(draft)
        with self._work.change():
            before = self._seen(staff_id, sequence)
            if before.draft() == draft:
                return before
            self._check_units(draft)
            if texts.name_key(draft.name) != texts.name_key(before.name):
                self._check_name(draft)
            self._table.change(staff_id, draft)
            if replace(draft, role=before.role) == before.draft():
                # No feed tells what somebody's part is.
                self._work.revisions.raise_named(STAFF)
            else:
                self._moved(staff_id, renamed=before.name != draft.name)
            return self._one(staff_id)

    def remove(self, staff_id: int, *, sequence: int) -> StaffChange:
        """Remove somebody with their links, which answer no more; `restore` brings both back."""
        with self._work.change():
            return self._remove_within(staff_id, sequence)

    def restore(self, staff_id: int, *, sequence: int) -> StaffChange:
        """Bring somebody back with the links that went with them (UserError: the name is taken)."""
        with self._work.change():
            return self._restore_within(staff_id, sequence)

    def take_back(self, change: StaffChange) -> StaffChange:
        """Bring back who was removed, remove who was brought back (UserError: it cannot be)."""
        with self._work.change():
            return self.take_back_within(change)

    def take_back_within(self, change: StaffChange) -> StaffChange:
        """Undo `change` inside a transaction that is open already."""
        after = change.after
        act = self._remove_within if after.removed_at is None else self._restore_within
        return act(after.id, after.sequence)

    def _remove_within(self, staff_id: int, sequence: int) -> StaffChange:
        before = self._seen(staff_id, sequence)
        target, now = _target(staff_id), self._work.clock.now()
        # The links that went along are told by their moment: it is that of no other deletion.
        before_them = self._links.last_deletion(target)
        if before_them is not None:
            now = later(now, before_them)
        for link in self._links.all(target):
            self._links.delete(link.id, now)
        self._table.remove(staff_id, now)
        self._moved(staff_id, renamed=True)
        return _change(before, self._one(staff_id))

    def _restore_within(self, staff_id: int, sequence: int) -> StaffChange:
        before = self._one(staff_id)
        check_sequence(before.sequence, sequence)
        if before.removed_at is None:
            return _change(before, before)
        self._check_name(before.draft())
        self._check_units(before.draft())
        self._table.remove(staff_id, None)
        for link_id in self._links.deleted_at(_target(staff_id), before.removed_at):
            self._links.restore(link_id, self._work.clock.now())
        self._moved(staff_id, renamed=True)
        return _change(before, self._one(staff_id))

    def _check_name(self, draft: StaffDraft) -> None:
        for other in self._table.named(draft.name):
            raise UserError(
                "There is already a staff member called “{name}”. Please choose another name.",
                name=other.name,
            )

    def _check_units(self, draft: StaffDraft) -> None:
        if any(self._units.unit(unit_id) is None for unit_id in draft.unit_ids):
            raise UserError("This unit does not exist any more.")

    def _moved(self, staff_id: int, *, renamed: bool) -> None:
        moved = set(self._links.ids(_target(staff_id)))
        if renamed:
            from app.core.links.details import Field

            moved.update(self._links.saying(Field.STAFF))
        self._work.revisions.raise_links(sorted(moved), self._work.clock.now())
        self._work.revisions.raise_named(STAFF)

    def _seen(self, staff_id: int, sequence: int) -> StaffMember:
        member = self._one(staff_id)
        check_sequence(member.sequence, sequence)
        if member.removed_at is not None:
            raise UserError("This staff member does not exist any more.")
        return member

    def _one(self, staff_id: int) -> StaffMember:
        member = self._table.one(staff_id)
        if member is None:
            raise UserError("This staff member does not exist any more.")
        return member


def _target(staff_id: int) -> Target:
    from app.core.links.link import Scope, Target

    return Target(Scope.STAFF, staff_id)


def _change(before: StaffMember, after: StaffMember) -> StaffChange:
    from app.services.base.changes import StaffChange

    return StaffChange(before, after)
