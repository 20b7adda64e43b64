"""The table of portals, and how a portal is recognised and called."""

from __future__ import annotations

import re

import pytest

from app.core.portals import Portal, portal_key, portal_name, portals


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("portal", portals().values(), ids=str)
@pytest.mark.parametrize("ground", ["light", "dark"])
def test_white_text_can_be_read_on_the_bars_of_every_portal(portal: Portal, ground: str) -> None:
    colour = getattr(portal, ground)
    assert re.fullmatch(r"#[0-9a-f]{6}", colour)
    assert (1.0 + 0.05) / (luminance(colour) + 0.05) >= 4.5


def test_the_portals_of_the_domain_are_known() -> None:
    names = {portal.name for portal in portals().values()}
    assert names >= {
        "Airbnb",
        "Booking.com",
        "FeWo-direkt",
        "feratel Deskline",
        "Holidu",
        "atraveo",
        "e-domizil",
        "Travanto",
        "Bergfex",
        "Traum-Ferienwohnungen",
    }


def test_keys_and_names_lead_back_to_their_portal() -> None:
    for key, portal in portals().items():
        assert portal.key == key
        assert portal_key(key) == portal_key(portal.name.upper()) == portal_key(f" {key} ") == key
        assert portal_name(key) == portal.name


def test_the_owners_own_text_stays() -> None:
    assert portal_key("Tante Erna") == portal_name("Tante Erna") == "Tante Erna"
    assert portal_key("") == portal_name("") == ""
