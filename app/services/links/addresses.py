"""Where each link is read, and who can read it there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.core.links.reach import base_url
from app.core.publishing.addresses.address_book import AddressBook
from app.core.publishing.addresses.overview import Overview, overview
from app.services.base.addresses import house_address
from app.services.base.settings import SettingsStore
from app.services.base.unit_of_work import UnitOfWork
from app.storage.tables.links.links import LinkTable
from app.storage.tables.publishing.address_checks import AddressCheckTable
from app.storage.tables.publishing.webspaces import WebspaceTable

if TYPE_CHECKING:
    from app.core.links.address import LinkAddress
    from app.core.links.link import Link
    from app.core.publishing.webspace import KeptWebspace


class LinkAddresses:
    """The addresses of links: that of the webspace, or that under which the program answers.

    A link on a webspace has the webspace's address, also while it is disabled. The program goes on
    answering under its own, so that copies from before go on working.
    """

    def __init__(self, work: UnitOfWork, settings: SettingsStore) -> None:
        self._work = work
        self._settings = settings
        self._links = LinkTable(work.database)
        self._webspaces = WebspaceTable(work.database)
        self._checks = AddressCheckTable(work.database)

    def base(self) -> str:
        """Return what every address begins with under which the program itself answers."""
        return base_url(self._settings.get(), house_address())

    def book(self) -> AddressBook:
        """Return what all addresses follow from: a few queries, however many links there are."""
        with self._work.database.read():
            base = base_url(self._settings.read(), house_address())
            webspace, checks = self._webspaces.current(), self._checks.all()
            ended = None if webspace is None else self._webspaces.ended(webspace.id)
        waiting = frozenset() if webspace is None else self._waiting(webspace)
        failing = ended is not None and ended.failures > 0
        put_last = None if ended is None else ended.succeeded_at
        return AddressBook(base, webspace, checks, waiting, failing, put_last)

    def _waiting(self, webspace: KeptWebspace) -> frozenset[int]:
        """Return the links whose newest calendar the webspace does not hold."""
        # Imported on demand: most houses that list links by a command have no webspace.
        from app.core.publishing.holding import PROGRAM, difference  # noqa: PLC0415
        from app.storage.tables.publishing.uploads import UploadTable, WantedTable  # noqa: PLC0415

        database, today = self._work.database, self._work.clock.today()
        with database.read():
            held = UploadTable(database).held(webspace.id)
            lacks = difference(WantedTable(database).states(), held, today, PROGRAM)
        return frozenset(state.link_id for state in lacks.links)

    def of(self, link: Link) -> LinkAddress:
        """Return the address of one link."""
        return self.book().of(link)

    def of_all(self, links: Iterable[Link]) -> dict[int, LinkAddress]:
        """Return by id the addresses of these links."""
        book = self.book()
        return {link.id: book.of(link) for link in links}

    def overview(self) -> Overview:
        """Count the links that answer by who can read them; none of them without a webspace."""
        book = self.book()
        if book.webspace is None:
            return Overview({})
        with self._work.database.read():
            answering = self._links.answering()
        return overview(book, answering, self._work.clock.now())
