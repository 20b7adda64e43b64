"""Undo and redo of what the owner did to occupancies, links and staff in this window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import UserError
from app.core.links.link import Scope, Target
from app.services.house.staff import StaffChange
from app.services.links.links import LinkChange
from app.services.stays.occupancies import Change

if TYPE_CHECKING:
    from app.core.house.unit import Unit
    from app.core.links.link import Link
    from app.services.house.staff import Staff
    from app.services.house.units import Units
    from app.services.links.links import Links
    from app.services.stays.occupancies import Occupancies

_KEPT = 100


@dataclass(frozen=True, slots=True)
class HouseChange:
    """The first house and its units: made, or taken back (no `units`)."""

    house: str
    names: tuple[str, ...]
    units: tuple[Unit, ...] = ()


AnyChange = Change | LinkChange | StaffChange | HouseChange


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done, with the owner's words for it ("Seeblick 1, Familie Huber changed")."""

    change: AnyChange
    what: str


class History(QObject):
    """The undo history of the window. Taking back is a new change through the same checks.

    Signals:
        changed(): there is another thing to undo or redo.
    """

    changed = Signal()

    def __init__(
        self,
        occupancies: Occupancies,
        links: Links,
        staff: Staff,
        parent: QObject | None = None,
        *,
        units: Units,
    ) -> None:
        super().__init__(parent)
        self._units = units
        self._occupancies = occupancies
        self._links = links
        self._staff = staff
        self._done: list[Entry] = []
        self._undone: list[Entry] = []

    def record(self, change: AnyChange, what: str) -> None:
        """Note what the owner has just done; a change that changed nothing is none."""
        if not isinstance(change, HouseChange) and change.before == change.after:
            return
        self._done = [*self._done, Entry(change, what)][-_KEPT:]
        self._undone.clear()
        self.changed.emit()

    def clear(self) -> None:
        """Forget everything: what was done is not what stands there any more."""
        self._done.clear()
        self._undone.clear()
        self.changed.emit()

    @property
    def next_undo(self) -> str | None:
        """What would be undone, in words."""
        return self._done[-1].what if self._done else None

    @property
    def next_redo(self) -> str | None:
        """What would be done again, in words."""
        return self._undone[-1].what if self._undone else None

    def undo(self) -> Entry | None:
        """Take the last thing back; None where there is none.

        Raises:
            UserError: it has become impossible; nothing happened.
        """
        return self._move(self._done, self._undone)

    def redo(self) -> Entry | None:
        """Do again what was undone last (UserError where it has become impossible)."""
        return self._move(self._undone, self._done)

    def _move(self, source: list[Entry], target: list[Entry]) -> Entry | None:
        if not source:
            return None
        entry = source[-1]
        try:
            reverse = self._take_back(entry)
        except UserError:
            # A conflict may still go away, a busy database is free again soon. What was changed
            # elsewhere can never be taken back any more.
            if self._has_moved(entry):
                source.pop()
                self.changed.emit()
            raise
        source.pop()
        self._follow(entry, reverse)
        target.append(reverse)
        self.changed.emit()
        return entry

    def _take_back(self, entry: Entry) -> Entry:
        match entry.change:
            case Change():
                return replace(entry, change=self._occupancies.take_back(entry.change))
            case LinkChange():
                return replace(entry, change=self._links.take_back(entry.change))
            case StaffChange():
                return replace(entry, change=self._staff.take_back(entry.change))
            case HouseChange():
                return replace(entry, change=self._turn_house(entry.change))

    def _turn_house(self, change: HouseChange) -> HouseChange:
        if change.units:
            self._units.take_back_house(change.units)
            return replace(change, units=())
        return replace(change, units=tuple(self._units.first_house(change.house, change.names)))

    def _has_moved(self, entry: Entry) -> bool:
        try:
            match entry.change:
                case Change(after=stay):
                    return self._occupancies.get(stay.id).sequence != stay.sequence
                case LinkChange(after=link):
                    return self._link_has_moved(link)
                case StaffChange(after=member):
                    return self._staff.get(member.id).sequence != member.sequence
                case HouseChange():
                    # What is entered once is on record for good.
                    return True
        except UserError:
            return False

    def _link_has_moved(self, after: Link) -> bool:
        now = next((link for link in self._links.all(after.target) if link.id == after.id), None)
        if now is None:
            return after.deleted_at is None
        return now.sequence != after.sequence

    def _follow(self, taken_back: Entry, reverse: Entry) -> None:
        """Let the other steps of the same occupancy or link know its new sequence.

        The state before `taken_back` stands again, under a higher number.
        """
        if isinstance(reverse.change, StaffChange):
            self._follow_links_of(reverse.change.after.id)
        before = None if isinstance(change := taken_back.change, HouseChange) else change.before
        if before is None:
            return
        for entries in (self._done, self._undone):
            for index, entry in enumerate(entries):
                if isinstance(entry.change, HouseChange):
                    continue
                if entry.change.after.sequence == before.sequence:
                    entries[index] = replace(entry, change=_follow(entry.change, reverse.change))

    def _follow_links_of(self, staff_id: int) -> None:
        """Let the steps of links that went and came back with somebody know their new sequence."""
        now = {link.id: link for link in self._links.all(Target(Scope.STAFF, staff_id))}
        for entries in (self._done, self._undone):
            for index, entry in enumerate(entries):
                if isinstance(entry.change, LinkChange):
                    there = now.get(entry.change.after.id)
                    if there is not None and _same(there, entry.change.after):
                        change = replace(entry.change, after=there)
                        entries[index] = replace(entry, change=change)


def _same(one: Link, other: Link) -> bool:
    """Whether nothing that an owner chooses has changed between the two."""
    alike = (one.token, one.enabled, one.choices()) == (other.token, other.enabled, other.choices())
    return alike and other.deleted_at is None


def _follow(change: AnyChange, to: AnyChange) -> AnyChange:
    """Return `change` as one of what `to` has made, where both are of the same thing."""
    match change, to:
        case Change(), Change() if change.after.id == to.after.id:
            return replace(change, after=to.after)
        case LinkChange(), LinkChange() if change.after.id == to.after.id:
            return replace(change, after=to.after)
        case StaffChange(), StaffChange() if change.after.id == to.after.id:
            return replace(change, after=to.after)
    return change
