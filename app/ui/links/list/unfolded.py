"""Which links of a card have a row: the first ones, more where the owner has asked for them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.core.links.link import Link
    from app.ui.links.list.blocks import Block, Key

FIRST_ROWS = 10
MORE_ROWS = 50


class Unfolded:
    """How far each card is unfolded, and which links have a row although they come later."""

    def __init__(self) -> None:
        self._limits: dict[Key, int] = {}
        self._revealed: dict[Key, set[int]] = defaultdict(set)

    def unfold(self, key: Key) -> None:
        """Show more rows of this card."""
        self._limits[key] = self._limits.get(key, FIRST_ROWS) + MORE_ROWS

    def reveal(self, key: Key, link_id: int) -> None:
        """Give a link of this card a row, wherever it comes."""
        self._revealed[key].add(link_id)

    def rows(self, block: Block) -> list[Link]:
        """Return the links of a card that have a row, in order."""
        limit = self._limits.get(block.key, FIRST_ROWS)
        # Nobody is made to press a button for one or two more.
        if len(block.links) <= limit + 2:
            return list(block.links)
        revealed = self._revealed.get(block.key, set())
        late = [link for link in block.links[limit:] if link.id in revealed] if revealed else []
        return [*block.links[:limit], *late]
