"""Who can read the links just now, in words: as much as is known, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.core.links.link import LinkKind, Scope
from app.core.links.names import visible_fields
from app.core.links.reach import Reach, reach
from app.core.server_state import Phase
from app.dataclass import dataclass
from app.ui.base.ago import ago
from app.ui.kit import Tone

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.ui.base.context import Context


@dataclass(frozen=True, slots=True)
class Access:
    """What decides who can read a link.

    `base` is what every address begins with; `checked` tells whether somebody outside the house
    got an answer lately; `starting` is the moment before the server's first start, in which
    "not served" would only flash up.
    """

    phase: Phase
    reach: Reach
    base: str
    checked: bool = False
    starting: bool = False

    @property
    def served(self) -> bool:
        """Whether anybody answers under the addresses, this program or the service beside it."""
        return self.starting or self.phase in {Phase.RUNNING, Phase.ELSEWHERE}

    @property
    def portals_can_read(self) -> bool:
        """Whether a portal could read the links, as far as the address itself tells."""
        return self.reach is Reach.EVERYWHERE

    @property
    def secure(self) -> bool:
        """Whether the addresses begin as portals like them."""
        return self.base.startswith("https://")

    @property
    def host(self) -> str:
        """The name in the address, for people."""
        return urlsplit(self.base).netloc


def access_of(context: Context, *, starting: bool = False) -> Access:
    """Return who can read links just now (UserError), as far as the address itself tells."""
    base = context.services.links.base()
    return Access(context.server.state.phase, reach(base), base, starting=starting)


@dataclass(frozen=True, slots=True)
class BannerText:
    """A tone, a bold lead and the sentence behind it."""

    tone: Tone
    lead: str
    text: str


def access_chip(texts: Catalogue, access: Access) -> tuple[str, Tone]:
    """Who can read a link, in two or three words."""
    if not access.served:
        return texts.tr("not being served"), Tone.NEUTRAL
    match access.reach:
        case Reach.THIS_PC:
            return texts.tr("this PC only"), Tone.CAREFUL
        case Reach.HOME:
            return texts.tr("in the home network"), Tone.CAREFUL
        case Reach.EVERYWHERE:
            tone = Tone.GOOD if access.checked else Tone.NEUTRAL
            return texts.tr("public address"), tone


def banner_text(
    texts: Catalogue, access: Access, outside: datetime | None, now: datetime
) -> BannerText:
    """What is to be said about all links at the top of the page.

    `outside` is when somebody outside the house last got an answer, None where nobody has lately.
    """
    if not access.portals_can_read:
        text = texts.tr("Google, Airbnb and Booking.com cannot fetch the links yet.")
        return BannerText(Tone.CAREFUL, _inside(texts, access.reach), text)
    lead, text, tone = texts.tr("Public address."), "", Tone.INFO
    if outside is None:
        text = texts.tr(
            "{host} – not checked from outside: nobody has fetched a link from there lately.",
            host=access.host,
        )
    else:
        lead, tone = texts.tr("Readable everywhere."), Tone.GOOD
        text = texts.tr(
            "Public address {host}, last fetched from outside {when}.",
            host=access.host,
            when=ago(outside, now, texts),
        )
    if not access.secure:
        tone = Tone.CAREFUL
        text += " " + texts.tr("Some portals accept only addresses that begin with https://.")
    return BannerText(tone, lead, text)


def on_copying(texts: Catalogue, access: Access, link: Link) -> str:
    """What an owner must know before pasting the link somewhere; empty where nothing."""
    if not access.served:
        return texts.tr("The calendar links cannot be read at present.")
    if access.portals_can_read:
        return ""
    return f"{_inside(texts, access.reach)} {_who_cannot(texts, link)}"


def before_pasting(texts: Catalogue, access: Access, link: Link) -> str:
    """Who can read the link and what they see, as far as that is to be known; else empty."""
    return " ".join(filter(None, (on_copying(texts, access, link), visible_fields(texts, link))))


def _who_cannot(texts: Catalogue, link: Link) -> str:
    """Who, of those that the link is for, cannot read it from outside."""
    if link.kind is LinkKind.WEBSITE:
        return texts.tr("Visitors of your website cannot see it yet.")
    if link.target.scope is Scope.STAFF:
        return texts.tr("Elsewhere a staff member cannot read it yet.")
    return texts.tr("Google, Airbnb and Booking.com cannot fetch it yet.")


def _inside(texts: Catalogue, reach: Reach) -> str:
    if reach is Reach.THIS_PC:
        return texts.tr("Readable on this computer only.")
    return texts.tr("Readable in the home network only.")
