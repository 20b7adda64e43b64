"""Real calendar programs read a link from the real socket and see every stay on its days.

vdirsyncer's http storage and Home Assistant's ``ical`` each run in a process of their own, in three
time zones: the day of a stay is the same day everywhere.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.bootstrap import opened
from app.core.house.staff import StaffDraft
from app.core.house.unit import Unit
from app.core.links.availability import MONTHS
from app.core.links.details import Details, Field, Options
from app.core.links.link import (
    WHOLE_HOUSE,
    Link,
    LinkChoices,
    LinkKind,
    Scope,
    Target,
    calendar_path,
    link_path,
)
from app.core.stays.dates import month_after
from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from app.server.hosting.embedded import served
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from tests.fetches import fetches_of

ZONES = ["Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland"]

VDIRSYNCER = """
import asyncio, json, sys
import aiohttp
from icalendar import Calendar
from vdirsyncer.storage.http import HttpStorage

async def read():
    async with aiohttp.TCPConnector() as connector:
        storage = HttpStorage(sys.argv[1], connector=connector)
        hashed = [href async for href, _ in storage.list()]
        # By itself it puts a hash in place of each UID; ours are stable.
        storage._ignore_uids = False
        items = [(await storage.get(href))[0].raw async for href, _ in storage.list()]
        assert len(hashed) == len(items)
        return items

stays = []
for raw in asyncio.run(read()):
    for event in Calendar.from_ical(raw).walk("VEVENT"):
        stays.append([str(event["UID"]), event.decoded("DTSTART").isoformat(),
                      event.decoded("DTEND").isoformat(), event.decoded("SEQUENCE")])
print(json.dumps(stays))
"""

HOME_ASSISTANT = """
import asyncio, json, sys
import aiohttp
from ical.calendar_stream import IcsCalendarStream

async def read():
    async with aiohttp.ClientSession() as session, session.get(sys.argv[1]) as answer:
        answer.raise_for_status()
        return await answer.text()

(calendar,) = IcsCalendarStream.from_ics(asyncio.run(read())).calendars
print(json.dumps([[event.uid, event.dtstart.isoformat(), event.dtend.isoformat(), event.sequence]
                  for event in calendar.timeline]))
"""

CLIENTS = {"vdirsyncer": VDIRSYNCER, "Home Assistant": HOME_ASSISTANT}

Stays = list[list[object]]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with opened(DataFolder(tmp_path / "data"), busy_timeout=1) as services:
        yield services


@pytest.fixture
def unit(services: Services) -> Unit:
    return services.units.first_house("Haus Seeblick", ["Fewo „Möwe“; 1, groß"]).units[0]


@pytest.fixture
def link(services: Services, unit: Unit) -> Link:
    return services.links.enable_unit(unit.id).after


@pytest.fixture
def address(services: Services, link: Link) -> Iterator[str]:
    with served(services, port=0) as state:
        yield f"http://127.0.0.1:{state.port}{link_path(link)}"


@pytest.fixture
def stays(services: Services, unit: Unit) -> Stays:
    """A year of stays: around changeovers, leap day and the changes of summer time."""
    today = services.clock.today()
    year = today.year + 1
    beginnings = [
        (today, 1),
        (date(year, 1, 1), 7),
        (date(year, 1, 8), 3),  # arrives as the one before departs
        (date(year, 2, 27), 5),
        (date(year, 3, 28), 1),
        (date(year, 10, 25), 14),
        (date(year, 12, 30), 4),
        (date(2096, 2, 28), 2),
    ]
    kept: Stays = []
    for number, (arrival, nights) in enumerate(beginnings):
        draft = OccupancyDraft(
            unit_id=unit.id,
            arrival=arrival,
            departure=arrival + timedelta(days=nights),
            kind=list(Kind)[number % 3],
            status=Status.OPTION if number % 2 else Status.CONFIRMED,
            option_until=today if number % 2 else None,
            guest="Familie Yılmaz",
        )
        stay = services.occupancies.add(draft).after
        kept.append([stay.uid, stay.arrival.isoformat(), stay.departure.isoformat(), 0])
    gone = services.occupancies.add(
        OccupancyDraft(unit_id=unit.id, arrival=date(year, 6, 1), departure=date(year, 6, 9))
    ).after
    services.occupancies.cancel(gone.id, sequence=gone.sequence)
    return sorted(kept, key=lambda stay: str(stay[1]))


def read_by(client: str, address: str, zone: str) -> Stays:
    done = subprocess.run(
        [sys.executable, "-c", CLIENTS[client], address],
        capture_output=True,
        encoding="utf-8",
        env={"TZ": zone, "PATH": ""},
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    found: Stays = json.loads(done.stdout)
    return sorted(found, key=lambda stay: str(stay[1]))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("client", CLIENTS)
def test_every_stay_is_on_its_days(client: str, zone: str, address: str, stays: Stays) -> None:
    assert read_by(client, address, zone) == stays


@pytest.mark.parametrize("client", CLIENTS)
def test_a_change_is_seen_at_the_next_reading(
    client: str, address: str, stays: Stays, services: Services
) -> None:
    first = services.occupancies.all()[0]
    assert read_by(client, address, ZONES[0]) == stays
    longer = first.draft()
    changed = services.occupancies.change(
        first.id,
        type(longer)(
            unit_id=longer.unit_id,
            arrival=longer.arrival - timedelta(days=2),
            departure=longer.departure,
        ),
        sequence=first.sequence,
    ).after
    seen = {str(stay[0]): stay[1:] for stay in read_by(client, address, ZONES[0])}
    assert seen[first.uid] == [changed.arrival.isoformat(), changed.departure.isoformat(), 1]


@pytest.mark.parametrize("client", CLIENTS)
def test_a_free_unit_is_read_as_free(client: str, address: str) -> None:
    assert read_by(client, address, ZONES[0]) == []


def test_who_has_read_is_known(services: Services, link: Link, stays: Stays) -> None:
    with served(services, port=0) as state:
        address = f"http://127.0.0.1:{state.port}{link_path(link)}"
        for client in CLIENTS:
            assert read_by(client, address, ZONES[0]) == stays
    fetches = fetches_of(services, link.id)
    assert {fetch.status for fetch in fetches} == {200}
    assert any("vdirsyncer" in fetch.agent for fetch in fetches)
    assert services.readers.last(link.id) is not None


def kinds(services: Services, unit: Unit) -> dict[str, Link]:
    """A link of every kind over the unit of the stays."""
    cleaner = StaffDraft(name="Maria", unit_ids=frozenset({unit.id}))
    maria = Target(Scope.STAFF, services.staff.add(cleaner).id)
    everything = Details(fields=frozenset(Field), options=Options.TENTATIVE)
    wanted = {
        "property": (LinkKind.CALENDAR, Target(Scope.PROPERTY, unit.property_id), everything),
        "house": (LinkKind.CALENDAR, WHOLE_HOUSE, everything),
        "staff": (LinkKind.CALENDAR, maria, everything),
        "changeovers": (LinkKind.CHANGEOVERS, maria, everything),
        "website": (LinkKind.WEBSITE, Target(Scope.UNIT, unit.id), Details()),
    }
    return {
        name: services.links.add(kind, target, LinkChoices(details=details)).after
        for name, (kind, target, details) in wanted.items()
    }


@pytest.mark.parametrize("client", CLIENTS)
def test_every_kind_of_link_is_read(
    client: str, services: Services, unit: Unit, stays: Stays
) -> None:
    days = [(str(arrival), str(departure)) for _, arrival, departure, _ in stays]
    joined = [*days[:1], (days[1][0], days[2][1]), *days[3:]]
    # As far as the page of a website goes.
    end = month_after(services.clock.today(), MONTHS).isoformat()
    on_page = [(arrival, min(departure, end)) for arrival, departure in joined if arrival < end]
    cleanings = [
        (departure, (date.fromisoformat(departure) + timedelta(days=1)).isoformat())
        for _, departure in days
    ]
    expected = {
        "property": days,
        "house": days,
        "staff": days,
        "changeovers": cleanings,
        "website": on_page,
    }
    links = kinds(services, unit)
    with served(services, port=0) as state:
        for name, link in links.items():
            path = calendar_path(link)
            found = read_by(client, f"http://127.0.0.1:{state.port}{path}", ZONES[0])
            assert [(arrival, departure) for _, arrival, departure, _ in found] == expected[name]
            assert len({uid for uid, *_ in found}) == len(found)
