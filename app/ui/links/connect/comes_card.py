"""The second half: the portal's address, pasted here and tried at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.core.importing.address import addresses_in, host_of, seems_calendar, tokens_in
from app.core.importing.faults import UnreadableError
from app.ui.kit import Banner, Button, Card, FormRow, Label, Role, Tone, Variant
from app.ui.links.connect.found import Found
from app.ui.links.connect.trial import Trial

if TYPE_CHECKING:
    from app.core.errors import UserError
    from app.core.importing.report.standing import Preview
    from app.ui.base.context import Context

PAUSE_MS = 400
"""So long nothing is typed before an address is tried."""


class ComesCard(Card):
    """A field, what the clipboard offers, and what the address gives.

    Signals:
        changed(): what may be done has changed.
        several_pasted(str): more than one address was pasted.
    """

    changed = Signal()
    several_pasted = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(name="connect_comes", parent=parent)
        self._context = context
        self._texts = context.texts
        self._unit_id = 0
        self._portal = ""
        self._declined = ""
        self.preview: Preview | None = None
        self.trial = Trial(context.services.sources, self)
        self.trial.began.connect(self._begin)
        self.trial.found.connect(self._find)
        self.trial.failed.connect(self._fail)
        self._soon = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(self.try_now)
        self._offered = ""
        self.offer = Banner(
            Tone.INFO, "", dismiss_text=context.texts.tr("No, thanks"), name="clip", parent=self
        )
        self._build()

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.field.text().strip()

    @property
    def allow_private(self) -> bool:
        """Whether the owner lets the address lead into the own network."""
        return self.private.isChecked() and not self.private.isHidden()

    def show_for(self, unit_id: int, portal_key: str, portal: str) -> None:
        """Be about this unit and portal from now on; what was typed stays."""
        tr = self._texts.tr
        self._title.setText(
            tr("2. Paste here what {portal} gives you", portal=portal or tr("the portal"))
        )
        if (unit_id, portal_key) != (self._unit_id, self._portal):
            self._unit_id, self._portal = unit_id, portal_key
            if self.text:
                self.try_now()

    def begin_anew(self) -> None:
        """Forget the address: it has been added."""
        self.field.clear()

    def look_at_clipboard(self) -> None:
        """Offer what the clipboard holds, where that seems to be a calendar's address."""
        text = QGuiApplication.clipboard().text().strip()
        fits = text not in {self._declined, self.text} and seems_calendar(text)
        if not fits or self._is_ours(text):
            self.offer.hide()
            return
        tr = self._texts.tr
        self._offered = text
        told = tr("An address of {host} is in the clipboard.", host=host_of(addresses_in(text)[0]))
        self.offer.set_content(Tone.INFO, "", told, icon="copy")
        self.offer.show()

    def try_now(self) -> None:
        """Try what stands in the field."""
        self._soon.stop()
        self.preview = None
        if self.text and self._unit_id:
            self.trial.start(
                self._unit_id, self.text, self._portal, allow_private=self.allow_private
            )
        else:
            self.trial.stop()
            self._draw(None, "")

    def set_error(self, text: str) -> None:
        """Say below the field what is wrong."""
        self._draw(None, text)

    # ---- what it is made of ----

    def _build(self) -> None:
        tr = self._texts.tr
        self.body.setSpacing(8)
        self._title = Label("", Role.STRONG, wrap=True, name="connect_comes_title", parent=self)
        self.body.addWidget(self._title)
        take = Button(tr("Paste"), Variant.LINK, name="clip_take", parent=self)
        self.offer.add_action(take).clicked.connect(self._take_offer)
        self.offer.dismissed.connect(self._decline)
        self.offer.hide()
        self.body.addWidget(self.offer)
        self.field = QLineEdit(self)
        self.field.setObjectName("connect_address")
        self.field.setPlaceholderText("https://….ics")
        self.field.textChanged.connect(self._typed)
        self._row = FormRow(
            tr("Address of the portal’s calendar"),
            self.field,
            hint=tr("At the portal it is called export link or iCal link."),
            parent=self,
        )
        self.body.addWidget(self._row)
        self.private = QCheckBox(tr("The address may lead into my own network"), self)
        self.private.setObjectName("connect_private")
        self.private.clicked.connect(self.try_now)
        self.private.hide()
        self.body.addWidget(self.private)
        self._busy = Label("", Role.SMALL, name="connect_busy", parent=self)
        self.body.addWidget(self._busy)
        self.found = Found(self._texts, self)
        self.body.addWidget(self.found)
        self._draw(None, "")

    # ---- what happens ----

    def _typed(self, text: str) -> None:
        if len(addresses_in(text)) > 1:
            self.several_pasted.emit(text)
            return
        self.trial.stop()
        self.preview = None
        if not text.strip():
            self.private.hide()
            self.private.setChecked(False)
        self._draw(None, "")
        self._soon.start()

    def _take_offer(self) -> None:
        self.offer.hide()
        self.field.setText(self._offered)
        self.field.setFocus()
        self.try_now()

    def _decline(self) -> None:
        self._declined = self._offered

    def _begin(self) -> None:
        self._draw(None, "")

    def _find(self, preview: object) -> None:
        self.preview = cast("Preview", preview)
        self._draw(self.preview, "")

    def _fail(self, error: UserError) -> None:
        plain = self.text.lower().startswith("http:")
        if plain or (isinstance(error, UnreadableError) and error.may_be_allowed):
            self.private.show()
        self._draw(None, self._texts.tell(error))

    def _draw(self, preview: Preview | None, wrong: str) -> None:
        self._row.set_error(wrong or None)
        tr = self._texts.tr
        self._busy.setText(tr("Being tried …") if self.trial.running else "")
        self._busy.setVisible(self.trial.running)
        self.found.setVisible(preview is not None)
        if preview is not None:
            self.found.show_preview(preview, self._context.services.house_clock.today())
        self.changed.emit()

    def _is_ours(self, text: str) -> bool:
        """Whether it is one of our own links, such as the one that was just copied."""
        tokens = {token for one in addresses_in(text) for token in tokens_in(one)}
        return bool(tokens) and any(
            link.token in tokens for link in self._context.services.links.all()
        )
