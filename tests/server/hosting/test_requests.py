"""Requests that two readers of them could understand differently, and what proxies say."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from waitress.adjustments import Adjustments

from app.core.links.link import Origin
from app.server.hosting.parser import Parser
from app.server.web.forwarded import Forwarded
from app.server.web.origins import origin_of
from tests.server.conftest import House
from tests.server.hosting.test_host import ask, hosted
from tests.server.hosting.test_rough_readers import request, statuses

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

SECOND = request("/health", "Connection: close")
CHUNK = b"5\r\nhello\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nX-Host: a\r\n\r\n",
        b"GET http://a/ HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nAccept: x\r\nHOST:b\r\n\r\n",
        b"GET / HTTP/1.0\r\nConnection: keep-alive\r\nHost: a\r\nhost: b\r\n\r\n",
        request("/", "Content-Length: 5", "Transfer-Encoding: chunked", method="POST") + CHUNK,
        request("/", "Transfer-Encoding: chunked", "Content-Length: 0", method="POST") + CHUNK,
        request("/", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked") + CHUNK,
        request("/", "Transfer-Encoding: chunked, chunked") + CHUNK,
        request("/", "Content-Length: 5", "Content-Length: 6", method="POST") + b"hello!",
        b"POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNK,
        b"POST / HTTP/1.2\r\nHost: a\r\nConnection: keep-alive\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n" + CHUNK,
    ],
)
def test_what_could_be_two_different_requests_is_refused_and_the_connection_closed(
    house: House, sent: bytes
) -> None:
    assert statuses(house.raw(sent + SECOND)) == [400]


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost:\r\n\r\n",
        b"GET / HTTP/1.1\r\nX-Host: a\r\nHost: b\r\n\r\n",
        request("/", "Transfer-Encoding: Chunked", method="POST") + CHUNK,
        request("/", "Content-Length: 5", method="POST") + b"hello",
    ],
)
def test_what_is_clear_is_answered_and_the_connection_kept(house: House, sent: bytes) -> None:
    assert statuses(house.raw(sent + SECOND)) == [404, 200]


LINES = [
    b"Host: a",
    b"HOST: b",
    b"Content-Length: 3",
    b"content-length: 3",
    b"Transfer-Encoding: chunked",
    b"transfer-encoding:\tCHUNKED",
    b"Accept: Host: x",
    b"X-Transfer-Encoding: chunked",
    b" Host: folded",
]


@given(
    lines=st.lists(st.sampled_from(LINES), max_size=5),
    version=st.sampled_from([b"", b" HTTP/1.0", b" HTTP/1.1"]),
    cuts=st.sets(st.integers(0, 200), max_size=6),
)
@example(lines=[b"Host: a", b"Transfer-Encoding: chunked"], version=b" HTTP/1.1", cuts={7})
def test_a_request_is_taken_only_where_it_is_clear(
    lines: list[bytes], version: bytes, cuts: set[int]
) -> None:
    sent = b"\r\n".join([b"POST /x" + version, *lines, b"", b""]) + b"3\r\nabc\r\n0\r\n\r\n"
    parser = Parser(Adjustments())
    left = sent
    for cut in [*sorted(cuts), len(sent)]:
        part, left = left[:cut], left[cut:]
        while part and not parser.completed:
            part = part[parser.received(part) :]
    names = [line.partition(b":")[0].lower() for line in lines if line[:1] != b" "]
    hosts, lengths = names.count(b"host"), names.count(b"content-length")
    codings = names.count(b"transfer-encoding")
    folded_first = lines[:1] == [b" Host: folded"]
    if parser.error is not None or not parser.completed:
        return
    assert hosts == 1 or (hosts == 0 and version != b" HTTP/1.1")
    assert lengths + codings <= 1
    assert not (codings and version != b" HTTP/1.1")
    assert not folded_first


@pytest.mark.parametrize("proto", ["https,http", "https, https", "ftp", "", "x" * 5000, '"'])
def test_the_scheme_that_a_proxy_names_is_no_matter(proto: str) -> None:
    headers = (f"X-Forwarded-Proto: {proto}", "X-Forwarded-For: 203.0.113.7")
    with hosted(trusted_proxy="127.0.0.1") as host:
        assert ask(host.port, *headers) == "203.0.113.7"
    with hosted() as host:
        assert ask(host.port, *headers) == "127.0.0.1"


@pytest.mark.parametrize(
    ("hops", "reader"),
    [
        ("8.8.8.8", "8.8.8.8"),
        ("8.8.8.8, 127.0.0.1", "8.8.8.8"),
        ("8.8.8.8, 192.168.1.9, 127.0.0.1", "8.8.8.8"),
        ("8.8.8.8,10.0.0.2,::1,fd00::1", "8.8.8.8"),
        ("192.168.1.9, 8.8.8.8", "8.8.8.8"),
        ("1.1.1.1, 8.8.8.8, 127.0.0.1", "8.8.8.8"),
        ("8.8.8.8:4711, 127.0.0.1:80", "8.8.8.8"),
        ('"[2a00:1450::1]:443"', "2a00:1450::1"),
        ("[2a00:1450::1]", "2a00:1450::1"),
        ("2a00:1450::1, fe80::1%eth0", "2a00:1450::1"),
        ("192.168.1.9", "192.168.1.9"),
        ("10.0.0.7, 192.168.1.9, 127.0.0.1", "192.168.1.9"),
        ("127.0.0.1, 192.168.1.9", "192.168.1.9"),
        ("192.168.1.9, unknown", "unknown"),
        ("192.168.1.9, , ", "192.168.1.9"),
        ("127.0.0.1", "127.0.0.1"),
        (",,", "127.0.0.1"),
        (", ".join(["8.8.8.8"] + ["10.0.0.1"] * 100), "10.0.0.1"),
    ],
)
def test_hops_of_the_house_are_skipped(hops: str, reader: str) -> None:
    with hosted(trusted_proxy="127.0.0.1") as host:
        assert ask(host.port, f"X-Forwarded-For: {hops}") == reader


def test_a_public_address_of_the_proxy_is_skipped_too() -> None:
    assert seen("8.8.8.8, 203.0.113.9", proxy="203.0.113.9") == "8.8.8.8"
    assert seen("203.0.113.9", proxy="203.0.113.9") == "203.0.113.9"
    assert seen("8.8.8.8", proxy="203.0.113.9", peer="203.0.113.10") == "203.0.113.10"
    assert seen("8.8.8.8", proxy="127.0.0.1", peer="::ffff:127.0.0.1") == "8.8.8.8"
    assert seen("8.8.8.8", proxy="2001:DB8::0:9", peer="2001:db8::9") == "8.8.8.8"


def seen(hops: str, *, proxy: str, peer: str | None = None) -> str:
    """Return whom an app sees behind a proxy."""
    told: list[str] = []

    def app(environ: WSGIEnvironment, _: StartResponse) -> Iterable[bytes]:
        told.append(environ["REMOTE_ADDR"])
        return []

    environ = {"REMOTE_ADDR": proxy if peer is None else peer, "HTTP_X_FORWARDED_FOR": hops}
    Forwarded(app, proxy)(environ, lambda *_: lambda _: None)
    return told[0]


HOUSE = ["127.0.0.1", "::1", "192.168.1.9", "10.0.0.1:80", "fd00::1", "[fe80::1]", "", " "]
STRANGERS = ["8.8.8.8", "2a00:1450::1", "[2a00:1450::1]:80", "unknown", "_hidden", "100.64.0.1"]


@given(
    st.lists(st.sampled_from(HOUSE), max_size=8),
    st.sampled_from(STRANGERS),
    st.lists(st.sampled_from(HOUSE), max_size=8),
)
def test_a_stranger_is_never_the_house(before: list[str], who: str, behind: list[str]) -> None:
    reader = seen(",".join([*before, who, *behind]), proxy="127.0.0.1")
    assert origin_of(reader) is Origin.OUTSIDE
    assert reader in who


def written(address: ipaddress.IPv4Address | ipaddress.IPv6Address, form: int) -> str:
    """Return an address in one of the forms in which proxies write it."""
    host = f"[{address}]" if address.version == 6 else str(address)
    return (str(address), host, f"{host}:443", f'"{host}:443"')[form]


ADDRESSES = st.builds(written, st.ip_addresses(), st.integers(0, 3))


@given(st.lists(ADDRESSES, min_size=1, max_size=8))
def test_whoever_came_from_outside_is_from_outside_however_many_hops_follow(
    chain: list[str],
) -> None:
    reader = seen(", ".join(chain), proxy="127.0.0.1")
    plain = [hop.strip('"').removesuffix(":443").strip("[]") for hop in chain]
    origins = [origin_of(hop) for hop in plain]
    assert reader in plain
    if Origin.OUTSIDE in origins:
        last = len(origins) - 1 - origins[::-1].index(Origin.OUTSIDE)
        assert reader == plain[last]
    assert origin_of(reader) is min(origins, key=[*Origin][::-1].index)


@given(st.lists(ADDRESSES, min_size=1, max_size=8), st.ip_addresses())
def test_nobody_but_the_trusted_proxy_is_believed(
    chain: list[str], peer: ipaddress.IPv4Address | ipaddress.IPv6Address
) -> None:
    assume(getattr(peer, "ipv4_mapped", None) is None and str(peer) != "203.0.113.9")
    assert seen(", ".join(chain), proxy="203.0.113.9", peer=str(peer)) == str(peer)


def test_what_several_proxies_name_in_fields_of_their_own_is_read_as_one() -> None:
    headers = (
        "X-Forwarded-Proto: https",
        "X-Forwarded-For: 8.8.8.8",
        "X-Forwarded-Proto: http",
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-Proto: https, http",
    )
    with hosted(trusted_proxy="127.0.0.1") as host:
        assert ask(host.port, *headers) == "8.8.8.8"
    with hosted() as host:
        assert ask(host.port, *headers) == "127.0.0.1"


@given(st.text(st.characters(codec="latin-1"), max_size=200))
def test_whatever_a_proxy_says_can_be_read(hops: str) -> None:
    assert seen(hops, proxy="127.0.0.1")


def test_a_malformed_forward_is_no_noise_and_no_refusal() -> None:
    with (
        hosted(trusted_proxy="127.0.0.1") as host,
        socket.create_connection(("127.0.0.1", host.port), timeout=10) as connection,
        closing(connection.makefile("rb")) as answer,
    ):
        connection.sendall(
            b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-For: \xff\x80\r\n"
            b"X-Forwarded-Port: 1,2\r\nForwarded: rubbish\r\n\r\n"
        )
        assert answer.readline() == b"HTTP/1.1 200 OK\r\n"
