"""The way into the host's page: one key, a session that ends, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.http import parse_cookie
from werkzeug.test import Client

from app.core.publishing.relay.protocol import new_secret
from app.relay.accounts.session import AT_MOST, SESSIONS_MOST, UNUSED_FOR, Session
from app.relay.web.asking.bounds import SPAN
from app.relay.web.host.visit import COOKIE, SECURE_COOKIE
from tests.clocks import SetClock
from tests.relay.web.host.conftest import ENGLISH, HOME, Host

NOON = SetClock().now()


def test_without_a_key_nobody_is_let_in_and_told_how_one_is_made(host: Host) -> None:
    answer = host.get()
    assert answer.status_code == 403
    assert "zimmerfrei relay admin-key" in answer.text
    assert "<form" not in answer.text
    # The hash of no key is no key.
    for key in ("", " ", "x", new_secret()):
        answer = host.sign_in(key)
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers
        assert not host.is_in()


def test_who_has_the_key_is_let_in_until_they_sign_out(host: Host) -> None:
    key = host.service.relay.admitting.new_key()
    assert host.get().status_code == 200
    assert not host.is_in()
    # As it is copied from a terminal.
    answer = host.sign_in(f"  {key}\n")
    assert (answer.status_code, answer.headers["Location"]) == (303, ".")
    assert host.is_in()
    answer = host.post("abmelden")
    assert (answer.status_code, answer.headers["Location"]) == (303, ".")
    assert not host.is_in()


def test_who_signs_out_is_out_also_with_a_copy_of_the_cookie(host: Host) -> None:
    host.signed_in()
    cookie = host.service.client.get_cookie(SECURE_COOKIE)
    assert cookie is not None
    host.post("abmelden")
    host.service.client.set_cookie(SECURE_COOKIE, cookie.value)
    assert not host.is_in()


def test_the_cookie_is_for_this_host_alone_and_no_script_s(host: Host) -> None:
    host.sign_in(host.service.relay.admitting.new_key())
    key = host.service.relay.admitting.new_key()
    said = host.sign_in(key).headers["Set-Cookie"]
    name, _, attributes = said.partition("; ")
    assert name.startswith("__Host-zimmerfrei=")
    assert set(attributes.split("; ")) >= {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"}
    assert f"Max-Age={int(AT_MOST.total_seconds())}" in attributes
    assert "Domain" not in attributes
    # Neither the key nor its hash.
    assert key not in said


def test_on_its_own_computer_it_works_without_https(host: Host) -> None:
    host.service.relay.hosting.describe("http://127.0.0.1:8643")
    said = host.sign_in(host.service.relay.admitting.new_key()).headers["Set-Cookie"]
    assert said.startswith(f"{COOKIE}=")
    assert "Secure" not in said
    assert {"HttpOnly", "SameSite=Strict"} <= set(said.split("; "))
    assert host.is_in()


def test_only_hashes_are_kept(host: Host) -> None:
    key = host.service.relay.admitting.new_key()
    token = parse_cookie(host.sign_in(key).headers["Set-Cookie"])[SECURE_COOKIE]
    engine = host.service.relay.store.engine
    with engine.read():
        kept = str(engine.run("SELECT * FROM service") + engine.run("SELECT * FROM host_session"))
    assert key not in kept
    assert token not in kept
    # What a backup holds lets nobody in.
    for hashed in kept.split("'"):
        if len(hashed) == 64:
            assert host.service.relay.admitting.sign_in(hashed) is None
            assert not host.service.relay.admitting.is_signed_in(hashed)


def test_a_new_key_ends_the_one_before_and_all_that_it_has_begun(host: Host) -> None:
    first = host.service.relay.admitting.new_key()
    host.sign_in(first)
    second = host.service.relay.admitting.new_key()
    assert first != second
    assert not host.is_in()
    assert host.sign_in(first).status_code == 403
    assert host.sign_in(second).status_code == 303
    assert host.is_in()
    host.service.relay.admitting.take_key_away()
    assert host.get().status_code == 403
    assert host.sign_in(second).status_code == 403


def test_a_session_that_is_not_used_ends(host: Host, clock: SetClock) -> None:
    host.signed_in()
    for _ in range(5):
        clock.moment += UNUSED_FOR - timedelta(minutes=2)
        assert host.is_in()
    clock.moment += UNUSED_FOR
    assert not host.is_in()
    # The browser forgot it, and the key opens the page again.
    assert host.service.client.get_cookie(SECURE_COOKIE) is None
    assert host.signed_in().is_in()


def test_who_comes_back_with_an_old_cookie_can_sign_in_at_once(host: Host, clock: SetClock) -> None:
    key = host.service.relay.admitting.new_key()
    host.sign_in(key)
    clock.moment += UNUSED_FOR
    # From a page that was open all the time.
    answer = host.sign_in(key)
    assert answer.headers.getlist("Set-Cookie")[-1].startswith(f"{SECURE_COOKIE}=")
    assert "Max-Age=0" not in str(answer.headers.getlist("Set-Cookie"))
    assert host.is_in()


def test_no_session_lasts_longer_than_a_day_s_work(host: Host, clock: SetClock) -> None:
    host.signed_in()
    passed = timedelta()
    while passed < AT_MOST - timedelta(minutes=40):
        clock.passes(minutes=30)
        passed += timedelta(minutes=30)
        assert host.is_in()
    clock.passes(minutes=40)
    assert not host.is_in()


@pytest.mark.parametrize("days", [365, -365, -1, 1])
def test_a_clock_that_is_far_off_lets_nobody_in_who_signed_in_by_another(
    host: Host, clock: SetClock, days: int
) -> None:
    key = host.service.relay.admitting.new_key()
    host.sign_in(key)
    clock.passes(days=days)
    assert not host.is_in()
    # Whatever it says, the key opens.
    assert host.sign_in(key).status_code == 303
    assert host.is_in()


@given(st.timedeltas(), st.timedeltas(timedelta(), AT_MOST * 2))
def test_a_session_holds_for_a_while_after_it_began(off: timedelta, seen: timedelta) -> None:
    begun = NOON
    session = Session(begun, begun + seen)
    try:
        now = begun + off
    except OverflowError:
        return
    holds = session.holds_at(now)
    if holds:
        assert timedelta(minutes=-2) <= off < AT_MOST
        assert now - session.seen_at < UNUSED_FOR
    elif seen <= off < min(AT_MOST, seen + UNUSED_FOR):
        pytest.fail("it should hold")


def test_sessions_do_not_fill_the_database(host: Host, clock: SetClock) -> None:
    key = host.service.relay.admitting.new_key()
    tokens = []
    for _ in range(SESSIONS_MOST + 5):
        clock.passes(seconds=1)
        token = host.service.relay.admitting.sign_in(key)
        assert token is not None
        tokens.append(token)
    held = [host.service.relay.admitting.is_signed_in(token) for token in tokens]
    assert held == [False] * 5 + [True] * SESSIONS_MOST


def test_who_guesses_keys_has_to_wait_and_no_one_else_with_it(host: Host) -> None:
    key = host.service.relay.admitting.new_key()
    for _ in range(10):
        answer = host.sign_in(new_secret())
        assert answer.status_code == 403
        assert "This key opens nothing" in answer.text
    for wanted in (new_secret(), key):
        answer = host.sign_in(wanted)
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == str(int(SPAN))
        assert "Please wait a minute" in answer.text
    other = {"REMOTE_ADDR": "192.0.2.7"}
    told = {"key": key}
    answer = host.service.ask("POST", f"{HOME}anmelden", data=told, environ_overrides=other)
    assert answer.status_code == 303
    host.service.seconds.now += SPAN
    assert host.sign_in(key).status_code == 303


def test_who_guesses_cookies_has_to_wait(host: Host) -> None:
    host.service.relay.admitting.new_key()
    statuses = []
    for _ in range(33):
        host.service.client.set_cookie(SECURE_COOKIE, new_secret())
        statuses.append(host.get("konto-1").status_code)
    assert statuses == [303] * 30 + [429] * 3


@pytest.mark.parametrize(
    "cookie", ["x", "ä" * 43, "a" * 5_000, "q" * 43, "' OR 1=1 --", "\x7f", '"', "=;=", "%00"]
)
def test_no_cookie_of_somebody_s_own_lets_in(host: Host, cookie: str) -> None:
    host.service.relay.admitting.new_key()
    # One that sends what the header says, whatever it is.
    client = Client(host.service.app, use_cookies=False)
    for name in (COOKIE, SECURE_COOKIE):
        header = {"Cookie": f"{name}={cookie}".encode().decode("latin-1"), **ENGLISH}
        answer = client.get(HOME, headers=header)
        assert answer.status_code == 200
        assert "<input type=password" in answer.text
