"""How much of the service one owner, and one stranger, may take up."""

from __future__ import annotations

from app.core.publishing.relay.protocol import CALENDAR_MOST

BYTES_OF_A_LINK = 2**20
"""Bytes that an account may have for each of its links: a calendar of a house of a hundred units
takes as much, one of a unit a thirtieth."""
ADDRESSES_OF_A_LINK = 20
"""Given-up addresses that an account may have for each link; every one still answers 410."""
ADDRESSES_MORE = 1_000
READS_OF_A_LINK = 1_000
READS_LEAST = 5_000
"""Fetches of an account that are kept, the newest; the desktop takes them over in minutes."""


def bytes_most(links: int) -> int:
    """Return how many bytes an account with so many links may have; one whole calendar always."""
    return CALENDAR_MOST + links * BYTES_OF_A_LINK


def addresses_most(links: int) -> int:
    """Return for how many addresses an account may have something answered."""
    return ADDRESSES_MORE + links * ADDRESSES_OF_A_LINK


def reads_most(links: int) -> int:
    """Return how many fetches of an account are kept."""
    return READS_LEAST + links * READS_OF_A_LINK
