"""What the window's watch over double bookings says when, and what it never says twice."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.stays.double_booking import Alarm
from app.core.stays.occupancy import OccupancyDraft
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.window.news.double_booking_watch import DoubleBookingWatch
from tests.clocks import SetClock


@pytest.fixture
def units(services: Services) -> list[Unit]:
    return list(services.units.first_house("Haus", ["Eins", "Zwei"]).units)


@pytest.fixture
def watch(context: Context, units: list[Unit]) -> DoubleBookingWatch:
    assert units
    return DoubleBookingWatch(context.services, context.bridge, context.bridge)


class Heard:
    """What a watch has said."""

    def __init__(self, watch: DoubleBookingWatch) -> None:
        self.counts: list[int] = []
        self.came: list[list[tuple[Alarm, str]]] = []
        watch.counted.connect(self.counts.append)
        watch.came.connect(self.came.append)

    def names(self) -> list[list[str]]:
        return [[unit for _, unit in some] for some in self.came]


def twice(services: Services, unit: Unit, day: int) -> None:
    for first in (day, day + 1):
        draft = OccupancyDraft(
            unit_id=unit.id, arrival=date(2027, 7, first), departure=date(2027, 7, first + 2)
        )
        services.occupancies.add(draft, allow_conflict=True)


def test_what_is_there_at_the_beginning_is_counted_and_no_news(
    services: Services, units: list[Unit], watch: DoubleBookingWatch
) -> None:
    twice(services, units[0], 10)
    heard = Heard(watch)
    watch.begin()
    assert (heard.counts, heard.came) == ([1], [])
    watch.tell()
    assert heard.counts == [1, 1]


def test_each_new_one_is_told_once_with_its_unit(
    services: Services, units: list[Unit], watch: DoubleBookingWatch
) -> None:
    watch.begin()
    heard = Heard(watch)
    twice(services, units[0], 10)
    twice(services, units[1], 20)
    services.units.rename(units[0].id, "Drei", sequence=0)
    assert heard.names() == [["Eins"], ["Zwei"]]
    assert heard.counts[-1] == 2


def test_those_of_a_unit_that_is_let_again_are_told_as_they_were(
    services: Services, units: list[Unit], watch: DoubleBookingWatch
) -> None:
    watch.begin()
    heard = Heard(watch)
    twice(services, units[0], 10)
    archived = services.units.archive(units[0].id, sequence=0)
    assert archived is not None
    assert heard.counts[-1] == 0
    there = services.units.get(units[0].id)
    services.units.restore(there.id, sequence=there.sequence)
    assert heard.counts[-1] == 1
    assert len(heard.came) == 1


def test_they_end_with_their_nights(
    services: Services,
    units: list[Unit],
    watch: DoubleBookingWatch,
    context: Context,
    clock: SetClock,
) -> None:
    watch.begin()
    twice(services, units[0], 7)
    heard = Heard(watch)
    clock.passes(days=2)
    context.bridge.look()
    assert heard.counts[-1] == 1
    clock.passes(days=1)
    context.bridge.look()
    assert heard.counts[-1] == 0
    assert heard.came == []


def test_data_that_cannot_be_read_leaves_what_was_counted(
    services: Services,
    units: list[Unit],
    watch: DoubleBookingWatch,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watch.begin()
    twice(services, units[0], 10)
    heard = Heard(watch)

    def fail() -> list[Alarm]:
        raise UserError("The database is busy.")

    with monkeypatch.context() as patch:
        patch.setattr(services.double_bookings, "open", fail)
        services.units.rename(units[0].id, "Drei", sequence=0)
        assert heard.counts == []
        watch.tell()
        assert heard.counts == [1]
    context.bridge.look()
    twice(services, units[1], 10)
    assert heard.counts[-1] == 2
    assert heard.names() == [["Zwei"]]
