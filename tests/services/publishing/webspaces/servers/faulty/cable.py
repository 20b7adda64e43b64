"""A cable to a server that is pulled after so many bytes."""

from __future__ import annotations

import selectors
import socket
import struct
import threading
from contextlib import suppress
from typing import Self

import pytest

from tests.services.publishing.webspaces.servers.server import Server
from tests.systems import next_caller

BEHIND = "127.0.0.2"
"""Where a server has to answer so that a cable can lie in front of it, on the same ports."""


class Cable:
    """Carries every port of a server from 127.0.0.1, both ways, one piece after the other.

    Args:
        server: one that answers on `BEHIND`.
        after: how many bytes it carries in all, both ways taken together.
        hangs: from then on it carries nothing more but does not say so; else all is torn apart.

    Attributes:
        marks: how many bytes it had carried after each piece.
        held_back: something came that it has not carried. Not every time as much comes: some
            programs open a connection more, when they are quick.
    """

    def __init__(self, server: Server, after: int | None = None, *, hangs: bool = False) -> None:
        self.marks: list[int] = []
        self.held_back = False
        self._server = server
        self._left = after
        self._hangs = hangs
        self._ways: dict[socket.socket, socket.socket] = {}
        self._doors: dict[socket.socket, int] = {}
        self._waiting = selectors.DefaultSelector()
        self._end, self._ended = socket.socketpair()
        self._thread = threading.Thread(target=self._carry)

    def __enter__(self) -> Self:
        for port in self._server.ports:
            door = socket.create_server(("127.0.0.1", port))
            self._doors[door] = port
            self._waiting.register(door, selectors.EVENT_READ)
        self._waiting.register(self._ended, selectors.EVENT_READ)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.close()
        self._thread.join(10)
        assert not self._thread.is_alive()
        self._tear()
        self._ended.close()
        self._waiting.close()

    def _carry(self) -> None:
        while True:
            for key, _ in self._waiting.select():
                sock = key.fileobj
                assert isinstance(sock, socket.socket)
                if sock is self._ended:
                    return
                if sock in self._doors:
                    self._let_in(sock)
                elif sock in self._ways:
                    self._carry_from(sock)
                if self._left == 0 and not self._hangs:
                    self._tear()
                    return

    def _let_in(self, door: socket.socket) -> None:
        here = next_caller(door)
        try:
            there = socket.create_connection((self._server.address, self._doors[door]), 10)
        except OSError:
            here.close()
            return
        self._ways |= {here: there, there: here}
        for sock in (here, there):
            sock.setblocking(True)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._waiting.register(sock, selectors.EVENT_READ)

    def _carry_from(self, sock: socket.socket) -> None:
        other = self._ways[sock]
        try:
            piece = sock.recv(65_536)
        except OSError:
            piece = b""
        if not piece:
            self._waiting.unregister(sock)
            with suppress(OSError):
                other.shutdown(socket.SHUT_WR)
            return
        if self._left is not None:
            self.held_back = self.held_back or len(piece) > self._left
            piece = piece[: self._left]
            self._left -= len(piece)
        with suppress(OSError):
            other.sendall(piece)
        self.marks.append((self.marks[-1] if self.marks else 0) + len(piece))

    def _tear(self) -> None:
        """Break every connection off, so that both ends notice it at once."""
        for sock in (*self._ways, *self._doors):
            if sock in self._ways:
                break_off(sock)
            else:
                sock.close()
        self._ways.clear()
        self._doors.clear()


def break_off(sock: socket.socket) -> None:
    """Close it so that the other end is told at once, and of an error rather than of an end."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def places(marks: list[int]) -> list[int]:
    """Return where to pull a cable that has carried these: by turns before and in a message."""
    ends = [0, *marks]
    middles = [(before + after) // 2 for before, after in zip(ends, marks, strict=False)]
    return sorted({*ends[::2], *middles[1::2], ends[-1] - 1})


def needs_a_second_address() -> None:
    """Skip where a computer has no `BEHIND`: all but Linux."""
    try:
        socket.create_server((BEHIND, 0)).close()
    except OSError:
        pytest.skip(f"this computer does not answer on {BEHIND}")
