"""Who asks again and again for what nobody has: bounded work each, and nobody else waits for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app.core.publishing.relay.protocol import API, new_secret
from app.relay.web.asking import bounds as bounds_module
from app.relay.web.asking.bounds import SPAN, Bound
from app.relay.web.asking.flood import stranger
from app.relay.web.host.visit import SECURE_COOKIE
from tests.relay.conftest import Passing, Service, calendar, new_token

Ask = Callable[[], TestResponse]


class Asked:
    """Counts how often the database is asked."""

    def __init__(self, service: Service, patch: pytest.MonkeyPatch) -> None:
        self.times = 0
        real = service.relay.store.engine._database.connect

        def connect() -> object:
            self.times += 1
            return real()

        patch.setattr(service.relay.store.engine._database, "connect", connect)


def unknown_calendar(service: Service) -> Ask:
    return lambda: service.ask("GET", f"/cal/{new_token()}/x.ics")


def unknown_page(service: Service) -> Ask:
    return lambda: service.ask("GET", f"/kalender/{new_token()}")


def no_token(service: Service) -> Ask:
    return lambda: service.ask("GET", f"/cal/{'x' * 3_000}/x.ics")


def unknown_key(service: Service) -> Ask:
    return lambda: service.ask("GET", f"{API}/files", new_secret())


def unknown_invitation(service: Service) -> Ask:
    return lambda: service.ask("GET", f"/einladung/{new_secret()}")


def unknown_secret(service: Service) -> Ask:
    told = {"key": new_secret(), "house": "h"}
    return lambda: service.ask("POST", f"{API}/accept", json={"secret": new_secret(), **told})


def unknown_session(service: Service) -> Ask:
    def ask() -> TestResponse:
        service.client.set_cookie(SECURE_COOKIE, new_secret())
        return service.ask("GET", "/betreiber/konto-1")

    return ask


def wrong_host_key(service: Service) -> Ask:
    service.relay.admitting.new_key()
    return lambda: service.ask("POST", "/betreiber/anmelden", data={"key": new_secret()})


FLOODS: dict[Callable[[Service], Ask], int] = {
    unknown_calendar: 120,
    unknown_page: 120,
    no_token: 120,
    unknown_key: 30,
    unknown_invitation: 30,
    unknown_secret: 30,
    unknown_session: 30,
    wrong_host_key: 10,
}


@pytest.mark.parametrize("flood", FLOODS, ids=lambda flood: flood.__name__)
def test_each_try_costs_little_and_soon_nothing(
    service: Service, monkeypatch: pytest.MonkeyPatch, flood: Callable[[Service], Ask]
) -> None:
    ask, most = flood(service), FLOODS[flood]
    # Nothing is looked at again between two of them.
    service.relay.answers._seconds = lambda: 1_000.0
    first = ask().status_code
    asked = Asked(service, monkeypatch)
    statuses = [ask().status_code for _ in range(most - 1)]
    assert set(statuses) == {first} != {429}
    assert asked.times <= 3 * len(statuses)
    so_far = asked.times
    for _ in range(5):
        answer = ask()
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == str(int(SPAN))
        assert len(answer.data) < 12_000
    # Whoever has had enough costs the database nothing.
    assert asked.times == so_far
    assert service.relay.answers.kept_bytes == 0


@pytest.mark.parametrize("flood", FLOODS, ids=lambda flood: flood.__name__)
def test_after_a_minute_they_may_try_again(
    service: Service, flood: Callable[[Service], Ask]
) -> None:
    ask = flood(service)
    first = ask().status_code
    for _ in range(FLOODS[flood]):
        ask()
    service.seconds.now += SPAN - 0.1
    assert ask().status_code == 429
    service.seconds.now += 0.1
    assert ask().status_code == first


def test_portals_and_owners_elsewhere_notice_nothing(service: Service) -> None:
    owner = service.owner()
    token = owner.published()
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    for flood, most in FLOODS.items():
        ask = flood(service)
        for _ in range(most + 3):
            ask()
    for _ in range(3):
        answer = service.ask("GET", f"/cal/{token}/x.ics", environ_overrides=elsewhere)
        assert answer.data == calendar()
    assert owner.ask("GET", "/files", environ_overrides=elsewhere).status_code == 200
    key = service.relay.admitting.new_key()
    answer = service.ask(
        "POST", "/betreiber/anmelden", data={"key": key}, environ_overrides=elsewhere
    )
    assert answer.status_code == 303


def test_what_drives_calendars_out_is_no_guessing(service: Service) -> None:
    """Kept is what lies there; whoever guesses has no hand in it."""
    owner = service.owner()
    tokens = [owner.published() for _ in range(3)]
    for token in tokens:
        service.ask("GET", f"/cal/{token}/x.ics")
    before = service.relay.answers.kept_bytes
    for number in range(300):
        network = {"REMOTE_ADDR": f"198.51.100.{number % 250}"}
        service.ask("GET", f"/cal/{new_token()}/x.ics", environ_overrides=network)
    assert service.relay.answers.kept_bytes == before
    assert all(service.relay.answers.knows(token) for token in tokens)


def test_strangers_of_a_whole_botnet_fill_no_memory(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds_module, "_KEPT", 50)
    for number in range(400):
        network = {"REMOTE_ADDR": f"2001:db8:{number:x}::1"}
        service.ask("GET", f"/cal/{new_token()}/x.ics", environ_overrides=network)
        service.ask("GET", f"{API}/files", "x", environ_overrides=network)
    assert len(service.bounds.unknown._counts) == 50
    assert len(service.bounds.strangers._counts) == 50


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 90)), max_size=60), st.integers(1, 5)
)
def test_a_bound_counts_as_it_says(steps: list[tuple[str, float]], most: int) -> None:
    seconds = Passing(0.0)
    bound = Bound(most, seconds)
    begun: dict[str, float] = {}
    counts: dict[str, int] = {}
    for key, passed in steps:
        seconds.now += passed
        if seconds.now >= begun.get(key, float("-inf")) + SPAN:
            begun[key], counts[key] = seconds.now, 0
        assert bound.reached(key) is (counts[key] >= most)
        counts[key] += 1
        assert bound.count(key) is (counts[key] > most)


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_all_of_a_network_of_ipv6_are_one_stranger(address: object, host: int) -> None:
    from ipaddress import IPv6Address

    one = IPv6Address(str(address))
    other = IPv6Address(int(one) >> 64 << 64 | host)
    if one.is_link_local or one.ipv4_mapped or other.ipv4_mapped or int(one) >> 64 == 0:
        return
    assert stranger({"REMOTE_ADDR": str(one)}) == stranger({"REMOTE_ADDR": str(other)})


@given(st.text(max_size=40))
def test_whatever_an_address_is_it_is_counted_as_something(address: str) -> None:
    assert isinstance(stranger({"REMOTE_ADDR": address}), str)
