"""Reading a public address as a stranger would, from real servers with real certificates."""

from __future__ import annotations

import hashlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from app.core.links.address import Finding
from app.core.publishing.outside.problems import Problem, finding_of
from app.core.publishing.outside.reading import Expected, Verdict
from app.core.readers.agents import OWN_AGENT
from app.services.publishing.outside.hops import MOST_REDIRECTS
from app.services.publishing.outside.internet import (
    Internet,
    NameUnknownError,
    is_public,
    resolved,
)
from app.services.publishing.outside.probe import Found, probed
from app.services.publishing.outside.stranger import Stranger
from app.services.publishing.outside.transport import Patience, ReadingError, ReadingStoppedError
from tests.web_sites import CALENDAR, PAGE, PATIENCE, Request, Site, Web, leads_to, reply, web_of

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
BODY = (
    b"BEGIN:VCALENDAR\r\nPRODID:-//Zimmerfrei//Zimmerfrei//DE\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
)
OLD = BODY.replace(b"2.0", b"1.0")
PATH = "/kalender/a.ics"
URL = f"https://haus.example{PATH}"
EXPECTED = Expected(frozenset({hashlib.sha256(BODY).digest()}))
LOGIN = reply(b"<!doctype html><title>Willkommen im Hotel</title>", PAGE)


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with web_of(tmp_path, monkeypatch.setenv) as web:
        yield web


@pytest.fixture
def site(web: Web) -> Site:
    site = web.site()
    site.pages[PATH] = reply(BODY, CALENDAR)
    return site


def found(web: Web, url: str = URL) -> Found:
    with Stranger(web.internet()) as stranger:
        return probed(stranger, url, lambda: EXPECTED, NOW, len(BODY))


def verdict(web: Web, url: str = URL) -> Verdict:
    return found(web, url).verdict


def test_what_was_put_there_is_read_by_everybody(web: Web, site: Site) -> None:
    result = found(web)
    assert result.verdict == Verdict()
    assert result.answer is not None
    assert result.answer.body == BODY
    assert result.answer.certificate is not None
    assert result.answer.certificate.until.year == 3000
    assert site.paths == [PATH, "/robots.txt"]


def test_it_asks_as_a_stranger_does(web: Web, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    # Proxies of the system, cookies and passwords would let it see what others do not.
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("HOME", str(Path(__file__).parent))
    site.pages["/robots.txt"] = reply(b"", {"Set-Cookie": "seen=1"})
    with Stranger(web.internet()) as stranger:
        for _ in range(2):
            assert probed(stranger, URL, lambda: EXPECTED, NOW).verdict == Verdict()
    for request in site.asked:
        assert set(request.headers) == {"host", "user-agent", "accept", "accept-encoding"}
        assert request.headers["user-agent"] == OWN_AGENT
        assert request.headers["accept-encoding"] == "identity"
        assert request.host == "haus.example"


def test_two_hundred_links_travel_over_one_connection(web: Web, site: Site) -> None:
    site.pages["*"] = reply(BODY, CALENDAR)
    with Stranger(web.internet()) as stranger:
        for number in range(200):
            url = f"https://haus.example/kalender/{number}.ics"
            assert probed(stranger, url, lambda: EXPECTED, NOW).verdict == Verdict()
    assert site.connections == 1
    assert site.paths.count("/robots.txt") == 1
    assert len(site.asked) == 201
    assert web.resolved == ["haus.example"]


# ---- answers ----


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (reply(OLD, CALENDAR), Problem.OLDER),
        (reply(OLD, {**CALENDAR, "Age": "3000", "X-Cache": "HIT"}), Problem.OLDER),
        (reply(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", CALENDAR), Problem.FOREIGN),
        (LOGIN, Problem.PAGE),
        (reply(b"<html>", PAGE, 401), Problem.SIGN_IN),
        (reply(b"", {"WWW-Authenticate": 'Basic realm="x"'}, 401), Problem.SIGN_IN),
        (reply(b"<html>", PAGE, 403), Problem.FORBIDDEN),
        (reply(b"<html>", PAGE, 404), Problem.NOT_THERE),
        (reply(b"", {}, 410), Problem.NOT_THERE),
        (reply(b"", {}, 503), Problem.SERVER_FAULT),
        (reply(b"", {}, 429), Problem.REFUSED),
        (reply(b"", {}, 304), Problem.REFUSED),
        (reply(BODY, {"Content-Type": "application/octet-stream"}), Problem.CONTENT_TYPE),
        (reply(BODY), Problem.CONTENT_TYPE),
        (reply(BODY, {"Content-Type": "text/calendar; charset=iso-8859-15"}), Problem.CHARSET),
        (reply(b"x" * 300_000, CALENDAR), Problem.TOO_LARGE),
        (b"HTTP/1.1 200 OK\r\n\r\n" + BODY, Problem.CONTENT_TYPE),
    ],
)
def test_what_can_be_answered(web: Web, site: Site, answer: bytes, problem: Problem) -> None:
    site.pages[PATH] = answer
    if answer.startswith(b"HTTP/1.1 200 OK\r\n\r\n"):
        site.pages[PATH] = _then_close(answer)
    assert verdict(web).problem is problem


def test_an_answer_without_end_is_cut_off_early(web: Web, site: Site) -> None:
    sent = 0

    def endless(_: Request, connection: socket.socket) -> None:
        nonlocal sent
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)
            sent += 65536

    site.pages[PATH] = endless
    assert verdict(web) == Verdict(Problem.TOO_LARGE, "haus.example")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + BODY,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nBEGIN:VCA",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"",
    ],
)
def test_an_answer_that_breaks_off_is_none(web: Web, site: Site, answer: bytes) -> None:
    site.pages[PATH] = _then_close(answer)
    assert verdict(web) == Verdict(Problem.BROKEN_OFF, "haus.example")


def test_a_connection_that_is_reset_is_broken_off(web: Web, site: Site) -> None:
    def reset(_: Request, connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    site.pages[PATH] = reset
    assert verdict(web).problem is Problem.BROKEN_OFF


def test_a_kept_connection_that_was_closed_meanwhile_is_made_anew(web: Web, site: Site) -> None:
    site.pages[PATH] = _then_close(reply(BODY, CALENDAR))
    with Stranger(web.internet()) as stranger:
        for _ in range(5):
            assert probed(stranger, URL, lambda: EXPECTED, NOW).verdict == Verdict()


def test_another_protocol_is_no_web_server(web: Web) -> None:
    site = web.site(tls=False)
    site.pages["*"] = _then_wait(b"SSH-2.0-OpenSSH_9.7\r\nhello\r\n\r\n")
    url = "http://haus.example/kalender/a.ics"
    assert verdict(web, url) == Verdict(Problem.NO_WEB_SERVER, "haus.example")


# ---- redirects ----


def test_a_redirect_to_www_is_followed_and_told(web: Web, site: Site) -> None:
    www = web.site("www.haus.example", address="1.2.3.5")
    www.pages[PATH] = reply(BODY, CALENDAR)
    site.pages[PATH] = leads_to(f"https://www.haus.example{PATH}", 301)
    result = found(web)
    assert result.verdict == Verdict(Problem.LEADS_ON, f"https://www.haus.example{PATH}")
    assert finding_of(Problem.LEADS_ON) is Finding.DOUBTFUL


def test_a_redirect_to_a_page_to_sign_in_is_no_calendar(web: Web, site: Site) -> None:
    site.pages[PATH] = leads_to("/wp-login.php?redirect_to=x#top")
    site.pages["/wp-login.php?redirect_to=x"] = LOGIN
    expected = "https://haus.example/wp-login.php?redirect_to=x"
    assert verdict(web) == Verdict(Problem.LEADS_TO_PAGE, expected)


def test_http_that_leads_to_https_is_told(web: Web, site: Site) -> None:
    plain = web.site(tls=False)
    plain.pages[PATH] = leads_to(URL, 308)
    assert verdict(web, f"http://haus.example{PATH}") == Verdict(Problem.LEADS_ON, URL)
    assert site.asked


def test_http_alone_is_read_by_some(web: Web) -> None:
    web.site(tls=False).pages[PATH] = reply(BODY, CALENDAR)
    url = f"http://haus.example{PATH}"
    assert verdict(web, url) == Verdict(Problem.NOT_ENCRYPTED, "haus.example")


def test_https_that_leads_to_http_is_told_as_the_place_that_it_leads_to(
    web: Web, site: Site
) -> None:
    web.site(tls=False).pages[PATH] = reply(BODY, CALENDAR)
    site.pages[PATH] = leads_to(f"http://haus.example{PATH}")
    assert verdict(web) == Verdict(Problem.LEADS_ON, f"http://haus.example{PATH}")


def test_a_circle_and_a_chain_too_long_never_arrive(web: Web, site: Site) -> None:
    site.pages[PATH] = leads_to("/a")
    site.pages["/a"] = leads_to(PATH)
    assert verdict(web) == Verdict(Problem.LEADS_ROUND, URL)
    site.pages[PATH] = leads_to("/0")
    for number in range(20):
        site.pages[f"/{number}"] = leads_to(f"/{number + 1}")
    site.asked.clear()
    assert verdict(web).problem is Problem.LEADS_ROUND
    assert len(site.asked) == MOST_REDIRECTS + 1
    site.pages[f"/{MOST_REDIRECTS - 1}"] = reply(BODY, CALENDAR)
    assert verdict(web).problem is Problem.LEADS_ON


@pytest.mark.parametrize(
    "location",
    [
        "ftp://haus.example/a",
        "https://haus.example:x/",
        "https://[::1/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://anna:geheim@haus.example/",
        "https://häuser.example/",
        "https://haus.example:99999/",
        " ",
    ],
)
def test_a_redirect_to_what_is_no_address_leads_nowhere(
    web: Web, site: Site, location: str
) -> None:
    site.pages[PATH] = leads_to(location)
    told = verdict(web).problem
    assert told in {Problem.LEADS_NOWHERE, Problem.LEADS_ROUND}
    assert all(request.path.startswith("/") for request in site.asked)


def test_a_redirect_into_the_house_is_not_followed(web: Web, site: Site) -> None:
    inner = web.site("router.example", address="192.168.178.1")
    for target in ("https://router.example/", "https://127.0.0.1/", "https://[::1]/"):
        site.pages[PATH] = leads_to(target)
        assert verdict(web).problem is Problem.HOUSE_ONLY
    assert inner.connections == 0


# ---- names and addresses ----


@pytest.mark.parametrize(
    "address",
    [
        "192.168.178.20",
        "10.0.0.1",
        "172.16.9.9",
        "127.0.0.1",
        "169.254.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:192.168.1.1",
        "::",
        "ff02::1",
        "64:ff9b::10.0.0.1",
        "2002:c0a8:101::1",
        "2001:db8::1",
        "no address",
    ],
)
def test_an_address_that_only_the_house_can_reach_is_never_green(web: Web, address: str) -> None:
    assert not is_public(address)
    # Also where it can be read from here, by a router that sends back what is meant for it.
    site = web.site(address=address)
    site.pages[PATH] = reply(BODY, CALENDAR)
    assert verdict(web) == Verdict(Problem.HOUSE_ONLY, address)
    assert site.connections == 0


@pytest.mark.parametrize(
    "address", ["1.2.3.4", "217.160.0.1", "2a00:1450:4001::1", "::ffff:1.2.3.4", "64:ff9b::1.2.3.4"]
)
def test_an_address_that_everybody_can_reach(address: str) -> None:
    assert is_public(address)


@pytest.mark.usefixtures("site")
def test_the_connection_goes_to_the_address_that_was_judged(web: Web) -> None:
    answers = [["1.2.3.4"], ["127.0.0.1"], ["127.0.0.1"]]
    internet = Internet(
        resolved=lambda _: answers.pop(0), door=web.internet().door, own_addresses=lambda: web.own
    )
    with Stranger(internet) as stranger:
        assert probed(stranger, URL, lambda: EXPECTED, NOW).verdict == Verdict()
    assert len(answers) == 2


@pytest.mark.usefixtures("site")
def test_of_several_addresses_the_public_ones_are_tried_in_turn(web: Web) -> None:
    web.names["haus.example"] = ["192.168.1.1", "9.9.9.9", "1.2.3.4"]
    assert verdict(web) == Verdict()


def test_ipv6_alone_is_not_for_everybody(web: Web) -> None:
    web.site(address="2a00:1450:4001::1").pages[PATH] = reply(BODY, CALENDAR)
    assert verdict(web) == Verdict(Problem.IPV6_ONLY, "haus.example")
    # With a private address of IPv4 beside it all the same.
    web.names["haus.example"].append("192.168.1.1")
    assert verdict(web).problem is Problem.IPV6_ONLY
    web.doors["1.2.3.4", 443] = web.doors["2a00:1450:4001::1", 443]
    web.names["haus.example"].append("1.2.3.4")
    assert verdict(web) == Verdict()


def test_ip_addresses_are_addresses_too(web: Web) -> None:
    web.site("1.2.3.4").pages[PATH] = reply(BODY, CALENDAR)
    assert verdict(web, f"https://1.2.3.4{PATH}") == Verdict()
    assert verdict(web, f"https://[fd00::1]{PATH}") == Verdict(Problem.HOUSE_ONLY, "fd00::1")


def test_an_umlaut_domain_is_asked_and_told_by_its_names(web: Web) -> None:
    site = web.site("xn--huser-gra.example")
    site.pages[PATH] = reply(BODY, CALENDAR)
    url = f"https://xn--huser-gra.example{PATH}"
    assert verdict(web, url) == Verdict()
    assert site.asked[0].host == "xn--huser-gra.example"
    del site.pages[PATH]
    assert verdict(web, url) == Verdict(Problem.NOT_THERE, "häuser.example")


def test_a_name_that_nobody_has(web: Web) -> None:
    assert verdict(web) == Verdict(Problem.NAME_UNKNOWN, "haus.example")


@pytest.mark.usefixtures("site")
def test_offline_nothing_can_be_said(web: Web) -> None:
    assert verdict(web) == Verdict()
    web.goes_offline()
    assert verdict(web) == Verdict(Problem.OFFLINE, "haus.example")
    assert finding_of(Problem.OFFLINE) is Finding.UNTRIED


def test_a_network_without_internet_is_offline_too(web: Web) -> None:
    # The router answers for itself, and says of every name that there is none.
    web.names.clear()
    assert verdict(web).problem is Problem.OFFLINE


def test_tailscale_leads_to_this_computer_itself(web: Web) -> None:
    web.names["pc.tail1.ts.net"] = ["100.101.102.103"]
    url = f"https://pc.tail1.ts.net{PATH}"
    assert verdict(web, url) == Verdict(Problem.TAILNET, "pc.tail1.ts.net")
    assert finding_of(Problem.TAILNET) is Finding.UNTRIED


def test_a_computer_that_does_not_answer_is_asked_once_for_all_its_links(web: Web) -> None:
    web.names["haus.example"] = ["1.2.3.4"]
    with Stranger(web.internet()) as stranger:
        for number in range(50):
            url = f"https://haus.example/{number}.ics"
            told = probed(stranger, url, lambda: EXPECTED, NOW).verdict
            assert told == Verdict(Problem.NO_ANSWER, "haus.example")
    assert web.resolved == ["haus.example"]


def test_the_systems_names() -> None:
    assert "127.0.0.1" in resolved("localhost") or "::1" in resolved("localhost")
    assert resolved("127.0.0.1") == ["127.0.0.1"]
    for name in ("a" * 70 + ".example", "x..example", ""):
        with pytest.raises(NameUnknownError):
            resolved(name) if name else resolved("\x00")


# ---- certificates ----


def test_a_certificate_that_expired(web: Web) -> None:
    web.site(until=datetime(2020, 1, 1, tzinfo=UTC)).pages[PATH] = reply(BODY, CALENDAR)
    assert verdict(web) == Verdict(Problem.CERTIFICATE_EXPIRED, "haus.example")


def test_a_certificate_that_is_not_valid_yet(web: Web) -> None:
    web.site(since=datetime(2037, 1, 1, tzinfo=UTC)).pages[PATH] = reply(BODY, CALENDAR)
    assert verdict(web) == Verdict(Problem.CERTIFICATE_TOO_YOUNG, "haus.example")


def test_a_certificate_of_another_name(web: Web) -> None:
    web.site(certificate_of="server17.hoster.example").pages[PATH] = reply(BODY, CALENDAR)
    assert verdict(web) == Verdict(Problem.CERTIFICATE_OF_ANOTHER, "haus.example")


def test_a_certificate_of_another_ip_address(web: Web) -> None:
    web.site("1.2.3.4", certificate_of="9.9.9.9").pages[PATH] = reply(BODY, CALENDAR)
    told = verdict(web, f"https://1.2.3.4{PATH}")
    assert told == Verdict(Problem.CERTIFICATE_OF_ANOTHER, "1.2.3.4")


def test_a_certificate_of_an_authority_that_nobody_knows(web: Web) -> None:
    web.site(authority=trustme.CA()).pages[PATH] = reply(BODY, CALENDAR)
    assert verdict(web) == Verdict(Problem.CERTIFICATE_UNKNOWN, "haus.example")


def test_no_encryption_at_all(web: Web) -> None:
    plain = web.site(tls=False, port=443)
    plain.pages["*"] = reply(BODY, CALENDAR)
    assert verdict(web) == Verdict(Problem.NO_ENCRYPTION, "haus.example")


def test_a_certificate_that_ends_soon_is_told_while_all_can_read(web: Web) -> None:
    site = web.site(since=datetime(2020, 1, 1, tzinfo=UTC), until=datetime(2037, 7, 16, tzinfo=UTC))
    site.pages[PATH] = reply(BODY, CALENDAR)
    with Stranger(web.internet()) as stranger:
        soon = datetime(2037, 7, 6, tzinfo=UTC)
        told = probed(stranger, URL, lambda: EXPECTED, soon).verdict
    assert told == Verdict(Problem.CERTIFICATE_ENDS, "haus.example")
    assert finding_of(Problem.CERTIFICATE_ENDS) is Finding.READABLE


# ---- robots.txt ----


@pytest.mark.parametrize(
    ("robots", "problem"),
    [
        (reply(b"User-agent: *\nDisallow: /\n"), Problem.ROBOTS),
        (reply(b"User-agent: *\nAllow: /\n"), None),
        (reply(b"User-agent: *\nDisallow: /kalender/\n"), Problem.ROBOTS),
        (LOGIN, None),
        (reply(b"", {}, 404), None),
        (reply(b"", {}, 403), None),
        (reply(b"", {}, 401), None),
        (reply(b"", {}, 429), Problem.ROBOTS_UNREADABLE),
        (reply(b"", {}, 500), Problem.ROBOTS_UNREADABLE),
        (leads_to("/elsewhere.txt"), Problem.ROBOTS),
        (leads_to("/robots.txt"), None),
        (reply(b"#" * 600_000), None),
        (reply(b"\xff\xfe\x00User-agent"), None),
    ],
)
def test_robots_as_google_reads_it(
    web: Web, site: Site, robots: bytes, problem: Problem | None
) -> None:
    site.pages["/robots.txt"] = robots
    site.pages["/elsewhere.txt"] = reply(b"User-agent: *\nDisallow: /\n")
    assert verdict(web).problem is problem


def test_robots_that_break_off_let_google_wait(web: Web, site: Site) -> None:
    site.pages["/robots.txt"] = _then_close(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser")
    assert verdict(web) == Verdict(Problem.ROBOTS_UNREADABLE, "haus.example")


def test_of_a_redirect_both_computers_are_asked(web: Web, site: Site) -> None:
    www = web.site("www.haus.example", address="1.2.3.5")
    www.pages[PATH] = reply(BODY, CALENDAR)
    www.pages["/robots.txt"] = reply(b"User-agent: Googlebot\nDisallow: /\n")
    site.pages[PATH] = leads_to(f"https://www.haus.example{PATH}")
    assert verdict(web) == Verdict(Problem.ROBOTS, "www.haus.example")


# ---- networks in which one has to sign in ----


def test_a_captive_network_makes_no_link_red(web: Web) -> None:
    # It takes every connection, and has no certificate for the name that was asked for.
    web.site(certificate_of="login.hotel.example")
    web.site(tls=False).pages["*"] = leads_to("http://login.hotel.example/?to=x")
    assert verdict(web) == Verdict(Problem.CAPTIVE, "haus.example")
    assert finding_of(Problem.CAPTIVE) is Finding.UNTRIED


@pytest.mark.parametrize("answer", [LOGIN, reply(b"<html>", PAGE, 511)])
def test_a_captive_network_that_answers_itself(web: Web, answer: bytes) -> None:
    web.site(tls=False).pages["*"] = answer
    assert verdict(web, f"http://haus.example{PATH}") == Verdict(Problem.CAPTIVE, "haus.example")
    web.site(authority=trustme.CA())
    assert verdict(web) == Verdict(Problem.CAPTIVE, "haus.example")


def test_a_captive_network_that_leads_to_its_own_page(web: Web) -> None:
    web.site("login.hotel.example", address="1.2.3.5").pages["*"] = LOGIN
    web.site(tls=False).pages["*"] = leads_to("https://login.hotel.example/")
    assert verdict(web, f"http://haus.example{PATH}").problem is Problem.CAPTIVE


def test_a_wrong_certificate_alone_is_no_captive_network(web: Web) -> None:
    web.site(certificate_of="server17.hoster.example")
    plain = web.site(tls=False)
    plain.pages["*"] = leads_to("https://www.haus.example/")
    assert verdict(web).problem is Problem.CERTIFICATE_OF_ANOTHER
    plain.pages["*"] = reply(b"Not here\n", {}, 404)
    assert verdict(web).problem is Problem.CERTIFICATE_OF_ANOTHER


def test_a_page_over_https_is_the_sites_own(web: Web, site: Site) -> None:
    site.pages["*"] = LOGIN
    site.pages[PATH] = LOGIN
    web.site(tls=False).pages["*"] = LOGIN
    assert verdict(web) == Verdict(Problem.PAGE, "haus.example")


def test_one_page_over_http_is_the_sites_own_too(web: Web) -> None:
    web.site(tls=False).pages[PATH] = LOGIN
    assert verdict(web, f"http://haus.example{PATH}") == Verdict(Problem.PAGE, "haus.example")


# ---- what becomes another meanwhile ----


def test_a_calendar_that_changes_while_it_is_read_is_read_again(web: Web, site: Site) -> None:
    site.pages[PATH] = reply(OLD, CALENDAR)
    older = Expected(frozenset({hashlib.sha256(b"older still").digest()}))
    newer = Expected(frozenset({hashlib.sha256(OLD).digest()}))
    wanted = [older, newer]
    with Stranger(web.internet()) as stranger:
        assert probed(stranger, URL, lambda: wanted.pop(0), NOW).verdict == Verdict()
    assert wanted == []


# ---- patience ----


class Seconds:
    """Goes on by what a test says with each look at it."""

    def __init__(self, step: float) -> None:
        self.now = 0.0
        self.step = step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def impatient(web: Web, step: float) -> Stranger:
    stranger = Stranger(web.internet())
    stranger._patience._seconds = Seconds(step)
    return stranger


def test_a_server_that_never_answers_is_given_up(web: Web, site: Site) -> None:
    site.pages[PATH] = _then_wait(b"")
    with impatient(web, 3) as stranger:
        told = probed(stranger, URL, lambda: EXPECTED, NOW).verdict
    assert told == Verdict(Problem.NO_ANSWER, "haus.example")


def test_a_server_that_sends_a_byte_at_a_time_is_given_up(web: Web, site: Site) -> None:
    # Each byte comes in time; all of them together do not.
    def dripping(_: Request, connection: socket.socket) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000:
            connection.sendall(bytes([byte]))

    site.pages[PATH] = dripping
    with impatient(web, 0.01) as stranger:
        told = probed(stranger, URL, lambda: EXPECTED, NOW).verdict
    assert told.problem is Problem.NO_ANSWER


def test_one_that_speaks_no_tls_and_says_nothing_is_given_up(web: Web) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        web.names["haus.example"] = ["1.2.3.4"]
        web.doors["1.2.3.4", 443] = silent.getsockname()[1]
        with impatient(web, 3) as stranger, pytest.raises(ReadingError) as raised:
            stranger.read(URL)
    assert raised.value.problem is Problem.NO_ANSWER


@pytest.mark.parametrize("tls", [True, False])
def test_a_reading_can_be_stopped_wherever_it_waits(web: Web, tls: bool) -> None:
    site = web.site(tls=tls)
    reached, stop = threading.Event(), threading.Event()

    def waiting(_: Request, __: socket.socket) -> None:
        reached.set()
        stop.wait(PATIENCE)

    site.pages[PATH] = waiting
    ended: list[type[BaseException]] = []

    def read() -> None:
        with Stranger(web.internet(), stop.is_set) as stranger:
            try:
                stranger.read(f"{'https' if tls else 'http'}://haus.example{PATH}")
            except ReadingStoppedError as error:
                ended.append(type(error))

    reading = threading.Thread(target=read)
    reading.start()
    assert reached.wait(PATIENCE)
    stop.set()
    reading.join(PATIENCE)
    assert ended == [ReadingStoppedError]


def test_patience_ends_and_is_begun_anew() -> None:
    patience = Patience(lambda: False, Seconds(1))
    patience.begin(3)
    assert patience.left() == 2
    with patience.shortened(1):
        pass
    with pytest.raises(TimeoutError):
        patience.left(), patience.left()
    patience.begin(3)
    assert patience.left() == 2


def _then_close(answer: bytes) -> Callable[[Request, socket.socket], None]:
    return lambda _, connection: connection.sendall(answer)


def _then_wait(answer: bytes) -> Callable[[Request, socket.socket], None]:
    def wait(_: Request, connection: socket.socket) -> None:
        connection.sendall(answer)
        while connection.recv(4096):
            pass

    return wait
