"""The portals that owners let through: a table in ``resources/portals.json``.

A booking can come from each, and a link can be made for it. The plan needs them for its first
painting, so they are written in what reads fastest.
"""

from __future__ import annotations

import json
from functools import cache

from app import resources
from app.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal by its key, its name as people write it, and its colours (``#rrggbb``).

    `light` and `dark` are those of its bars on that ground, with white text on both.
    """

    key: str
    name: str
    light: str
    dark: str


@cache
def portals() -> dict[str, Portal]:
    """Return every known portal by its key, in the order in which lists show them."""
    table = json.loads(resources.path("portals.json").read_text(encoding="utf-8"))
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
