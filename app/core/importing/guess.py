"""Which portal a calendar is of, as its address tells."""

from __future__ import annotations

import re

from app.core.importing.address import host_of
from app.core.portals import portals
from app.core.texts import slug

_ALSO = {"vrbo": "fewo-direkt", "homeaway": "fewo-direkt", "abritel": "fewo-direkt"}
_SPLIT = re.compile(r"[^a-z0-9-]+")


def portal_of(address: str) -> str:
    """Return the key of the portal at whose address a calendar is, empty where that is unknown."""
    labels = _SPLIT.split(host_of(address).lower())
    names = {slug(portal.name): key for key, portal in portals().items()}
    names |= {key: key for key in portals()} | _ALSO
    return next((names[label] for label in labels if label in names), "")
