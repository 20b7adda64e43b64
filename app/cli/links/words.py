"""How links and their readers are spoken of."""

from __future__ import annotations

from app.core.links.details import OPTIONS_LABELS, PRESET_LABELS, Details, Field
from app.core.links.link import Link, LinkKind, Scope
from app.core.links.names import reader
from app.core.links.reach import Reach
from app.core.portals import portal_name
from app.i18n import N_, Catalogue
from app.services.links.reads import LastRead

REACHES = {
    Reach.THIS_PC: N_("readable on this computer only"),
    Reach.HOME: N_("readable in the home network only"),
    Reach.EVERYWHERE: N_("public address"),
}


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


def last_read(texts: Catalogue, read: LastRead | None) -> str:
    """Return when and by whom a link was read last."""
    if read is None:
        return texts.tr("never yet")
    return f"{texts.moment(read.fetch.at)} {reader(texts, read.who, read.fetch.agent)}"


def what_it_says(texts: Catalogue, link: Link) -> list[tuple[str, str]]:
    """Return what a link says, and what it leaves out."""
    details = link.details
    rows = [(texts.tr("What the link shows"), says(texts, link))]
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
