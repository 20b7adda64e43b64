"""Tells feeds and windows which units, properties and links have changed."""

from __future__ import annotations

from datetime import datetime

from app.core.links.details import Field
from app.core.links.link import Scope, Target
from app.services.base.unit_of_work import UnitOfWork
from app.storage.tables.links.links import LinkTable
from app.storage.tables.revisions import HOUSE


class HouseRevisions:
    """Raises what a change of the house touches. Every method runs inside a change of the work."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._links = LinkTable(work.database)

    def now(self) -> datetime:
        """Return when what is being changed counts as changed."""
        return self._work.clock.now()

    def raise_house(self) -> None:
        """Tell that the properties and units, or their order, have changed."""
        self._work.revisions.raise_named(HOUSE)

    def raise_unit(self, unit_id: int) -> None:
        """Tell that something about a unit has changed."""
        self._work.revisions.raise_units([unit_id], self._work.clock.now())
        self.raise_house()

    def raise_links_of_property(self, property_id: int) -> None:
        """Tell that the name of a property, or which units it has, has changed."""
        self._raise(self._links.ids(Target(Scope.PROPERTY, property_id)))

    def raise_links_with_address(self) -> None:
        """Tell that the address of a property has changed."""
        self._raise(self._links.saying(Field.ADDRESS))

    def _raise(self, link_ids: list[int]) -> None:
        self._work.revisions.raise_links(link_ids, self._work.clock.now())
