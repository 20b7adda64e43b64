"""Portals on loopback whose calendars the page Integrationen reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.core.house.unit import Unit
from app.core.importing.source import Source
from app.core.importing.standing import SourceDraft
from app.services.services import Services
from tests.clocks import SetClock
from tests.web_sites import CALENDAR, PAGE, Site, Web, reply, web_of

AIRBNB = "-//Airbnb Inc//Hosting Calendar 1.0//EN"
VRBO = "-//HomeAway.com, Inc.//EN"
TODAY = date(2027, 7, 6)


@dataclass(frozen=True)
class Event:
    """A stay as a portal writes it: days from today on, its words, and what else stands in it."""

    begins: int
    nights: int
    words: str = "Reserved"
    more: tuple[str, ...] = ()

    @property
    def uid(self) -> str:
        return f"{self.begins}-{self.nights}@portal.example"


def calendar(events: Sequence[Event], producer: str = AIRBNB) -> bytes:
    """Write a calendar as portals do."""
    lines = ["BEGIN:VCALENDAR", f"PRODID:{producer}", "VERSION:2.0"]
    for event in events:
        arrival = TODAY + timedelta(days=event.begins)
        departure = arrival + timedelta(days=event.nights)
        lines += [
            "BEGIN:VEVENT",
            f"DTSTART;VALUE=DATE:{arrival:%Y%m%d}",
            f"DTEND;VALUE=DATE:{departure:%Y%m%d}",
            f"SUMMARY:{event.words}",
            f"UID:{event.uid}",
            *event.more,
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


class Portal:
    """A web site that gives calendars; what a path gives may change at any time."""

    def __init__(self, site: Site, host: str) -> None:
        self.site = site
        self.host = host

    def address(self, name: str = "1") -> str:
        return f"https://{self.host}/ical/{name}.ics?s=secret{name}"

    def gives(self, *events: Event, name: str = "1", producer: str = AIRBNB) -> str:
        """Let an address give these stays; returns the address."""
        body = calendar(events, producer)
        self.site.pages[f"/ical/{name}.ics?s=secret{name}"] = reply(body, CALENDAR)
        return self.address(name)

    def gives_page(self, name: str = "1") -> str:
        """Let an address give a web page."""
        page = b"<html><body>Please sign in</body></html>"
        self.site.pages[f"/ical/{name}.ics?s=secret{name}"] = reply(page, PAGE)
        return self.address(name)

    def fails(self, name: str = "1") -> None:
        self.site.pages[f"/ical/{name}.ics?s=secret{name}"] = reply(b"", status=503)


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, services: Services) -> Iterator[Web]:
    """An internet of the test's own, which the services use."""
    with web_of(tmp_path, monkeypatch.setenv) as web:
        services.__dict__["internet"] = web.internet()
        yield web


@pytest.fixture
def airbnb(web: Web) -> Portal:
    """A portal that says nothing yet."""
    host = "www.airbnb.example"
    return Portal(web.site(host), host)


Connect = Callable[..., Source]


@pytest.fixture
def connect(services: Services, airbnb: Portal) -> Connect:
    """Read a portal for a unit: ``connect(unit, Event(3, 4), portal="airbnb")``."""

    def read(unit: Unit, *events: Event, portal: str = "airbnb", name: str = "1") -> Source:
        address = airbnb.gives(*events, name=name)
        added = services.sources.add(SourceDraft(unit_id=unit.id, portal=portal, address=address))
        assert added.result.error is None, added.result.error
        return services.sources.get(added.source.id)

    return read


@pytest.fixture
def later(clock: SetClock, services: Services) -> Callable[..., None]:
    """Let time pass, and read everything: ``later(minutes=30)``."""

    def go(**much: int) -> None:
        clock.moment += timedelta(**much)
        services.sources.read()

    return go
