"""Portals for tests of the window: each listing of a portal has a calendar at its own address."""

from __future__ import annotations

from dataclasses import replace

from tests.feeds_of_portals import AIRBNB, Event, Portal
from tests.web_sites import PAGE, Site, reply


class Listings:
    """A portal with many listings, told apart by a name in their address."""

    def __init__(self, site: Site, host: str, producer: str = AIRBNB) -> None:
        self.site = site
        self._any = Portal(site, host, producer=producer)

    def of(self, name: str) -> Portal:
        return replace(self._any, path=f"/ical/{name}.ics?s=geheim{name}")

    def address(self, name: str = "1") -> str:
        return self.of(name).address

    def shows(self, *events: Event, name: str = "1") -> str:
        """Let a listing show these stays; returns its address."""
        self.of(name).shows(*events)
        return self.address(name)

    def shows_page(self, name: str = "1") -> str:
        """Let a listing's address give a web page."""
        page = reply(b"<html><body>Please sign in</body></html>", PAGE)
        self.site.pages[self.of(name).path] = page
        return self.address(name)

    def fails(self, name: str = "1") -> None:
        self.site.pages[self.of(name).path] = reply(b"", status=503)
