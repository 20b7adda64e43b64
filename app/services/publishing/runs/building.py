"""The files of a link: the very bytes that the server would answer with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.core.links.link import LinkKind
from app.core.publishing.holding import LinkState, coming
from app.core.publishing.relay.page import page_bytes
from app.core.publishing.webspace import calendar_file, page_file
from app.services.calendars.builder import FeedBuilder
from app.services.calendars.website_page import PLAIN_THEME, website_page
from app.storage.engine.database import Database
from app.storage.tables.links.links import LinkTable
from app.storage.tables.publishing.uploads import WantedTable


@dataclass(frozen=True, slots=True)
class Built:
    """All files of a link, of one moment.

    `state` is what they depend on, `calendar` the name of the one that is a calendar, and `coming`
    counts the stays ahead in it.
    """

    state: LinkState
    files: Mapping[str, bytes]
    calendar: str
    coming: int

    @property
    def digest(self) -> bytes:
        """What tells this calendar from every other one."""
        return digest_of(self.files[self.calendar])


def digest_of(body: bytes) -> bytes:
    """Return what tells these bytes from others (SHA-256)."""
    return hashlib.sha256(body).digest()


class Building:
    """Builds the files of links.

    Args:
        database: what they are built of.
        days_only: a service makes the pages of links for websites; it is given the days for them.
    """

    def __init__(self, database: Database, *, days_only: bool = False) -> None:
        self._database = database
        self._wanted = WantedTable(database)
        self._links = LinkTable(database)
        self._builder = FeedBuilder(database)
        self._days_only = days_only

    def files(self, link_id: int, today: date) -> Built | None:
        """Return all files of a link as they are to be now, None where it shall have none.

        Raises:
            Exception: whatever went wrong; there is nothing with less in it than there is.
        """
        with self._database.read():
            states = self._wanted.states(link_id)
            link = self._links.one(link_id)
            if not states or link is None:
                return None
            calendar = self._builder.calendar(link, today)
            files = {calendar_file(link): calendar}
            if link.kind is LinkKind.WEBSITE:
                website = self._builder.website(link, today)
                files[page_file(link)] = (
                    page_bytes(website)
                    if self._days_only
                    else website_page(website, link.language, PLAIN_THEME)
                )
        return Built(states[0], files, calendar_file(link), coming(calendar, today))
