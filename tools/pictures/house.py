"""The sample guest house on a day in summer, with a portal connected both ways.

The portal answers on loopback; the day is always the same one, so that a picture changes only
where the window does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.bootstrap import WINDOW_BUSY_TIMEOUT, opened
from app.core.importing.report.standing import SourceDraft
from app.core.links.link import Origin
from app.core.stays.occupancy import Occupancy, OccupancyDraft, Status
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from tests.clocks import SetClock
from tests.feeds_of_portals import AIRBNB, TODAY, Event, Portal
from tests.web_sites import web_of

PORTAL = "airbnb"
_HOST = "www.airbnb.de"
_GOOGLE, _AIRBNB = "Google-Calendar-Importer", "Airbnb/1.0"


@contextmanager
def pictured_house(folder: Path) -> Iterator[Services]:
    """Open the house in an empty folder."""
    data = DataFolder(folder / "data")
    clock = SetClock()
    with (
        web_of(folder, os.environ.__setitem__) as web,
        opened(data, busy_timeout=WINDOW_BUSY_TIMEOUT, clock=clock) as services,
    ):
        services.__dict__["internet"] = web.internet()
        services.sample.fill()
        _come_back(services)
        portal = Portal(web.site(_HOST), _HOST, producer=AIRBNB)
        sold = _sold(services)
        portal.shows(*sold)
        services.sources.add(
            SourceDraft(unit_id=services.units.all()[0].id, portal=PORTAL, address=portal.address)
        )
        clock.passes(minutes=20)
        # One stay that nobody knows yet comes when the window reads.
        portal.shows(*sold, Event(88, 4, uid="1418fb94e984-new@airbnb.com"))
        _read_links(services)
        yield services


def _sold(services: Services) -> list[Event]:
    """What the portal has sold and the house knows."""
    unit = services.units.all()[0]
    return [
        _event(stay)
        for stay in services.occupancies.all()
        if stay.unit_id == unit.id
        and stay.portal == PORTAL
        and stay.arrival > TODAY
        and stay.status is Status.CONFIRMED
    ]


def _event(stay: Occupancy) -> Event:
    start = (stay.arrival - TODAY).days
    return Event(start, stay.nights, uid=f"1418fb94e984-{stay.id}@airbnb.com")


def _come_back(services: Services) -> None:
    """Let a guest have been here before, once and again."""
    guest = first_guest(services)
    for days in (377, 741):
        arrival = guest.arrival.fromordinal(guest.arrival.toordinal() - days)
        services.occupancies.add(
            OccupancyDraft(
                unit_id=guest.unit_id,
                arrival=arrival,
                departure=arrival.fromordinal(arrival.toordinal() + 7),
                guest=guest.guest,
                phone=guest.phone,
                email=guest.email,
            )
        )


def first_guest(services: Services) -> Occupancy:
    """Return the next stay of somebody whose name and contact are known."""
    coming = (
        stay
        for stay in services.occupancies.all()
        if stay.guest
        and stay.status is Status.CONFIRMED
        and (stay.phone or stay.email)
        and stay.arrival > TODAY
    )
    return min(coming, key=lambda stay: stay.arrival)


def _read_links(services: Services) -> None:
    """Let the links have been read, as they are wherever somebody uses them."""
    log = services.fetch_log()
    log.start()
    for link in services.links.all():
        agent = _AIRBNB if link.portal == PORTAL else _GOOGLE
        log.record(link.id, agent, Origin.OUTSIDE, 200)
    log.stop()
