"""Names and addresses as the rest of the world sees them: what is there for everybody."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

from app.services.base.addresses import route_addresses

_NAME_SECONDS = 10.0
"""How long to wait for a name: systems themselves wait for half a minute and more."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Addresses of IPv4 as networks that have IPv6 alone write them (RFC 6052)."""
SOME_NAME = "a.root-servers.net"
"""A name that exists as long as the internet does: who cannot find it is offline."""


class NameUnknownError(Exception):
    """No computer has this name; or nobody could be asked (`unasked`)."""

    def __init__(self, *, unasked: bool) -> None:
        super().__init__()
        self.unasked = unasked


def resolved(host: str) -> list[str]:
    """Return the addresses of a computer.

    Raises:
        NameUnknownError: there are none.
    """
    found: list[list[str]] = []
    faults: list[OSError | UnicodeError] = []

    def ask() -> None:
        try:
            entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            found.append(list(dict.fromkeys(str(entry[4][0]) for entry in entries)))
        except (OSError, UnicodeError) as error:
            faults.append(error)

    # The system's own question cannot be broken off.
    asking = threading.Thread(target=ask, name="name", daemon=True)
    asking.start()
    asking.join(_NAME_SECONDS)
    if found and found[0]:
        return found[0]
    unasked = not faults or getattr(faults[0], "errno", None) == socket.EAI_AGAIN
    raise NameUnknownError(unasked=unasked)


def is_public(address: str) -> bool:
    """Tell whether everybody can send something to an address."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            found = inner
    return found.is_global and not found.is_multicast


def _itself(address: str, port: int) -> tuple[str, int]:
    return address, port


@dataclass(frozen=True, slots=True)
class Internet:
    """How names are resolved and addresses judged; tests bring their own.

    `door` says where the door of an address and port is: in tests another port of this computer.
    """

    resolved: Callable[[str], list[str]] = resolved
    is_public: Callable[[str], bool] = is_public
    door: Callable[[str, int], tuple[str, int]] = _itself
    own_addresses: Callable[[], frozenset[str]] = route_addresses

    def here(self) -> bool:
        """Tell whether this computer is in the internet, by a name that everybody knows."""
        if not self.own_addresses():
            return False
        try:
            return bool(self.resolved(SOME_NAME))
        except NameUnknownError:
            return False
