"""The addresses of links, each put together once: they are asked for with every drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.address import readability
from app.core.publishing.addresses.address_book import AddressBook

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.links.address import LinkAddress
    from app.core.links.link import Link
    from app.ui.links.list.blocks import Block


class Addresses:
    """Remembers them as long as `book`, which they follow from, stays the same."""

    def __init__(self) -> None:
        self.book = AddressBook("")
        self._known: dict[int, tuple[Link, LinkAddress]] = {}

    @property
    def nothing_known(self) -> bool:
        """Whether nothing is known of any link that could be told of it."""
        return self.book.webspace is None and not self.book.checks

    def follow(self, book: AddressBook) -> None:
        """Let the addresses follow from this book from now on."""
        if book != self.book:
            self.book = book
            self._known.clear()

    def of(self, link: Link) -> LinkAddress:
        """Return the address of a link."""
        known = self._known.get(link.id)
        if known is None or known[0] is not link:
            known = self._known[link.id] = link, self.book.of(link)
        return known[1]

    def apart(self, block: Block, link: Link, now: datetime) -> bool:
        """Tell whether others can read this link than the one in the head of its card."""
        if block.unit is None or not link.enabled:
            return False
        if block.main is None or not block.main.enabled:
            # Without a webspace all can be read by the same, which the banner says.
            return self.book.webspace is not None
        mine, head = self.of(link), self.of(block.main)
        if mine.read_at is not head.read_at:
            return True
        return readability(mine, now) is not readability(head, now)
