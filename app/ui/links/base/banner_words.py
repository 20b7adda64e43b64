"""What is said of all links together at the top of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.core.links.address import Readability, readability
from app.core.links.names import link_title
from app.core.links.reach import Reach, reach
from app.core.publishing.addresses.address_words import about
from app.core.times.ago import ago
from app.core.web_address import readable
from app.dataclass import dataclass
from app.ui.kit import Tone
from app.ui.links.base.access import INSIDE
from app.ui.publishing.base.words import checked

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.publishing.addresses.overview import Overview
    from app.core.publishing.status import PublishingStatus
    from app.i18n import Catalogue


@dataclass(frozen=True, slots=True)
class BannerText:
    """A tone, a bold lead and the sentence behind it; whether there is something to set up."""

    tone: Tone
    lead: str
    text: str
    set_up: bool = False


def banner_text(
    texts: Catalogue,
    overview: Overview,
    status: PublishingStatus,
    base: str,
    outside: datetime | None,
    now: datetime,
) -> BannerText:
    """Say it in one sentence.

    Args:
        texts: the language.
        overview: all links that answer.
        status: how it stands with the webspace.
        base: what addresses begin with under which the program itself answers.
        outside: when somebody outside the house last got an answer from it, None where not lately.
        now: what time it is.
    """
    if overview.amiss:
        return _amiss(texts, overview, now)
    if overview.webspace is None:
        return _here(texts, overview, base, outside, now)
    if status.error is not None and status.pending:
        lead = texts.trn(
            "{n} calendar waits for the webspace.",
            "{n} calendars wait for the webspace.",
            status.pending,
        )
        return BannerText(Tone.CAREFUL, lead, texts.tell(status.error), set_up=True)
    return _on_webspace(texts, overview, now)


def _amiss(texts: Catalogue, overview: Overview, now: datetime) -> BannerText:
    link, address = overview.amiss[0]
    found = readability(address, now)
    leads = {
        Readability.CLOSED: texts.tr("Not readable: {link}.", link=link_title(texts, link)),
        Readability.OUTDATED: texts.tr("Out of date: {link}.", link=link_title(texts, link)),
    }
    limits = texts.tr("Readable with limits: {link}.", link=link_title(texts, link))
    said = about(texts, address, found, checked(texts, address, now))
    more = len(overview.amiss) - 1
    if more:
        said += " " + texts.trn(
            "{n} more link is not readable by everybody either.",
            "{n} more links are not readable by everybody either.",
            more,
        )
    tone = Tone.BAD if found is Readability.CLOSED else Tone.CAREFUL
    return BannerText(tone, leads.get(found, limits), said, set_up=True)


def _here(
    texts: Catalogue, overview: Overview, base: str, outside: datetime | None, now: datetime
) -> BannerText:
    """Say it where the program itself answers under all addresses."""
    found = reach(base)
    if found is not Reach.EVERYWHERE:
        text = texts.tr("Google, Airbnb and Booking.com cannot fetch the links yet.")
        return BannerText(Tone.CAREFUL, texts.tr(INSIDE[found]), text, set_up=True)
    host = urlsplit(readable(base)).netloc
    lead, tone = texts.tr("Public address."), Tone.INFO
    if overview.all_readable and overview.checked_at is not None:
        lead, tone = texts.tr("Readable everywhere."), Tone.GOOD
        text = texts.tr(
            "Public address {host}, read from outside {when}.",
            host=host,
            when=ago(overview.checked_at, now, texts),
        )
    elif outside is not None:
        tone = Tone.GOOD
        text = texts.tr(
            "{host}, last fetched from outside {when}.", host=host, when=ago(outside, now, texts)
        )
    else:
        text = texts.tr(
            "{host} – not checked from outside: nobody has fetched a link from there lately.",
            host=host,
        )
    if not base.startswith("https://"):
        tone = Tone.CAREFUL
        text += " " + texts.tr("Some portals accept only addresses that begin with https://.")
    return BannerText(tone, lead, text)


def _on_webspace(texts: Catalogue, overview: Overview, now: datetime) -> BannerText:
    tr, host = texts.tr, overview.host
    assert overview.webspace is not None  # the caller has asked
    if not overview.on_webspace:
        text = tr(
            "What you enable is put on {host} and can be read there day and night.", host=host
        )
        return BannerText(Tone.INFO, tr("Your website."), text)
    if overview.uploading:
        text = texts.trn(
            "{n} calendar is on its way to {host}.",
            "{n} calendars are on their way to {host}.",
            overview.uploading,
            host=host,
        )
        return BannerText(Tone.INFO, tr("Being uploaded …"), text)
    inside = reach(overview.webspace.address)
    if inside is not Reach.EVERYWHERE:
        text = tr(
            "{host} cannot be reached from outside, so Google, Airbnb and Booking.com cannot fetch "
            "the links there.",
            host=host,
        )
        return BannerText(Tone.CAREFUL, tr(INSIDE[inside]), text, set_up=True)
    return _readable(texts, overview, now)


def _readable(texts: Catalogue, overview: Overview, now: datetime) -> BannerText:
    tr, host, here = texts.tr, overview.host, overview.total - overview.on_webspace
    when = "" if overview.checked_at is None else ago(overview.checked_at, now, texts)
    if overview.readable == overview.on_webspace:
        said = texts.trn(
            "The link lies on {host}, checked from outside {when}.",
            "All {n} links lie on {host}, checked from outside {when}.",
            overview.readable,
            host=host,
            when=when,
        )
        if not here:
            return BannerText(Tone.GOOD, tr("Readable everywhere."), said)
        said = tr("On {host}, checked from outside {when}.", host=host, when=when)
        kept = texts.trn("{n} link stays here.", "{n} links stay here.", here)
        lead = tr("{n} of {total} readable everywhere.", n=overview.readable, total=overview.total)
        return BannerText(Tone.INFO, lead, f"{said} {kept}")
    if overview.readable:
        lead = tr("{n} of {total} readable everywhere.", n=overview.readable, total=overview.total)
        return BannerText(
            Tone.INFO, lead, tr("The others on {host} are still to be checked.", host=host)
        )
    text = tr("{host}, not checked from outside yet.", host=host)
    return BannerText(Tone.INFO, tr("On the webspace."), text)
