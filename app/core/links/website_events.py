"""The calendar beside the page of a website: it says what the page says, and no more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from app.core.ical.write import CalendarEntry
from app.core.links.availability import Website, shown_ranges
from app.core.links.events import OCCUPIED
from app.core.links.link import Link
from app.i18n import catalogue


def website_entries(link: Link, website: Website) -> Iterator[CalendarEntry]:
    """Yield an event for each range of nights that the page shows as taken.

    A range has no life of its own: it grows, is cut by the day that has passed, joins another. So
    its UID is made of all that the event says, and of what no other link has: an event never
    changes, one that says something else is another one. That way nothing counts how often
    something was changed, and two units never tell the same UID of different days.
    """
    occupied = catalogue(link.language).tr(OCCUPIED)
    for begins, ends in shown_ranges(website.ranges, website.today, website.months):
        content = f"{begins.isoformat()} {ends.isoformat()} {occupied}"
        uid = hashlib.blake2b(content.encode(), key=link.uid_seed.encode(), digest_size=16)
        yield CalendarEntry(
            uid=f"{uid.hexdigest()}@zimmerfrei",
            sequence=0,
            changed_at=link.created_at,
            first=begins,
            end=ends,
            summary=occupied,
        )
