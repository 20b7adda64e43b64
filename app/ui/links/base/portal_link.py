"""Which link of a unit goes to a portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.link import LinkKind, Scope, Target
from app.core.portals import portal_key

if TYPE_CHECKING:
    from app.core.links.link import Link
    from app.services.services import Services


def link_to(services: Services, unit_id: int, portal: str) -> Link | None:
    """Return the calendar link of a unit that goes to `portal`, None where there is none.

    One that is enabled goes before one that is not. A portal without a name has none.

    Raises:
        UserError: the links cannot be read.
    """
    links = services.links.all(Target(Scope.UNIT, unit_id))
    key = portal_key(portal)
    mine = [
        link
        for link in links
        if link.kind is LinkKind.CALENDAR and portal and portal_key(link.portal) == key
    ]
    return next((link for link in mine if link.enabled), mine[0] if mine else None)
