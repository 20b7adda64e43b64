"""How this computer is called in the networks that it is in."""

from __future__ import annotations

import socket

# Connecting a datagram socket only picks a route, nothing is sent. Both networks are reserved for
# documentation (RFC 5737, RFC 3849), so no route leads to them but the one to everywhere.
_ANYWHERE = (
    (socket.AF_INET, ("192.0.2.1", 9)),
    (socket.AF_INET6, ("2001:db8::1", 9)),
)


def house_address() -> str:
    """Return the address under which the home network reaches this computer.

    The one that the system would send from; nothing is sent. Its name where there is no network.
    """
    return _own_address(*_ANYWHERE[0]) or socket.gethostname()


def route_addresses() -> frozenset[str]:
    """Return the addresses from which this computer would reach the internet, empty offline.

    They are others in every network; to ask costs some microseconds.
    """
    return frozenset(filter(None, (_own_address(*anywhere) for anywhere in _ANYWHERE)))


def _own_address(family: socket.AddressFamily, anywhere: tuple[str, int]) -> str | None:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect(anywhere)
            return str(probe.getsockname()[0])
    except OSError:
        return None
