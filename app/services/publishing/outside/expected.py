"""What should be read under the addresses of a link, as it is known at that very moment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from app.core.links.address import LinkAddress
from app.core.links.link import Link, LinkKind
from app.core.publishing.outside.reading import CALENDAR_TYPE, PAGE_TYPE, Expected
from app.core.publishing.relay.page import page_bytes, read_page
from app.core.publishing.webspace import KeptWebspace, WebspaceKind, calendar_file, page_file
from app.services.calendars.website_page import PLAIN_THEME, website_page
from app.services.feeds.feeds import Closed
from app.storage.engine.database import Database
from app.storage.tables.publishing.address_checks import AddressCheckTable

if TYPE_CHECKING:
    from app.services.feeds.feeds import Feeds


class NothingExpectedError(Exception):
    """Nobody knows what should be read: the link is off by now, or just being uploaded."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address to read; `expected` raises `NothingExpectedError`, `size` is 0 where unknown."""

    url: str
    expected: Callable[[], Expected]
    size: int = 0


class Expectations:
    """What lies on the webspace, or what the program itself answers.

    Args:
        database: tells what was put onto the webspace.
        feeds: what the program answers.
    """

    def __init__(self, database: Database, feeds: Feeds) -> None:
        self._database = database
        self._table = AddressCheckTable(database)
        self._feeds = feeds

    def places(
        self, link: Link, address: LinkAddress, webspace: KeptWebspace | None
    ) -> list[Place]:
        """Return what is to be read of a link: its page where it has one, and its calendar."""
        page = link.kind is LinkKind.WEBSITE
        if webspace is None or not address.on_webspace:
            calendar = Place(address.calendar_url, partial(self._calendar_here, link.token))
            return [Place(address.url, partial(self._page_here, link.token)), calendar][not page :]
        files = [(address.calendar_url, calendar_file(link), CALENDAR_TYPE)]
        service = webspace.kind is WebspaceKind.RELAY
        if page and not service:
            files.insert(0, (address.url, page_file(link), PAGE_TYPE))
        with self._database.read():
            lying = self._table.lying(webspace.id)
        made = [Place(address.url, partial(self._made_there, webspace.id, link))]
        return made[: page and service] + [
            Place(
                url,
                partial(self._lying, webspace.id, name, kind),
                lying[name].size if name in lying else 0,
            )
            for url, name, kind in files
        ]

    def _lying(self, webspace_id: int, name: str, kind: str) -> Expected:
        with self._database.read():
            file = self._table.lying(webspace_id).get(name)
        if file is None:
            raise NothingExpectedError
        return Expected(frozenset({file.digest}), kind)

    def _made_there(self, webspace_id: int, link: Link) -> Expected:
        """Return the page that a service makes of the days which lie there."""
        website = self._feeds.website(link.token)
        if isinstance(website, Closed):
            raise NothingExpectedError
        days = page_bytes(website)
        with self._database.read():
            file = self._table.lying(webspace_id).get(page_file(link))
        if file is None or file.digest != hashlib.sha256(days).digest():
            raise NothingExpectedError
        shown = read_page(days).website(link.id)
        return _of(website_page(shown, shown.language, PLAIN_THEME), PAGE_TYPE)

    def _calendar_here(self, token: str) -> Expected:
        feed = self._feeds.answer(token)
        if isinstance(feed, Closed):
            raise NothingExpectedError
        return _of(feed.body, CALENDAR_TYPE)

    def _page_here(self, token: str) -> Expected:
        website = self._feeds.website(token)
        if isinstance(website, Closed):
            raise NothingExpectedError
        # As the server answers who wishes for no language and no colours.
        return _of(website_page(website, website.language, PLAIN_THEME), PAGE_TYPE)


def _of(body: bytes, kind: str) -> Expected:
    return Expected(frozenset({hashlib.sha256(body).digest()}), kind)
