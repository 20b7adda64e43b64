"""The guide that belongs to a link, with its address ready to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.core.links.guides import guide_for, guides
from app.core.links.link import LinkKind
from app.ui.guides.dialog import GuideDialog
from app.ui.links.base.access import access_of, before_pasting
from app.ui.links.list.looks import link_forms

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.links.link import Link
    from app.ui.base.context import Context

_WEBSITE: Final = "website"
_FIRST: Final = "google"


def guide_of(context: Context, link: Link, over: QWidget) -> GuideDialog:
    """Return what to do with `link` at its reader, with all that is warned of before pasting it."""
    texts = context.texts
    address, now = context.services.addresses.of(link), context.services.house_clock.now()
    note = before_pasting(texts, access_of(context), address, link, now)
    forms = link_forms(link, address.url)
    return GuideDialog(texts, _key(link), forms, note=note, parent=over)


def _key(link: Link) -> str:
    """Return the guide of a link: by its kind, its portal, or a label that names a reader."""
    if link.kind is LinkKind.WEBSITE:
        return _WEBSITE
    if link.portal:
        return guide_for(link.portal).key
    label = link.label.casefold()
    named = (
        guide.key
        for guide in guides().values()
        if label in {name.casefold() for name in guide.names.values()}
    )
    return next(named, _FIRST)
