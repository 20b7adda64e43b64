"""States of the server are told in turn, each whole, with nobody kept from asking."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from app.core.server_state import Phase, ServerState
from app.server.hosting.listeners import StateListeners
from tests.conftest import ExpectLog


def state(port: int) -> ServerState:
    return ServerState(Phase.RUNNING, "127.0.0.1", port)


@pytest.fixture
def listeners() -> StateListeners:
    return StateListeners()


def test_every_listener_hears_every_state_in_order(listeners: StateListeners) -> None:
    heard: list[tuple[str, int]] = []
    listeners.subscribe(lambda state: heard.append(("a", state.port)))
    listeners.subscribe(lambda state: heard.append(("b", state.port)))
    listeners.put(state(1))
    assert heard == []
    listeners.tell(state(2))
    assert heard == [("a", 1), ("b", 1), ("a", 2), ("b", 2)]
    listeners.tell_all()
    assert len(heard) == 4


def test_who_has_ended_hears_no_more(listeners: StateListeners) -> None:
    heard: list[int] = []
    end = listeners.subscribe(lambda state: heard.append(state.port))
    listeners.tell(state(1))
    end()
    listeners.tell(state(2))
    assert heard == [1]


def test_a_state_that_a_listener_brings_about_is_told_after_the_one_it_hears(
    listeners: StateListeners,
) -> None:
    heard: list[tuple[str, int]] = []

    def restart(state_: ServerState) -> None:
        heard.append(("first", state_.port))
        if state_.port < 3:
            listeners.tell(state(state_.port + 1))

    listeners.subscribe(restart)
    listeners.subscribe(lambda state: heard.append(("second", state.port)))
    listeners.tell(state(1))
    assert heard == [(who, port) for port in (1, 2, 3) for who in ("first", "second")]


def test_a_listener_that_fails_keeps_nobody_else_from_hearing(
    listeners: StateListeners, expect_log: ExpectLog
) -> None:
    expect_log("app.server.hosting.listeners", "a listener failed")
    heard: list[int] = []

    def fail(_: ServerState) -> None:
        raise ZeroDivisionError

    listeners.subscribe(fail)
    listeners.subscribe(lambda state: heard.append(state.port))
    listeners.tell(state(1))
    listeners.tell(state(2))
    assert heard == [1, 2]


def test_a_listener_may_end_itself_while_it_hears(listeners: StateListeners) -> None:
    heard: list[tuple[str, int]] = []
    ends: list[Callable[[], None]] = []

    def once(state: ServerState) -> None:
        heard.append(("once", state.port))
        ends.pop()()

    ends.append(listeners.subscribe(once))
    listeners.subscribe(lambda state: heard.append(("always", state.port)))
    listeners.tell(state(1))
    listeners.tell(state(2))
    assert heard == [("once", 1), ("always", 1), ("always", 2)]


def test_a_state_of_another_thread_waits_for_the_one_that_is_told(
    listeners: StateListeners,
) -> None:
    heard: list[tuple[int, int]] = []
    telling, go_on = threading.Event(), threading.Event()

    def slow(state: ServerState) -> None:
        if state.port == 1:
            telling.set()
            assert go_on.wait(10)
        heard.append((state.port, threading.get_ident()))

    listeners.subscribe(slow)
    first = threading.Thread(target=listeners.tell, args=(state(1),))
    first.start()
    assert telling.wait(10)
    # Comes back at once: the thread that is telling tells this one, too.
    listeners.tell(state(2))
    assert heard == []
    go_on.set()
    first.join(10)
    assert heard == [(1, first.ident), (2, first.ident)]
