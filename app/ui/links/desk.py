"""What the page knows: units and links as they stand, who can read them, who has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.core.link import Link
from app.core.reach import Reach, reach
from app.core.server_state import Phase
from app.ui.links.access import LATELY, Access
from app.ui.links.looks import House, HouseLook, LinkLook, UnitLinks, UnitLook, houses

if TYPE_CHECKING:
    from app.services.links import LastRead
    from app.ui.context import Context


class LinksDesk:
    """Reads through the services and turns what it has read into looks.

    `access` says who can read the links, `outside` when somebody outside the house last got an
    answer (UTC), None where nobody has lately. `just_locked` holds the ids of links that the owner
    has locked here, `just_copied` that of the one whose address was copied last.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._houses: tuple[House, ...] = ()
        self._links: dict[int, Link] = {}
        self._readers: dict[int, tuple[LastRead, ...]] = {}
        self._unread: set[int] = set()
        self._now = context.clock.now()
        phase = context.server.state.phase
        self._starting = phase is Phase.STOPPED
        self.access = Access(phase, Reach.THIS_PC, "", starting=self._starting)
        self.outside: datetime | None = None
        self.just_locked: set[int] = set()
        self.just_copied: int | None = None

    @property
    def units(self) -> list[UnitLinks]:
        """All units that are not archived, in the owner's order."""
        return [unit for house in self._houses for unit in house.units]

    @property
    def any_enabled(self) -> bool:
        """Whether any link at all answers."""
        return any(link.enabled for link in self._links.values())

    def link(self, link_id: int) -> Link | None:
        """The link with this id as it was read last, None where it is gone."""
        return self._links.get(link_id)

    def reload(self) -> None:
        """Read units, links and settings anew (UserError)."""
        self._houses = houses(self._context)
        self._links = {link.id: link for unit in self.units for link in unit.links}
        known = self._links.keys()
        self._unread = (self._unread | (known - self._readers.keys())) & known
        self.just_locked -= {link.id for link in self._links.values() if link.enabled}
        self.find_access()

    def tick(self) -> None:
        """Let it be now (UserError)."""
        self._now = self._context.clock.now()
        self.find_access()

    def find_access(self) -> None:
        """Find out who can read the links (UserError)."""
        base = self._context.links.base()
        # An answer from outside says something of the one address that it came from.
        if base != self.access.base or (self.outside and self._now - self.outside > LATELY):
            self.outside = None
        self.access = Access(
            self._context.server.state.phase,
            reach(base),
            base,
            checked=self.outside is not None,
            starting=self._starting,
        )

    def started(self) -> None:
        """The server was started for the first time, or should have been by now (UserError)."""
        self._starting = False
        self.find_access()

    def forget_readers(self) -> None:
        """Somebody has read some link: look it up anew."""
        self._unread = set(self._links)

    def read(self, unit: UnitLinks) -> bool:
        """Look up who has read the links of `unit`, where that is not known; tell if it was done.

        Raises:
            UserError: it cannot be looked up.
        """
        unread = [link for link in unit.links if link.id in self._unread]
        for link in unread:
            readers = tuple(self._context.links.readers(link.id))
            if link.id == self.just_copied and readers != self._readers.get(link.id):
                # It was pasted somewhere and that somebody could read it: enough warned.
                self.just_copied = None
            self._readers[link.id] = readers
            self._unread.discard(link.id)
        if unread and self.access.reach is Reach.EVERYWHERE:
            self._look_outside(unread)
        return bool(unread)

    def house_looks(self) -> list[HouseLook]:
        """How everything is shown."""
        return [
            HouseLook(house.property, tuple(self.unit_look(unit) for unit in house.units))
            for house in self._houses
        ]

    def unit_look(self, unit: UnitLinks) -> UnitLook:
        """How one unit is shown."""
        main = None if unit.main is None else self._link_look(unit.main)
        return UnitLook(unit.unit, main, tuple(self._link_look(link) for link in unit.further))

    @property
    def now(self) -> datetime:
        """The time that is told of, aware: that of the last `tick`."""
        return self._now

    def _link_look(self, link: Link) -> LinkLook:
        return LinkLook(
            link=link,
            address=self._context.links.address(link, self.access.base),
            access=self.access,
            now=self._now,
            readers=self._readers.get(link.id),
            just_locked=link.id in self.just_locked,
            just_copied=link.id == self.just_copied,
        )

    def _look_outside(self, links: Iterable[Link]) -> None:
        answers = (self._context.links.read_from_outside(link.id) for link in links)
        lately = [at for at in answers if at is not None and self._now - at <= LATELY]
        if lately:
            self.outside = max([*lately, self.outside] if self.outside else lately)
            self.access = replace(self.access, checked=True)
