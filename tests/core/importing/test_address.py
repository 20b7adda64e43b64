"""Addresses of portals' calendars: mended, recognised, and never shown whole."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.importing.address import (
    LONGEST,
    addresses_in,
    host_of,
    mended,
    seems_calendar,
    shortened,
    tokens_in,
)
from app.core.importing.guess import portal_of

TOKEN = "aB3" * 8


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("https://www.airbnb.de/calendar/ical/1.ics?s=ab", "https://www.airbnb.de/calendar/ical/1.ics?s=ab"),
        ("webcal://portal.example/1.ics", "https://portal.example/1.ics"),
        ("WEBCALS://Portal.Example/A.ics", "https://portal.example/A.ics"),
        ("webcal:portal.example/1.ics", "https://portal.example/1.ics"),
        ("feed://portal.example/1.ics", "https://portal.example/1.ics"),
        ("portal.example/1.ics", "https://portal.example/1.ics"),
        ("//portal.example/1.ics", "https://portal.example/1.ics"),
        ("portal.example", "https://portal.example"),
        ("portal.example?t=1&x=2", "https://portal.example/?t=1&x=2"),
        ("portal.example:8443/1.ics", "https://portal.example:8443/1.ics"),
        ("http://portal.example/1.ics", "https://portal.example/1.ics"),
        ("  <https://portal.example/1.ics>,\n", "https://portal.example/1.ics"),
        ("„https://portal.example/1.ics“", "https://portal.example/1.ics"),
        ("https://portal.example/1.ics#today", "https://portal.example/1.ics"),
        ("https://häuser.example/ä b.ics", "https://xn--huser-gra.example/%C3%A4%20b.ics"),
        ("https://portal.example/a%20b.ics", "https://portal.example/a%20b.ics"),
        ("https://[2001:db8::1]:8/1.ics", "https://[2001:db8::1]:8/1.ics"),
        ("192.168.178.4:8642/cal/x", "https://192.168.178.4:8642/cal/x"),
    ],
)  # fmt: skip
def test_what_is_pasted_is_mended(pasted: str, meant: str) -> None:
    assert mended(pasted) == meant


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("http://192.168.178.4:8642/x.ics", "http://192.168.178.4:8642/x.ics"),
        ("192.168.178.4:8642/x.ics", "http://192.168.178.4:8642/x.ics"),
        ("webcal://localhost:8642/x.ics", "http://localhost:8642/x.ics"),
        ("localhost:8642/x.ics", "http://localhost:8642/x.ics"),
        ("http://nas/x.ics", "http://nas/x.ics"),
        ("https://192.168.178.4/x.ics", "https://192.168.178.4/x.ics"),
        ("portal.example/x.ics", "https://portal.example/x.ics"),
        ("http://portal.example/x.ics", "http://portal.example/x.ics"),
    ],
)
def test_in_the_house_http_will_do_where_it_is_allowed(pasted: str, meant: str) -> None:
    assert mended(pasted, allow_private=True) == meant


@pytest.mark.parametrize(
    "pasted",
    ["", " ", "hallo", "Guten Tag, hier der Link", "ftp://x.example/1.ics", "file:///etc/passwd",
     "javascript:alert(1)", "https://", "https:///x", "https://x.example:99999/", "https://x.example:0/",
     "mailto:anna@x.example", "C:\\kalender.ics", "https://-x-.example/", "https://1.2.3/",
     "https://x.example/" + "a" * LONGEST, "https://x.example/a\x00b", "https://x.exa mple/"],
)  # fmt: skip
def test_what_is_no_address_is_refused(pasted: str) -> None:
    with pytest.raises(UserError, match="export link"):
        mended(pasted)


def test_a_password_is_refused_and_not_repeated() -> None:
    with pytest.raises(UserError, match="holds a password") as caught:
        mended("https://anna:geheim@portal.example/1.ics")
    assert "geheim" not in str(caught.value)


@given(st.text(max_size=80), st.booleans())
def test_whatever_is_pasted_is_an_address_or_refused(pasted: str, private: bool) -> None:
    try:
        found = mended(pasted, allow_private=private)
    except UserError:
        return
    assert found.isascii()
    assert found.isprintable()
    assert " " not in found
    assert found.startswith("https://" if not private else ("https://", "http://"))
    assert mended(found, allow_private=private) == found


@given(st.text(string.ascii_letters + string.digits + "/?=&.-_~%", max_size=60))
def test_what_comes_behind_the_host_stays_as_it_is(path: str) -> None:
    address = f"https://portal.example/{path}"
    assert mended(address) == address


def test_a_pasted_list_holds_several() -> None:
    pasted = (
        "Seeblick 1: https://a.example/1.ics?s=1,\r\nSeeblick 2 webcal://b.example/2.ics\n"
        "<https://a.example/1.ics?s=1> und nichts"
    )
    assert addresses_in(pasted) == ["https://a.example/1.ics?s=1", "webcal://b.example/2.ics"]
    assert addresses_in("nothing here") == []


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://www.airbnb.de/calendar/ical/1.ics?s=2", True),
        (" webcal://anything.example/x ", True),
        ("https://ical.booking.com/v1/export?t=1", False),
        ("https://admin.booking.com/hotel/ical?t=1", True),
        ("https://example.org/", False),
        ("see https://a.example/1.ics", False),
        ("https://a.example/1.ics https://b.example/2.ics", False),
        ("", False),
    ],
)
def test_the_clipboard_is_recognised(text: str, is_one: bool) -> None:
    assert seems_calendar(text) is is_one


def test_what_is_shown_opens_nothing() -> None:
    address = "https://www.xn--huser-gra.example/calendar/4711.ics?s=geheim"
    assert shortened(address) == "www.häuser.example/…"
    assert host_of(address) == "www.häuser.example"
    assert shortened("") == ""


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (f"https://x.example/cal/{TOKEN}/seeblick.ics", [TOKEN]),
        (f"https://x.example/{TOKEN}.ics", [TOKEN]),
        (f"https://x.example/kalender/{TOKEN}", [TOKEN]),
        (f"https://x.example/{TOKEN}x", []),
        (f"https://x.example/a?{TOKEN}", []),
    ],
)
def test_our_own_tokens_are_seen(address: str, found: list[str]) -> None:
    assert tokens_in(address) == found


@pytest.mark.parametrize(
    ("host", "portal"),
    [
        ("www.airbnb.de", "airbnb"),
        ("ical.booking.com", "booking"),
        ("admin.booking.com", "booking"),
        ("www.fewo-direkt.de", "fewo-direkt"),
        ("www.vrbo.com", "fewo-direkt"),
        ("www.abritel.fr", "fewo-direkt"),
        ("www.holidu.com", "holidu"),
        ("airbnb.evil-notairbnb.example", "airbnb"),
        ("notairbnb.example", ""),
        ("example.org", ""),
    ],
)
def test_a_portal_is_known_by_its_address(host: str, portal: str) -> None:
    assert portal_of(f"https://{host}/1.ics?booking=airbnb") == portal
