"""Which addresses change when calendars go to another place, said before they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.publishing.webspace import WebspaceKind
from app.core.web_address import readable

if TYPE_CHECKING:
    from app.core.publishing.setup.typed import TypedWebspace
    from app.core.publishing.webspace import KeptWebspace
    from app.i18n import Catalogue
    from app.ui.base.context import Context


@dataclass(frozen=True, slots=True)
class ToldOfChange:
    """A bold lead and the sentences behind it."""

    lead: str
    text: str


def told_of_change(
    context: Context, kept: KeptWebspace | None, typed: TypedWebspace
) -> ToldOfChange | None:
    """Return what an owner has to know before the addresses change; None where none does.

    Args:
        context: the window's.
        kept: the webspace in use.
        typed: where the calendars shall go.
    """
    try:
        new = typed.read_at()
    except UserError:
        new = ""
    return told_of_move(context, kept, new)


def told_of_move(context: Context, kept: KeptWebspace | None, new: str) -> ToldOfChange | None:
    """Return the same where it is known with what addresses begin then; empty where it is not."""
    services = context.services
    try:
        enabled = [link for link in services.links.all() if link.enabled and not link.here_only]
        readers = services.readers.lately([link.id for link in enabled]) if enabled else []
    except UserError:
        return None
    if not enabled:
        return None
    names = ", ".join(dict.fromkeys(read.who.text(context.texts) for read in readers))
    if kept is not None:
        return _told_of_other_place(context.texts, len(enabled), kept, new, names)
    return _told_of_first_place(context.texts, len(enabled), names) if names else None


def _told_of_first_place(texts: Catalogue, links: int, names: str) -> ToldOfChange:
    """Return what to say where the calendars have been read at this computer only."""
    text = texts.tr(
        "Read lately by: {readers}. Please paste the new addresses there afterwards; until "
        "then the old ones go on working as long as this computer is on.",
        readers=names,
    )
    return ToldOfChange(_lead(texts, links), text)


def _told_of_other_place(
    texts: Catalogue, links: int, kept: KeptWebspace, new: str, names: str
) -> ToldOfChange | None:
    """Return what to say where they leave a webspace; None where that is not so, or not known."""
    if not new or new == kept.address:
        return None
    places = {"new": readable(new), "old": readable(kept.address)}
    if kept.kind is WebspaceKind.RELAY:
        text = texts.tr(
            "They begin with {new} instead of {old}. Whoever has pasted them has to paste the new "
            "ones: at the old place they are then told that the calendar is gone.",
            **places,
        )
    else:
        text = texts.tr(
            "They begin with {new} instead of {old}. Whoever has pasted them has to paste the new "
            "ones: at the old place the files are deleted.",
            **places,
        )
    read_by = texts.tr("Read lately by: {readers}", readers=names) if names else ""
    return ToldOfChange(_lead(texts, links), f"{text} {read_by}".strip())


def _lead(texts: Catalogue, links: int) -> str:
    return texts.trn(
        "The address of {n} link changes.", "The addresses of {n} links change.", links
    )
