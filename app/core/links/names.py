"""How window and commands alike call a link, and what they say that it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.details import FIELD_LABELS, Field
from app.core.links.link import LinkKind, Scope
from app.core.portals import portal_name
from app.i18n import N_

if TYPE_CHECKING:
    from app.core.links.link import Link
    from app.i18n import Catalogue


def link_title(texts: Catalogue, link: Link) -> str:
    """Return the whole name of a link: what it is of, and what for ("Seeblick 1 · for Airbnb")."""
    subject, purpose = link_subject(texts, link), link_purpose(texts, link)
    return f"{subject} · {purpose}" if purpose else subject


def link_subject(texts: Catalogue, link: Link) -> str:
    """Return the name of what a link is of."""
    return link.subject or texts.tr("Whole house")


def link_purpose(texts: Catalogue, link: Link) -> str:
    """Return what a link is for, beside others of the same; empty where nothing says so."""
    portal = portal_name(link.portal)
    if portal and link.label in {"", portal}:
        return texts.tr("for {portal}", portal=portal)
    if portal:
        return f"{link.label} · {portal}"
    if link.label or link.main:
        return link.label
    if link.kind is LinkKind.WEBSITE:
        return texts.tr("Website")
    if link.kind is LinkKind.CHANGEOVERS:
        return texts.tr("Changeover days")
    if link.target.scope is Scope.STAFF:
        return texts.tr("Occupancies")
    return ""


def link_label(texts: Catalogue, link: Link) -> str:
    """Return what a link is called where it already stands under what it is of; never empty."""
    purpose = link_purpose(texts, link)
    if purpose:
        return purpose
    if link.main:
        return texts.tr("Own link")
    if link.target.scope is Scope.UNIT:
        return texts.tr("Further link")
    return texts.tr("Calendar")


def visible_fields(texts: Catalogue, link: Link) -> str:
    """Say what those see who have the link: "Who has this link sees: guest’s name, contact.".

    Empty where it says nothing beyond that something is occupied.
    """
    labels = FIELD_LABELS
    if link.kind is LinkKind.CHANGEOVERS:
        labels = labels | {Field.PERSONS: N_("Number of persons who arrive next")}
    fields = [texts.tr(labels[field]) for field in Field if field in link.details.fields]
    if not fields:
        return ""
    return texts.tr("Whoever has this link sees: {fields}.", fields=", ".join(fields))
