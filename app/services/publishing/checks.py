"""The Probe: are links read from outside as they should be? Once a day, and after each upload."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from app.core.links.address import Check
from app.core.links.link import Link

if TYPE_CHECKING:
    from app.services.services import Services


class AddressChecks:
    """What was found when the addresses of links were read as a stranger would."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def of(self, links: Iterable[Link]) -> dict[int, Check]:
        """Return the newest check of each link that has one, by the link's id."""
        raise NotImplementedError

    def check(self, link_ids: Collection[int] | None = None) -> dict[int, Check]:
        """Read the public addresses of links now, all enabled ones or these; keep what was found.

        What could not be tried (Finding.UNTRIED) is returned as such, while what is kept stays.
        Blocks for as long as the servers take.
        """
        raise NotImplementedError
