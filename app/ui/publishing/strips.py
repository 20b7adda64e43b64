"""Strips above the pages: the wizard offered once, a password needed, calendars held back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.errors import UserError
from app.ui.base.work import Work
from app.ui.kit import Banner, Button, Tone
from app.ui.publishing import words
from app.ui.publishing.opening import OFFERED, may_be_offered
from app.ui.publishing.password_dialog import PasswordDialog, needs_secret, secret_of

if TYPE_CHECKING:
    from app.core.publishing.webspace import KeptWebspace, Secret
    from app.services.base.watch import Moved
    from app.ui.base.context import Context


class PublishingStrips(QWidget):
    """Nothing while all is well; never a dialog unasked."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("publishing_strips")
        self._context = context
        self._kept: KeptWebspace | None = None
        self._asked_of: int | None = None
        self._missing = False
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 0)
        column.setSpacing(8)
        tr = context.texts.tr
        self.password = Banner(Tone.CAREFUL, "", icon="key-round", name="password_strip")
        self._enter = self.password.add_action(
            Button(tr("Enter password …"), name="password_enter", parent=self.password)
        )
        self._enter.clicked.connect(self._ask)
        self.held = Banner(Tone.CAREFUL, "", name="held_strip")
        look = self.held.add_action(Button(tr("Look …"), name="held_look", parent=self.held))
        look.clicked.connect(self._look)
        self.offer = self._make_offer()
        for strip in (self.offer, self.password, self.held):
            strip.hide()
            column.addWidget(strip)
        self.hide()

    def offer_reach(self) -> None:
        """The owner has enabled a link: offer the wizard, once."""
        self.offer.setVisible(may_be_offered(self._context))
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
        if self._kept is not None:
            self.offer.hide()
        self._draw_held(len(status.questions))
        if self._kept is None or not needs_secret(self._kept):
            self._missing = False
            self._asked_of = None
        elif self._asked_of != self._kept.id:
            self._asked_of = self._kept.id
            self._look_for_secret(self._kept)
        self._arrange()

    def _make_offer(self) -> Banner:
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
        return offer

    def _take_offer(self) -> None:
        self._put_off()
        self._context.notices.reach_wanted()

    def _put_off(self) -> None:
        """Never offer it again: the settings and the page of the links have it, too."""
        self._context.preferences.dismiss(OFFERED)
        self.offer.hide()
        self._arrange()

    def _look_for_secret(self, kept: KeptWebspace) -> None:
        # A keyring may ask the owner first.
        work = Work(lambda: (kept, secret_of(self._context, kept)))
        work.done.connect(self._take_secret)
        work.failed.connect(self._take_trouble)
        work.start()

    def _take_secret(self, found: tuple[KeptWebspace, Secret | None]) -> None:
        kept, secret = found
        if self._kept is None or kept.id != self._kept.id:
            return
        texts = self._context.texts
        self._missing = not secret
        self.password.set_content(
            Tone.CAREFUL,
            texts.tr("The password of {place} is needed.", place=words.where(texts, kept)),
            texts.tr("Until then nothing is uploaded; what lies there stays readable."),
            icon="key-round",
        )
        self._arrange()

    def _take_trouble(self, error: UserError) -> None:
        self._missing = self._kept is not None
        self.password.set_content(
            Tone.CAREFUL, "", self._context.texts.tell(error), icon="key-round"
        )
        self._arrange()

    def _ask(self) -> None:
        if self._kept is None:
            return
        dialog = PasswordDialog(self._context, self._kept, self.window())
        dialog.accepted.connect(self._entered)
        dialog.open()

    def _entered(self) -> None:
        self._missing = False
        self._arrange()

    def _draw_held(self, count: int) -> None:
        texts = self._context.texts
        self.held.setVisible(count > 0)
        self.held.set_content(
            Tone.CAREFUL,
            texts.trn("{n} calendar is held back.", "{n} calendars are held back.", count),
            texts.tr(
                "Far fewer occupancies are in it than before. Please look whether it is right."
            ),
        )

    def _look(self) -> None:
        from app.ui.publishing.held_back import HeldBackDialog  # noqa: PLC0415  # seldom

        HeldBackDialog(self._context, self.window()).open()

    def _arrange(self) -> None:
        self.password.setVisible(self._missing)
        strips = (self.offer, self.password, self.held)
        self.setVisible(any(not strip.isHidden() for strip in strips))
