"""The server's state in words and in a tone: the one place where it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.reach import Reach
from app.core.moving.moves import MovedAwayError
from app.core.server_state import Phase, ServerState
from app.dataclass import dataclass
from app.ui.look.tone import Tone

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.publishing.addresses.overview import Overview
    from app.core.publishing.status import PublishingStatus
    from app.i18n import Catalogue


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the status line and the tray say of the server, and its colour."""

    tone: Tone
    text: str


@dataclass(frozen=True, slots=True)
class LinksState:
    """What is known of all links that answer.

    `reach` tells who can read those that the program itself answers, `outside` how long ago
    somebody outside the house read one, empty where nobody has lately; `overview` counts all of
    them, `publishing` tells how it stands with the webspace; None where neither has been looked at.
    `now` is what times are told from.
    """

    reach: Reach
    now: datetime
    outside: str = ""
    overview: Overview | None = None
    publishing: PublishingStatus | None = None


def drawn(state: ServerState, published: bool, links: LinksState, texts: Catalogue) -> Drawn:
    """Put the state of the server into words.

    Args:
        state: the server's.
        published: whether any link is enabled.
        links: what is known of them.
        texts: the owner's language.
    """
    overview = links.overview
    if state.phase is not Phase.FAILED and state.doubt is not None:
        return Drawn(Tone.BAD, texts.tr("This computer’s clock is wrong · calendar links pause"))
    if overview is not None and overview.on_webspace > 0:
        from app.ui.window.frame import webspace_status  # noqa: PLC0415  # after the window shows

        tone, text = webspace_status.drawn(state, overview, links.publishing, links.now, texts)
        return Drawn(tone, text)
    match state.phase:
        case Phase.FAILED:
            return Drawn(Tone.BAD, texts.tr("Calendar links cannot be read"))
        case Phase.STOPPED if isinstance(state.error, MovedAwayError):
            return Drawn(
                Tone.CAREFUL, texts.tr("The house has moved · the other computer serves the links")
            )
        case Phase.STOPPED:
            return Drawn(Tone.NEUTRAL, texts.tr("Calendar links are not being served"))
        case _ if not published:
            return Drawn(Tone.NEUTRAL, texts.tr("No calendar link is enabled yet"))
        case Phase.ELSEWHERE:
            return Drawn(Tone.GOOD, texts.tr("Calendar links active · served by the service"))
        case _:
            return Drawn(Tone.GOOD, _active(links.reach, links.outside, texts))


def _active(reach: Reach, outside: str, texts: Catalogue) -> str:
    match reach:
        case Reach.THIS_PC:
            return texts.tr("Calendar links active · on this computer only")
        case Reach.HOME:
            return texts.tr("Calendar links active · in the home network")
        case Reach.EVERYWHERE if outside:
            return texts.tr(
                "Calendar links active · last fetched from outside {when}", when=outside
            )
        case Reach.EVERYWHERE:
            return texts.tr("Calendar links active · public address, not checked from outside")
