"""How much of the server any reader may take up, and for how long."""

from __future__ import annotations

import ipaddress
import sys
from enum import Enum

from app.dataclass import dataclass
from app.server.web.origins import read_address

# select() of Windows takes 512 sockets; those that have just come and our own are among them.
CONNECTION_LIMIT = 400 if sys.platform == "win32" else 1000
_NETWORK_BITS = 64
"""How much of an IPv6 address tells readers apart: the rest is everybody's own to choose."""


class Wait(Enum):
    """What a connection waits for its reader to do."""

    ASK = "ask"
    """Its request is not whole."""
    TAKE = "take"
    """It has not taken the whole answer."""
    ASK_AGAIN = "ask again"
    """It has what it asked for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many connections there may be, and how many seconds each may let us wait.

    Where there are too many, those that have kept us waiting longest go. `ask` counts for the
    whole request, `take` begins anew with every part that is taken. `ask_again` must be longer
    than proxies keep unused connections to us (nginx 60 s, Go and with it Traefik 90 s, Caddy
    120 s), or now and then one sends a request into a connection that is just being closed and
    its reader gets a 502.
    """

    connections: int = CONNECTION_LIMIT
    of_one_reader: int = 100
    ask: float = 20
    take: float = 60
    ask_again: float = 150

    def of(self, wait: Wait) -> float:
        """Return for how many seconds a connection may wait for this."""
        return {Wait.ASK: self.ask, Wait.TAKE: self.take, Wait.ASK_AGAIN: self.ask_again}[wait]

    @property
    def look(self) -> float:
        """Every how many seconds to look for those that have taken too long."""
        return min(1.0, min(self.ask, self.take, self.ask_again) / 4)


def reader_at(address: str) -> str | None:
    """Return whom connections from `address` are counted for; None for a program of this computer.

    Such a program may be a proxy or a tunnel, through which everybody comes.
    """
    ip = read_address(address)
    if ip is None:
        return address
    if ip in _THIS_COMPUTER:
        return None
    if isinstance(ip, ipaddress.IPv6Address) and not ip.is_link_local:
        return str(ipaddress.IPv6Network((int(ip), _NETWORK_BITS), strict=False))
    return str(ip)


_THIS_COMPUTER = {ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1")}
