"""Names and addresses as the rest of the world sees them: what is there for everybody."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass

from app.services.base.addresses import route_addresses

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
    """Return the addresses of a computer. The system may take half a minute for that, or more.

    Raises:
        NameUnknownError: there are none.
    """
    try:
        entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        unasked = getattr(error, "errno", None) == socket.EAI_AGAIN
        raise NameUnknownError(unasked=unasked) from None
    found = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
    if not found:
        raise NameUnknownError(unasked=False)
    return found


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
