"""The sample guest house, on many days: it must hold together whatever day it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.bootstrap import opened
from app.core.errors import UserError
from app.core.links.details import Field
from app.core.links.link import LinkKind
from app.core.portals import portals
from app.core.stays.occupancy import Kind, Status
from app.services.base.watch import Moved
from app.services.data_folder.folder import DataFolder
from app.services.feeds.feeds import Feed
from app.services.services import Services
from tests.clocks import SetClock

DAYS = [
    datetime(2027, 7, 6, 12, tzinfo=UTC),
    datetime(2028, 2, 29, 12, tzinfo=UTC),
    datetime(2026, 12, 31, 23, tzinfo=UTC),
    datetime(2027, 3, 28, 1, tzinfo=UTC),
]


def test_the_house_is_believable(services: Services) -> None:
    filled = services.sample.fill()
    units = services.units.all()
    (house,) = services.units.properties()
    assert (house.name, filled.house) == ("Haus Seeblick", "Haus Seeblick")
    assert [unit.name for unit in units] == ["Seeblick 1", "Seeblick 2", "Dachstudio", "Gartenhaus"]
    assert filled.units == len(units)
    assert len({unit.colour for unit in units}) == 4
    assert all(unit.capacity for unit in units)
    published = [link.subject for link in services.links.all() if link.main and link.enabled]
    assert published == ["Seeblick 1", "Seeblick 2"]


def test_every_kind_of_link_is_in_it(services: Services) -> None:
    services.sample.fill()
    further = [link for link in services.links.all() if not link.main]
    assert {(link.kind, link.subject, link.portal, link.enabled) for link in further} == {
        (LinkKind.CALENDAR, "Seeblick 1", "airbnb", True),
        (LinkKind.WEBSITE, "Seeblick 1", "", True),
        (LinkKind.CHANGEOVERS, "Marta Lindner", "", True),
    }
    told = {link.kind: link.details.fields for link in services.links.all() if link.details.fields}
    assert told == {LinkKind.CHANGEOVERS: {Field.PERSONS}}
    cleaner, caretaker = services.staff.all()
    assert (cleaner.role, caretaker.role) == ("Reinigung", "Hausmeister")
    assert cleaner.unit_ids == {unit.id for unit in services.units.all()}
    assert caretaker.unit_ids == frozenset()
    work = [stay for stay in services.occupancies.all() if stay.staff_id == caretaker.id]
    assert len(work) == 3


@pytest.mark.parametrize("moment", DAYS)
def test_everything_an_owner_meets_is_in_it(folder: DataFolder, moment: datetime) -> None:
    clock = SetClock(moment)
    with opened(folder, busy_timeout=1, clock=clock) as services:
        filled = services.sample.fill()
        stays = services.occupancies.all()
        capacity = {unit.id: unit.capacity or 0 for unit in services.units.all()}
        clashes = services.double_bookings.open()
    today = clock.today()
    assert 55 <= len(stays) == filled.occupancies <= 70
    assert {stay.kind for stay in stays} == set(Kind)
    assert {stay.status for stay in stays} == set(Status)
    assert min(stay.arrival for stay in stays) <= today - timedelta(days=100)
    assert max(stay.departure for stay in stays) >= today + timedelta(days=280)
    assert sum(stay.expired(today) for stay in stays) == 1
    options = [stay.option_until for stay in stays if stay.status is Status.OPTION]
    assert any(until and today <= until <= today + timedelta(days=7) for until in options)
    assert all((stay.persons or 0) <= capacity[stay.unit_id] for stay in stays)
    assert len(clashes) == 1
    assert clashes[0].arrival > today
    taken = [stay for stay in stays if stay.blocks]
    changeovers = {(stay.unit_id, stay.departure) for stay in taken} & {
        (stay.unit_id, stay.arrival) for stay in taken
    }
    assert len(changeovers) >= 6
    assert any(day == today + timedelta(days=3) for _, day in changeovers)
    assert {"airbnb", "booking", "fewo-direkt", "website"} <= {stay.portal for stay in stays}
    assert {stay.portal for stay in stays} - {"", *portals()}
    assert all(stay.created_at <= moment for stay in stays)
    assert any("\n" in stay.note for stay in stays)


def test_a_folder_with_data_is_refused(services: Services) -> None:
    services.units.first_house("Mein Haus", ["Zimmer 1"])
    with pytest.raises(UserError, match="data here already"):
        services.sample.fill()
    assert [unit.name for unit in services.units.all()] == ["Zimmer 1"]
    assert services.occupancies.all() == []


def test_it_is_entered_in_one_transaction(services: Services) -> None:
    moves: list[Moved] = []
    services.watch.subscribe(moves.append)
    services.sample.fill()
    assert len(moves) == 1


def test_no_feed_claims_a_change_in_the_future(folder: DataFolder) -> None:
    with opened(folder, busy_timeout=1) as services:
        services.sample.fill()
        feeds = services.feeds()
        answers = [feeds.answer(link.token) for link in services.links.all()]
        feeds.close()
        now = services.clock.now().timestamp()
    assert len(answers) == 5
    for answer in answers:
        assert isinstance(answer, Feed)
        assert answer.modified is None or answer.modified <= now
