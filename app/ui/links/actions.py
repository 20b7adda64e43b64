"""What the owner does with links on this page, through the use cases, with the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.ui.kit import ask
from app.ui.links.words import link_label, reader

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.link import Link
    from app.services.links import LastRead
    from app.ui.context import Context


class LinkActions:
    """Does what was asked and says so; what was refused is told, and `refused` is called."""

    def __init__(
        self, context: Context, dialogs_over: QWidget, refused: Callable[[], object]
    ) -> None:
        self._context = context
        self._dialogs_over = dialogs_over
        self._refused = refused

    def publish(self, unit_id: int) -> None:
        """Freischalten: the unit's main link answers from now on."""
        self._try(lambda: self._context.links.enable_unit(unit_id))

    def publish_all(self) -> None:
        """Freischalten for every unit; what was not enabled before can be locked again."""
        before: set[int] = set()
        links: list[Link] = []

        def enable() -> None:
            before.update(link.id for link in self._context.links.all() if link.enabled)
            links.extend(self._context.links.enable_all())

        if self._try(enable):
            fresh = [link for link in links if link.id not in before]
            texts = self._context.texts
            said = texts.trn("{n} link enabled.", "{n} links enabled.", len(fresh))
            undo = texts.tr("Undo")
            self._context.notices.say(said, undo, lambda: self._lock_again(fresh))

    def enable(self, link: Link) -> None:
        """Let the link answer again."""
        self._try(lambda: self._context.links.enable(link.id, sequence=link.sequence))

    def disable(self, link: Link) -> bool:
        """Lock the link, offer the way back, and tell whether it was done."""
        locked: list[Link] = []

        def lock() -> None:
            locked.append(self._lock(link))

        if not self._try(lock):
            return False
        texts = self._context.texts
        said = texts.tr("Disabled. Portals keep the old days.")
        self._context.notices.say(said, texts.tr("Undo"), lambda: self.enable(locked[0]))
        return True

    def renew(self, link: Link) -> None:
        """Ask, then give the link a new address."""
        texts = self._context.texts
        name = self._name(link)
        ask(
            self._dialogs_over,
            title=texts.tr("Give a new address?"),
            text=self._with_readers(
                texts.tr(
                    "The present address of “{link}” will stop answering at once and for good. "
                    "Wherever you have pasted it, changes arrive again only after you paste the "
                    "new one there.",
                    link=name,
                ),
                link,
            ),
            primary=texts.tr("Give new address"),
            cancel=texts.tr("Cancel"),
            on_primary=lambda: self._renew(link, name),
            danger=True,
            name="renew_dialog",
        )

    def delete(self, link: Link) -> None:
        """Ask, then delete the link."""
        texts = self._context.texts
        name = self._name(link)
        ask(
            self._dialogs_over,
            title=texts.tr("Delete link?"),
            text=self._with_readers(
                texts.tr(
                    "The address of “{link}” will stop answering at once and for good. Portals "
                    "that read it keep the old days until you remove it there as well.",
                    link=name,
                ),
                link,
            ),
            primary=texts.tr("Delete link"),
            cancel=texts.tr("Cancel"),
            on_primary=lambda: self._delete(link, name),
            danger=True,
            name="delete_dialog",
        )

    def _renew(self, link: Link, name: str) -> None:
        if self._try(lambda: self._context.links.renew(link.id, sequence=link.sequence)):
            texts = self._context.texts
            self._context.notices.say(
                texts.tr("“{link}” has a new address. Please paste it anew.", link=name)
            )

    def _delete(self, link: Link, name: str) -> None:
        if self._try(lambda: self._context.links.delete(link.id, sequence=link.sequence)):
            self._context.notices.say(self._context.texts.tr("“{link}” is deleted.", link=name))

    def _name(self, link: Link) -> str:
        """How questions and messages call a link."""
        if link.main:
            return link.subject
        return f"{link.subject}, {link_label(self._context.texts, link)}"

    def _lock_again(self, links: Sequence[Link]) -> None:
        for link in links:
            if not self._try(partial(self._lock, link)):
                return

    def _lock(self, link: Link) -> Link:
        return self._context.links.disable(link.id, sequence=link.sequence)

    def _with_readers(self, text: str, link: Link) -> str:
        try:
            readers: list[LastRead] = self._context.links.readers(link.id)
        except UserError:
            # The question is what matters; who read the link only goes with it.
            return text
        if not readers:
            return text
        texts = self._context.texts
        names = ", ".join(dict.fromkeys(reader(texts, read) for read in readers))
        return text + "\n\n" + texts.tr("Read lately by: {readers}", readers=names)

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except UserError as error:
            self._context.notices.fail(error)
            self._refused()
            return False
        return True
