"""Takes back whatever was done, one change or several as one, and says what stands again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from app.core.errors import UserError
from app.core.house.staff import StaffMember
from app.core.house.unit import Property, Unit
from app.core.importing.source import Source
from app.core.links.link import Link, Scope, Target
from app.core.progress import Report, unheard
from app.core.stays.occupancy import Occupancy
from app.dataclass import dataclass
from app.services.base.changes import (
    AnyChange,
    CompositeChange,
    DoubleBookingChange,
    HouseChange,
    LinkChange,
    OccupancyChange,
    OccupancyDeletion,
    OneChange,
    OrderChange,
    PropertyChange,
    SourceChange,
    StaffChange,
    UnitChange,
    WordChange,
)
from app.services.house.staff import Staff
from app.services.house.units import Units
from app.services.importing.sources import Sources
from app.services.links.links import Links
from app.services.stays.double_bookings import DoubleBookings
from app.services.stays.occupancies import Occupancies

_ONE_BY_ONE = 20
"""So many stays that were changed as one are taken back each by itself."""


class StandsAgain:
    """What stands again since something was taken back, under a new sequence.

    Other changes of the same things, earlier or later ones, expect the sequence that stood when
    they were made. `follow` lets them know the new one.
    """

    def __init__(self) -> None:
        self._occupancies: dict[tuple[int, int], Occupancy] = {}
        self._links: dict[tuple[int, int], Link] = {}
        self._staff: dict[tuple[int, int], StaffMember] = {}
        self._units: dict[tuple[int, int], Unit] = {}
        self._properties: dict[tuple[int, int], Property] = {}
        self._sources: dict[tuple[int, int], Source] = {}
        self._links_of_staff: dict[int, Link] = {}

    def note(self, taken: OneChange, reverse: OneChange, links: Iterable[Link] = ()) -> None:
        """Remember that what stood before `taken` stands again as `reverse` has made it.

        `links` are those of a staff member that went or came along.
        """
        self._links_of_staff.update((link.id, link) for link in links)
        if taken.before is None:
            return
        place = (taken.before.id, taken.before.sequence)
        match reverse:
            case OccupancyChange(after=stay) | OccupancyDeletion(stay=stay):
                self._occupancies[place] = stay
            case LinkChange(after=link):
                self._links[place] = link
            case StaffChange(after=member):
                self._staff[place] = member
            case UnitChange(after=unit):
                self._units[place] = unit
            case PropertyChange(after=house):
                self._properties[place] = house
            case SourceChange(after=source):
                self._sources[place] = source

    def follow(self, change: AnyChange) -> AnyChange:
        """Return `change` as one of what stands now."""
        match change:
            case CompositeChange(parts):
                return CompositeChange(tuple(self.follow_one(part) for part in parts))
            case HouseChange() | OrderChange():
                # Compared by what stands, not by a sequence.
                return change
            case _:
                return self.follow_one(change)

    def follow_one(self, change: OneChange) -> OneChange:
        """Return one thing's change as one of what stands now."""
        place = (change.after.id, change.after.sequence)
        match change:
            case OccupancyChange(before, stay, tolerated):
                return OccupancyChange(before, self._occupancies.get(place, stay), tolerated)
            case OccupancyDeletion(stay, out):
                return OccupancyDeletion(self._occupancies.get(place, stay), out)
            case LinkChange(before, link):
                return LinkChange(before, self._links.get(place) or self._along(link))
            case StaffChange(before_member, member):
                return StaffChange(before_member, self._staff.get(place, member))
            case DoubleBookingChange():
                # Compared by what was decided, not by its sequence: that grows by itself.
                return change
            case UnitChange(before_unit, unit, gone):
                return UnitChange(before_unit, self._units.get(place, unit), gone)
            case PropertyChange(before_house, house, gone):
                return PropertyChange(before_house, self._properties.get(place, house), gone)
            case SourceChange(before_source, source, seen):
                return SourceChange(before_source, self._sources.get(place, source), seen)
            case WordChange():
                # Compared by what was said, not by a sequence: readings go on meanwhile.
                return change

    def _along(self, link: Link) -> Link:
        there = self._links_of_staff.get(link.id)
        return there if there is not None and _same(there, link) else link


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The opposite change that taking back has made, and what other changes are to follow."""

    reverse: AnyChange
    again: StandsAgain


class TakingBack:
    """Undoes changes by new ones, through the same checks; undoing those is redoing."""

    def __init__(
        self,
        occupancies: Occupancies,
        links: Links,
        staff: Staff,
        units: Units,
        double_bookings: DoubleBookings,
        sources: Sources,
    ) -> None:
        self._occupancies = occupancies
        self._double_bookings = double_bookings
        self._sources = sources
        self._links = links
        self._staff = staff
        self._units = units

    def take_back(self, change: AnyChange, report: Report = unheard) -> TakenBack:
        """Undo `change`; what was made as one is undone as one, all of it or nothing.

        Takes seconds where it is of tens of thousands: for a worker thread.

        Args:
            change: what was done.
            report: told how far it is, where there is much to do.

        Raises:
            UserError: it has become impossible; nothing happened.
            StoppedError: `report` said so; nothing happened.
        """
        again = StandsAgain()
        reverse: AnyChange
        with self._units.work.change():
            match change:
                case CompositeChange():
                    reverse = self._parts(change, again, report)
                case HouseChange():
                    reverse = self._units.take_back_house_within(change)
                case OrderChange():
                    reverse = self._order(change, again)
                case _:
                    reverse = self._one(change, again)
        return TakenBack(reverse, again)

    def has_moved(self, change: AnyChange) -> bool:
        """Tell whether `change` was overtaken by another one, so that it can never be undone."""
        match change:
            case HouseChange():
                # What is entered once is on record for good.
                return True
            case OrderChange():
                with self._units.work.database.read():
                    return self._units.stepping_back.order.moved(change)
            case CompositeChange():
                # Of several parts of one thing the last tells what stands.
                last = {(type(part), part.after.id): part for part in change.made}
                stays, others = _divided(last.values())
                return self._occupancies.any_moved(stays) or any(map(self._moved, others))
            case _:
                return self._moved(change)

    def _parts(
        self, change: CompositeChange[OneChange], again: StandsAgain, report: Report
    ) -> CompositeChange[OneChange]:
        # The last first: it may stand where an earlier one has made room.
        reverse: list[OneChange] = []
        for of_stays, run in groupby(reversed(change.made), _is_stay):
            parts = list(run)
            if of_stays and len({one.after.id for one in parts}) == len(parts) > _ONE_BY_ONE:
                reverse += self._many(parts, again, report)
            else:
                reverse += (self._one(again.follow_one(part), again) for part in parts)
        return CompositeChange(tuple(reverse))

    def _many(
        self, parts: Iterable[OneChange], again: StandsAgain, report: Report
    ) -> list[OccupancyChange]:
        stays, _others = _divided(map(again.follow_one, parts))
        reverse = self._occupancies.take_back_many_within(stays, report)
        for stay, part in zip(stays, reverse, strict=True):
            again.note(stay, part)
        return reverse

    def _order(self, change: OrderChange, again: StandsAgain) -> OrderChange:
        reverse = self._units.stepping_back.order.take_back(change)
        back = {one.after.id: one for one in reverse.moved}
        for one in change.moved:
            if one.after.id in back:
                again.note(one, back[one.after.id])
        return reverse

    def _one(self, change: OneChange, again: StandsAgain) -> OneChange:
        reverse: OneChange
        links: list[Link] = []
        match change:
            case OccupancyChange():
                reverse = self._occupancies.take_back_within(change)
            case OccupancyDeletion():
                reverse = self._occupancies.take_back_deletion_within(change)
            case LinkChange():
                reverse = self._links.take_back_within(change)
            case StaffChange():
                reverse = self._staff.take_back_within(change)
                links = self._links.all_within(Target(Scope.STAFF, reverse.after.id))
            case DoubleBookingChange():
                reverse = self._double_bookings.take_back_within(change)
            case UnitChange():
                reverse = self._units.stepping_back.unit(change)
            case PropertyChange():
                reverse = self._units.stepping_back.property(change)
            case SourceChange():
                reverse = self._sources.take_back_within(change)
            case WordChange():
                reverse = self._sources.take_back_word_within(change)
        again.note(change, reverse, links)
        return reverse

    def _moved(self, change: OneChange) -> bool:
        try:
            match change:
                case OccupancyDeletion(stay, out):
                    now = self._occupancies.get(stay.id)
                    return out is not None or now.sequence != stay.sequence
                case OccupancyChange(after=stay):
                    return self._occupancies.get(stay.id).sequence != stay.sequence
                case LinkChange(after=link):
                    return self._link_moved(link)
                case StaffChange(after=member):
                    return self._staff.get(member.id).sequence != member.sequence
                case DoubleBookingChange(after=booking):
                    accepted = self._double_bookings.get(booking.id).booking.accepted
                    return accepted != booking.accepted
                case UnitChange() | PropertyChange():
                    return self._house_moved(change)
                case SourceChange(after=source):
                    return self._source_moved(source)
                case WordChange():
                    return self._sources.word_moved(change)
        except UserError:
            return False

    def _house_moved(self, change: UnitChange | PropertyChange) -> bool:
        after = change.after
        every: list[Unit] | list[Property] = (
            self._units.all(archived=True)
            if isinstance(change, UnitChange)
            else self._units.properties()
        )
        return any(one.id == after.id and one.sequence != after.sequence for one in every)

    def _source_moved(self, after: Source) -> bool:
        if after.removed_at is not None:
            return any(source.id == after.id for source in self._sources.all())
        return self._sources.get(after.id).sequence != after.sequence

    def _link_moved(self, after: Link) -> bool:
        now = next((link for link in self._links.all(after.target) if link.id == after.id), None)
        if now is None:
            return after.deleted_at is None
        return now.sequence != after.sequence


def _is_stay(part: OneChange) -> bool:
    return isinstance(part, OccupancyChange)


def _divided(parts: Iterable[OneChange]) -> tuple[list[OccupancyChange], list[OneChange]]:
    """Return the changes of occupancies, and all others."""
    stays: list[OccupancyChange] = []
    others: list[OneChange] = []
    for part in parts:
        if isinstance(part, OccupancyChange):
            stays.append(part)
        else:
            others.append(part)
    return stays, others


def _same(one: Link, other: Link) -> bool:
    """Whether nothing that an owner chooses has changed between the two."""
    alike = (one.token, one.enabled, one.choices()) == (other.token, other.enabled, other.choices())
    return alike and other.deleted_at is None
