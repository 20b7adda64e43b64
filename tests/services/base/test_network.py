"""Another network, and a computer that was asleep: noticed without asking anybody."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.base.addresses import house_address, route_addresses
from app.services.base.network import LOOK_EVERY, Network, NetworkChange
from tests.clocks import SetClock
from tests.conftest import ExpectLog

HOME = frozenset({"192.168.178.20", "2a00::20"})
CAFE = frozenset({"10.0.0.7"})


class Place:
    """A computer: where it is, and how its clock and its time go on."""

    def __init__(self) -> None:
        self.addresses = HOME
        self.clock = SetClock()
        self.seconds = 1000.0
        self.network = Network(self.clock, lambda: self.addresses, lambda: self.seconds)
        self.told: list[NetworkChange] = []
        self.end = self.network.subscribe(self.told.append)

    def passes(self, seconds: float = LOOK_EVERY) -> None:
        self.clock.passes(seconds=seconds)
        self.seconds += seconds

    def sleeps(self, seconds: float, *, windows: bool = False) -> None:
        self.clock.passes(seconds=seconds)
        if windows:
            self.seconds += seconds


@pytest.fixture
def place() -> Place:
    return Place()


def test_nothing_has_changed(place: Place) -> None:
    for _ in range(3):
        place.passes()
        assert place.network.look() is None
    assert place.told == []
    assert place.network.online


def test_another_network_is_noticed_once(place: Place) -> None:
    place.passes()
    place.addresses = CAFE
    assert place.network.look() == NetworkChange(online=True)
    assert place.network.look() is None
    assert place.told == [NetworkChange(online=True)]


def test_offline_and_back(place: Place) -> None:
    place.addresses = frozenset()
    assert place.network.look() == NetworkChange(online=False)
    assert not place.network.online
    place.addresses = HOME
    assert place.network.look() == NetworkChange(online=True)
    assert place.network.online


@pytest.mark.parametrize("windows", [True, False])
@pytest.mark.parametrize("seconds", [66, 3600, 3 * 86400])
def test_sleep_is_noticed_though_the_network_is_the_same(
    place: Place, windows: bool, seconds: float
) -> None:
    place.passes()
    assert place.network.look() is None
    place.sleeps(seconds, windows=windows)
    assert place.network.look() == NetworkChange(online=True, woke=True)
    place.passes()
    assert place.network.look() is None


def test_a_busy_computer_was_not_asleep(place: Place) -> None:
    place.passes(LOOK_EVERY + 59)
    assert place.network.look() is None


def test_a_clock_that_is_set_back_is_no_sleep(place: Place) -> None:
    place.clock.moment -= timedelta(hours=3)
    place.seconds += LOOK_EVERY
    assert place.network.look() is None
    # Set forward it looks like sleep, which costs one needless run.
    place.clock.moment += timedelta(hours=3)
    place.seconds += LOOK_EVERY
    assert place.network.look() == NetworkChange(online=True, woke=True)


def test_woken_up_elsewhere(place: Place) -> None:
    place.sleeps(3600)
    place.addresses = frozenset()
    assert place.network.look() == NetworkChange(online=False, woke=True)
    place.addresses = CAFE
    place.passes()
    assert place.network.look() == NetworkChange(online=True)


def test_who_listens_no_more_hears_nothing(place: Place) -> None:
    place.end()
    place.addresses = CAFE
    place.network.look()
    assert place.told == []


def test_a_listener_that_fails_keeps_no_other_from_hearing(
    place: Place, expect_log: ExpectLog
) -> None:
    expect_log("app.services.base.network", "a listener failed")
    later: list[NetworkChange] = []
    place.network.subscribe(lambda _: 1 / 0)  # type: ignore[arg-type]  # on purpose
    place.network.subscribe(later.append)
    place.addresses = CAFE
    place.network.look()
    assert later == place.told == [NetworkChange(online=True)]


@given(st.lists(st.tuples(st.sampled_from([HOME, CAFE, frozenset[str]()]), st.booleans())))
def test_every_change_is_told_and_nothing_else(steps: list[tuple[frozenset[str], bool]]) -> None:
    place = Place()
    before, expected = HOME, []
    for addresses, sleeps in steps:
        place.addresses = addresses
        place.passes()
        if sleeps:
            place.sleeps(7200)
        if sleeps or addresses != before:
            expected.append(NetworkChange(online=bool(addresses), woke=sleeps))
        before = addresses
        place.network.look()
    assert place.told == expected


def test_the_systems_own_addresses() -> None:
    # Whatever network a test runs in: what comes are addresses of this very computer.
    for address in route_addresses():
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as own:
            own.bind((address, 0))
    assert house_address()
    assert "0.0.0.0" not in route_addresses()
