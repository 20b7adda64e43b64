"""What the owner does with links on this page, through the use cases, with the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.core.errors import UserError
from app.core.links.link import LinkChoices, LinkKind, Scope, Target, default_details
from app.core.links.names import link_title
from app.core.publishing.addresses.address_words import readers_unknown
from app.dataclass import dataclass
from app.ui.base.undoing import Undoing
from app.ui.kit import ask
from app.ui.links.base import words
from app.ui.links.base.adding import add_link

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.links.link import Link
    from app.services.base.changes import LinkChange
    from app.ui.base.context import Context

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked before something that others notice, and what is said when it was done."""

    name: str
    title: str
    happens: str
    primary: str
    act: Callable[[], LinkChange]
    done: str
    what: str


class LinkActions:
    """Does what was asked and says so; what was refused is told, and `refused` is called.

    Everything is noted in the window's history; what is said offers the way back.
    """

    def __init__(
        self, context: Context, dialogs_over: QWidget, refused: Callable[[], object]
    ) -> None:
        self._context = context
        self._texts = context.texts
        self._dialogs_over = dialogs_over
        self._refused = refused
        self._undoing = Undoing(context, refused)

    def publish(self, unit_id: int) -> None:
        """Freischalten: the unit's main link answers from now on."""
        change = self._tried(lambda: self._context.services.links.enable_unit(unit_id))
        if change is not None:
            self._context.history.record(change, self._enabled(change.after))
            self._context.notices.first_published()

    def publish_all(self) -> None:
        """Freischalten for every unit; what was not enabled before is taken back as one."""
        change = self._tried(self._context.services.links.enable_all)
        if change is None:
            return
        count = len(change.made)
        done = self._texts.trn("{n} link enabled", "{n} links enabled", count)
        what = self._enabled(change.made[0].after) if count == 1 else done
        self._undoing.record(change, what, f"{done}.")
        self._context.notices.first_published()

    def publish_staff(self, staff_id: int) -> None:
        """Make the link with a staff member's changeover days."""
        kind = LinkKind.CHANGEOVERS
        target = Target(Scope.STAFF, staff_id)
        choices = LinkChoices(details=default_details(kind))
        self._tried(lambda: add_link(self._context, kind, target, choices))

    def enable(self, link: Link) -> None:
        """Let the link answer again."""
        change = self._tried(
            lambda: self._context.services.links.enable(link.id, sequence=link.sequence)
        )
        if change is not None:
            self._context.history.record(change, self._enabled(change.after))

    def disable(self, link: Link) -> bool:
        """Lock the link, offer the way back, and tell whether it was done."""
        change = self._tried(
            lambda: self._context.services.links.disable(link.id, sequence=link.sequence)
        )
        if change is None:
            return False
        what = self._texts.tr("Link “{link}” disabled", link=self._name(link))
        self._undoing.record(change, what, words.on_locked(self._texts, link))
        return True

    def renew(self, link: Link) -> None:
        """Ask, then give the link a new address."""
        texts, name = self._texts, self._name(link)
        question = _Question(
            name="renew_dialog",
            title=texts.tr("Give a new address?"),
            happens=words.on_renewing(texts, link, name),
            primary=texts.tr("Give new address"),
            act=lambda: self._context.services.links.renew(link.id, sequence=link.sequence),
            done=texts.tr("“{link}” has a new address. Please paste it anew.", link=name),
            what=texts.tr("New address for link “{link}”", link=name),
        )
        self._ask(link, question)

    def delete(self, link: Link) -> None:
        """Ask, then delete the link."""
        texts, name = self._texts, self._name(link)
        question = _Question(
            name="delete_dialog",
            title=texts.tr("Delete link?"),
            happens=words.on_deleting(texts, link, name),
            primary=texts.tr("Delete link"),
            act=lambda: self._context.services.links.delete(link.id, sequence=link.sequence),
            done=texts.tr("“{link}” is deleted.", link=name),
            what=texts.tr("Link “{link}” deleted", link=name),
        )
        self._ask(link, question)

    def _ask(self, link: Link, question: _Question) -> None:
        undo = self._texts.tr("You can undo this until you close the window.")
        ask(
            self._dialogs_over,
            title=question.title,
            text="\n\n".join(filter(None, (question.happens, self._read_lately(link), undo))),
            primary=question.primary,
            cancel=self._texts.tr("Cancel"),
            on_primary=lambda: self._do(question),
            danger=True,
            name=question.name,
        )

    def _do(self, question: _Question) -> None:
        change = self._tried(question.act)
        if change is not None:
            self._undoing.record(change, question.what, question.done)

    def _read_lately(self, link: Link) -> str:
        try:
            readers = self._context.services.readers.lately([link.id])
            ever = bool(readers) or self._context.services.readers.last(link.id) is not None
            address = self._context.services.addresses.of(link)
        except UserError:
            # The question is what matters; who read the link only goes with it.
            return ""
        if unknown := readers_unknown(self._texts, address):
            return unknown
        if readers:
            told = words.read_by(self._texts, readers, self._context.services.house_clock.now())
            return self._texts.tr("Read lately by: {readers}", readers=told)
        if ever:
            return self._texts.tr("No calendar has read this link lately.")
        return self._texts.tr("Nobody has read it yet.")

    def _name(self, link: Link) -> str:
        """How questions and messages call a link."""
        return link_title(self._texts, link)

    def _enabled(self, link: Link) -> str:
        return self._texts.tr("Link “{link}” enabled", link=self._name(link))

    def _tried(self, act: Callable[[], T]) -> T | None:
        try:
            return act()
        except UserError as error:
            self._context.notices.fail(error)
            self._refused()
            return None
