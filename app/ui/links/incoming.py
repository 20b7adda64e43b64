"""What the page knows of what comes from the portals."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from app.core.importing.source import feed_source
from app.ui.links.base.intents import Chosen, Way
from app.ui.links.sources.looks import Comes, Pairs, SourceRowLook, paired, two_way

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.importing.report.standing import SourceLook
    from app.core.links.link import Link
    from app.core.stays.double_booking import Alarm
    from app.ui.base.context import Context
    from app.ui.links.list.blocks import Block


class Incoming:
    """Reads how the sources stand, and says which belongs on which row.

    `reading` holds the ids of those that are being read because the owner wants it. `alarms` are
    the open double bookings in which something that was read has a part.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._looks: dict[int, SourceLook] = {}
        self._of_unit: dict[int, list[SourceLook]] = {}
        self._pairs: dict[object, tuple[Block, Pairs]] = {}
        self._clashes: dict[str, int] = {}
        self.alarms: tuple[Alarm, ...] = ()
        self.reading: frozenset[int] = frozenset()

    @property
    def any(self) -> bool:
        """Whether anything is read from a portal."""
        return bool(self._looks)

    @property
    def looks(self) -> list[SourceLook]:
        """How all sources stand."""
        return list(self._looks.values())

    def look(self, source_id: int) -> SourceLook | None:
        """How this source stands, None where there is none."""
        return self._looks.get(source_id)

    def read(self) -> None:
        """Read how they stand (UserError)."""
        services = self._context.services
        looks = services.sources.looks()
        alarms = services.double_bookings.open() if looks else []
        self.alarms = tuple(alarm for alarm in alarms if any(stay.foreign for stay in alarm.both))
        # Two versions of one stay in one calendar are one double booking of it.
        self._clashes = Counter(
            source for alarm in alarms for source in {stay.source for stay in alarm.both}
        )
        of_unit: dict[int, list[SourceLook]] = defaultdict(list)
        for look in looks:
            of_unit[look.source.unit_id].append(look)
        self._looks = {look.source.id: look for look in looks}
        self._of_unit = dict(of_unit)
        self._pairs.clear()

    def pairs(self, block: Block) -> Pairs:
        """Return which source of a card's unit shares a row with which link."""
        known = self._pairs.get(block.key)
        if known is None or known[0] is not block:
            looks = [] if block.unit is None else self._of_unit.get(block.unit.id, [])
            known = self._pairs[block.key] = block, paired(block.links, looks)
        return known[1]

    def comes(self, block: Block, link: Link, now: datetime) -> Comes:
        """Return what comes from the portal that `link` goes to."""
        return self._of(self.pairs(block).by_link.get(link.id), now)

    def pair(self, block: Block, chosen: Chosen) -> tuple[int | None, int | None]:
        """Return the ids of the link and of the source that share the row of what is chosen."""
        by_link = self.pairs(block).by_link
        if chosen.way is Way.GOES:
            look = by_link.get(chosen.id)
            return chosen.id, None if look is None else look.source.id
        links = (link for link, look in by_link.items() if look.source.id == chosen.id)
        return next(links, None), chosen.id

    def alone(
        self, block: Block, selected: Chosen | None, now: datetime
    ) -> tuple[SourceRowLook, ...]:
        """Return the sources of a card that share no row with a link."""
        goes_to = {link.portal for link in block.links if two_way(link)}
        return tuple(
            SourceRowLook(
                comes=self._of(look, now),
                look=look,
                missing=look.source.portal not in goes_to,
                selected=selected == Chosen(Way.COMES, look.source.id),
            )
            for look in self.pairs(block).alone
        )

    def _of(self, look: SourceLook | None, now: datetime) -> Comes:
        if look is None:
            return Comes(now)
        number = look.source.id
        clashes = self._clashes.get(feed_source(number), 0)
        return Comes(now, look, clashes, number in self.reading)
