"""Strips above the pages: the wizard offered once, a password needed, calendars held back.

Seldom is any of them seen: each is made, and what it needs imported, when it is to be shown.
"""

# ruff: noqa: PLC0415  # as said above

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.errors import UserError
from app.ui.base.work import Work
from app.ui.publishing.opening import OFFERED, may_be_offered

if TYPE_CHECKING:
    from app.core.publishing.webspace import KeptWebspace, Secret
    from app.services.base.watch import Moved
    from app.ui.base.context import Context
    from app.ui.kit import Banner

_IN_ORDER: Final = ("offer", "password", "held")
"""The strips by their attributes, from top to bottom."""


class PublishingStrips(QWidget):
    """Nothing while all is well; never a dialog unasked."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("publishing_strips")
        self._context = context
        self._kept: KeptWebspace | None = None
        self._asked_of: int | None = None
        self._missing = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 12, 20, 0)
        self._column.setSpacing(8)
        self.hide()

    @cached_property
    def password(self) -> Banner:
        """The password of the webspace is needed."""
        from app.ui.kit import Banner, Button, Tone
        from app.ui.publishing.secret.password_dialog import can_be_typed

        strip = Banner(Tone.CAREFUL, "", icon="key-round", name="password_strip")
        tr = self._context.texts.tr
        typed = self._kept is None or can_be_typed(self._kept)
        words = tr("Enter password …") if typed else tr("Paste invitation …")
        enter = strip.add_action(Button(words, name="password_enter", parent=strip))
        enter.clicked.connect(self._ask)
        return self._placed("password", strip)

    @cached_property
    def held(self) -> Banner:
        """Calendars are held back."""
        from app.ui.kit import Banner, Button, Tone

        strip = Banner(Tone.CAREFUL, "", name="held_strip")
        words = self._context.texts.tr("Look …")
        strip.add_action(Button(words, name="held_look", parent=strip)).clicked.connect(self._look)
        return self._placed("held", strip)

    def _placed(self, name: str, strip: Banner) -> Banner:
        """Put a new strip below those that come before it, not shown yet."""
        strip.hide()
        above = _IN_ORDER[: _IN_ORDER.index(name)]
        self._column.insertWidget(sum(each in vars(self) for each in above), strip)
        return strip

    def _made(self) -> list[Banner]:
        return [vars(self)[name] for name in _IN_ORDER if name in vars(self)]

    def offer_reach(self) -> None:
        """The owner has enabled a link: offer the wizard, once."""
        if may_be_offered(self._context):
            self.offer.show()
        elif "offer" in vars(self):
            self.offer.hide()
        self._arrange()

    def redraw(self, moved: Moved) -> None:
        """Look again where something of it has moved."""
        if moved.publishing or moved.restored:
            self.draw()

    def draw(self) -> None:
        """Show what there is to be done."""
        try:
            status = self._context.services.publishing.status()
        except UserError:
            return  # whoever shows the data says so
        self._kept = status.webspace
        if self._kept is not None and "offer" in vars(self):
            self.offer.hide()
        self._draw_held(len(status.questions))
        if self._kept is None or not _needs_secret(self._kept):
            self._missing = False
            self._asked_of = None
        elif self._asked_of != self._kept.id:
            self._asked_of = self._kept.id
            self._look_for_secret(self._kept)
        self._arrange()

    @cached_property
    def offer(self) -> Banner:
        """The wizard, offered once."""
        from app.ui.kit import Banner, Button, Tone

        tr = self._context.texts.tr
        offer = Banner(
            Tone.INFO,
            tr("Shall the calendar be read while this computer is off, too?"),
            tr("Google, Airbnb and Booking.com read at their own times, also at night."),
            icon="globe",
            name="reach_offer",
        )
        set_up = offer.add_action(
            Button(tr("Set up access …"), name="reach_offer_set_up", parent=offer)
        )
        set_up.clicked.connect(self._take_offer)
        later = offer.add_action(Button(tr("Later"), name="reach_offer_later", parent=offer))
        later.clicked.connect(self._put_off)
        return self._placed("offer", offer)

    def _take_offer(self) -> None:
        self._put_off()
        self._context.notices.reach_wanted()

    def _put_off(self) -> None:
        """Never offer it again: the settings and the page of the links have it, too."""
        self._context.preferences.dismiss(OFFERED)
        self.offer.hide()
        self._arrange()

    def _look_for_secret(self, kept: KeptWebspace) -> None:
        from app.ui.publishing.secret.password_dialog import secret_of

        # A keyring may ask the owner first.
        work = Work(lambda: (kept, secret_of(self._context, kept)))
        work.done.connect(self._take_secret)
        work.failed.connect(self._take_trouble)
        work.start()

    def _take_secret(self, found: tuple[KeptWebspace, Secret | None]) -> None:
        kept, secret = found
        if self._kept is None or kept.id != self._kept.id:
            return
        from app.core.publishing.relay.faults import key_missing
        from app.core.publishing.webspace import WebspaceKind, host_name
        from app.ui.kit import Tone
        from app.ui.publishing.base import words

        texts = self._context.texts
        self._missing = not secret
        if kept.kind is WebspaceKind.RELAY:
            self.password.set_content(
                Tone.CAREFUL, "", texts.tell(key_missing(host_name(kept))), icon="key-round"
            )
            self._arrange()
            return
        self.password.set_content(
            Tone.CAREFUL,
            texts.tr("The password of {place} is needed.", place=words.where(texts, kept)),
            texts.tr("Until then nothing is uploaded; what lies there stays readable."),
            icon="key-round",
        )
        self._arrange()

    def _take_trouble(self, error: UserError) -> None:
        from app.ui.kit import Tone

        self._missing = self._kept is not None
        self.password.set_content(
            Tone.CAREFUL, "", self._context.texts.tell(error), icon="key-round"
        )
        self._arrange()

    def _ask(self) -> None:
        if self._kept is None:
            return
        from app.ui.publishing.secret.password_dialog import PasswordDialog, can_be_typed

        if not can_be_typed(self._kept):
            self._context.notices.reach_wanted()
            return
        dialog = PasswordDialog(self._context, self._kept, self.window())
        dialog.accepted.connect(self._entered)
        dialog.open()

    def _entered(self) -> None:
        self._missing = False
        self._arrange()

    def _draw_held(self, count: int) -> None:
        if not count:
            if "held" in vars(self):
                self.held.hide()
            return
        from app.ui.kit import Tone

        texts = self._context.texts
        self.held.show()
        self.held.set_content(
            Tone.CAREFUL,
            texts.trn("{n} calendar is held back.", "{n} calendars are held back.", count),
            texts.tr(
                "Far fewer occupancies are in it than before. Please look whether it is right."
            ),
        )

    def _look(self) -> None:
        from app.ui.publishing.held_back import HeldBackDialog

        HeldBackDialog(self._context, self.window()).open()

    def _arrange(self) -> None:
        if self._missing:
            self.password.show()
        elif "password" in vars(self):
            self.password.hide()
        self.setVisible(any(not strip.isHidden() for strip in self._made()))


def _needs_secret(kept: KeptWebspace) -> bool:
    from app.ui.publishing.secret.password_dialog import needs_secret

    return needs_secret(kept)
