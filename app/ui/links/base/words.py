"""How the page speaks of links and of their readers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.core.links.link import LinkKind, Scope
from app.core.links.names import reader
from app.ui.base.ago import ago
from app.ui.links.base.titles import link_purpose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.services.links.readers import LastRead

_READERS_TOLD = 3
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_IN_DAYS = 2 * _DAY


def read_by(texts: Catalogue, readers: Sequence[LastRead], now: datetime) -> str:
    """Who read a link and when, the latest first: "Thunderbird vor 4 Min. · Airbnb vor 1 Std."."""
    return " · ".join(
        f"{reader(texts, read.who, read.fetch.agent)} {ago(read.fetch.at, now, texts)}"
        for read in readers[:_READERS_TOLD]
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


def row_label(texts: Catalogue, link: Link) -> str:
    """What a link is called in the row of a card that says what it is of."""
    purpose = link_purpose(texts, link)
    if purpose:
        return purpose
    if link.target.scope is Scope.UNIT:
        return texts.tr("Further link")
    return texts.tr("Calendar")


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
