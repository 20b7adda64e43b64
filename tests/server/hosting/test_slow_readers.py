"""Readers that are slow, take nothing, or ask for more than they take."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.server.hosting.speed import Shared
from tests.server.hosting.crowd import (
    ASK,
    LARGE,
    crowded,
    everything,
    hung_up,
    large,
    small,
    still_served,
)
from tests.server.hosting.test_rough_readers import request, statuses

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


def test_readers_that_take_nothing_keep_no_thread() -> None:
    with crowded(large) as crowd:
        greedy = [crowd.joins(request("/large") * 155) for _ in range(5)]
        for _ in range(5):
            assert crowd.asks() == 200
        for one in greedy:
            assert one.recv(12) == b"HTTP/1.1 200"


def test_what_is_sent_ahead_is_answered_one_after_the_other_and_whole() -> None:
    with crowded(large) as crowd:
        ahead = [request("/large"), request("/"), request("/large"), request("/"), ASK]
        got = everything(crowd.joins(b"".join(ahead)))
    assert statuses(got) == [200] * 5
    assert got.count(LARGE) == 2
    assert got.count(b"\r\n\r\nok") == 3


@settings(max_examples=40)
@given(
    paths=st.lists(st.integers(0, 3), min_size=1, max_size=12),
    cuts=st.sets(st.integers(0, 700), max_size=8),
    blank=st.booleans(),
)
def test_however_requests_come_the_answers_are_the_same(
    paths: list[int], cuts: set[int], blank: bool
) -> None:
    bodies = [b"", b"x", b"y" * 9000, b"z" * 400_000]

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = bodies[int(environ["PATH_INFO"][1:])]
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    sent = (b"\r\n" if blank else b"").join(request(f"/{path}") for path in paths[:-1])
    sent += request(f"/{paths[-1]}", "Connection: close")
    with crowded(app) as crowd:
        asking = crowd.joins()
        for begin, end in pairwise([0, *sorted(cuts), len(sent)]):
            asking.sendall(sent[begin:end])
        answers = everything(asking)
    whole = re.sub(rb"HTTP/1\.1 200 OK\r\n(?:[^\r]+\r\n)*\r\n", b"|", answers)
    assert whole == b"".join(b"|" + bodies[path] for path in paths)


def test_no_more_than_one_request_of_a_reader_is_under_way() -> None:
    asked: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked.append(environ["PATH_INFO"])
        begun.set()
        assert go_on.wait(10)
        return small(environ, start_response)

    with crowded(app) as crowd:
        ahead = crowd.joins(b"".join(request(f"/{number}") for number in range(100)) + ASK)
        assert begun.wait(10)
        (channel,) = crowd.host._server.active_channels.values()
        assert len(channel.requests) == 1
        assert len(channel.ahead) <= 8192
        assert asked == ["/0"]
        go_on.set()
        assert statuses(everything(ahead)) == [200] * 101
    assert asked == [*(f"/{number}" for number in range(100)), "/"]


def test_large_answers_are_not_copied_for_each_reader() -> None:
    with crowded(large) as crowd:
        for _ in range(5):
            reader = crowd.joins(request("/large"))
            while not reader.recv(100).endswith(b"x" * 10):
                pass
        channels = list(crowd.host._server.active_channels.values())
        held = [buffer for channel in channels for buffer in list(channel.outbufs)]
        shared = [buffer for buffer in held if isinstance(buffer, Shared)]
        assert len(shared) == 5
        assert all(buffer.get().obj is LARGE for buffer in shared)


@pytest.mark.parametrize(
    "half", [b"", b"GET /", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9"]
)
def test_a_request_has_one_deadline_however_slowly_it_comes(half: bytes) -> None:
    with crowded(ask=20) as crowd:
        slow = crowd.joins(half)
        crowd.lets_pass(12)
        if half:
            slow.sendall(b"x")
        crowd.lets_pass(7)
        slow.sendall(b"x")
        crowd.lets_pass(2)
        assert hung_up(slow)


def test_a_later_request_has_the_same_deadline() -> None:
    with crowded(ask=20) as crowd:
        slow = crowd.joins()
        assert still_served(slow)
        crowd.lets_pass(100)
        slow.sendall(b"GET /")
        crowd.lets_pass(19)
        slow.sendall(b"x")
        crowd.lets_pass(2)
        assert hung_up(slow)


def test_blank_lines_keep_no_connection_open() -> None:
    with crowded() as crowd:
        blank = crowd.joins()
        assert still_served(blank)
        for _ in range(2):
            crowd.lets_pass(70)
            blank.sendall(b"\r\n\r\n")
        crowd.lets_pass(20)
        assert hung_up(blank)


def test_an_unused_connection_is_kept_longer_than_proxies_keep_theirs() -> None:
    with crowded() as crowd:
        proxy = crowd.joins()
        assert still_served(proxy)
        # Caddy keeps them for two minutes, Go and Traefik for 90 seconds, nginx for one minute.
        for _ in range(3):
            crowd.lets_pass(125)
            assert still_served(proxy)
        crowd.lets_pass(160)
        assert hung_up(proxy)


def test_who_does_not_take_the_answer_is_closed_and_who_takes_it_slowly_is_not() -> None:
    with crowded(large, take=60) as crowd:
        stuck, slow = (crowd.joins(request("/large", "Connection: close")) for _ in range(2))
        assert stuck.recv(12) == slow.recv(12) == b"HTTP/1.1 200"
        taken = 0
        for part in range(1, 4):
            crowd.lets_pass(40)
            while taken < part * len(LARGE) // 4:
                taken += len(slow.recv(1 << 16))
        assert taken < len(LARGE)
        assert taken + len(everything(slow)) > len(LARGE)
        # What the system has taken over for it still comes.
        assert len(everything(stuck)) < len(LARGE) // 2


def test_the_clock_of_the_computer_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    with crowded() as crowd:
        kept = crowd.joins()
        assert still_served(kept)
        monkeypatch.setattr("time.time", lambda: 4e9)
        crowd.lets_pass(10)
        assert still_served(kept)
        monkeypatch.setattr("time.time", lambda: 0.0)
        crowd.lets_pass(160)
        assert hung_up(kept)
