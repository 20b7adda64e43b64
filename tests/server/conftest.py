"""A house whose links are served on a real socket, and readers that speak plain HTTP."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from app.bootstrap import opened
from app.core.house.unit import Unit
from app.core.links.link import Link, link_path
from app.core.stays.occupancy import OccupancyDraft
from app.server.hosting.embedded import served
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from tests.clocks import SetClock

FIRST = date(2027, 8, 1)


@dataclass(frozen=True)
class Answer:
    """What a reader got. `headers` without the Date, which no two answers need to share."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def arrivals(self) -> list[date]:
        return [event.decoded("DTSTART") for event in Calendar.from_ical(self.body).walk("VEVENT")]


@dataclass(frozen=True)
class House:
    """A unit with its link, served on `port` of this computer."""

    services: Services
    unit: Unit
    link: Link
    port: int

    @property
    def path(self) -> str:
        return link_path(self.link)

    def get(self, path: str | None = None, method: str = "GET", **headers: str) -> Answer:
        """Ask for `path`, the link's own where None; ``If_None_Match="*"`` names a header."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(method, self.path if path is None else path, headers=sent)
            answer = connection.getresponse()
            named = dict(answer.getheaders())
            named.pop("Date")
            return Answer(answer.status, named, answer.read())

    def raw(self, sent: bytes, *, timeout: float = 10) -> bytes:
        """Send bytes as they are and return all that comes until the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            with suppress(ConnectionError):  # It may have heard enough and answered already.
                connection.sendall(sent)
            received = b""
            while part := self._part(connection):
                received += part
            return received

    def occupy(self, start: int, nights: int = 3, **more: Any) -> int:
        """Enter an occupancy `start` days after the first of August 2027; returns its id."""
        arrival = FIRST + timedelta(days=start)
        draft = OccupancyDraft(
            unit_id=self.unit.id,
            arrival=arrival,
            departure=arrival + timedelta(days=nights),
            **more,
        )
        return self.services.occupancies.add(draft).after.id

    @staticmethod
    def _part(connection: socket.socket) -> bytes:
        try:
            return connection.recv(65536)
        except ConnectionError:
            return b""


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "Gäste und Häuser")


@pytest.fixture
def services(folder: DataFolder, clock: SetClock) -> Iterator[Services]:
    # Many readers at once keep the thread that notes them waiting, and that keeps the owner.
    with opened(folder, busy_timeout=5, clock=clock) as services:
        yield services


@pytest.fixture
def house(services: Services, clock: SetClock) -> Iterator[House]:
    """One unit with an enabled link, served; everything in it happened a minute ago."""
    unit = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]
    link = services.links.enable_unit(unit.id).after
    clock.passes(minutes=1)
    with served(services, port=0) as state:
        yield House(services, unit, link, state.port)
