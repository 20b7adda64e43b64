"""How the page speaks of links and of their readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.portals import portal_name
from app.core.readers import UNKNOWN
from app.ui.ago import ago

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.core.link import Link
    from app.i18n import Catalogue
    from app.services.links import LastRead

_READERS_TOLD = 3
_AGENT_TOLD = 30


def reader(texts: Catalogue, read: LastRead) -> str:
    """Who it was; of an unknown one what it calls itself, so that the owner can recognise it."""
    if read.reader is not None:
        return texts.tr(read.reader)
    unknown = texts.tr(UNKNOWN)
    own_name = read.fetch.agent.partition(" ")[0]
    if not own_name:
        return unknown
    if len(own_name) > _AGENT_TOLD:
        own_name = own_name[: _AGENT_TOLD - 1] + "…"
    return f"{unknown} ({own_name})"


def read_by(texts: Catalogue, readers: Sequence[LastRead], now: datetime) -> str:
    """Who read a link and when, the latest first: "Thunderbird vor 4 Min. · Airbnb vor 1 Std."."""
    return " · ".join(
        f"{reader(texts, read)} {ago(read.fetch.at, now, texts)}"
        for read in readers[:_READERS_TOLD]
    )


def link_label(texts: Catalogue, link: Link) -> str:
    """What a further link is called: by its label, and by its portal where that says more."""
    portal = portal_name(link.portal)
    if portal and link.label in {"", portal}:
        return texts.tr("for {portal}", portal=portal)
    if portal:
        return f"{link.label} · {portal}"
    return link.label or texts.tr("Further link")
