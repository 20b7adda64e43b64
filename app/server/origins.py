"""From how far away a request comes, as its address tells."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from app.core.link import Origin


@lru_cache(maxsize=1024)
def origin_of(address: str) -> Origin:
    """Return from where `address` (IPv4, IPv6, perhaps in brackets or with a zone) asks.

    What cannot be read is from outside: never say of a stranger that it is the house.
    """
    try:
        ip = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return Origin.OUTSIDE
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if ip.is_loopback:
        return Origin.THIS_PC
    return Origin.HOME if ip.is_private or ip.is_link_local else Origin.OUTSIDE
