"""The portals that owners let through, and that a link can be made for."""

from __future__ import annotations

from app.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal by its key, its name as people write it, and the colours (``#rrggbb``) of its bars.

    White text stands on both: on `light` on light ground, on `dark` on dark ground.
    """

    key: str
    name: str
    light: str
    dark: str


_PORTALS = {
    portal.key: portal
    for portal in (
        Portal("airbnb", "Airbnb", "#cc4159", "#c14d60"),
        Portal("booking", "Booking.com", "#1f4fa3", "#4472c2"),
        Portal("fewo-direkt", "FeWo-direkt", "#1b6d3a", "#308254"),
        Portal("holidu", "Holidu", "#8a4fa3", "#9357ab"),
        Portal("traum-ferienwohnungen", "Traum-Ferienwohnungen", "#a35a1f", "#a8622a"),
        Portal("e-domizil", "e-domizil", "#4a6b1f", "#587a2c"),
        Portal("atraveo", "atraveo", "#1f6b6b", "#2b7a7a"),
        Portal("travanto", "Travanto", "#8a3a6b", "#9c4a7d"),
        Portal("bergfex", "Bergfex", "#5a5f1f", "#6b702c"),
        Portal("feratel", "feratel Deskline", "#4f4f8f", "#6262a5"),
        Portal("website", "Website", "#2a7d93", "#2b7e93"),
    )
}


def portals() -> dict[str, Portal]:
    """Return every known portal by its key, in the order in which lists show them."""
    return _PORTALS


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
