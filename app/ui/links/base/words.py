"""How the page speaks of links and of their readers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.core.links.link import LinkKind, Scope
from app.core.portals import portal_name
from app.core.readers.words import reader
from app.core.times.ago import ago

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.core.links.details import Details
    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.services.links.reads import LastRead

_READERS_SHOWN = 3
_PORTAL_LENGTH = 24
_BRIEF_PORTAL_LENGTH = 14
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_IN_DAYS = 2 * _DAY


def read_by(texts: Catalogue, readers: Sequence[LastRead], now: datetime) -> str:
    """Who read a link and when, the latest first: "Thunderbird vor 4 Min. · Airbnb vor 1 Std."."""
    return " · ".join(
        f"{reader(texts, read.who, read.fetch.agent)} {ago(read.fetch.at, now, texts)}"
        for read in readers[:_READERS_SHOWN]
    )


def old_address(texts: Catalogue, read: LastRead, now: datetime) -> str:
    """What is to be done about somebody who still asks for an address that was given up."""
    return texts.tr(
        "The old address is still asked for: {reader}, {when} – please paste the new one there.",
        reader=reader(texts, read.who, read.fetch.agent),
        when=ago(read.fetch.at, now, texts),
    )


def when(texts: Catalogue, moment: datetime, now: datetime) -> str:
    """A point in time, as short as it can be said: the last two days by their names."""
    at, today = moment.astimezone(), now.astimezone().date()
    time = f"{at.hour:02}:{at.minute:02}"
    if at.date() == today:
        return texts.tr("today {time}", time=time)
    if at.date() == today - timedelta(days=1):
        return texts.tr("yesterday {time}", time=time)
    return f"{texts.short_date(at.date(), near=today)}, {time}"


def silent_for(texts: Catalogue, last: datetime, now: datetime) -> str:
    """For how long a reader has read nothing: "not read for 3 days"."""
    since = now - last
    if since < _IN_DAYS:
        return texts.trn("not read for {n} h", "not read for {n} h", max(1, since // _HOUR))
    return texts.trn("not read for {n} day", "not read for {n} days", since // _DAY)


def on_locked(texts: Catalogue, link: Link) -> str:
    """What happens where a locked link was pasted."""
    if link.kind is LinkKind.WEBSITE:
        return texts.tr("Disabled. Your website shows no calendar any more.")
    if link.target.scope is Scope.STAFF:
        return texts.tr("Disabled. {name}’s calendar keeps the old days.", name=link.subject)
    return texts.tr("Disabled. Portals keep the old days.")


def on_renewing(texts: Catalogue, link: Link, name: str) -> str:
    """What a new address brings with it."""
    stops = texts.tr("The present address of “{link}” stops answering at once.", link=name)
    if link.kind is LinkKind.WEBSITE:
        then = texts.tr("Your website shows no calendar until you put in the new code.")
    else:
        then = texts.tr(
            "Wherever you have pasted it, changes arrive again only after you paste the new one "
            "there."
        )
    return f"{stops} {then}"


def on_deleting(texts: Catalogue, link: Link, name: str) -> str:
    """What happens when a link is deleted."""
    stops = texts.tr("The address of “{link}” stops answering at once.", link=name)
    if link.kind is LinkKind.WEBSITE:
        then = texts.tr(
            "Your website shows no calendar any more; please take the code out there as well."
        )
    elif link.target.scope is Scope.STAFF:
        then = texts.tr(
            "{name}’s calendar keeps the old days until the subscription is removed there as well.",
            name=link.subject,
        )
    else:
        then = texts.tr("Portals that read it keep the old days until you remove it there as well.")
    return f"{stops} {then}"


def tells_more(before: Details, after: Details) -> bool:
    """Tell whether `after` says something that `before` did not."""
    return not after.fields <= before.fields


def short_portal(link: Link) -> str:
    """Return the name of the link's portal, shortened where the owner's own text is a long one."""
    name = portal_name(link.portal)
    return name if len(name) <= _PORTAL_LENGTH else name[: _PORTAL_LENGTH - 1].rstrip() + "…"


def brief_portal(link: Link) -> str:
    """Return the name of the link's portal where it is short enough for a button, else nothing."""
    name = portal_name(link.portal)
    return name if len(name) <= _BRIEF_PORTAL_LENGTH else ""
