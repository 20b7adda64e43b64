"""What a link has told a portal: without that nobody can know what of it comes back."""

from __future__ import annotations

from datetime import date

from app.core.ical.ours import days_in
from app.core.importing.nights import Nights
from app.core.portals import portal_name
from app.core.readers.agents import OWN_AGENT, READ_STATUSES, reader_of


def nights_in(calendar: bytes, today: date) -> Nights:
    """Return the nights from `today` on that one of our own calendars tells as taken."""
    return Nights.of((max(first, today), end) for first, end in days_in(calendar))


def may_be_portal(portal: str, agent: str, status: int) -> bool:
    """Tell whether a fetch of a link for `portal` may have been that portal.

    A browser, a calendar program that everybody knows, and our own look at the address are somebody
    else. From how far it came says nothing: behind a tunnel all readers come from this computer.
    """
    if status not in READ_STATUSES or agent == OWN_AGENT:
        return False
    known = reader_of(agent)
    return known is None or known.name == portal_name(portal)
