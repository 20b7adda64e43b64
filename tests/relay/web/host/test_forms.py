"""What a form of the host's page may do, and what no request may; faults on the way."""

from __future__ import annotations

import pytest
from werkzeug.test import Client

from app.core.publishing.relay.protocol import API
from app.relay.uses.relay import Relay
from app.relay.web.asking.bounds import SPAN
from app.relay.web.host.visit import SECURE_COOKIE
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.relay.conftest import Service, take_down
from tests.relay.web.host.conftest import ENGLISH, Host, words_of

NOON = SetClock().now()


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
