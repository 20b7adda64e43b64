"""Who can read a link just now, in words: as much as is known, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.address import TO_MEND, Readability, readability
from app.core.links.link import LinkKind, Scope
from app.core.links.names import visible_fields
from app.core.links.reach import Reach
from app.core.publishing.addresses.address_words import about
from app.core.server_state import Phase
from app.dataclass import dataclass
from app.i18n import N_
from app.ui.kit import Tone
from app.ui.links.base.words import short_portal
from app.ui.publishing.base.words import checked, chip

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.links.address import LinkAddress
    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.ui.base.context import Context


@dataclass(frozen=True, slots=True)
class Access:
    """What decides who can read the links that the program itself answers.

    `checked` tells whether somebody outside the house got an answer lately; `starting` is the
    moment before the server's first start, in which "not served" would only flash up.
    """

    phase: Phase
    checked: bool = False
    starting: bool = False

    @property
    def served(self) -> bool:
        """Whether anybody answers under the addresses, this program or the service beside it."""
        return self.starting or self.phase in {Phase.RUNNING, Phase.ELSEWHERE}

    def serves(self, address: LinkAddress) -> bool:
        """Tell whether anybody answers under `address`."""
        return address.on_webspace or self.served


def access_of(context: Context, *, starting: bool = False) -> Access:
    """Return how the program itself serves links just now."""
    return Access(context.server.state.phase, starting=starting)


def portals_can_read(address: LinkAddress) -> bool:
    """Whether a portal could read the link, as far as the address itself tells."""
    return address.reach is Reach.EVERYWHERE


INSIDE = {
    Reach.THIS_PC: N_("Readable on this computer only."),
    Reach.HOME: N_("Readable in the home network only."),
}


def access_chip(
    texts: Catalogue, access: Access, address: LinkAddress, now: datetime
) -> tuple[str, Tone]:
    """Who can read a link, in two or three words."""
    if not access.serves(address):
        return texts.tr("not being served"), Tone.NEUTRAL
    words, tone = chip(texts, address, now)
    proven = access.checked and readability(address, now) is Readability.PUBLIC
    return words, Tone.GOOD if proven else tone


def reach_sentence(
    texts: Catalogue, access: Access, address: LinkAddress, link: Link, now: datetime
) -> str:
    """Who can read a link that is enabled, and what is to be done where that is not everybody."""
    if not access.serves(address):
        return texts.tr("The calendar links cannot be read at present.")
    found = readability(address, now)
    if found in {Readability.THIS_PC, Readability.HOME}:
        return f"{texts.tr(INSIDE[address.reach])} {_who_cannot(texts, link)}"
    return about(texts, address, found, checked(texts, address, now))


def on_copying(
    texts: Catalogue, access: Access, address: LinkAddress, link: Link, now: datetime
) -> str:
    """What an owner must know before pasting the link somewhere; empty where nothing."""
    if not access.serves(address):
        return texts.tr("The calendar links cannot be read at present.")
    if not portals_can_read(address):
        return f"{texts.tr(INSIDE[address.reach])} {_who_cannot(texts, link)}"
    found = readability(address, now)
    if found in TO_MEND or address.pending:
        return about(texts, address, found, checked(texts, address, now))
    return ""


def before_pasting(
    texts: Catalogue, access: Access, address: LinkAddress, link: Link, now: datetime
) -> str:
    """Who can read the link and what they see, as far as that is to be known; else empty."""
    told = on_copying(texts, access, address, link, now)
    return " ".join(filter(None, (told, visible_fields(texts, link))))


def _who_cannot(texts: Catalogue, link: Link) -> str:
    """Who, of those that the link is for, cannot read it from outside."""
    if link.kind is LinkKind.WEBSITE:
        return texts.tr("Visitors of your website cannot see it yet.")
    if link.target.scope is Scope.STAFF:
        return texts.tr("Elsewhere a staff member cannot read it yet.")
    if link.portal:
        return texts.tr(
            "{portal} reads from outside and cannot fetch it: please do not paste it there yet.",
            portal=short_portal(link),
        )
    return texts.tr("Google, Airbnb and Booking.com cannot fetch it yet.")
