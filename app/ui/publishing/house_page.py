"""Nur hier und im Haus: who in the house may read, under which address, and a code for phones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout

from app.core.errors import UserError
from app.core.links.address_forms import webcal
from app.core.links.link import LinkKind
from app.core.links.names import link_title
from app.core.links.reach import base_url
from app.core.publishing.addresses.address_book import address_here
from app.core.settings import HOME_NETWORK
from app.core.web_address import readable
from app.override import override
from app.services.base.addresses import house_address
from app.ui.export.qr import QrCode
from app.ui.kit import AddressField, Banner, Label, Role, Toggle, Tone
from app.ui.kit.controls.layouts import add_layout
from app.ui.publishing.access.applying import apply_access
from app.ui.publishing.access.form import AccessForm, Mode, is_open
from app.ui.publishing.base import words
from app.ui.publishing.base.reach_page import ReachPage
from app.ui.publishing.base.removal import ask_removal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.links.link import Link
    from app.core.publishing.webspace import KeptWebspace
    from app.core.settings import Settings
    from app.ui.base.context import Context


class HousePage(ReachPage):
    """A switch that holds at once, the address it makes, and the way back from everywhere else."""

    def __init__(self, context: Context, kept: KeptWebspace | None, parent: QWidget) -> None:
        super().__init__(context, "house_page", parent)
        self._kept = kept
        tr = context.texts.tr
        self.elsewhere = Banner(Tone.INFO, "", name="house_elsewhere", parent=self)
        self.column.addWidget(self.elsewhere)
        self.toggle = Toggle(
            tr("Phones and computers in the house may read"),
            tr("Only programs on this computer can read"),
            name="house_toggle",
            accessible_name=tr("Readable in the home network"),
            parent=self,
        )
        self.toggle.switched.connect(self._switch)
        self.column.addWidget(self.toggle)
        self._words = Label("", Role.MUTED, wrap=True, name="house_words", parent=self)
        self.column.addWidget(self._words)
        self.error = Banner(Tone.BAD, "", name="house_error", parent=self)
        self.error.hide()
        self.column.addWidget(self.error)
        self._add_code()
        self.column.addStretch(1)
        self._draw()

    @property
    @override
    def primary(self) -> str:
        tr = self.context.texts.tr
        return tr("Only here from now on …") if self._somewhere_else() else tr("Done")

    @property
    @override
    def can_cancel(self) -> bool:
        return self._somewhere_else()

    @override
    def submit(self) -> None:
        if self._kept is not None:
            ask_removal(self.context, self._kept, self, self._removed)
        elif self._settings().public_url:
            self._apply(replace(AccessForm.of(self._settings()), mode=self._mode()), closes=True)
        else:
            self.settled.emit()

    @override
    def take_focus(self) -> None:
        self.toggle.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- building ----

    def _add_code(self) -> None:
        tr = self.context.texts.tr
        row = QHBoxLayout()
        row.setSpacing(18)
        self.code = QrCode(name="house_code", parent=self)
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(6)
        self._heading = Label(tr("Address in the house"), Role.SMALL, parent=self)
        column.addWidget(self._heading)
        self.link = QComboBox(self)
        self.link.setObjectName("house_link")
        self.link.setAccessibleName(tr("Which link"))
        self.link.currentIndexChanged.connect(self._draw_code)
        column.addWidget(self.link)
        self.address = AddressField(
            accessible_name=tr("Address in the house"), name="house_address", parent=self
        )
        column.addWidget(self.address)
        self._hint = Label("", Role.SMALL, wrap=True, name="house_hint", parent=self)
        column.addWidget(self._hint)
        column.addStretch(1)
        add_layout(row, column, 1)
        add_layout(self.column, row)
        self._links: list[Link] = []
        try:
            self._links = [one for one in self.context.services.links.all() if one.enabled]
        except UserError as error:
            self._say(error)
        for link in self._links:
            self.link.addItem(link_title(self.context.texts, link))
        self.link.setVisible(len(self._links) > 1)

    # ---- what the owner does ----

    def _switch(self, _on: bool) -> None:
        before = AccessForm.of(self._settings())
        if before.mode is Mode.PUBLIC:
            wanted = replace(before, proxy_elsewhere=self.toggle.is_on)
        else:
            wanted = replace(before, mode=self._mode())
        self._apply(wanted, closes=False)

    def _mode(self) -> Mode:
        return Mode.HOME if self.toggle.is_on else Mode.THIS_PC

    def _apply(self, wanted: AccessForm, *, closes: bool) -> None:
        seen = self._settings()
        apply_access(
            self.context,
            self,
            seen,
            wanted.applied_to(seen),
            on_applied=self.settled.emit if closes else self._draw,
            on_refused=self._refuse,
            on_cancel=self._draw,
        )

    def _refuse(self, error: UserError) -> None:
        self._draw()
        self._say(error)

    def _removed(self) -> None:
        self._kept = None
        if self._settings().public_url:
            self._draw()
        else:
            self.settled.emit()

    # ---- how it looks ----

    def _settings(self) -> Settings:
        return self.context.services.settings.get()

    def _somewhere_else(self) -> bool:
        return self._kept is not None or bool(self._settings().public_url)

    def _say(self, error: UserError) -> None:
        self.error.set_content(Tone.BAD, "", self.context.texts.tell(error))
        self.error.show()

    def _draw(self) -> None:
        tr, settings = self.context.texts.tr, self._settings()
        self.error.hide()
        opened = is_open(settings.host)
        self.toggle.set_on(opened)
        self._words.setText(
            tr(
                "Every phone and computer in this network that knows a link can read it, without "
                "a password. The address is that of this computer in the network: it changes when "
                "the router gives out another one, unless you fix it there."
            )
            if opened
            else tr(
                "Calendar programs on this computer can read the links. Turn the switch on where "
                "phones in your Wi-Fi shall read them, too."
            )
        )
        place = ""
        if self._kept is not None:
            place = words.where(self.context.texts, self._kept)
        elif settings.public_url:
            place = readable(settings.public_url)
        self.elsewhere.setVisible(bool(place))
        if place:
            self.elsewhere.set_content(
                Tone.INFO, tr("At present your calendars are read at {place}.", place=place)
            )
        for widget in (self.code, self._heading, self.address, self._hint):
            widget.setVisible(opened)
        self.link.setVisible(opened and len(self._links) > 1)
        self._draw_code()
        self.state_changed.emit()

    def _draw_code(self) -> None:
        tr = self.context.texts.tr
        home = replace(self._settings(), public_url="")
        if not is_open(home.host):
            home = replace(home, host=HOME_NETWORK)
        base = base_url(home, house_address())
        at = self.link.currentIndex()
        if not self._links:
            self.address.set_address(base)
            self.code.show_content(base, tr("QR code: address in the house"))
            self._hint.setText(tr("Enable a link first; its address begins like this."))
            return
        link = self._links[max(at, 0)]
        address = address_here(link, base)
        title = link_title(self.context.texts, link)
        self.address.set_address(address.url)
        website = link.kind is LinkKind.WEBSITE
        self.code.show_content(
            address.url if website else webcal(address.url),
            tr("QR code: subscribe to {link}", link=title),
        )
        self._hint.setText(tr("Open with the camera of the phone, in the home network"))
