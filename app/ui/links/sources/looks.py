"""Which source stands on which row: each portal of a unit once, with both its directions."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from app.core.links.link import LinkKind
from app.core.portals import portal_key
from app.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from app.core.importing.report.standing import SourceLook
    from app.core.links.link import Link


@dataclass(frozen=True, slots=True)
class Comes:
    """What comes from a portal, for its row.

    `source` is None where nothing is read from there yet. `clashes` counts the open double bookings
    that its occupancies have a part in; `reading` says that it is being read just now.
    """

    now: datetime
    source: SourceLook | None = None
    clashes: int = 0
    reading: bool = False


@dataclass(frozen=True, slots=True)
class SourceRowLook:
    """How a source is shown that has a row of its own.

    `missing` tells that no link goes to its portal, which then cannot know what is taken here.
    """

    comes: Comes
    look: SourceLook
    missing: bool
    selected: bool


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which source belongs to which link, by their ids; and the sources that have no link."""

    by_link: Mapping[int, SourceLook]
    alone: tuple[SourceLook, ...]


def two_way(link: Link) -> bool:
    """Tell whether a link goes to a portal, from which something may come as well."""
    return bool(link.portal) and link.kind is LinkKind.CALENDAR and link.unit_id is not None


def paired(links: Iterable[Link], looks: Sequence[SourceLook]) -> Pairs:
    """Pair the links of one unit with what is read for it: the first of each portal."""
    waiting: dict[str, list[SourceLook]] = defaultdict(list)
    for look in looks:
        waiting[_key(look.source.portal)].append(look)
    by_link = {}
    for link in links:
        if two_way(link) and waiting[_key(link.portal)]:
            by_link[link.id] = waiting[_key(link.portal)].pop(0)
    taken = {look.source.id for look in by_link.values()}
    return Pairs(by_link, tuple(look for look in looks if look.source.id not in taken))


def _key(portal: str) -> str:
    return portal_key(portal).casefold()
