"""What the page shows, as values: of each unit its links, of each link who can read it and has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.core.link import Link
from app.core.unit import Property, Unit
from app.services.links import LastRead
from app.ui.links.access import Access

if TYPE_CHECKING:
    from app.ui.context import Context


@dataclass(frozen=True, slots=True)
class UnitLinks:
    """A unit with its main link, None where it was never enabled, and its further ones."""

    unit: Unit
    main: Link | None
    further: tuple[Link, ...]

    @property
    def links(self) -> tuple[Link, ...]:
        """All of them, the main one first."""
        return self.further if self.main is None else (self.main, *self.further)

    @property
    def published(self) -> bool:
        """Whether the unit's main link answers."""
        return self.main is not None and self.main.enabled


@dataclass(frozen=True, slots=True)
class House:
    """A property and its units, in the owner's order."""

    property: Property
    units: tuple[UnitLinks, ...]


@dataclass(frozen=True, slots=True)
class LinkLook:
    """How a link is shown.

    `readers` are those of late, the latest first, None as long as nobody has looked it up;
    `just_locked` and `just_copied` are what the owner did here a moment ago.
    """

    link: Link
    address: str
    access: Access
    now: datetime
    readers: tuple[LastRead, ...] | None
    just_locked: bool
    just_copied: bool


@dataclass(frozen=True, slots=True)
class UnitLook:
    """How a unit is shown."""

    unit: Unit
    main: LinkLook | None
    further: tuple[LinkLook, ...]


@dataclass(frozen=True, slots=True)
class HouseLook:
    """How a property with its units is shown."""

    property: Property
    units: tuple[UnitLook, ...]


def houses(context: Context) -> tuple[House, ...]:
    """Read what there is to show (UserError); archived units and empty properties are left out."""
    links: dict[int, list[Link]] = defaultdict(list)
    for link in context.links.all():
        if link.unit_id is not None:
            links[link.unit_id].append(link)
    units: dict[int, list[UnitLinks]] = defaultdict(list)
    for unit in context.units.all():
        units[unit.property_id].append(_unit_links(unit, links[unit.id]))
    return tuple(
        House(house, tuple(units[house.id]))
        for house in context.units.properties()
        if units[house.id]
    )


def _unit_links(unit: Unit, links: list[Link]) -> UnitLinks:
    main = next((link for link in links if link.main), None)
    return UnitLinks(unit, main, tuple(link for link in links if not link.main))
