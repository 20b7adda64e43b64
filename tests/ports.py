"""Ports for servers of tests."""

import os
import random
import socket
from contextlib import closing

_FIRST, _END = 12_000, 32_000
"""Below what systems give away of themselves: to clients, and to those who ask for port 0."""


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody has, and that nobody is given by chance.

    A port that the system chose may be gone again before it is used: to the connection of another
    test that runs beside this one.
    """
    numbers = random.Random(f"{os.getpid()} {os.urandom(8).hex()}")  # no secret
    while True:
        port = numbers.randrange(_FIRST, _END)
        with closing(socket.socket()) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
