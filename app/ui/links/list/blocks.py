"""What stands on the page, read through the services: each card with its links, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.core.house.staff import StaffMember
from app.core.house.unit import Property, Unit
from app.core.links.link import WHOLE_HOUSE, Link, LinkKind, Scope, Target
from app.dataclass import dataclass

if TYPE_CHECKING:
    from app.ui.base.context import Context


class Part(StrEnum):
    """The kinds of things that stand on the page."""

    HEADING = "heading"
    UNIT = "unit"
    PROPERTY = "property"
    HOUSE = "house"
    STAFF = "staff"
    ARCHIVED = "archived"


Key = tuple[Part, int]
"""What something on the page is, and its id; 0 where there is only one of it."""

STAFF: Key = (Part.HEADING, 0)
ARCHIVE: Key = (Part.HEADING, -1)


@dataclass(frozen=True, slots=True)
class Block:
    """What has a card: a unit with its main link, or something else that links are of.

    `main` is None where a unit was never enabled, and for everything else; `links` are the other
    ones. `places` are the names of the units that a staff member looks after.
    """

    key: Key
    name: str
    links: tuple[Link, ...] = ()
    main: Link | None = None
    unit: Unit | None = None
    member: StaffMember | None = None
    places: tuple[str, ...] = ()

    @property
    def all_links(self) -> tuple[Link, ...]:
        """All links, the main one first."""
        return self.links if self.main is None else (self.main, *self.links)

    @property
    def published(self) -> bool:
        """Whether the main link answers."""
        return self.main is not None and self.main.enabled

    @property
    def target(self) -> Target:
        """What a further link on this card would be of."""
        part, number = self.key
        return WHOLE_HOUSE if part is Part.HOUSE else Target(Scope(part.value), number)

    @property
    def shows_changeovers(self) -> bool:
        """Whether there is a link with a staff member's changeover days."""
        return any(link.kind is LinkKind.CHANGEOVERS for link in self.links)

    def with_link(self, link: Link) -> Block:
        """Return the same with another state of one of its links."""
        if self.main is not None and self.main.id == link.id:
            return replace(self, main=link)
        links = tuple(link if known.id == link.id else known for known in self.links)
        return replace(self, links=links)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of words above cards that belong together."""

    key: Key
    text: str = ""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything but links that the page is made from."""

    properties: tuple[Property, ...]
    units: tuple[Unit, ...]
    staff: tuple[StaffMember, ...]


def holdings(context: Context) -> Holdings:
    """Read them (UserError). Archived units are among them."""
    return Holdings(
        properties=tuple(context.services.units.properties()),
        # Its revision moves with every occupancy, which does not show here.
        units=tuple(
            replace(unit, revision=0) for unit in context.services.units.all(archived=True)
        ),
        staff=tuple(context.services.staff.all()),
    )


def arranged(held: Holdings, links: list[Link]) -> tuple[Block | Heading, ...]:
    """Return what stands on the page, from top to bottom."""
    of: dict[Target, list[Link]] = defaultdict(list)
    for link in links:
        of[link.target].append(link)
    units = [unit for unit in held.units if not unit.archived]
    return (
        *_houses(held, units, of),
        *_whole_house(of[WHOLE_HOUSE]),
        *_staff(held, units, of),
        *_archived(held, of),
    )


def _houses(
    held: Holdings, units: list[Unit], of: dict[Target, list[Link]]
) -> Iterator[Block | Heading]:
    shown = []
    for house in held.properties:
        own = of[Target(Scope.PROPERTY, house.id)]
        inside = [unit for unit in units if unit.property_id == house.id]
        if own or inside:
            shown.append((house, own, inside))
    for house, own, inside in shown:
        if len(shown) > 1:
            yield Heading((Part.HEADING, house.id), house.name)
        if own:
            yield Block((Part.PROPERTY, house.id), house.name, tuple(own))
        for unit in inside:
            yield _unit(unit, of[Target(Scope.UNIT, unit.id)])


def _unit(unit: Unit, links: list[Link]) -> Block:
    main = next((link for link in links if link.main), None)
    further = tuple(link for link in links if not link.main)
    return Block((Part.UNIT, unit.id), unit.name, further, main, unit=unit)


def _whole_house(links: list[Link]) -> Iterator[Block]:
    if links:
        yield Block((Part.HOUSE, 0), "", tuple(links))


def _staff(
    held: Holdings, units: list[Unit], of: dict[Target, list[Link]]
) -> Iterator[Block | Heading]:
    if held.staff:
        yield Heading(STAFF)
    for member in held.staff:
        places = tuple(unit.name for unit in units if unit.id in member.unit_ids)
        links = tuple(of[Target(Scope.STAFF, member.id)])
        yield Block((Part.STAFF, member.id), member.name, links, member=member, places=places)


def _archived(held: Holdings, of: dict[Target, list[Link]]) -> Iterator[Block | Heading]:
    gone = [unit for unit in held.units if unit.archived]
    links = tuple(link for unit in gone for link in of[Target(Scope.UNIT, unit.id)])
    if links:
        yield Heading(ARCHIVE)
        yield Block((Part.ARCHIVED, 0), "", links)
