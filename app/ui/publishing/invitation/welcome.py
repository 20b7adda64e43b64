"""Who invites, and what they learn: read before anything is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.kit import Card, Label, Role
from app.ui.kit.controls.layouts import add_layout
from app.ui.look import icons
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from app.core.publishing.relay.invitation import Invitation
    from app.i18n import Catalogue
    from app.services.publishing.relay.joining import Welcome

_ICON = 16


class WelcomeCard(Card):
    """Four lines: the service, the access, what it learns, what it never does."""

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        name = texts.tr("Who invites you")
        super().__init__(name="welcome", accessible_name=name, parent=parent)
        self._texts = texts
        self.body.setSpacing(8)
        self.body.addWidget(Label(name, Role.STRONG, parent=self))
        self._signs: list[tuple[Label, str]] = []
        self._who = self._add("globe", "welcome_who")
        self._what = self._add("key-round", "welcome_what")
        self._add("eye", "welcome_learns").setText(
            texts.tr(
                "It learns what your links show, and who reads them: the very calendars that "
                "Google and Airbnb get. You choose on each link what it shows."
            )
        )
        self._add("shield-check", "welcome_never").setText(
            texts.tr(
                "It never gets your occupancy plan, guests, notes or contacts unless a link shows "
                "them. All of that stays on this computer."
            )
        )
        current_theme().changed.connect(self._draw)
        self._draw()
        self.hide()

    def show_welcome(self, invitation: Invitation, welcome: Welcome) -> None:
        """Say who invites to what."""
        tr, host = self._texts.tr, invitation.host
        if welcome.operator:
            who = tr("{operator} ({host})", operator=welcome.operator, host=host)
        else:
            who = tr("The calendar service {host}", host=host)
        self._who.setText(who)
        self._what.setText(
            self._texts.trn(
                "Your access is called “{name}”, with room for {n} link.",
                "Your access is called “{name}”, with room for {n} links.",
                welcome.links,
                name=welcome.name,
            )
        )
        self.show()

    def _add(self, icon: str, name: str) -> Label:
        row = QHBoxLayout()
        row.setSpacing(12)
        sign = Label(parent=self)
        sign.setFixedWidth(_ICON)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = Label("", wrap=True, name=name, parent=self)
        row.addWidget(words, 1)
        add_layout(self.body, row)
        self._signs.append((sign, icon))
        return words

    def _draw(self) -> None:
        for sign, icon in self._signs:
            sign.setPixmap(icons.pixmap(icon, "muted", _ICON, self.devicePixelRatioF()))
