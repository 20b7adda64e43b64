"""Somebody else answers where a webspace should be, or nobody in time."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.systems import next_caller

Behave = Callable[[socket.socket, threading.Event], None]


@contextmanager
def strange(behave: Behave) -> Iterator[int]:
    """Answer everybody in this way, until the end; return the port."""
    end = threading.Event()
    door = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []
    guests: list[socket.socket] = []

    def welcome() -> None:
        while True:
            try:
                guest = next_caller(door)
            except OSError:
                return
            if end.is_set():
                guest.close()
                return
            guests.append(guest)
            threads.append(threading.Thread(target=_suffer, args=(behave, guest, end)))
            threads[-1].start()

    doorman = threading.Thread(target=welcome)
    doorman.start()
    try:
        yield door.getsockname()[1]
    finally:
        end.set()
        with suppress(OSError):
            socket.create_connection(door.getsockname()).close()
        door.close()
        for guest in guests:
            with suppress(OSError):
                guest.shutdown(socket.SHUT_RDWR)
        for thread in (doorman, *threads):
            thread.join(10)
            assert not thread.is_alive()
        for guest in guests:
            guest.close()


def _suffer(behave: Behave, guest: socket.socket, end: threading.Event) -> None:
    # Whoever is called may hang up at any moment.
    with suppress(OSError):
        behave(guest, end)


def silent(guest: socket.socket, end: threading.Event) -> None:
    """Hear everything, say nothing."""
    del guest
    end.wait()


def hangs_up(guest: socket.socket, end: threading.Event) -> None:
    """Take the call and put the receiver down."""
    del end
    guest.close()


def dribbles(guest: socket.socket, end: threading.Event) -> None:
    """Say one byte at a time, and never get to the end of the line."""
    while not end.wait(0.02):
        guest.sendall(b"2")


def a_website(guest: socket.socket, end: threading.Event) -> None:
    """Show a page, as a captive portal does, whatever was asked."""
    del end
    guest.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 19\r\n"
        b"Connection: close\r\n\r\n<h1>Hotel WLAN</h1>"
    )
    guest.shutdown(socket.SHUT_WR)
    with suppress(OSError):
        while guest.recv(65_536):
            pass
