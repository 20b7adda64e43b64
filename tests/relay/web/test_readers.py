"""What readers get: the very answers of the server at home, whoever put the calendar there."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.links.address_forms import Theme
from app.core.links.availability import Website
from app.core.publishing.relay.page import page_bytes
from app.relay.web.asking import flood
from app.relay.web.asking.bounds import SPAN, Bound
from app.services.calendars.website_page import POLICIES, website_page
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.relay.conftest import Passing, Read, Service, calendar, new_token, take_down

SITE = Website(0, "de", ((date(2027, 8, 1), date(2027, 8, 4)),), date(2027, 7, 6), "v", 12)


def test_a_calendar_is_given_whole_with_its_headers(
    service: Service, read: Read, clock: SetClock
) -> None:
    owner = service.owner()
    token = new_token()
    owner.put(token, name="seeblick.ics")
    answer = read(token)
    assert (answer.status_code, answer.data) == (200, calendar())
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'inline; filename="seeblick.ics"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Last-Modified" not in answer.headers
    clock.passes(minutes=2)
    assert read(token).headers["Last-Modified"] == "Tue, 06 Jul 2027 12:00:00 GMT"


@pytest.mark.parametrize(
    "name", ["", "x", "X.ics", "../x.ics", "x.ics\r\nY: z", "con.ics", "ä.ics"]
)
def test_a_name_that_is_none_does_no_harm(service: Service, read: Read, name: str) -> None:
    owner = service.owner()
    token = new_token()
    relay = service.relay
    account = relay.uploading.signed_in(owner.key)
    relay.uploading.put(account, f"{token}.ics", calendar(), name)
    assert read(token).headers["Content-Disposition"] == 'inline; filename="calendar.ics"'


def test_a_reader_that_has_it_is_told_so(service: Service, read: Read, clock: SetClock) -> None:
    owner = service.owner()
    token = owner.published()
    clock.passes(minutes=2)
    first = read(token)
    for headers in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-None-Match": f'"x", W/{first.headers["ETag"]}'},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        answer = read(token, headers=headers)
        assert (answer.status_code, answer.data) == (304, b"")
    owner.put(token, calendar(nights=9))
    for headers in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        assert read(token, headers=headers).data == calendar(nights=9)


def test_the_page_for_a_website_is_made_here_by_the_code_at_home(
    service: Service, read: Read
) -> None:
    owner = service.owner()
    token = owner.published()
    assert read(token, "/kalender/{}").status_code == 404
    assert owner.ask("PUT", f"/files/{token}.json", data=page_bytes(SITE)).status_code == 200
    for theme in Theme:
        answer = read(token, "/kalender/{}?theme=" + theme.value + "&lang=en")
        assert answer.data == website_page(SITE, "en", theme)
        assert answer.headers["Content-Security-Policy"] == POLICIES[theme]
        again = read(
            token,
            "/kalender/{}?theme=" + theme.value + "&lang=en",
            headers={"If-None-Match": answer.headers["ETag"]},
        )
        assert again.status_code == 304
    # A link for a website does not tell when something changed.
    assert "Last-Modified" not in read(token).headers


def test_unknown_switched_off_and_given_up_are_as_at_home(service: Service, read: Read) -> None:
    owner = service.owner()
    off, gone, unknown = new_token(), new_token(), new_token()
    owner.ask("PUT", "/states", json={"gone": [gone], "closed": [off]})
    for path in ("/cal/{}/x.ics", "/kalender/{}"):
        nobodys, closed = read(unknown, path), read(off, path)
        assert (nobodys.status_code, nobodys.data) == (404, b"Not Found\n")
        assert (closed.status_code, closed.data) == (404, b"Not Found\n")
        assert nobodys.headers == closed.headers
        assert read(gone, path).status_code == 410
    assert service.ask("POST", f"/cal/{off}/x.ics").status_code == 405
    assert service.ask("GET", "/robots.txt").text == "User-agent: *\nAllow: /cal/\n"
    assert service.ask("GET", "/").status_code == 404
    assert service.ask("GET", "/cal/").status_code == 404


def test_a_database_that_is_away_gives_503_and_never_less(
    service: Service, read: Read, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectLog
) -> None:
    owner = service.owner()
    token = owner.published()
    assert read(token).status_code == 200

    expect_log("app.server.web.token_app", "nothing less than the whole")
    with monkeypatch.context() as patch:
        take_down(patch, service.relay)
        answer = read(token)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120")
        for method, path in (("GET", "/files"), ("PUT", f"/files/{token}.ics"), ("GET", "/reads")):
            answer = owner.ask(method, path, data=calendar())
            assert (answer.status_code, answer.json) == (503, {"error": "unavailable"})
            assert answer.headers["Retry-After"] == "120"
    assert read(token).data == calendar()
    assert owner.files()


def test_a_bug_is_logged_without_a_secret_and_answered_503(
    service: Service,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: ExpectLog,
    caplog: pytest.LogCaptureFixture,
) -> None:
    owner = service.owner()
    token = new_token()

    def broken(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(service.relay.uploading, "put", broken)
    expect_log("app.relay.web.app", "a request was not answered")
    answer = owner.put(token)
    assert (answer.status_code, answer.json) == (503, {"error": "unavailable"})
    assert token not in caplog.text
    assert owner.key not in caplog.text


def test_who_guesses_addresses_must_wait_and_no_portal_with_it(
    service: Service, read: Read
) -> None:
    token = service.owner().published()
    assert read(token).status_code == 200
    service.seconds.now += 0.1
    statuses = [service.ask("GET", f"/cal/{new_token()}/x.ics").status_code for _ in range(130)]
    assert statuses == [404] * 120 + [429] * 10
    # What is kept is answered, and others are not held up.
    assert service.ask("GET", f"/cal/{token}/x.ics").status_code == 200
    other = {"REMOTE_ADDR": "192.0.2.7"}
    answer = service.ask("GET", f"/cal/{new_token()}/x.ics", environ_overrides=other)
    assert answer.status_code == 404
    blocked = service.ask("GET", f"/kalender/{new_token()}")
    assert (blocked.status_code, blocked.headers["Retry-After"]) == (429, str(int(SPAN)))
    assert blocked.headers["X-Content-Type-Options"] == "nosniff"
    service.seconds.now += SPAN
    assert service.ask("GET", f"/cal/{new_token()}/x.ics").status_code == 404


def test_who_guesses_keys_or_invitations_must_wait(service: Service) -> None:
    owner = service.owner()
    for _ in range(30):
        assert service.ask("GET", "/api/v1/files", "x").status_code == 401
    for answer in (
        service.ask("GET", "/api/v1/files", "x"),
        owner.ask("GET", "/files"),
        service.ask("POST", "/api/v1/invitation", json={"secret": "x"}),
    ):
        assert (answer.status_code, answer.json) == (429, {"error": "too_often"})
        assert answer.headers["Retry-After"] == str(int(SPAN))
    other = {"REMOTE_ADDR": "2001:db8::7"}
    assert owner.ask("GET", "/files", environ_overrides=other).status_code == 200
    service.seconds.now += SPAN
    assert owner.ask("GET", "/files").status_code == 200


def test_a_desktop_that_cannot_stop_must_wait(service: Service) -> None:
    service.bounds.account = Bound(6, service.seconds)
    owner, other = service.owner(), service.owner("Maier")
    statuses = [owner.ask("GET", "/files").status_code for _ in range(9)]
    assert statuses == [200] * 6 + [429] * 3
    assert other.ask("GET", "/files").status_code == 200
    service.seconds.now += SPAN
    assert owner.ask("GET", "/files").status_code == 200


def test_what_is_counted_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.relay.web.asking.bounds._KEPT", 3)
    bound = Bound(2, Passing())
    for number in range(50):
        bound.count(str(number))
    assert len(bound._counts) == 3


def test_readers_of_one_network_are_one() -> None:
    def who(address: str) -> str:
        return flood.stranger({"REMOTE_ADDR": address})

    assert who("2001:db8::1") == who("2001:db8::2") != who("2001:db8:0:1::1")
    assert who("192.0.2.1") != who("192.0.2.2")
    assert who("127.0.0.1") == "127.0.0.1"
    assert flood.stranger({}) == ""
