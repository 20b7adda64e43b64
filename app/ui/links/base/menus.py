"""The rarer things that can be done with a link, in the menu behind "…"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.look import icons

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMenu

    from app.core.importing.source import Source
    from app.core.links.link import Link, Target
    from app.i18n import Catalogue
    from app.ui.links.base.intents import Intents


def fill_link(
    texts: Catalogue, menu: QMenu, intents: Intents, link: Link, *, answers: bool = True
) -> None:
    """Offer all that can be done with a link; of one that is archived only what makes sense."""
    tr = texts.tr
    number = link.id
    if answers:
        _offer(menu, "share", "share-2", tr("Pass on …"), lambda: intents.share.emit(number))
        _offer(menu, "guide", "book-open", tr("Guide …"), lambda: intents.guide.emit(number))
    _offer(
        menu, "fetches", "history", tr("Who has read it …"), lambda: intents.fetches.emit(number)
    )
    menu.addSeparator()
    if answers:
        renew = tr("Give a new address …")
        _offer(menu, "renew", "refresh-cw", renew, lambda: intents.renew.emit(number))
    _offer(menu, "delete", "trash-2", tr("Delete link …"), lambda: intents.delete.emit(number))


def fill_source(texts: Catalogue, menu: QMenu, intents: Intents, source: Source) -> None:
    """Offer what can be done with what comes from a portal."""
    tr, number = texts.tr, source.id
    if source.enabled:
        read, off = tr("Read now"), tr("Read no more for now")
        _offer(menu, "read_source", "refresh-cw", read, lambda: intents.read_source.emit(number))
        _offer(menu, "source_off", "eye-off", off, _switching(intents, number, on=False))
    else:
        _offer(menu, "source_on", "eye", tr("Read again"), _switching(intents, number, on=True))
    remove = tr("Remove source …")
    _offer(menu, "remove_source", "trash-2", remove, lambda: intents.remove_source.emit(number))


def _switching(intents: Intents, number: int, *, on: bool) -> Callable[[], object]:
    return lambda: intents.switch_source.emit(number, on)


def add_further(texts: Catalogue, menu: QMenu, intents: Intents, target: Target) -> None:
    """Offer another link of the same."""
    wanted = texts.tr("Further link …")
    _offer(menu, "add_link", "plus", wanted, lambda: intents.add_link.emit(target))


def add_edit_staff(texts: Catalogue, menu: QMenu, intents: Intents, staff_id: int) -> None:
    """Offer to change a staff member."""
    wanted = texts.tr("Edit staff member …")
    _offer(menu, "edit_staff", "pencil", wanted, lambda: intents.edit_staff.emit(staff_id))


def _offer(menu: QMenu, name: str, icon: str, text: str, wanted: Callable[[], object]) -> None:
    action = menu.addAction(icons.icon(icon), text)
    action.setObjectName(name)
    action.triggered.connect(wanted)
