"""How a link is called where it stands by itself, whole or short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.link import LinkKind, Scope
from app.core.portals import portal_name

if TYPE_CHECKING:
    from app.core.links.details import Details
    from app.core.links.link import Link
    from app.i18n import Catalogue

_PORTAL_TOLD = 24
_BRIEF = 14


def tells_more(before: Details, after: Details) -> bool:
    """Tell whether `after` says something that `before` did not."""
    return not after.fields <= before.fields


def link_title(texts: Catalogue, link: Link) -> str:
    """Return the whole name of a link: what it is of, and what for ("Seeblick 1 · for Airbnb")."""
    subject = link.subject or texts.tr("Whole house")
    purpose = link_purpose(texts, link)
    return f"{subject} · {purpose}" if purpose else subject


def link_purpose(texts: Catalogue, link: Link) -> str:
    """Return what a link is for beside others of the same unit; empty where nothing says so."""
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


def short_portal(link: Link) -> str:
    """Return the name of the link's portal, shortened where the owner's own text is a long one."""
    name = portal_name(link.portal)
    return name if len(name) <= _PORTAL_TOLD else name[: _PORTAL_TOLD - 1].rstrip() + "…"


def brief_portal(link: Link) -> str:
    """Return the name of the link's portal where it is short enough for a button, else nothing."""
    name = portal_name(link.portal)
    return name if len(name) <= _BRIEF else ""
