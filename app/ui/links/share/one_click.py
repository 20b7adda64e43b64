"""Buttons that add a link at Google, Apple and Microsoft, and why they cannot at present."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.core.links.address_forms import OneClick, one_click
from app.core.links.link import calendar_name
from app.core.links.reach import Reach
from app.ui.kit import Button, Label, Role, SectionLabel
from app.ui.kit.controls.layouts import add_layout
from app.ui.links.share.private_opening import open_secretly

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.ui.links.share.addresses import Standing

_COLUMNS: Final = 2


class OneClickButtons(QWidget):
    """One button for each that can be sent the address; a sentence below says why one is off."""

    def __init__(self, texts: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._address = self._name = ""
        tr = texts.tr
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(SectionLabel(tr("Add with one click"), parent=self))
        grid = QGridLayout()
        grid.setSpacing(8)
        add_layout(column, grid)
        self._buttons: dict[OneClick, Button] = {}
        words = {
            OneClick.GOOGLE: tr("To Google Calendar"),
            OneClick.APPLE: tr("To Apple Calendar"),
            OneClick.OUTLOOK: tr("To Outlook"),
            OneClick.MICROSOFT_365: tr("To Microsoft 365"),
        }
        for place, (target, text) in enumerate(words.items()):
            button = Button(text, icon="external-link", name=f"add_to_{target.value}", parent=self)
            button.clicked.connect(lambda _checked=False, target=target: self._open(target))
            grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)
            self._buttons[target] = button
        self._why = Label("", Role.SMALL, wrap=True, name="add_to_why", parent=self)
        column.addWidget(self._why)

    def show_link(self, standing: Standing) -> None:
        """Let the buttons add this link, as far as those who read it can reach it."""
        self._address, self._name = standing.address.url, calendar_name(standing.link)
        apple, others = why_not(self._texts, standing)
        for target, button in self._buttons.items():
            why = apple if target is OneClick.APPLE else others
            button.setEnabled(not why)
            button.setAccessibleDescription(why)
        # That the address is not public, the dialog says above.
        said = standing.nobody_reads(self._texts)
        if others and not apple:
            said = self._texts.tr("Apple Calendar can read it on devices in your home network.")
        self._say(said)

    def _say(self, why: str) -> None:
        self._why.setText(why)
        self._why.setVisible(bool(why))

    def _open(self, target: OneClick) -> None:
        # As it is encoded: QUrl must not put a slash back into what stands behind "cid=".
        wanted = one_click(target, self._address, self._name)
        url = QUrl.fromEncoded(wanted.encode("ascii"))
        if not open_secretly(url):
            self._say(
                self._texts.tr(
                    "Nothing on this computer opens that. Please copy the address and paste it "
                    "there."
                )
            )


def why_not(texts: Catalogue, standing: Standing) -> tuple[str, str]:
    """Say why Apple Calendar and why the others cannot be sent the link; empty where they can.

    Google and Microsoft read from outside; Apple's program on the device itself.
    """
    reason = standing.nobody_reads(texts)
    reach = standing.address.reach
    if reason:
        return reason, reason
    match reach:
        case Reach.EVERYWHERE:
            return "", ""
        case Reach.HOME:
            return "", texts.tr(
                "Google and Outlook read from outside, and the address is not public yet."
            )
        case Reach.THIS_PC:
            reason = texts.tr(
                "The address holds on this computer alone. Apple’s devices read in the home "
                "network, Google and Outlook from outside."
            )
            return reason, reason
