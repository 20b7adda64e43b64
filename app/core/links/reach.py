"""Who can read an address: as much as the address itself tells, and no more."""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from app.core.settings import Settings

CHECKED_FOR = timedelta(days=2)
"""For how long an answer to the outside says that the address can be read from there: as long as
the slowest readers take (Google: up to 26 hours), and a day more."""
_HOUSE_NAMES = (".local", ".lan", ".home", ".internal", ".home.arpa", ".fritz.box")


class Reach(StrEnum):
    """From where an address can be read at all.

    EVERYWHERE is what the owner says of a public address; nobody has checked it from outside.
    """

    THIS_PC = "this_pc"
    HOME = "home"
    EVERYWHERE = "everywhere"


def base_url(settings: Settings, house_address: str) -> str:
    """Return what every link begins with: the public address where set, else host and port.

    Args:
        settings: the owner's settings.
        house_address: how this computer is called in the home network, shown where the server
            listens on every address (0.0.0.0 names no computer).
    """
    if settings.public_url:
        return settings.public_url
    host = house_address if _is_wildcard(settings.host) else settings.host
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


# Asked of every link there is, and nearly all begin alike.
@lru_cache(maxsize=64)
def reach(base: str) -> Reach:
    """Tell who can read links that begin with `base`."""
    host = (urlsplit(base).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return Reach.THIS_PC
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        inside = "." not in host or host.endswith(_HOUSE_NAMES)
        return Reach.HOME if inside else Reach.EVERYWHERE
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_loopback:
        return Reach.THIS_PC
    return Reach.EVERYWHERE if address.is_global else Reach.HOME


def _is_wildcard(host: str) -> bool:
    return host in {"0.0.0.0", "::"}  # noqa: S104  # compared, not bound
