"""The addresses of a link as the dialogs show them, and who can read there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.links.address import LinkAddress
from app.core.links.link import Link
from app.dataclass import dataclass
from app.ui.kit import Banner, ElidedLabel, Role, Tone
from app.ui.links.base.access import Access, access_of
from app.ui.links.list.looks import link_forms

if TYPE_CHECKING:
    from app.core.links.address_forms import AddressForms
    from app.i18n import Catalogue
    from app.ui.base.context import Context


@dataclass(frozen=True, slots=True)
class Standing:
    """A link with its address, and what decides who can read there.

    A link of a unit that is `archived` answers nobody.
    """

    link: Link
    address: LinkAddress
    access: Access
    archived: bool

    def nobody_reads(self, texts: Catalogue) -> str:
        """Say why nobody at all can read the link; empty where somebody can."""
        if self.archived:
            return texts.tr("The unit is archived, so the link answers nobody.")
        if not self.link.enabled:
            return texts.tr("The link is disabled and answers nobody. Please enable it first.")
        if not self.access.serves(self.address):
            return texts.tr("The calendar links are not being served at present.")
        return ""


def standing_of(context: Context, link: Link) -> Standing:
    """Look how things are with a link (UserError)."""
    services = context.services
    address = services.addresses.of(link)
    return Standing(link, address, access_of(context), services.links.archived(link))


def forms_of(context: Context, link: Link) -> AddressForms:
    """The address of a link, with the snippet where it is for a website."""
    return link_forms(link, context.services.addresses.of(link).url)


class TitleLine(ElidedLabel):
    """The name of a link in one line; the longest makes no dialog wider."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__("", Role.STRONG, name=name, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)


def careful(name: str, parent: QWidget) -> Banner:
    """Return a strip with something that an owner must know; hidden as long as it says nothing."""
    banner = Banner(Tone.CAREFUL, "", name=name, parent=parent)
    # As high as its words need at its width, not as at some narrower one.
    banner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    banner.hide()
    return banner


def warn(banner: Banner, text: str) -> None:
    """Let a strip say this, or nothing."""
    banner.set_content(Tone.CAREFUL, "", text)
    banner.setVisible(bool(text))
