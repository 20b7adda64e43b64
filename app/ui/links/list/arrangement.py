"""Which links there are, and on which card each of them stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.links.list.blocks import Block, Heading, Key, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, KeysView

    from app.core.links.link import Link


class Arrangement:
    """The blocks of the page, from top to bottom, and their links by id."""

    def __init__(self, blocks: Iterable[Block | Heading] = ()) -> None:
        self._blocks = {block.key: block for block in blocks}
        self._links: dict[int, Link] = {}
        self._keys: dict[int, Key] = {}
        for block in self._cards():
            for link in block.all_links:
                self._links[link.id] = link
                self._keys[link.id] = block.key

    def __contains__(self, key: Key) -> bool:
        return key in self._blocks

    @property
    def blocks(self) -> list[Block | Heading]:
        """What stands on the page, from top to bottom."""
        return list(self._blocks.values())

    @property
    def unpublished(self) -> bool:
        """Whether there is a unit whose main link does not answer."""
        return any(block.unit is not None and not block.published for block in self._cards())

    @property
    def any_enabled(self) -> bool:
        """Whether any link at all answers."""
        return any(link.enabled for link in self._links.values())

    @property
    def answering(self) -> list[Link]:
        """The links that answer: those that are enabled, of units that are not archived."""
        return [
            link
            for link_id, link in self._links.items()
            if link.enabled and self._keys[link_id][0] is not Part.ARCHIVED
        ]

    @property
    def first_locked(self) -> Key | None:
        """Which card says what enabling does: the same sentence once, not on every card."""
        locked = (b.key for b in self._cards() if b.unit is not None and b.main is None)
        return next(locked, None)

    @property
    def link_ids(self) -> KeysView[int]:
        """The ids of all links."""
        return self._links.keys()

    def link(self, link_id: int) -> Link | None:
        """The link with this id, None where it is gone."""
        return self._links.get(link_id)

    def key_of(self, link_id: int) -> Key | None:
        """On which card a link stands, None where it is gone."""
        return self._keys.get(link_id)

    def card(self, key: Key | None) -> Block | None:
        """What has a card and this key, None where there is none."""
        block = None if key is None else self._blocks.get(key)
        return block if isinstance(block, Block) else None

    def put(self, link: Link) -> None:
        """Let this be the state of a link that is here."""
        self._links[link.id] = link
        block = self.card(self._keys[link.id])
        if block is not None:
            self._blocks[block.key] = block.with_link(link)

    def _cards(self) -> Iterator[Block]:
        return (block for block in self._blocks.values() if isinstance(block, Block))
