"""An owner who means harm: nothing is hosted but calendars, and nothing is done for long."""

from __future__ import annotations

import gzip
import json
import zlib
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.links.availability import Website
from app.core.publishing.relay.page import page_bytes
from app.core.publishing.relay.protocol import CALENDAR_MOST, MARKER_MOST, PAGE_MOST, STATES_MOST
from app.relay.accounts.quotas import addresses_most
from tests.relay.conftest import Owner, Read, Service, calendar, new_token

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
BOMB = 50 * 2**20
PAGE = page_bytes(
    Website(0, "de", ((date(2027, 8, 1), date(2027, 8, 4)),), date(2027, 7, 6), "v", 12)
)
EVENT = calendar(nights=1)


def within(event: bytes) -> bytes:
    """Return a whole calendar of ours with these lines in its one event."""
    return EVENT.replace(b"STATUS:CONFIRMED", event + b"\r\nSTATUS:CONFIRMED")


@pytest.fixture
def owner(service: Service) -> Owner:
    return service.owner(links=5)


def refused(owner: Owner, body: bytes, **headers: str) -> None:
    """Nothing of it is kept, and the desktop is told why."""
    token = new_token()
    answer = owner.ask(
        "PUT",
        f"/files/{token}.ics",
        data=body,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )
    assert (answer.status_code, answer.json) == (422, {"error": "not_ours"})
    assert owner.files() == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\r\n",
        HTML,
        HTML + EVENT,
        EVENT + HTML,
        EVENT + HTML + b"\r\n",
        EVENT[: len(EVENT) // 2] + HTML + EVENT[len(EVENT) // 2 :],
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>\r\n",
        b"%PDF-1.7\r\n" + EVENT,
        b"PK\x03\x04" + EVENT,
        b"GIF89a" + EVENT,
        b"\xef\xbb\xbf" + EVENT,
        EVENT.decode().encode("utf-16"),
        EVENT.replace(b"\r\n", b"\n"),
        EVENT.replace(b"\r\n", b"\r"),
        EVENT[:-2],
        EVENT[: EVENT.index(b"END:VEVENT")],
        EVENT + EVENT,
        EVENT.replace(b"VERSION:2.0", b"VERSION:1.0"),
        EVENT.replace(b"PRODID:", b"PRODID:-//Somebody//"),
        EVENT.replace(b"BEGIN:VCALENDAR", b"begin:vcalendar"),
        EVENT.replace(b"TRANSP:OPAQUE", b"TRANSP:TRANSPARENT"),
        EVENT.replace(b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
        within(b"URL:https://evil.example"),
        within(b"ATTACH:https://evil.example/x.exe"),
        within(b"ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA"),
        within(b"X-ALT-DESC;FMTTYPE=text/html:<b>x</b>"),
        within(b"ORGANIZER:mailto:x@evil.example"),
        within(b"ATTENDEE:mailto:x@evil.example"),
        within(b"RRULE:FREQ=SECONDLY"),
        within(b"IMAGE;VALUE=URI:https://evil.example/x.png"),
        within(b"BEGIN:VALARM\r\nACTION:PROCEDURE\r\nEND:VALARM"),
        within(b"SUMMARY:twice"),
        within(b"DTSTART;VALUE=DATE:99999999"),
        EVENT.replace(b"SUMMARY:", b'SUMMARY;ALTREP="https://evil.example":'),
        EVENT.replace(b"Belegt", b"Bel\x00egt"),
        EVENT.replace(b"Belegt", b"Bel\x1begt"),
        EVENT.replace(b"Belegt", b"\xff\xfe"),
        EVENT.replace(b"Belegt", b"\xed\xa0\x80"),
        EVENT.replace(b"Belegt", b"x" * 200),
        EVENT.replace(b"Belegt", "\u2028".encode()),
    ],
)
def test_what_is_no_calendar_of_ours_is_not_hosted(owner: Owner, body: bytes) -> None:
    assert body != EVENT
    refused(owner, body)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(EVENT), "gzip"),
        (zlib.compress(EVENT), "deflate"),
        (gzip.compress(b"\0" * BOMB), "gzip"),
        (gzip.compress(EVENT), "identity"),
        (gzip.compress(EVENT), "br"),
    ],
)
def test_nothing_that_is_packed_is_unpacked(owner: Owner, body: bytes, encoding: str) -> None:
    # A bomb is as small as it is sent.
    assert len(body) < 2**20
    refused(owner, body, Content_Encoding=encoding)


@pytest.mark.parametrize(
    "kind", ["text/html", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
def test_what_it_is_sent_as_is_not_what_it_is_served_as(
    owner: Owner, read: Read, kind: str
) -> None:
    token = new_token()
    headers = {"Content-Type": kind, "Accept": "text/html"}
    assert owner.ask("PUT", f"/files/{token}.ics", data=EVENT, headers=headers).status_code == 200
    for path in ("/cal/{}/x.ics", "/cal/{}/x.html", "/cal/{}/"):
        answer = read(token, path)
        if answer.status_code == 200:
            assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_words_in_a_calendar_are_words_and_no_page(owner: Owner, read: Read) -> None:
    """A text may be any; what serves it lets no browser take it for more."""
    body = calendar(summary="<script>alert(1)</script>")
    token = new_token()
    assert owner.put(token, body, "x.ics").status_code == 200
    answer = read(token)
    assert answer.data == body
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    # The desktop gets it back in the same way.
    own = owner.ask("GET", f"/files/{token}.ics")
    assert own.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert own.headers["X-Content-Type-Options"] == "nosniff"


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.data())
def test_whatever_is_changed_in_a_calendar_is_served_as_it_was_sent_or_not_at_all(
    owner: Owner, read: Read, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(EVENT)))
    until = data.draw(st.integers(at, min(len(EVENT), at + 12)))
    put_in = data.draw(st.binary(max_size=12) | st.sampled_from([HTML, b"\r\n", b"\r\n ", b";"]))
    body = EVENT[:at] + put_in + EVENT[until:]
    token = new_token()
    status = owner.put(token, body).status_code
    assert status in {200, 422}
    answer = read(token)
    if status == 200:
        assert answer.data == body
        owner.ask("DELETE", f"/files/{token}.ics")
    else:
        assert answer.status_code == 404


@pytest.mark.parametrize(
    "told",
    [
        HTML,
        b"{}",
        b"[" * 10_000,
        b'{"a":' * 5_000,
        PAGE + b" ",
        PAGE.replace(b'"de"', b'"<script>"'),
        PAGE.replace(b'"de"', b'["de"]'),
        PAGE.replace(b'"months":12', b'"months":1e400'),
        PAGE.replace(b'"months":12', b'"months":' + b"9" * 5_000),
        PAGE.replace(b'"months":12', b'"months":true'),
        PAGE.replace(b"2027-07-06", b"9999-12-31"),
        PAGE.replace(b"2027-07-06", b"0001-01-01"),
        PAGE.replace(b"2027-08-04", b"<b>"),
        PAGE.replace(b'"taken":[', b'"taken":[[],'),
        PAGE.replace(b'"taken"', b'"html":"<b>","taken"'),
    ],
)
def test_what_is_no_page_is_not_made_one(owner: Owner, told: bytes) -> None:
    assert told != PAGE
    token = new_token()
    answer = owner.ask("PUT", f"/files/{token}.json", data=told)
    assert (answer.status_code, answer.json) == (422, {"error": "not_ours"})
    assert owner.files() == {}


@pytest.mark.parametrize(
    ("name", "most"),
    [("x.ics", CALENDAR_MOST), ("x.json", PAGE_MOST), ("zimmerfrei.json", MARKER_MOST)],
)
def test_nothing_is_larger_than_it_may_be(owner: Owner, name: str, most: int) -> None:
    path = f"/files/{name.replace('x', new_token(), 1) if name[0] == 'x' else name}"
    assert owner.ask("PUT", path, data=b" " * (most + 1)).status_code == 413
    assert owner.ask("PUT", path, data=b" " * most).status_code == 422


def test_what_has_no_end_is_not_read_to_it(owner: Owner) -> None:
    class Endless:
        """A body without a length, as many bytes as anybody asks for."""

        def __init__(self) -> None:
            self.read_so_far = 0

        def read(self, count: int = -1) -> bytes:
            assert count >= 0, "asked for all of it"
            self.read_so_far += count
            return b" " * count

        def readline(self, count: int = -1) -> bytes:
            return self.read(count)

    stream = Endless()
    answer = owner.ask(
        "PUT",
        f"/files/{new_token()}.ics",
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input": stream, "wsgi.input_terminated": True},
    )
    assert (answer.status_code, answer.json) == (413, {"error": "too_large"})
    assert stream.read_so_far <= CALENDAR_MOST + 2**20


@pytest.mark.parametrize(
    ("states", "status"),
    [
        (b"[" * 100_000, 422),
        (b'{"gone":[],"closed":[]}' + b" " * STATES_MOST, 413),
        (b'{"gone":{},"closed":[]}', 422),
        (b'{"gone":[1],"closed":[]}', 422),
        (b'{"gone":[null],"closed":[]}', 422),
        (b'{"gone":["<script>"],"closed":[]}', 422),
        (b'{"gone":["' + b"a" * 25 + b'"],"closed":[]}', 422),
        (b'{"gone":[["' + b"a" * 24 + b'"]],"closed":[]}', 422),
        (b'{"gone":[],"closed":[],"x":1}', 422),
        (b'{"gone":[]}', 422),
    ],
)
def test_states_that_are_none_change_nothing(owner: Owner, states: bytes, status: int) -> None:
    token = owner.published()
    assert owner.ask("PUT", "/states", data=states).status_code == status
    assert list(owner.files()) == [f"{token}.ics"]


def test_no_more_addresses_than_an_owner_may_have_are_noted(owner: Owner, read: Read) -> None:
    most = addresses_most(5)
    tokens = [new_token() for _ in range(most)]
    assert owner.ask("PUT", "/states", json={"gone": tokens, "closed": []}).status_code == 200
    assert read(tokens[-1]).status_code == 410
    more = new_token()
    answer = owner.ask("PUT", "/states", json={"gone": [*tokens, more], "closed": []})
    assert (answer.status_code, answer.json) == (507, {"error": "full"})
    assert read(more).status_code == 404
    # The same address named a thousand times is one.
    again = {"gone": tokens[:1] * 30_000, "closed": []}
    assert owner.ask("PUT", "/states", json=again).status_code == 200


def test_anothers_token_cannot_be_had_in_any_way(service: Service, read: Read) -> None:
    victim = service.owner("Huber", house="a")
    thief = service.owner("Maier", house="b")
    token = victim.published()
    fine = thief.published()
    for name in (f"{token}.ics", f"{token}.json"):
        for body in (EVENT, PAGE):
            answer = thief.ask("PUT", f"/files/{name}", data=body)
            assert answer.status_code in {409, 422}
        assert thief.ask("DELETE", f"/files/{name}").status_code == 200
        assert thief.ask("GET", f"/files/{name}").status_code == 404
    for states in ({"gone": [token], "closed": []}, {"gone": [], "closed": [fine, token]}):
        assert thief.ask("PUT", "/states", json=states).status_code == 409
    # Not with a case turned round, nor with what looks like it.
    turned = token.swapcase()
    if turned != token:
        assert thief.put(turned).status_code == 200
    assert read(token).data == calendar()
    assert list(victim.files()) == [f"{token}.ics"]


def test_a_house_s_name_that_is_guessed_takes_no_address_over(service: Service, read: Read) -> None:
    """Addresses go on with a house only from an account that was given up."""
    victim = service.owner("Huber", house="the-house")
    token = victim.published()
    thief = service.owner("Maier", house="the-house")
    assert thief.put(token).status_code == 409
    assert read(token).data == calendar()


@pytest.mark.parametrize(
    "after", ["-1", "1.5", "x", "9" * 19, "9" * 5_000, "²", "%00", "1 OR 1=1", "0x1", "1e3"]
)
def test_a_number_that_is_none_is_refused(owner: Owner, after: str) -> None:
    owner.published()
    assert owner.ask("GET", f"/reads?after={after}").status_code == 422


@pytest.mark.parametrize("agent", ["<script>", "a\tb\t200\tc", "x" * 10_000, "\x00\x1b[31m", "ü"])
def test_a_reader_s_name_breaks_no_line(
    service: Service, owner: Owner, read: Read, agent: str
) -> None:
    token = owner.published()
    read(token, environ_overrides={"HTTP_USER_AGENT": agent.encode().decode("latin-1")})
    service.relay.fetch_queue.write()
    lines = owner.ask("GET", "/reads?after=0").text.splitlines()
    assert len(lines) == 1
    assert len(lines[0].split("\t")) == 4
    assert len(lines[0]) < 700


@pytest.mark.parametrize("house", ["", "x" * 65, "a b", "<b>", "ä", "a\n", None, 7, ["a"], {}])
def test_a_house_that_is_none_accepts_nothing(service: Service, house: object) -> None:
    invited = service.relay.hosting.invite("Huber")
    told = {"secret": invited.secret, "key": "k" * 42 + "A", "house": house}
    answer = service.ask("POST", "/api/v1/accept", data=json.dumps(told))
    assert answer.status_code == 422
    assert service.relay.hosting.owner("Huber").account.accepted_at is None
