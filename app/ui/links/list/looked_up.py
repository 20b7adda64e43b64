"""Who has read which link, looked up only for the cards that are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.links.list.looks import Readings, readings_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from app.core.links.link import Link
    from app.ui.base.context import Context


class LookedUp:
    """What was found the last time, and of which links it has to be found anew."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._found: dict[int, Readings] = {}
        self._unread: set[int] = set()

    def of(self, link: Link) -> Readings | None:
        """What was found for a link, None as long as nobody has looked."""
        return self._found.get(link.id)

    def forget(self, link_ids: Iterable[int]) -> None:
        """Look these up anew, when they are seen; until then what was found is shown."""
        self._unread.update(link_ids)

    def keep_to(self, link_ids: AbstractSet[int]) -> None:
        """These are all the links there are now."""
        self._unread = (self._unread | (link_ids - self._found.keys())) & link_ids

    def unread(self, links: Iterable[Link]) -> list[Link]:
        """Return those of them that have to be looked up."""
        return [link for link in links if link.id in self._unread]

    def look_up(self, link: Link) -> bool:
        """Look up who has read a link; tell whether something else was found (UserError)."""
        readings = readings_of(self._context, link)
        changed = readings != self._found.get(link.id)
        self._found[link.id] = readings
        self._unread.discard(link.id)
        return changed
