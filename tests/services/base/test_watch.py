"""Who listens hears of every change once, whichever process made it, with the right ids."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Protocol

import pytest

from app.core.house.unit import PropertyDraft, Unit
from app.core.links.link import Fetch, Origin
from app.core.stays.occupancy import OccupancyDraft
from app.services.base.watch import Moved
from app.services.services import Services
from app.storage.tables.fetches import FetchTable
from app.storage.tables.revisions import Revisions, RevisionTable
from tests.conftest import Start
from tests.systems import open_files

Stay = Callable[..., OccupancyDraft]
ExpectLog = Callable[[str, str], None]

OTHER_PROCESS = """
    import sys
    from datetime import date
    from pathlib import Path
    from app.bootstrap import opened
    from app.services.data_folder.folder import DataFolder
    from app.core.stays.occupancy import OccupancyDraft

    with opened(DataFolder(Path(sys.argv[1])), busy_timeout=5) as services:
        unit = services.units.find(sys.argv[2])
        draft = OccupancyDraft(
            unit_id=unit.id, arrival=date(2027, 9, 1), departure=date(2027, 9, 5)
        )
        services.occupancies.add(draft)
        services.links.enable_unit(unit.id)
"""


class Told(Protocol):
    def take(self) -> list[Moved]: ...


@pytest.fixture
def units(services: Services) -> list[Unit]:
    """A house with two units."""
    house = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
    return list(house.units)


def revisions(services: Services) -> Revisions:
    with services.database.read():
        return RevisionTable(services.database).all()


def test_every_use_case_says_once_what_it_moved(
    services: Services, units: list[Unit], told: Told, stay: Stay
) -> None:
    told.take()
    one, two = units
    first = frozenset({one.id})

    added = services.occupancies.add(stay(one.id))
    assert told.take() == [Moved(units=first)]
    moved = services.occupancies.change(added.after.id, stay(two.id), sequence=0)
    assert told.take() == [Moved(units=frozenset({one.id, two.id}))]
    services.occupancies.take_back(moved)
    assert told.take() == [Moved(units=frozenset({one.id, two.id}))]
    services.occupancies.cancel(added.after.id, sequence=2)
    assert told.take() == [Moved(units=first)]

    services.units.rename(one.id, "Dachstudio", sequence=0)
    assert told.take() == [Moved(units=first, house=True)]
    services.units.archive(one.id, sequence=1)
    assert told.take() == [Moved(units=first, house=True)]
    services.units.restore(one.id, sequence=2)
    assert told.take() == [Moved(units=first, house=True)]
    services.units.arrange({one.property_id: [two.id, one.id]})
    assert told.take() == [Moved(house=True)]
    house = services.units.add_property(PropertyDraft(name="Hafen"))
    assert told.take() == [Moved(house=True)]
    services.units.change_property(house.id, PropertyDraft(name="Am Hafen"), sequence=0)
    assert told.take() == [Moved(house=True)]
    services.units.arrange({house.id: [one.id]})
    assert told.take() == [Moved(units=first, house=True)]
    empty = services.units.add_property(PropertyDraft(name="Leer"))
    told.take()
    services.units.remove_property(empty.id, sequence=0)
    assert told.take() == [Moved(house=True)]
    new = services.units.add(replace(one.draft(), name="Neu"))
    assert told.take() == [Moved(units=frozenset({new.id}), house=True)]

    link = services.links.enable_unit(two.id).after
    links = frozenset({link.id})
    assert told.take() == [Moved(links=links)]
    services.links.disable(link.id, sequence=0)
    assert told.take() == [Moved(links=links)]
    services.links.enable(link.id, sequence=1)
    assert told.take() == [Moved(links=links)]
    services.links.renew(link.id, sequence=2)
    assert told.take() == [Moved(links=links)]
    services.links.delete(link.id, sequence=3)
    assert told.take() == [Moved(links=links)]

    services.settings.set("port", "9000")
    assert told.take() == [Moved(settings=True)]
    seen = services.settings.get()
    services.settings.change(seen, replace(seen, port=9001))
    assert told.take() == [Moved(settings=True)]


def test_what_is_refused_or_only_read_is_told_to_nobody(
    services: Services, units: list[Unit], told: Told, stay: Stay
) -> None:
    services.occupancies.add(stay(units[0].id))
    told.take()
    with pytest.raises(Exception, match="taken already"):
        services.occupancies.add(stay(units[0].id))
    with pytest.raises(Exception, match="changed elsewhere"):
        services.units.archive(units[0].id, sequence=7)
    services.units.all()
    services.double_bookings.open()
    services.watch.poll()
    assert told.take() == []


def test_changes_of_another_process_are_told_once_at_the_next_look(
    services: Services, units: list[Unit], told: Told, start: Start
) -> None:
    told.take()
    other = start(OTHER_PROCESS, services.folder.path, "Seeblick 2")
    assert other.wait() == 0
    assert told.take() == []
    services.watch.poll()
    (link,) = services.links.all()
    assert told.take() == [Moved(units=frozenset({units[1].id}), links=frozenset({link.id}))]
    services.watch.poll()
    assert told.take() == []


def test_an_own_change_tells_what_another_process_moved_before_it(
    services: Services, units: list[Unit], told: Told, start: Start
) -> None:
    told.take()
    assert start(OTHER_PROCESS, services.folder.path, "Seeblick 2").wait() == 0
    services.units.rename(units[0].id, "Dachstudio", sequence=0)
    (moved,) = told.take()
    assert moved.units == {unit.id for unit in units}


def test_fetches_are_told_and_raise_no_revision(
    services: Services, units: list[Unit], told: Told
) -> None:
    link = services.links.enable_unit(units[0].id).after
    before = revisions(services)
    told.take()
    fetch = Fetch(
        link_id=link.id,
        at=services.clock.now(),
        agent="Evolution/3",
        origin=Origin.HOME,
        status=200,
    )
    with services.database.write():
        FetchTable(services.database).add([fetch])
    services.watch.poll()
    assert told.take() == [Moved(fetches=True)]
    after = revisions(services)
    assert replace(after, last_fetch=before.last_fetch) == before


def test_every_change_that_a_feed_shows_raises_its_revision(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    unit = units[0].id
    other = units[1].id

    def raised(change: Callable[[], object]) -> tuple[int, int]:
        before = revisions(services).units
        change()
        after = revisions(services).units
        return after[unit] - before[unit], after[other] - before[other]

    occupancies, all_units = services.occupancies, services.units
    assert raised(lambda: occupancies.add(stay(unit))) == (1, 0)
    (kept,) = occupancies.all()
    # What moves to a unit with a lower counter counts on there.
    assert raised(lambda: occupancies.change(kept.id, stay(other), sequence=0)) == (1, 2)
    assert raised(lambda: occupancies.cancel(kept.id, sequence=1)) == (0, 1)
    assert raised(lambda: all_units.rename(unit, "Dachstudio", sequence=0)) == (1, 0)
    assert raised(lambda: all_units.archive(unit, sequence=1)) == (1, 0)


def test_a_listener_that_fails_keeps_nothing_from_the_others(
    services: Services, units: list[Unit], stay: Stay, expect_log: ExpectLog
) -> None:
    heard: list[Moved] = []

    def fail(_moved: Moved) -> None:
        raise ZeroDivisionError

    services.watch.subscribe(fail)
    services.watch.subscribe(heard.append)
    expect_log("app.services.base.watch", "a listener failed")
    services.occupancies.add(stay(units[0].id))
    assert heard == [Moved(units=frozenset({units[0].id}))]


def test_who_listens_no_more_hears_nothing(
    services: Services, units: list[Unit], stay: Stay
) -> None:
    heard: list[Moved] = []
    end = services.watch.subscribe(heard.append)
    end()
    services.occupancies.add(stay(units[0].id))
    assert heard == []


def test_a_listener_may_change_something_itself(
    services: Services, units: list[Unit], told: Told, stay: Stay
) -> None:
    told.take()

    def answer(moved: Moved) -> None:
        if moved.units and not services.links.all():
            services.links.enable_unit(units[0].id)

    services.watch.subscribe(answer)
    services.occupancies.add(stay(units[0].id))
    moves = told.take()
    assert [bool(moved.units) for moved in moves] == [True, False]
    assert [bool(moved.links) for moved in moves] == [False, True]


@open_files
def test_a_change_is_made_though_nobody_can_look_at_it_just_now(
    services: Services, units: list[Unit], told: Told, stay: Stay, expect_log: ExpectLog
) -> None:
    told.take()
    path = services.database.path
    hidden = path.with_suffix(".hidden")
    expect_log("app.services.base.unit_of_work", "nobody was told")

    def hide(_draft: OccupancyDraft) -> OccupancyDraft:
        path.rename(hidden)
        return _draft

    with services.occupancies._work.change():
        services.occupancies.add_within(hide(stay(units[0].id)), services.clock.now())
    hidden.rename(path)
    assert len(services.occupancies.all()) == 1
    services.watch.poll()
    assert told.take() == [Moved(units=frozenset({units[0].id}))]


def test_everything_is_all_that_there_is_but_a_backup(services: Services) -> None:
    units = services.units.first_house("Haus", ["Seeblick 1", "Seeblick 2"]).units
    link = services.links.enable_unit(units[0].id).after
    every = services.watch.everything()
    assert every.units == {unit.id for unit in units}
    assert every.links == {link.id}
    assert not every.restored
    told = {one.name: getattr(every, one.name) for one in fields(every)}
    assert [name for name, said in told.items() if said is False] == ["restored"]


def test_after_everything_only_what_is_new_is_told(services: Services) -> None:
    services.units.first_house("Haus", ["Seeblick 1"])
    services.watch.everything()
    told: list[Moved] = []
    services.watch.subscribe(told.append)
    services.watch.poll()
    assert told == []
