"""The portals that owners let through: a table in ``resources/portals.toml``."""

from __future__ import annotations

from functools import cache

from app import resources
from app.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal by its key, its name as people write it, and its colours (``#rrggbb``)."""

    key: str
    name: str
    light: str
    dark: str


@cache
def portals() -> dict[str, Portal]:
    """Return every known portal by its key, in the order in which lists show them."""
    import tomllib  # noqa: PLC0415  # many a listing names no portal

    table = tomllib.loads(resources.path("portals.toml").read_text(encoding="utf-8"))
    return {key: Portal(key=key, **entry) for key, entry in table.items()}


def portal_name(portal: str) -> str:
    """Return the name of `portal`: that of a known key, else the owner's own text."""
    known = portals().get(portal)
    return known.name if known else portal


def portal_key(text: str) -> str:
    """Return the key of the portal that `text` names, else `text` itself (the owner's own)."""
    wanted = text.strip().casefold()
    for key, portal in portals().items():
        if wanted in {key, portal.name.casefold()}:
            return key
    return text
