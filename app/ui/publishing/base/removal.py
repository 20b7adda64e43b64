"""Giving a webspace up: what is deleted there and which addresses end, said before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.publishing.webspace import WebspaceKind
from app.ui.kit import ask
from app.ui.publishing.base import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.core.publishing.webspace import KeptWebspace
    from app.i18n import Catalogue
    from app.ui.base.context import Context


def ask_removal(
    context: Context,
    kept: KeptWebspace,
    over: QWidget,
    on_removed: Callable[[], object],
) -> None:
    """Ask over `over`, then give the webspace up."""
    texts = context.texts

    def remove() -> None:
        try:
            context.services.publishing.remove(sequence=kept.sequence)
        except UserError as error:
            context.notices.fail(error)
        else:
            on_removed()

    ask(
        over,
        title=(
            texts.tr("Leave the calendar service?")
            if kept.kind is WebspaceKind.RELAY
            else texts.tr("Take the calendars off the webspace?")
        ),
        text="\n\n".join(filter(None, _told(context, kept))),
        primary=texts.tr("Take them off"),
        cancel=texts.tr("Cancel"),
        on_primary=remove,
        danger=True,
        name="webspace_removal",
    )


def _told(context: Context, kept: KeptWebspace) -> list[str]:
    texts, services = context.texts, context.services
    told = [_what_goes(texts, kept)]
    try:
        links = [link for link in services.links.all() if link.enabled and not link.here_only]
        readers = services.readers.lately([link.id for link in links]) if links else []
    except UserError:
        return told
    if links:
        told.append(
            texts.trn(
                "{n} address that begins with {address} then leads nowhere any more. Please paste "
                "the new one wherever it is in use.",
                "{n} addresses that begin with {address} then lead nowhere any more. Please paste "
                "the new ones wherever they are in use.",
                len(links),
                address=kept.address,
            )
        )
    if readers:
        names = ", ".join(dict.fromkeys(read.who.text(texts) for read in readers))
        told.append(texts.tr("Read lately by: {readers}", readers=names))
    return told


def _what_goes(texts: Catalogue, kept: KeptWebspace) -> str:
    place = words.where(texts, kept)
    if kept.kind is WebspaceKind.RELAY:
        return texts.tr(
            "Your calendars are taken off {place}, and your access there ends: to come back you "
            "need a new invitation. From then on the links are read on this computer alone.",
            place=place,
        )
    return texts.tr(
        "The files of Zimmerfrei on {place} are deleted; other files there stay as they are. "
        "From then on the links are read on this computer alone.",
        place=place,
    )
