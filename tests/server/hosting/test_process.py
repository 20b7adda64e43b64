"""What serving changes in the process holds from the first host to the last, and no longer."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import pytest

from app.server.hosting import process
from app.server.hosting.limits import CONNECTION_LIMIT
from app.server.hosting.process import Held, connections_possible
from app.server.hosting.speed import AT_ONCE, SWITCH_SECONDS, short_switches

Change = Callable[[], AbstractContextManager[None]]


def noting(said: list[str], name: str) -> Change:
    @contextmanager
    def change() -> Iterator[None]:
        said.append(f"+{name}")
        try:
            yield
        finally:
            said.append(f"-{name}")

    return change


def test_the_first_makes_the_changes_and_the_last_takes_them_back() -> None:
    said: list[str] = []
    held = Held(noting(said, "a"), noting(said, "b"))
    with ExitStack() as first, ExitStack() as second:
        first.enter_context(held.held())
        assert said == ["+a", "+b"]
        second.enter_context(held.held())
        first.close()
        assert said == ["+a", "+b"], "another one still has them"
        second.close()
    assert said == ["+a", "+b", "-b", "-a"]
    with held.held():
        assert said[4:] == ["+a", "+b"]
    assert said[6:] == ["-b", "-a"]


def test_where_one_change_fails_those_before_it_are_taken_back() -> None:
    said: list[str] = []

    def failing() -> AbstractContextManager[None]:
        raise OSError

    held = Held(noting(said, "a"), failing)
    for _ in range(2):
        with pytest.raises(OSError), held.held():  # noqa: PT011  # any will do
            pytest.fail("nobody has what could not be made")
    assert said == ["+a", "-a"] * 2


def test_they_are_taken_back_after_a_fault_as_well() -> None:
    said: list[str] = []
    held = Held(noting(said, "a"))
    with pytest.raises(ZeroDivisionError), held.held():
        raise ZeroDivisionError
    assert said == ["+a", "-a"]


def test_the_switch_interval_is_shortened_never_lengthened() -> None:
    before = sys.getswitchinterval()
    shorter = SWITCH_SECONDS / 2
    try:
        sys.setswitchinterval(shorter)
        with short_switches():
            # The system rounds it a little.
            assert sys.getswitchinterval() < 0.75 * SWITCH_SECONDS
        assert sys.getswitchinterval() < 0.75 * SWITCH_SECONDS
    finally:
        sys.setswitchinterval(before)


@pytest.mark.parametrize(
    ("served", "wanted", "possible"),
    [
        (None, 5000, 5000),
        (1024, 5000, 512 - AT_ONCE),
        (1024, 10, 10),
        (2 * AT_ONCE, 5000, 1),
        (0, 5000, 1),
        (2 * (100 + AT_ONCE), 100, 100),
        (2 * (100 + AT_ONCE) - 2, 100, 99),
    ],
)
def test_half_of_the_descriptors_are_for_connections(
    monkeypatch: pytest.MonkeyPatch, served: int | None, wanted: int, possible: int
) -> None:
    monkeypatch.setattr(process, "_descriptors", lambda: (None, served))
    assert connections_possible(wanted) == possible


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts no descriptors")
def test_a_process_has_more_descriptors_while_it_serves_where_it_may() -> None:
    import resource  # there is none on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    few = 256
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (few, hard))
        with process._more_descriptors():
            served, still_hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            ours = 2 * CONNECTION_LIMIT
            unbounded = hard == resource.RLIM_INFINITY
            assert served == max(few, ours if unbounded else min(ours, hard))
            assert still_hard == hard
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (few, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize(
    ("message", "args", "said"),
    [
        ("Exception while serving %s", ("/cal/AbCdEf/x.ics",), "Exception while serving /cal/…"),
        ("Exception while serving /kalender/AbCd", (), "Exception while serving /kalender/…"),
        ("on %s\nand %s", ("/cal/AbC", "more"), "on /cal/…"),
        ("client %s disconnected", ("127.0.0.1",), "client 127.0.0.1 disconnected"),
    ],
)
def test_no_token_stands_in_the_log_of_waitress(
    message: str, args: tuple[str, ...], said: str
) -> None:
    record = logging.LogRecord("waitress", logging.ERROR, "x.py", 1, message, args, None)
    assert logging.getLogger("waitress").filter(record)
    assert record.getMessage() == said
