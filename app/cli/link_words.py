"""How links and their readers are spoken of."""

from __future__ import annotations

from datetime import timedelta

from app.cli import output
from app.core.details import FIELD_LABELS, OPTIONS_LABELS, PRESET_LABELS, Details, Field
from app.core.link import Link, LinkKind, Scope
from app.core.portals import portal_name
from app.core.reach import Reach
from app.core.readers import ReaderName
from app.i18n import N_, Catalogue
from app.services.readers import LastRead

LANGUAGE_NAMES = {"de": N_("German"), "en": N_("English")}
REACHES = {
    Reach.THIS_PC: N_("readable on this computer only"),
    Reach.HOME: N_("readable in the home network only"),
    Reach.EVERYWHERE: N_("public address"),
}
_AGENT_SHOWN = 30


def shows(texts: Catalogue, link: Link) -> str:
    """Return of what a link is: "Seeblick 1", "All units", "Maria Kern: changeover days"."""
    match link.target.scope:
        case Scope.UNIT:
            return link.subject
        case Scope.PROPERTY:
            return texts.tr("{property}, all units", property=link.subject)
        case Scope.HOUSE:
            return texts.tr("All units")
        case Scope.STAFF:
            changeovers = link.kind is LinkKind.CHANGEOVERS
            what = texts.tr("Changeover days") if changeovers else texts.tr("Occupancies")
            return f"{link.subject}: {what}"


def label(texts: Catalogue, link: Link) -> str:
    """Return what a link is called beside others of the same; empty where nothing is to say."""
    if link.main:
        return texts.tr("own link")
    if link.kind is LinkKind.WEBSITE:
        website = texts.tr("Website")
        return f"{website}: {link.label}" if link.label else website
    if link.label or link.several:
        return link.label
    return texts.tr("link {id}", id=link.id)


def called(texts: Catalogue, link: Link) -> str:
    """Return the whole name of a link."""
    return " · ".join(filter(None, (shows(texts, link), label(texts, link))))


def says(texts: Catalogue, link: Link) -> str:
    """Return how much a link says, in a word or two."""
    if link.kind is LinkKind.WEBSITE:
        return texts.tr("free and occupied")
    if link.kind is LinkKind.CHANGEOVERS and link.details.fields <= {Field.PERSONS}:
        return texts.tr("days and persons") if link.details.fields else texts.tr("days only")
    preset = link.details.preset
    return texts.tr(PRESET_LABELS[preset]) if preset else texts.tr("own choice")


def told_fields(texts: Catalogue, link: Link) -> str:
    """Say what those see who have the link; empty where nothing beyond that it is occupied."""
    fields = [texts.tr(FIELD_LABELS[field]) for field in Field if field in link.details.fields]
    if not fields:
        return ""
    return texts.tr("Whoever has this link sees: {fields}.", fields=", ".join(fields))


def reader(texts: Catalogue, who: ReaderName, agent: str) -> str:
    """Return who a reader is; of an unknown one also how it calls itself."""
    name = who.text(texts)
    own = output.single_line(agent.partition(" ")[0])[:_AGENT_SHOWN]
    return name if who.name is not None or not own else f"{name} ({own})"


def last_read(texts: Catalogue, read: LastRead | None) -> str:
    """Return when and by whom a link was read last."""
    if read is None:
        return texts.tr("never yet")
    return f"{texts.moment(read.fetch.at)} {reader(texts, read.who, read.fetch.agent)}"


def every(texts: Catalogue, usual: timedelta) -> str:
    """Return how often a reader usually reads, in its fitting unit: "every 6 h"."""
    seconds = usual.total_seconds()
    if seconds < 5_400:
        return texts.trn("every minute", "every {n} min", max(round(seconds / 60), 1))
    if seconds < 36 * 3_600:
        return texts.trn("every hour", "every {n} h", round(seconds / 3_600))
    return texts.trn("every day", "every {n} days", round(seconds / 86_400))


def what_it_says(texts: Catalogue, link: Link) -> list[tuple[str, str]]:
    """Return what a link says, and what it leaves out."""
    details = link.details
    rows = [(texts.tr("Level of detail"), says(texts, link))]
    rows.append((texts.tr("Options"), texts.tr(OPTIONS_LABELS[details.options])))
    for name, within in (
        (texts.tr("Owner stays"), details.owner_stays),
        (texts.tr("Blocks"), details.blocks),
    ):
        rows.append((name, texts.tr("shown") if within else texts.tr("left out")))
    portal = portal_name(link.portal)
    if portal and link.kind is LinkKind.CALENDAR:
        words = (
            texts.tr("what was read from {portal} and not changed since", portal=portal)
            if details.own_entries
            else texts.tr(
                "everything from {portal}, what you entered yourself too: if you change the days "
                "of such a booking here, {portal} hears nothing of it",
                portal=portal,
            )
        )
        rows.append((texts.tr("Without"), words))
    return rows


def reaches(texts: Catalogue, details: Details) -> str:
    back = texts.trn("{n} month back", "{n} months back", details.months_back)
    if details.months_ahead is None:
        return texts.tr("{back}, everything ahead", back=back)
    ahead = texts.trn("{n} month ahead", "{n} months ahead", details.months_ahead)
    return f"{back}, {ahead}"
