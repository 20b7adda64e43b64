"""How links and their readers are spoken of."""

from __future__ import annotations

from app.core.links.address import Readability
from app.core.links.details import OPTIONS_LABELS, PRESET_LABELS, Details, Field
from app.core.links.link import Link, LinkKind
from app.core.portals import portal_name
from app.core.readers.words import reader
from app.i18n import N_, Catalogue
from app.services.links.reads import LastRead

REACHES = {
    Readability.THIS_PC: N_("readable on this computer only"),
    Readability.HOME: N_("readable in the home network only"),
    Readability.PUBLIC: N_("public address"),
}


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
