"""From how far away a request comes, as its address tells."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from app.core.links.link import Origin

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@lru_cache(4_096)
def read_address(address: str) -> Address | None:
    """Return what `address` says: IPv4 (also mapped), IPv6, perhaps in brackets or with a zone.

    None where it cannot be read.
    """
    try:
        ip = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return None
    return getattr(ip, "ipv4_mapped", None) or ip


def origin_of(address: str) -> Origin:
    """Return from where `address` asks.

    What cannot be read is from outside: never say of a stranger that it is the house.
    """
    ip = read_address(address)
    if ip is None:
        return Origin.OUTSIDE
    if ip.is_loopback:
        return Origin.THIS_PC
    return Origin.HOME if ip.is_private or ip.is_link_local else Origin.OUTSIDE
