"""What the owner does with links on this page, through the use cases, with the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from app.core.errors import UserError
from app.core.links.link import LinkChoices, LinkKind, Scope, Target, default_details
from app.services.links.links import LinkChange
from app.ui.kit import ask
from app.ui.links.base import words
from app.ui.links.base.adding import add_link
from app.ui.links.base.titles import link_title

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.links.link import Link
    from app.ui.base.context import Context

T = TypeVar("T")

_BEFORE_ALL = -1
"""The sequence of what never stood in the data."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked before something that others notice, and what is said when it was done."""

    name: str
    title: str
    happens: str
    primary: str
    act: Callable[[], Link]
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

    def publish(self, unit_id: int) -> None:
        """Freischalten: the unit's main link answers from now on."""
        before = self._mains(unit_id)
        after = self._tried(lambda: self._context.links.enable_unit(unit_id))
        if after is not None:
            self._note(before.get(after.id), after, self._enabled(after))

    def publish_all(self) -> None:
        """Freischalten for every unit; what was not enabled before can be locked again."""
        before = self._mains()
        links = self._tried(self._context.links.enable_all)
        if links is None:
            return
        fresh = [link for link in links if link.id not in before or not before[link.id].enabled]
        for link in fresh:
            self._note(before.get(link.id), link, self._enabled(link))
        said = self._texts.trn("{n} link enabled.", "{n} links enabled.", len(fresh))
        self._say(said, [self._enabled(link) for link in fresh])

    def publish_staff(self, staff_id: int) -> None:
        """Make the link with a staff member's changeover days."""
        kind = LinkKind.CHANGEOVERS
        target = Target(Scope.STAFF, staff_id)
        choices = LinkChoices(details=default_details(kind))
        self._tried(lambda: add_link(self._context, kind, target, choices))

    def enable(self, link: Link) -> None:
        """Let the link answer again."""
        after = self._tried(lambda: self._context.links.enable(link.id, sequence=link.sequence))
        if after is not None:
            self._note(link, after, self._enabled(after))

    def disable(self, link: Link) -> bool:
        """Lock the link, offer the way back, and tell whether it was done."""
        after = self._tried(lambda: self._context.links.disable(link.id, sequence=link.sequence))
        if after is None:
            return False
        what = self._texts.tr("Link “{link}” disabled", link=self._name(link))
        self._note(link, after, what)
        self._say(words.on_locked(self._texts, link), [what])
        return True

    def renew(self, link: Link) -> None:
        """Ask, then give the link a new address."""
        texts, name = self._texts, self._name(link)
        question = _Question(
            name="renew_dialog",
            title=texts.tr("Give a new address?"),
            happens=words.on_renewing(texts, link, name),
            primary=texts.tr("Give new address"),
            act=lambda: self._context.links.renew(link.id, sequence=link.sequence),
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
            act=lambda: self._context.links.delete(link.id, sequence=link.sequence),
            done=texts.tr("“{link}” is deleted.", link=name),
            what=texts.tr("Link “{link}” deleted", link=name),
        )
        self._ask(link, question)

    def _ask(self, link: Link, question: _Question) -> None:
        undo = self._texts.tr("You can undo this until you close the window.")
        ask(
            self._dialogs_over,
            title=question.title,
            text="\n\n".join([question.happens, self._read_lately(link), undo]),
            primary=question.primary,
            cancel=self._texts.tr("Cancel"),
            on_primary=lambda: self._do(link, question),
            danger=True,
            name=question.name,
        )

    def _do(self, link: Link, question: _Question) -> None:
        after = self._tried(question.act)
        if after is not None:
            self._note(link, after, question.what)
            self._say(question.done, [question.what])

    def _read_lately(self, link: Link) -> str:
        try:
            readers = self._context.readers.readers(link.id)
        except UserError:
            # The question is what matters; who read the link only goes with it.
            readers = []
        if not readers:
            return self._texts.tr("Nobody has read it yet.")
        told = words.read_by(self._texts, readers, self._context.clock.now())
        return self._texts.tr("Read lately by: {readers}", readers=told)

    def _mains(self, unit_id: int | None = None) -> dict[int, Link]:
        """Return the main links there are, by id; none where they cannot be read."""
        target = None if unit_id is None else Target(Scope.UNIT, unit_id)
        links = self._tried(lambda: self._context.links.all(target)) or []
        return {link.id: link for link in links if link.main}

    def _name(self, link: Link) -> str:
        """How questions and messages call a link."""
        return link_title(self._texts, link)

    def _enabled(self, link: Link) -> str:
        return self._texts.tr("Link “{link}” enabled", link=self._name(link))

    def _note(self, before: Link | None, after: Link, what: str) -> None:
        if before is None:
            # Taken back, a link that is made by Freischalten is locked and not deleted: switched
            # on once more it has the address that may have been pasted meanwhile.
            before = replace(after, enabled=False, sequence=_BEFORE_ALL)
        self._context.history.record(LinkChange(before, after), what)

    def _say(self, said: str, done: Sequence[str]) -> None:
        """Say what was done, and offer to take it back as long as nothing came after it."""
        notices = self._context.notices
        notices.say(said, self._texts.tr("Undo"), lambda: self._take_back(done))

    def _take_back(self, done: Sequence[str]) -> None:
        history = self._context.history
        for what in reversed(done):
            # The line may outlive what it speaks of.
            if history.next_undo != what or self._tried(history.undo) is None:
                return

    def _tried(self, act: Callable[[], T]) -> T | None:
        try:
            return act()
        except UserError as error:
            self._context.notices.fail(error)
            self._refused()
            return None
