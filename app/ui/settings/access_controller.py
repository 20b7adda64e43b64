"""Applies what the owner wants of the links' address: checked, asked about, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QObject

from app.core.errors import UserError
from app.core.links.reach import Reach, base_url, reach
from app.core.server_state import Phase
from app.core.times.ago import ago
from app.core.web_address import readable
from app.services.base.addresses import house_address
from app.ui.kit import Button, Dialog
from app.ui.publishing.access.applying import apply_access
from app.ui.publishing.access.form import AccessField, AccessForm, FieldError, Mode

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.base.context import Context
    from app.ui.settings.access_card import AccessCard


class AccessController(QObject):
    """Makes the settings what stands in the form; asks first where readers would lose links."""

    def __init__(self, context: Context, card: AccessCard) -> None:
        super().__init__(card)
        self._context = context
        self._card = card
        self._stored = context.services.settings.get()
        self._go_on: Callable[[], object] | None = None
        self._leaving: Dialog | None = None
        card.edited.connect(self._edited)
        card.apply_wanted.connect(self._apply)
        card.discard_wanted.connect(self._discard)
        context.bridge.server_changed.connect(self.show_fault)
        self._discard()

    @property
    def unsaved(self) -> bool:
        """Whether something stands in the form that does not hold yet."""
        return not self._card.access().same_as(self._stored)

    def take_up(self, typed: AccessForm) -> None:
        """Let the owner go on with what was typed before the window was built anew."""
        stored = AccessForm.of(self._stored)
        self._card.set_access(typed)
        if (typed.port, typed.trusted_proxy) != (stored.port, stored.trusted_proxy):
            self._card.show_advanced(True)
        self._edited()

    def settings_moved(self) -> None:
        """The settings were changed, here or elsewhere; what the owner is typing stays."""
        kept = self.unsaved
        self._stored = self._context.services.settings.get()
        if kept:
            self._edited()
        else:
            self._discard()

    def ask_before_leaving(self, go_on: Callable[[], object]) -> None:
        """Remind of what is typed and does not hold; `go_on` is called once it is decided."""
        if self._leaving is not None:
            return
        texts = self._context.texts
        dialog = Dialog(
            texts.tr("Apply what you have changed?"),
            texts.tr("Apply"),
            texts.tr("Stay here"),
            name="leaving_question",
            parent=self._card.window(),
        )
        dialog.add_text(
            texts.tr("You have changed who can read the calendar links. It does not hold yet.")
        )
        discard = dialog.add_left_button(
            Button(texts.tr("Discard"), name="leaving_discard", parent=dialog)
        )
        discard.clicked.connect(lambda: self._leave(dialog, self._discard, go_on))
        dialog.submitted.connect(lambda: self._leave(dialog, self._apply, go_on))
        dialog.finished.connect(self._forget_leaving)
        self._leaving = dialog
        dialog.open()

    def _leave(
        self, dialog: Dialog, decide: Callable[[], object], go_on: Callable[[], object]
    ) -> None:
        dialog.accept()
        self._go_on = go_on
        decide()
        # What could not be applied is to be mended first; a further question goes on itself.
        if not self.unsaved:
            self._gone()

    def _gone(self) -> None:
        go_on, self._go_on = self._go_on, None
        if go_on is not None:
            go_on()

    def _forget_leaving(self) -> None:
        self._leaving = None

    def _stay(self) -> None:
        self._go_on = None

    def show_fault(self) -> None:
        """Show where the address can be mended if the server failed on it."""
        if self._context.server.state.phase is Phase.FAILED:
            self._card.show_advanced(True)

    def _discard(self) -> None:
        self._card.set_access(AccessForm.of(self._stored))
        self._edited()

    def _edited(self) -> None:
        self._card.clear_errors()
        self._card.set_unsaved(self.unsaved)
        self._describe()

    def _describe(self) -> None:
        texts = self._context.texts
        access = self._card.access()
        self._card.set_public_hint(
            texts.tr("Zimmerfrei shows this address and has not checked it from outside.")
        )
        try:
            base = base_url(access.applied_to(self._stored), house_address())
        except UserError:
            self._card.set_base("")
            return
        if self._context.services.publishing.current() is None:
            told = texts.tr("The links begin with {address}", address=readable(base))
        else:
            told = texts.tr(
                "Links that only this computer serves begin with {address}", address=readable(base)
            )
        self._card.set_base(told)
        if access.mode is Mode.PUBLIC:
            self._card.set_public_hint(self._public_hint(base))

    def _public_hint(self, base: str) -> str:
        texts = self._context.texts
        if reach(base) is not Reach.EVERYWHERE:
            return texts.tr(
                "This address can only be read at home. Google, Airbnb and Booking.com need one "
                "that the whole internet knows."
            )
        if base.startswith("http://"):
            return texts.tr(
                "Without https others can read along on the way, and some portals refuse the "
                "link. Zimmerfrei has not checked this address from outside."
            )
        outside = self._context.services.readers.read_from_outside()
        if outside is not None and base == self._context.services.addresses.base():
            return texts.tr(
                "Public address {host}, last fetched from outside {when}.",
                host=urlsplit(readable(base)).netloc,
                when=ago(outside, self._context.services.house_clock.now(), texts),
            )
        return texts.tr("Zimmerfrei shows this address and has not checked it from outside.")

    def _apply(self) -> None:
        self._card.clear_errors()
        seen = self._stored
        try:
            wanted = self._card.access().applied_to(seen)
        except FieldError as error:
            self._stay()
            self._card.set_error(error.field, self._context.texts.tell(error))
            return
        if wanted == seen:
            self._discard()
            return
        moves = (wanted.host, wanted.port) != (seen.host, seen.port)
        apply_access(
            self._context,
            self._card.window(),
            seen,
            wanted,
            on_applied=self._applied,
            on_refused=lambda error: self._refused(error, moves=moves),
            on_cancel=self._stay,
        )

    def _refused(self, error: UserError, *, moves: bool) -> None:
        self._stay()
        if moves:
            # It could not be bound: the port is what the owner can change.
            self._card.set_error(AccessField.PORT, self._context.texts.tell(error))
        else:
            self._context.notices.fail(error)

    def _applied(self) -> None:
        context = self._context
        self._stored = context.services.settings.get()
        self._discard()
        context.notices.say(context.texts.tr("Applied. The links can be read as you wished."))
        self._gone()
