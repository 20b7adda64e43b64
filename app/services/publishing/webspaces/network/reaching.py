"""Reaching a server over TCP, and an end for everything that is waited for on a socket."""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

from app.core.publishing import faults
from app.services.publishing.webspaces.network import limits

_Address = tuple[socket.AddressFamily, tuple[object, ...]]


def reached(host: str, port: int) -> socket.socket:
    """Connect to a server, within ``limits.CONNECT_SECONDS`` for the name and all addresses.

    Raises:
        WebspaceError: there is no such name, or nobody answers.
    """
    end = time.monotonic() + limits.CONNECT_SECONDS
    addresses = _addresses(host, port, limits.CONNECT_SECONDS)
    for left, (family, address) in zip(range(len(addresses), 0, -1), addresses, strict=True):
        # One that swallows everything (IPv6 that leads nowhere) leaves time for the others.
        seconds = max((end - time.monotonic()) / left, 0.05)
        sock = socket.socket(family, socket.SOCK_STREAM)
        sock.settimeout(seconds)
        try:
            sock.connect(address)
        except OSError:
            sock.close()
            continue
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock
    raise faults.no_answer(host)


def _addresses(host: str, port: int, seconds: float) -> list[_Address]:
    """Look a name up, on a thread of its own: a system may take a minute, and cannot be hurried."""
    answers: queue.SimpleQueue[list[_Address] | None] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError, OverflowError):
            answers.put(None)
        else:
            answers.put([(family, address) for family, _, _, _, address in found])

    threading.Thread(target=look_up, name="look-up", daemon=True).start()
    with suppress(queue.Empty):
        if found := answers.get(timeout=seconds):
            return found
    raise faults.host_unknown(host)


@contextmanager
def ended_after(
    seconds: float, sockets: Callable[[], Iterable[socket.socket | None]]
) -> Iterator[None]:
    """Shut these sockets down when what is done in here takes longer.

    A timeout of a socket begins anew with every byte; a server that sends one now and then would
    hold a thread for hours.

    Raises:
        TimeoutError: instead of what broke by the shutting down.
    """
    late = threading.Event()

    def end() -> None:
        late.set()
        for sock in sockets():
            if sock is not None:
                with suppress(OSError):
                    # Of an SSLSocket too the bare one's: its own would take its state away from
                    # under the thread that reads.
                    socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        if late.is_set():
            raise TimeoutError from error
        raise
    else:
        if late.is_set():
            # What ends with the connection looks whole however much of it is missing.
            raise TimeoutError
    finally:
        timer.cancel()
