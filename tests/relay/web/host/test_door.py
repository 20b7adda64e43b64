"""The way into the host's page: one key, a session that ends, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.http import parse_cookie
from werkzeug.test import Client

from app.core.publishing.relay.protocol import API, new_secret
from app.relay.accounts.session import AT_MOST, SESSIONS_MOST, UNUSED_FOR, Session
from app.relay.uses.relay import Relay
from app.relay.web.asking.bounds import SPAN
from app.relay.web.host.visit import COOKIE, SECURE_COOKIE
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.relay.conftest import Service, take_down
from tests.relay.web.host.conftest import ENGLISH, HOME, Host, words_of

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
    "cookie", ["x", "ä" * 43, "a" * 5_000, new_secret(), "' OR 1=1 --", "\x7f", '"', "=;=", "%00"]
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


def test_a_form_of_another_site_changes_nothing(host: Host) -> None:
    host.signed_in()
    account = host.service.relay.hosting.invite("Huber").account
    own = host.sign()
    other = Host(Service(**{**vars(host.service), "client": Client(host.service.app)}), ENGLISH)
    other.sign_in(host.service.relay.admitting.new_key())
    # A new key has ended the first session; here it is begun again.
    host.service.client = Client(host.service.app)
    host.signed_in()
    for sign in ("", "x", own, other.sign(), "ä" * 64, host.sign()[:-1], host.sign().upper()):
        for path in ("einladen", f"einladen-{account.id}", f"beenden-{account.id}", "abmelden"):
            answer = host.post(path, sign, name="Maier", links="5", days="5")
            assert answer.status_code == 403, (sign, path)
            assert "Nothing was changed" in answer.text
    assert [one.account.name for one in host.service.relay.hosting.owners()] == ["Huber"]
    assert host.service.relay.hosting.owner("Huber").account.revoked_at is None
    assert host.is_in()


def test_no_get_changes_anything(host: Host) -> None:
    host.signed_in()
    account = host.service.relay.hosting.invite("Huber").account
    before = host.service.relay.hosting.owner("Huber")
    for path in ("einladen", f"einladen-{account.id}", "abmelden", "anmelden"):
        assert host.get(f"{path}?form={host.sign()}&name=Maier&links=5&days=5").status_code == 404
    assert host.get(f"beenden-{account.id}?form={host.sign()}").status_code == 200
    assert host.service.relay.hosting.owners() == [before]
    assert host.is_in()


def test_a_form_that_is_too_large_is_not_read(host: Host) -> None:
    host.signed_in()
    assert host.post("einladen", name="x" * 9_000).status_code == 413
    assert host.sign_in("x" * 9_000).status_code == 413
    assert host.service.relay.hosting.owners() == []


def test_an_owner_s_key_opens_nothing_here_and_the_host_s_nothing_there(host: Host) -> None:
    owner = host.service.owner()
    token = owner.published()
    key = host.service.relay.admitting.new_key()
    assert host.sign_in(owner.key).status_code == 403
    assert not host.service.relay.admitting.is_signed_in(owner.key)
    host.sign_in(key)
    session = host.service.client.get_cookie(SECURE_COOKIE)
    assert session is not None
    for secret in (key, session.value):
        for path in ("/files", f"/files/{token}.ics", "/reads", "/account"):
            answer = host.service.ask("GET", f"{API}{path}", secret)
            assert (answer.status_code, answer.json) == (401, {"error": "unknown_key"})
        host.service.seconds.now += SPAN
    # The cookie alone, as a browser sends it along, is no key either.
    assert host.service.ask("GET", f"{API}/files").status_code == 401


def test_the_slash_may_be_missing_and_the_service_stand_below_a_path(host: Host) -> None:
    answer = host.service.ask("GET", "/betreiber")
    assert (answer.status_code, answer.headers["Location"]) == (303, "betreiber/")
    for path in ("/betreiberx", "/betreiber/x", "/betreiber//", "/betreiber/konto-x"):
        assert host.service.ask("GET", path).status_code == 404
    # A request's own words of where it came to are not believed.
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    answer = host.service.ask("GET", "/betreiber/konto-1", headers=headers)
    assert (answer.status_code, answer.headers["Location"]) == (303, ".")


def test_a_database_that_is_away_is_told_in_words_and_signs_nobody_out(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.signed_in()
    with monkeypatch.context() as patch:
        take_down(patch, host.service.relay)
        for answer in (
            host.get(),
            host.sign_in("x"),
            host.get("konto-1"),
            host.post("einladen", ""),
        ):
            assert answer.status_code == 503
            assert answer.headers["Retry-After"] == "120"
            assert "Please try again in a few minutes" in words_of(answer)
    assert host.is_in()


def test_a_fault_of_ours_is_logged_without_what_was_sent(
    host: Host,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: ExpectLog,
    caplog: pytest.LogCaptureFixture,
) -> None:
    key = host.service.relay.admitting.new_key()

    def broken(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(host.service.relay.admitting, "sign_in", broken)
    expect_log("app.relay.web.host.pages", "could not be given")
    assert host.sign_in(key).status_code == 503
    assert key not in caplog.text


def test_an_older_database_gets_its_table_and_loses_nothing(
    database: str, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.relay.tables import steps

    with monkeypatch.context() as patch:
        patch.setattr(steps, "_STEPS", steps._STEPS[:1])
        before = Relay(database, clock)
        before.hosting.describe("https://kalender.example.org", "Board")
        before.hosting.invite("Huber")
        before.stop()
    after = Relay(database, clock)
    assert after.store.instance == before.store.instance
    assert after.hosting.service().operator == "Board"
    assert [one.account.name for one in after.hosting.owners()] == ["Huber"]
    assert after.admitting.sign_in(after.admitting.new_key()) is not None
    after.stop()


def test_many_who_sign_in_at_once_are_all_let_in(host: Host) -> None:
    import threading

    key = host.service.relay.admitting.new_key()
    found: list[str | None] = []
    begin = threading.Barrier(6)

    def sign_in() -> None:
        begin.wait()
        found.append(host.service.relay.admitting.sign_in(key))

    threads = [threading.Thread(target=sign_in) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(one and host.service.relay.admitting.is_signed_in(one) for one in found)
    assert len(set(found)) == 6


def test_the_key_of_one_service_opens_no_other(
    host: Host, clock: SetClock, tmp_path: object
) -> None:
    key = host.service.relay.admitting.new_key()
    other = Relay(f"{tmp_path}/other.db", clock)
    other.admitting.new_key()
    assert other.admitting.sign_in(key) is None
    token = host.service.relay.admitting.sign_in(key)
    assert token is not None
    assert not other.admitting.is_signed_in(token)
    other.stop()
