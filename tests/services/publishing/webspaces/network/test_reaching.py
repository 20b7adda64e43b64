"""Reaching a server, an end for what is waited for, and the end of a process that waits."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from app.core.publishing.faults import WebspaceError
from app.services.publishing.webspaces.network import limits
from app.services.publishing.webspaces.network.reaching import ended_after, reached
from tests.conftest import Start
from tests.ports import free_port
from tests.services.publishing.webspaces.servers.faulty.strange import (
    Behave,
    dribbles,
    silent,
    strange,
)


def addresses(*found: tuple[str, int]) -> Callable[..., list[object]]:
    """Return what a resolver says of every name."""
    return lambda *_, **__: [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in found
    ]


def test_the_second_address_is_tried_when_nobody_is_at_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with strange(silent) as port:
        found = addresses(("127.0.0.1", free_port()), ("127.0.0.1", port))
        monkeypatch.setattr(socket, "getaddrinfo", found)
        with reached("zwei.example", 1) as sock:
            assert sock.getpeername() == ("127.0.0.1", port)


def test_nobody_is_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    found = addresses(("127.0.0.1", free_port()), ("127.0.0.1", free_port()))
    monkeypatch.setattr(socket, "getaddrinfo", found)
    with pytest.raises(WebspaceError, match="does not answer"):
        reached("niemand.example", 1)


@pytest.mark.parametrize("host", ["", "..", "x" * 64, "a b", "ä" * 70, "\0", "-"])
@pytest.mark.parametrize("port", [1, 65_535, 65_536, -1])
def test_no_name_and_no_port_is_more_than_a_fault(
    host: str, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = socket.getaddrinfo

    def here_only(name: str, *arguments: object, **more: object) -> object:
        # No resolver outside of this computer is asked; what Python itself refuses still is.
        name.encode("idna")
        if name not in {"", "localhost"}:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return really("localhost", *arguments, **more)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(socket, "getaddrinfo", here_only)
    with pytest.raises(WebspaceError) as told:
        reached(host, port)
    assert told.value.passing


@pytest.fixture(params=[silent, dribbles], ids=lambda behave: behave.__name__)
def guest(request: pytest.FixtureRequest) -> Iterator[socket.socket]:
    """A connection to somebody from whom no line ever comes.

    It has a timeout, as all of ours: on Windows who waits for the first byte is not woken.
    """
    behave: Behave = request.param
    with strange(behave) as port, socket.create_connection(("127.0.0.1", port), 2) as sock:
        yield sock


def whole_line(guest: socket.socket) -> bytes:
    with guest.makefile("rb") as lines, ended_after(0.2, lambda: [None, guest]):
        line = lines.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        return line


def test_a_line_that_never_ends_is_not_waited_for(guest: socket.socket) -> None:
    with pytest.raises(TimeoutError):
        whole_line(guest)


def test_what_is_done_in_time_is_left_alone(guest: socket.socket) -> None:
    with ended_after(30, lambda: [guest]):
        guest.sendall(b"x")
    guest.sendall(b"still open")


def test_what_fails_in_time_fails_as_it_is(guest: socket.socket) -> None:
    with pytest.raises(ZeroDivisionError), ended_after(30, lambda: [guest]):
        raise ZeroDivisionError
    timers = [one for one in threading.enumerate() if isinstance(one, threading.Timer)]
    assert all(one.finished.is_set() for one in timers)


def test_a_small_file_may_take_as_long_as_an_answer_and_a_large_one_longer() -> None:
    assert limits.seconds_for(0) == limits.ANSWER_SECONDS
    assert limits.seconds_for(50_000) < 2 * limits.ANSWER_SECONDS
    assert limits.seconds_for(limits.LARGEST) > limits.seconds_for(50_000)


@pytest.mark.parametrize("behave", [silent, dribbles], ids=lambda behave: behave.__name__)
@pytest.mark.parametrize("kind", ["SFTP", "FTPS"])
def test_a_process_ends_while_it_waits_for_a_server(
    start: Start, kind: str, behave: Behave
) -> None:
    with strange(behave) as port:
        process = start(
            """
            import sys, threading
            from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
            from app.services.publishing.webspaces import ftps, sftp_sign_in
            from app.services.publishing.webspaces.connection import opened

            space = Webspace(
                kind=WebspaceKind[sys.argv[1]], host="localhost", port=int(sys.argv[2]), user="anna"
            )
            there = threading.Event()

            def before(waiting):
                def told(*arguments):
                    there.set()
                    return waiting(*arguments)
                return told

            # Not before: a process that ends while OpenSSL reads the authorities ends badly.
            ftps.FtpsConnection.enter = before(ftps.FtpsConnection.enter)
            sftp_sign_in._is_ftp = before(sftp_sign_in._is_ftp)

            def put():
                with opened(space, Secret(password="geheim")):
                    pass

            threading.Thread(target=put, daemon=True).start()
            there.wait()
            print("connected", flush=True)
            """,
            kind,
            port,
        )
        assert process.stdout is not None
        # However long it takes to start.
        assert process.stdout.readline() == "connected\n"
        assert process.wait(limits.ANSWER_SECONDS - 5) == 0
