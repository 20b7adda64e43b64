"""What use cases return: a change with all that is needed to take it back. Values alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from app.dataclass import dataclass

if TYPE_CHECKING:
    from app.core.house.staff import StaffMember
    from app.core.house.unit import Property, Unit
    from app.core.importing.judging.outcome import Doubt, Question
    from app.core.importing.source import SeenStay, Source
    from app.core.links.link import Link
    from app.core.stays.double_booking import DoubleBooking
    from app.core.stays.occupancy import Occupancy
    from app.storage.tables.stays.deletions import TakenOut


@dataclass(frozen=True, slots=True)
class OccupancyChange:
    """An occupancy as it was and as it is.

    `before` is None for a new occupancy. `tolerated` are the ids it overlapped before: a double
    booking that stood may stand again.
    """

    before: Occupancy | None
    after: Occupancy
    tolerated: frozenset[int] = frozenset()

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class OccupancyDeletion:
    """A cancelled occupancy is gone for good, or that was taken back.

    `out` is what was taken out of the database, None where `stay` stands again.
    """

    stay: Occupancy
    out: TakenOut | None

    @property
    def before(self) -> Occupancy:
        return self.stay

    @property
    def after(self) -> Occupancy:
        return self.stay

    @property
    def changed(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class LinkChange:
    """A link as it was (None where there was none) and as it is."""

    before: Link | None
    after: Link

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class StaffChange:
    """Somebody was removed with their links, or brought back: as they were, and as they are."""

    before: StaffMember
    after: StaffMember

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class DoubleBookingChange:
    """A double booking was accepted, or that was taken back: as it was, and as it is."""

    before: DoubleBooking
    after: DoubleBooking

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A unit was added (`before` is None), edited, archived or brought back.

    `gone`: that it was added has been taken back; both are what it was.
    """

    before: Unit | None
    after: Unit
    gone: bool = False

    @property
    def changed(self) -> bool:
        return self.gone or self.before != self.after


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """A property was added (`before` is None), edited, or removed (`gone`; both are what it was).

    The address that a link of a removed one had is given up for good: it does not come back.
    """

    before: Property | None
    after: Property
    gone: bool = False

    @property
    def changed(self) -> bool:
        return self.gone or self.before != self.after


Order = tuple[tuple[int, tuple[int, ...]], ...]
"""The ids of all properties in the owner's order, each with those of its units in theirs."""


@dataclass(frozen=True, slots=True)
class OrderChange:
    """Properties and units were put into another order; `moved` into another property."""

    before: Order
    after: Order
    moved: tuple[UnitChange, ...] = ()

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A source was added (`before` is None), changed, removed, or brought back.

    `seen` is what one that was removed had said: it is not kept with it.
    """

    before: Source | None
    after: Source
    seen: tuple[SeenStay, ...] = ()

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of a source that the owner may have a word in. `id` is that of the source."""

    id: int
    sequence: int
    seen: tuple[SeenStay, ...]
    questions: tuple[Question, ...]
    doubt: Doubt | None
    enabled: bool


@dataclass(frozen=True, slots=True)
class WordChange:
    """The owner has answered a question of a source, or overruled a stay: as it was, and as it is.

    What became of occupancies by that are changes of their own.
    """

    before: Said
    after: Said

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class HouseChange:
    """The first house and its units: made, or taken back (no `units`)."""

    house: str
    names: tuple[str, ...]
    units: tuple[Unit, ...] = ()

    @property
    def changed(self) -> bool:
        return True


OneChange = (
    OccupancyChange
    | OccupancyDeletion
    | LinkChange
    | StaffChange
    | UnitChange
    | PropertyChange
    | DoubleBookingChange
    | SourceChange
    | WordChange
)
C_co = TypeVar("C_co", bound=OneChange, covariant=True)


@dataclass(frozen=True, slots=True)
class CompositeChange(Generic[C_co]):
    """Several changes that were made as one, in this order; they are taken back as one, too.

    A part that changed nothing may be among them.
    """

    parts: tuple[C_co, ...]

    @property
    def changed(self) -> bool:
        return bool(self.made)

    @property
    def made(self) -> tuple[C_co, ...]:
        """The parts that changed something."""
        return tuple(part for part in self.parts if part.changed)


AnyChange = OneChange | HouseChange | OrderChange | CompositeChange[OneChange]
