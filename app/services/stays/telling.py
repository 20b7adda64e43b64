"""Lets the links of staff members know that there is other work for them."""

from __future__ import annotations

from collections.abc import Iterable

from app.core.links.link import Scope, Target
from app.services.base.unit_of_work import UnitOfWork
from app.storage.tables.links.links import LinkTable


def tell_staff(work: UnitOfWork, staff_ids: Iterable[int | None]) -> None:
    """Raise the revisions of their links, inside a write; None is nobody."""
    links, now = LinkTable(work.database), work.clock.now()
    for staff_id in set(staff_ids) - {None}:
        work.revisions.raise_links(links.ids(Target(Scope.STAFF, staff_id)), now)
