"""Fetching from real servers: what is sent, what is refused, and that every wait ends."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpcore
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from app.core.importing.faults import AskedToWaitError, UnreadableError
from app.core.publishing.outside.problems import Problem
from app.services.importing.reading.fetching import Fetched, Fetcher, Wanted, _unpacked
from app.services.publishing.outside.hops import LARGEST, MOST_REDIRECTS
from app.services.publishing.outside.internet import Internet
from app.services.publishing.outside.transport import ReadingError, ReadingStoppedError
from tests.feeds_of_portals import Event, calendar
from tests.web_sites import CALENDAR, PAGE, Request, Site, Web, leads_to, reply

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
AGENT = "Zimmerfrei test"
PATH = "/ical/1.ics?s=geheim"
URL = f"https://portal.example{PATH}"
BODY = calendar([Event(3), Event(9)])


@pytest.fixture
def site(web: Web) -> Site:
    found = web.site("portal.example")
    found.pages[PATH] = reply(BODY, CALENDAR)
    return found


def fetch(web: Web, url: str = URL, *, seconds: float = 10.0, **wanted: Any) -> Fetched:
    fetcher = Fetcher(web.internet(), lambda: NOW, seconds=seconds)
    return fetcher.fetch(Wanted(url, AGENT, **wanted))


def problem(web: Web, url: str = URL) -> Problem:
    with pytest.raises(UnreadableError) as caught:
        fetch(web, url)
    assert "geheim" not in str(caught.value)
    return caught.value.problem


def _sends(*parts: bytes) -> Callable[[Request, socket.socket], None]:
    def answer(_: Request, connection: socket.socket) -> None:
        with suppress(OSError):
            for part in parts:
                connection.sendall(part)

    return answer


# ---- what is asked ----


def test_a_calendar_is_read_as_it_was_sent(web: Web, site: Site) -> None:
    site.pages[PATH] = reply(BODY, {**CALENDAR, "ETag": '"a"', "Last-Modified": "yesterday"})
    assert fetch(web) == Fetched(BODY, '"a"', "yesterday", (URL,))
    (request,) = site.asked
    assert request.headers["user-agent"] == AGENT
    assert request.headers["accept-encoding"] == "gzip"
    assert not {"cookie", "authorization", "referer", "if-none-match"} & request.headers.keys()


def test_what_is_known_is_asked_for_again_only_where_it_has_changed(web: Web, site: Site) -> None:
    site.pages[PATH] = reply(b"", {}, 304)
    again = fetch(web, etag='W/"a"', modified="Tue, 06 Jul 2027 10:00:00 GMT")
    assert again.body is None
    assert again.etag == 'W/"a"'
    headers = site.asked[0].headers
    assert headers["if-none-match"] == 'W/"a"'
    assert headers["if-modified-since"] == "Tue, 06 Jul 2027 10:00:00 GMT"


def test_unchanged_is_no_answer_to_who_knows_nothing(web: Web, site: Site) -> None:
    site.pages[PATH] = reply(b"", {}, 304)
    assert problem(web) is Problem.REFUSED


def test_cookies_are_forgotten(web: Web, site: Site) -> None:
    site.pages[PATH] = reply(b"", {"Location": "/next", "Set-Cookie": "a=b"}, 302)
    site.pages["/next"] = reply(BODY, CALENDAR)
    fetch(web)
    fetch(web)
    assert all("cookie" not in request.headers for request in site.asked)


def test_no_proxy_of_the_environment_is_used(
    web: Web, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch(web).body == BODY
    assert site.asked


@pytest.mark.parametrize("etag", ['"a\x01b"', '"' + "x" * 600 + '"', '"grün"'])
def test_what_cannot_be_sent_back_is_not_kept(web: Web, site: Site, etag: str) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(BODY)}\r\nETag: {etag}\r\n\r\n"
    site.pages[PATH] = _sends(head.encode("utf-8") + BODY)
    with suppress(UnreadableError):
        assert fetch(web).etag == ""


# ---- how large ----


def headless(body: bytes, level: int = 6) -> bytes:
    """Pack as servers do that take deflate for what it is called."""
    packing = zlib.compressobj(level, wbits=-zlib.MAX_WBITS)
    return packing.compress(body) + packing.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("GZIP", gzip.compress),
        ("x-gzip", gzip.compress),
        ("gzip", zlib.compress),
        ("deflate", zlib.compress),
        ("deflate", headless),
        ("Deflate", headless),
        ("deflate", gzip.compress),
    ],
)
def test_what_is_packed_is_unpacked(
    web: Web, site: Site, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    site.pages[PATH] = reply(pack(BODY), {**CALENDAR, "Content-Encoding": encoding})
    assert fetch(web).body == BODY


@given(
    st.binary(max_size=300),
    st.integers(0, 9),
    st.lists(st.integers(1, 40), min_size=1, max_size=9),
    st.booleans(),
)
def test_deflate_is_unpacked_with_its_head_and_without_however_it_travels(
    body: bytes, level: int, sizes: list[int], whole: bool
) -> None:
    packed = headless(body, level)
    packed = packed if whole else packed[:-1]
    parts: list[bytes] = []
    at = 0
    while at < len(packed):
        size = sizes[len(parts) % len(sizes)]
        parts.append(packed[at : at + size])
        at += size
    answer = httpcore.Response(200, content=iter(parts))
    if whole:
        assert b"".join(_unpacked(answer, "deflate", "x")) == body
    else:
        with pytest.raises(ReadingError) as caught:
            b"".join(_unpacked(answer, "deflate", "x"))
        assert caught.value.problem is Problem.BROKEN_OFF


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("gzip", zlib.compress), ("deflate", headless)],
)
def test_a_bomb_is_refused(
    web: Web, site: Site, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    bomb = pack(b"\0" * (64 * LARGEST))
    assert len(bomb) < LARGEST
    site.pages[PATH] = reply(bomb, {"Content-Encoding": encoding})
    assert problem(web) is Problem.TOO_LARGE


def test_as_much_as_may_be_is_read_and_no_byte_more(web: Web, site: Site) -> None:
    for packed in (False, True):
        for size, fits in ((LARGEST, True), (LARGEST + 1, False)):
            body = b"x" * size
            headers = {"Content-Encoding": "gzip"} if packed else {}
            site.pages[PATH] = reply(gzip.compress(body, 1) if packed else body, headers)
            if fits:
                assert fetch(web).body == body
            else:
                assert problem(web) is Problem.TOO_LARGE


def test_a_server_that_sends_without_end_is_cut_off(web: Web, site: Site) -> None:
    def endless(_: Request, connection: socket.socket) -> None:
        with suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n")
            while True:
                connection.sendall(b"x" * 65536)

    site.pages[PATH] = endless
    assert problem(web) is Problem.TOO_LARGE


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_a_compression_that_nobody_asked_for_is_refused(
    web: Web, site: Site, encoding: str
) -> None:
    site.pages[PATH] = reply(b"x", {"Content-Encoding": encoding})
    assert problem(web) is Problem.COMPRESSED


def test_what_is_packed_and_breaks_off_is_no_answer(web: Web, site: Site) -> None:
    site.pages[PATH] = reply(gzip.compress(BODY)[:-9], {"Content-Encoding": "gzip"})
    assert problem(web) is Problem.BROKEN_OFF
    site.pages[PATH] = reply(b"no gzip at all", {"Content-Encoding": "gzip"})
    assert problem(web) is Problem.BROKEN_OFF


# ---- how long ----


def test_an_answer_that_drips_comes_to_its_end(web: Web, site: Site) -> None:
    def drip(_: Request, connection: socket.socket) -> None:
        with suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while connection.send(b"B"):
                connection.settimeout(0.05)
                with suppress(TimeoutError):
                    if not connection.recv(1):
                        return

    site.pages[PATH] = drip
    with pytest.raises(UnreadableError) as caught:
        fetch(web, seconds=0.5)
    assert caught.value.problem is Problem.NO_ANSWER


def test_redirects_that_each_take_a_while_share_one_patience(web: Web, site: Site) -> None:
    def slow(request: Request, connection: socket.socket) -> None:
        connection.settimeout(0.3)
        with suppress(TimeoutError):
            connection.recv(1)
        with suppress(OSError):
            connection.sendall(leads_to(f"{request.path}x"))

    site.pages["*"] = slow
    with pytest.raises(UnreadableError) as caught:
        fetch(web, "https://portal.example/a", seconds=0.8)
    assert caught.value.problem is Problem.NO_ANSWER


def test_a_reading_can_be_stopped(web: Web, site: Site) -> None:
    stopped = False

    def silent(_: Request, connection: socket.socket) -> None:
        nonlocal stopped
        stopped = True
        connection.settimeout(5)
        with suppress(OSError):
            connection.recv(1)

    site.pages[PATH] = silent
    fetcher = Fetcher(web.internet(), lambda: NOW, lambda: stopped)
    with pytest.raises(ReadingStoppedError):
        fetcher.fetch(Wanted(URL, AGENT))


def test_a_name_that_is_never_answered_takes_no_longer_than_the_reading(web: Web) -> None:
    answered = threading.Event()

    def never(_: str) -> list[str]:
        answered.wait()
        return []

    try:
        slow = replace(web.internet(), resolved=never)
        with pytest.raises(UnreadableError) as caught:
            Fetcher(slow, lambda: NOW, seconds=0.3).fetch(Wanted(URL, AGENT))
        assert caught.value.problem is Problem.OFFLINE
    finally:
        answered.set()


def test_who_waits_for_a_name_can_be_stopped(web: Web) -> None:
    asked, answered = threading.Event(), threading.Event()

    def never(_: str) -> list[str]:
        asked.set()
        answered.wait()
        return []

    try:
        slow = replace(web.internet(), resolved=never)
        with pytest.raises(ReadingStoppedError):
            Fetcher(slow, lambda: NOW, asked.is_set).fetch(Wanted(URL, AGENT))
    finally:
        answered.set()


def test_a_fault_while_a_name_is_looked_up_is_not_swallowed(web: Web) -> None:
    def broken(_: str) -> list[str]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Fetcher(replace(web.internet(), resolved=broken), lambda: NOW).fetch(Wanted(URL, AGENT))


# ---- where to ----


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.7", "192.168.178.1", "169.254.169.254", "0.0.0.0", "::1",
     "fe80::1", "fd00::1", "::ffff:127.0.0.1", "100.64.0.1", "224.0.0.1"],
)  # fmt: skip
def test_an_address_of_the_house_is_refused_unless_it_is_allowed(
    web: Web, site: Site, address: str
) -> None:
    web.names["portal.example"] = [address]
    web.doors[address, 443] = site.port
    assert problem(web) is Problem.HOUSE_ONLY
    assert not site.asked
    assert fetch(web, allow_private=True).body == BODY


def test_a_redirect_into_the_house_is_refused_unless_it_is_allowed(web: Web, site: Site) -> None:
    inside = web.site("router.example", address="192.168.178.1")
    inside.pages["/"] = reply(BODY, CALENDAR)
    site.pages[PATH] = leads_to("https://router.example/")
    assert problem(web) is Problem.HOUSE_ONLY
    assert not inside.asked
    assert fetch(web, allow_private=True).body == BODY


def test_a_name_that_changes_its_mind_leads_nowhere(web: Web, site: Site) -> None:
    inside = web.site("inside.example", address="192.168.178.1")
    answers = iter([["1.2.3.4"], ["192.168.178.1"], ["192.168.178.1"]])
    internet = web.internet()
    rebinding = type(internet)(
        resolved=lambda _: next(answers), door=internet.door, own_addresses=internet.own_addresses
    )
    site.pages[PATH] = leads_to("/again")
    site.pages["/again"] = reply(BODY, CALENDAR)
    fetcher = Fetcher(rebinding, lambda: NOW)
    assert fetcher.fetch(Wanted(URL, AGENT)).body == BODY
    with pytest.raises(UnreadableError) as caught:
        fetcher.fetch(Wanted(URL, AGENT))
    assert caught.value.problem is Problem.HOUSE_ONLY
    assert not inside.asked


def test_a_redirect_out_of_encryption_is_refused_unless_it_is_allowed(web: Web, site: Site) -> None:
    plain = web.site("portal.example", tls=False)
    plain.pages["/plain"] = reply(BODY, CALENDAR)
    site.pages[PATH] = leads_to("http://portal.example/plain")
    assert problem(web) is Problem.NOT_ENCRYPTED
    assert not plain.asked
    assert fetch(web, allow_private=True).body == BODY


def test_circles_and_long_chains_end(web: Web, site: Site) -> None:
    site.pages[PATH] = leads_to(URL)
    assert problem(web) is Problem.LEADS_ROUND
    for number in range(20):
        site.pages[f"/{number}"] = leads_to(f"/{number + 1}")
    site.asked.clear()
    assert problem(web, "https://portal.example/0") is Problem.LEADS_ROUND
    assert len(site.asked) == MOST_REDIRECTS + 1
    site.pages[f"/{MOST_REDIRECTS}"] = reply(BODY, CALENDAR)
    found = fetch(web, "https://portal.example/0")
    assert found.body == BODY
    assert found.passed[-1] == f"https://portal.example/{MOST_REDIRECTS}"


@pytest.mark.parametrize("where", ["ftp://x.example/", "file:///etc/passwd", "javascript:1", "//"])
def test_a_redirect_to_what_is_no_address_is_refused(web: Web, site: Site, where: str) -> None:
    site.pages[PATH] = leads_to(where)
    assert problem(web) in {Problem.LEADS_NOWHERE, Problem.LEADS_ROUND}


# ---- what is answered instead ----


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (401, Problem.SIGN_IN),
        (403, Problem.FORBIDDEN),
        (404, Problem.NOT_THERE),
        (410, Problem.NOT_THERE),
        (500, Problem.SERVER_FAULT),
        (503, Problem.SERVER_FAULT),
        (204, Problem.REFUSED),
        (206, Problem.REFUSED),
        (418, Problem.REFUSED),
    ],
)
def test_any_other_answer_is_none(web: Web, site: Site, status: int, why: Problem) -> None:
    site.pages[PATH] = reply(b"<html>", PAGE, status)
    assert problem(web) is why


@pytest.mark.parametrize(
    ("asks", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta()),
        ("999999999999", timedelta(days=1)),
        ("Tue, 06 Jul 2027 12:30:00 GMT", timedelta(minutes=30)),
        ("Tue, 06 Jul 2020 12:30:00 GMT", timedelta()),
        ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(days=1)),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_who_asks_to_wait_is_waited_for(
    web: Web, site: Site, status: int, asks: str, wait: timedelta
) -> None:
    site.pages[PATH] = reply(b"", {"Retry-After": asks}, status)
    with pytest.raises(AskedToWaitError) as caught:
        fetch(web)
    assert caught.value.until == NOW + wait


@pytest.mark.parametrize("asks", ["", "soon", "-5", "²", "1e9"])
def test_too_many_questions_without_a_time_cost_an_hour(web: Web, site: Site, asks: str) -> None:
    site.pages[PATH] = reply(b"", {"Retry-After": asks} if asks.isascii() else {}, 429)
    with pytest.raises(AskedToWaitError) as caught:
        fetch(web)
    assert caught.value.until == NOW + timedelta(hours=1)


@given(st.text(st.characters(codec="latin-1"), max_size=40))
def test_whatever_it_is_that_asks_to_wait_the_wait_is_bounded(asks: str) -> None:
    until = Fetcher(Internet(), lambda: NOW)._until(asks)
    assert until is None or NOW <= until <= NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + BODY[:90],), Problem.BROKEN_OFF),
        ((b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nBEG",), Problem.BROKEN_OFF),
        ((b"",), Problem.BROKEN_OFF),
    ],
)
def test_what_breaks_off_is_no_answer(
    web: Web, site: Site, parts: tuple[bytes, ...], why: Problem
) -> None:
    site.pages[PATH] = _sends(*parts)
    assert problem(web) is why


# ---- who answers ----


def test_certificates_are_looked_at(web: Web) -> None:
    day = timedelta(days=1)
    now = datetime.now(UTC)
    web.site("old.example", address="1.2.3.5", since=now - 9 * day, until=now - day)
    web.site("young.example", address="1.2.3.6", since=now + day, until=now + 9 * day)
    web.site("other.example", address="1.2.3.7", certificate_of="else.example")
    web.site("own.example", address="1.2.3.8", authority=trustme.CA())
    web.site("plain.example", address="1.2.3.9", tls=False, port=443)
    assert problem(web, "https://old.example/") is Problem.CERTIFICATE_EXPIRED
    assert problem(web, "https://young.example/") is Problem.CERTIFICATE_TOO_YOUNG
    assert problem(web, "https://other.example/") is Problem.CERTIFICATE_OF_ANOTHER
    assert problem(web, "https://own.example/") is Problem.CERTIFICATE_UNKNOWN
    assert problem(web, "https://plain.example/") is Problem.NO_ENCRYPTION


def test_a_name_that_nobody_has_and_no_network_are_told_apart(web: Web, site: Site) -> None:
    assert problem(web, "https://nobody.example/") is Problem.NAME_UNKNOWN
    web.goes_offline()
    assert problem(web) is Problem.OFFLINE
    assert not site.asked


def test_a_door_that_nobody_opens_is_no_answer(web: Web) -> None:
    web.names["closed.example"] = ["1.2.3.4"]
    assert problem(web, "https://closed.example/") is Problem.NO_ANSWER


def test_secrets_stand_in_no_representation(web: Web, site: Site) -> None:
    assert "geheim" not in repr(Wanted(URL, AGENT))
    assert "geheim" not in repr(fetch(web))
    assert site.asked
