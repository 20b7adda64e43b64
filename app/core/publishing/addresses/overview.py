"""What can be said of all links together: how many everybody can read, and what is amiss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from app.core.links.address import TO_MEND, LinkAddress, Readability, readability
from app.core.links.link import Link
from app.core.publishing.addresses.address_book import AddressBook
from app.core.publishing.webspace import KeptWebspace
from app.core.web_address import readable
from app.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Overview:
    """All links that answer, counted by who can read them.

    `webspace` is the one in use. `checked_at` is the oldest of the readings that have proven a
    link, `amiss` the links of which the owner has to mend something, the worst first.
    """

    counts: Mapping[Readability, int]
    webspace: KeptWebspace | None = None
    on_webspace: int = 0
    checked_at: datetime | None = None
    amiss: tuple[tuple[Link, LinkAddress], ...] = ()

    @property
    def total(self) -> int:
        """How many links answer."""
        return sum(self.counts.values())

    @property
    def readable(self) -> int:
        """How many of them are proven to be readable by everybody."""
        return self.counts.get(Readability.READABLE, 0)

    @property
    def uploading(self) -> int:
        """How many wait for the webspace."""
        counts = self.counts
        return counts.get(Readability.UPLOADING, 0) + counts.get(Readability.WAITING, 0)

    @property
    def all_readable(self) -> bool:
        """Whether each of them is proven to be readable by everybody."""
        return 0 < self.readable == self.total

    @property
    def host(self) -> str:
        """The webspace's name in its public addresses, for people."""
        return "" if self.webspace is None else urlsplit(readable(self.webspace.address)).netloc


_WORST_FIRST = (Readability.CLOSED, Readability.OUTDATED, Readability.DOUBTFUL)


def overview(book: AddressBook, links: Iterable[Link], now: datetime) -> Overview:
    """Count `links`, those that answer, by who can read them at the time `now`."""
    counts: Counter[Readability] = Counter()
    amiss: list[tuple[Readability, Link, LinkAddress]] = []
    checked: list[datetime] = []
    on_webspace = 0
    for link in links:
        address = book.of(link)
        found = readability(address, now)
        counts[found] += 1
        on_webspace += address.on_webspace
        if found in TO_MEND:
            amiss.append((found, link, address))
        elif found is Readability.READABLE and address.check is not None:
            checked.append(address.check.at)
    amiss.sort(key=lambda one: _WORST_FIRST.index(one[0]))
    return Overview(
        counts=dict(counts),
        webspace=book.webspace,
        on_webspace=on_webspace,
        checked_at=min(checked, default=None),
        amiss=tuple((link, address) for _, link, address in amiss),
    )
