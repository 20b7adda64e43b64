"""Tells feeds and windows which units, properties and links have changed."""

from __future__ import annotations

from app.core.links.details import Field
from app.core.links.link import Scope, Target
from app.services.unit_of_work import Desk
from app.storage.tables.links import LinkTable
from app.storage.tables.revisions import HOUSE


class HouseMoved:
    """Raises revisions. Every method runs inside a change of the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._links = LinkTable(desk.database)

    def house(self) -> None:
        """What properties and units there are, and in which order, is another."""
        self._desk.revisions.raise_named(HOUSE)

    def unit(self, unit_id: int) -> None:
        """Something about a unit is another."""
        self._desk.revisions.raise_units([unit_id], self._desk.clock.now())
        self.house()

    def units_of(self, property_id: int) -> None:
        """The name of a property, or which units it has, is another."""
        self._raise(self._links.ids(Target(Scope.PROPERTY, property_id)))

    def address(self) -> None:
        """The address of a property is another."""
        self._raise(self._links.saying(Field.ADDRESS))

    def _raise(self, link_ids: list[int]) -> None:
        self._desk.revisions.raise_links(link_ids, self._desk.clock.now())
