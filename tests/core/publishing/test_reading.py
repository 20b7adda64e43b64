"""What an answer says of an address: the worst first, never better than it is."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.links.address import Finding
from app.core.links.address_forms import Theme
from app.core.links.availability import Website
from app.core.publishing.outside.problems import Problem, finding_of
from app.core.publishing.outside.reading import (
    CALENDAR_TYPE,
    PAGE_TYPE,
    WELL,
    Answer,
    Certificate,
    Expected,
    Verdict,
    doubts,
    has_expected,
    is_page,
    judged,
    place,
)
from app.services.calendars.website_page import website_page

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
BODY = (
    b"BEGIN:VCALENDAR\r\nPRODID:-//Zimmerfrei//Zimmerfrei//DE\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
)
URL = "https://haus.example/kalender/a.ics"
EXPECTED = Expected(frozenset({hashlib.sha256(BODY).digest()}))
CERTIFICATE = Certificate(NOW - timedelta(days=20), NOW + timedelta(days=70))
TYPE = "text/calendar; charset=utf-8"


def answer(  # each is one header or fact
    body: bytes = BODY,
    status: int = 200,
    content_type: str = TYPE,
    encoding: str = "",
    url: str = URL,
    asked: str = "",
    certificate: Certificate | None = CERTIFICATE,
    forbids: tuple[str, ...] = (),
    unreadable: tuple[str, ...] = (),
    ipv6_only: bool = False,
) -> Answer:
    return Answer(
        asked or url,
        url,
        status,
        content_type,
        encoding,
        body,
        certificate,
        forbids,
        unreadable,
        ipv6_only,
    )


def verdict(found: Answer, expected: Expected = EXPECTED) -> Verdict:
    return judged(found, expected, NOW)


def test_exactly_these_bytes_are_well() -> None:
    assert verdict(answer()) == WELL
    assert has_expected(answer(), EXPECTED)


def test_one_byte_is_enough() -> None:
    assert verdict(answer(BODY.replace(b"2.0", b"2.1"))) == Verdict(Problem.OLDER, "haus.example")
    assert verdict(answer(BODY[:-1])).problem is Problem.OLDER


@pytest.mark.parametrize(
    ("status", "problem", "detail"),
    [
        (401, Problem.SIGN_IN, "haus.example"),
        (407, Problem.SIGN_IN, "haus.example"),
        (403, Problem.FORBIDDEN, "haus.example"),
        (451, Problem.FORBIDDEN, "haus.example"),
        (404, Problem.NOT_THERE, "haus.example"),
        (410, Problem.NOT_THERE, "haus.example"),
        (204, Problem.REFUSED, "204"),
        (206, Problem.REFUSED, "206"),
        (304, Problem.REFUSED, "304"),
        (406, Problem.REFUSED, "406"),
        (429, Problem.REFUSED, "429"),
        (500, Problem.SERVER_FAULT, "500"),
        (503, Problem.SERVER_FAULT, "503"),
        (999, Problem.SERVER_FAULT, "999"),
        (511, Problem.CAPTIVE, "haus.example"),
    ],
)
def test_every_status_but_200_is_a_fault_whatever_comes_with_it(
    status: int, problem: Problem, detail: str
) -> None:
    assert verdict(answer(status=status)) == Verdict(problem, detail)
    assert not has_expected(answer(status=status), EXPECTED)


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><title>Anmelden</title>",
        b"\xef\xbb\xbf\r\n <HTML lang=de>",
        b"<?xml version='1.0'?><html xmlns='x'>",
        b"<!-- parked --><html>",
    ],
)
@pytest.mark.parametrize("content_type", ["text/html", TYPE, "", "application/octet-stream"])
def test_a_page_is_known_by_its_content_or_its_type(page: bytes, content_type: str) -> None:
    assert is_page(answer(page, content_type=content_type))
    assert verdict(answer(page, content_type=content_type)) == Verdict(Problem.PAGE, "haus.example")


def test_a_page_somewhere_else_is_one_that_was_led_to() -> None:
    login = "https://haus.example/wp-login.php?to=%2Fkalender"
    found = answer(b"<html>", content_type="text/html", url=login, asked=URL)
    assert verdict(found) == Verdict(Problem.LEADS_TO_PAGE, login)


def test_a_calendar_said_to_be_a_page_is_none() -> None:
    assert not is_page(answer(content_type="text/html"))
    assert verdict(answer(content_type="text/html")).problem is Problem.CONTENT_TYPE


def test_somebody_elses_calendar_and_something_else() -> None:
    other = BODY.replace(b"Zimmerfrei", b"Portal")
    assert verdict(answer(other)) == Verdict(Problem.FOREIGN, "haus.example")
    assert verdict(answer(b"It works!\n", content_type="text/plain")).problem is Problem.ELSEWHERE
    assert verdict(answer(b"")).problem is Problem.ELSEWHERE


def test_a_page_for_a_website_is_compared_like_a_calendar() -> None:
    page = b"<!DOCTYPE html><title>x</title><link rel=icon href='data:,'><style>a</style>"
    expected = Expected(frozenset({hashlib.sha256(page).digest()}), PAGE_TYPE)
    html = "text/html; charset=utf-8"
    assert verdict(answer(page, content_type=html), expected) == WELL
    older = answer(page + b" ", content_type=html)
    assert verdict(older, expected) == Verdict(Problem.OLDER, "haus.example")
    other = answer(b"<!doctype html><html>for sale</html>", content_type=html)
    assert verdict(other, expected).problem is Problem.PAGE
    assert verdict(answer(), expected).problem is Problem.FOREIGN


def test_a_page_of_ours_is_known_by_how_it_begins() -> None:
    website = Website(ranges=(), today=NOW.date(), months=2, language="de", version="1", link_id=1)
    for language in ("de", "en", "fr"):
        for theme in Theme:
            old = answer(website_page(website, language, theme), content_type="text/html")
            expected = Expected(frozenset(), PAGE_TYPE)
            assert verdict(old, expected) == Verdict(Problem.OLDER, "haus.example")


@pytest.mark.parametrize(
    ("found", "problem", "detail"),
    [
        (answer(forbids=("haus.example",)), Problem.ROBOTS, "haus.example"),
        (answer(unreadable=("haus.example",)), Problem.ROBOTS_UNREADABLE, "haus.example"),
        (
            answer(url="https://www.haus.example/a.ics", asked="https://haus.example/a.ics"),
            Problem.LEADS_ON,
            "https://www.haus.example/a.ics",
        ),
        (
            answer(url="http://haus.example/a.ics", certificate=None),
            Problem.NOT_ENCRYPTED,
            "haus.example",
        ),
        (answer(ipv6_only=True), Problem.IPV6_ONLY, "haus.example"),
        (answer(content_type=""), Problem.CONTENT_TYPE, "–"),
        (
            answer(content_type="Application/Octet-Stream"),
            Problem.CONTENT_TYPE,
            "application/octet-stream",
        ),
        (
            answer(content_type='text/calendar; method=x; charset="ISO-8859-1"'),
            Problem.CHARSET,
            "iso-8859-1",
        ),
        (answer(gzip.compress(BODY), encoding="gzip"), Problem.COMPRESSED, "gzip"),
        (answer(zlib.compress(BODY), encoding="deflate"), Problem.COMPRESSED, "deflate"),
        (
            answer(certificate=Certificate(NOW - timedelta(days=80), NOW + timedelta(days=10))),
            Problem.CERTIFICATE_ENDS,
            "haus.example",
        ),
    ],
)
def test_what_keeps_some_readers_away(found: Answer, problem: Problem, detail: str) -> None:
    assert verdict(found) == Verdict(problem, detail)
    assert has_expected(found, EXPECTED)
    assert finding_of(problem) in {Finding.DOUBTFUL, Finding.READABLE}


def test_of_several_doubts_all_are_told_the_worst_first() -> None:
    found = answer(
        content_type="text/plain; charset=latin-1",
        url="http://www.haus.example/a.ics",
        asked="http://haus.example/a.ics",
        certificate=None,
        forbids=("haus.example", "www.haus.example"),
        ipv6_only=True,
    )
    told = [doubt.problem for doubt in doubts(found, EXPECTED, NOW)]
    assert told == [
        Problem.ROBOTS,
        Problem.ROBOTS,
        Problem.LEADS_ON,
        Problem.NOT_ENCRYPTED,
        Problem.IPV6_ONLY,
        Problem.CONTENT_TYPE,
        Problem.CHARSET,
    ]
    assert verdict(found) == Verdict(Problem.ROBOTS, "haus.example")


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", "; charset=UTF-8", '; charset="utf8"'])
def test_utf8_may_be_written_as_one_likes(charset: str) -> None:
    assert verdict(answer(content_type=f"text/calendar{charset}")) == WELL


def test_names_are_told_as_owners_write_them() -> None:
    found = answer(status=404, url="https://xn--huser-gra.example:8443/a.ics")
    assert verdict(found).detail == "häuser.example:8443"
    assert place("http://[2001:db8::1]/x") == "[2001:db8::1]"


def test_a_few_bytes_that_unpack_to_gigabytes_do_not() -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    assert verdict(answer(bomb, encoding="gzip")).problem is Problem.ELSEWHERE


def test_a_compression_that_is_broken_or_unknown_is_no_calendar() -> None:
    assert verdict(answer(b"\x1f\x8bno", encoding="gzip")).problem is Problem.ELSEWHERE
    assert verdict(answer(b"\x0b\x02\x80", encoding="br")).problem is Problem.ELSEWHERE


@pytest.mark.parametrize(
    ("life", "left", "soon"),
    [
        (90, 15, False),
        (90, 14, False),
        (90, 13.9, True),
        (398, 20, False),
        (398, 13, True),
        (6, 2, False),
        (6, 1.4, True),
        (45, 11.3, False),
        (45, 11, True),
        (90, -1, True),
    ],
)
def test_a_short_certificate_is_not_called_old_from_its_first_day(
    life: float, left: float, soon: bool
) -> None:
    until = NOW + timedelta(days=left)
    assert Certificate(until - timedelta(days=life), until).ends_soon(NOW) is soon


ANSWERS = st.builds(
    answer,
    body=st.sampled_from([BODY, b"", b"<html>", BODY[:-2]]) | st.binary(max_size=40),
    status=st.sampled_from([200, 200, 200, 204, 301, 401, 404, 500]) | st.integers(100, 999),
    content_type=st.sampled_from([TYPE, "", "text/html", "text/calendar"]) | st.text(max_size=30),
    encoding=st.sampled_from(["", "", "gzip", "identity", "br"]),
    asked=st.sampled_from(["", "https://haus.example/b.ics", "http://haus.example/a.ics"]),
    certificate=st.sampled_from([CERTIFICATE, None]),
    forbids=st.sampled_from([(), ("haus.example",)]),
    ipv6_only=st.booleans(),
)


@given(ANSWERS)
def test_green_is_nothing_but_these_bytes_for_everybody(found: Answer) -> None:
    result = verdict(found)
    if result.problem is None:
        assert found.status == 200
        assert found.body == BODY
        assert found.certificate is not None
        assert not found.leads_on
        assert found.content_type.startswith(CALENDAR_TYPE)
        assert not found.robots_forbids
        assert not found.ipv6_only
    elif finding_of(result.problem) in {Finding.DOUBTFUL, Finding.READABLE}:
        assert has_expected(found, EXPECTED)
    else:
        assert not has_expected(found, EXPECTED)
