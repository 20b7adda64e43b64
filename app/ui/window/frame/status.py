"""The server's state in words and in a tone: the one place where it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.reach import Reach
from app.core.server_state import Phase, ServerState
from app.dataclass import dataclass
from app.ui.look.tone import Tone

if TYPE_CHECKING:
    from app.i18n import Catalogue


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the status line and the tray say of the server, and its colour."""

    tone: Tone
    text: str


def drawn(
    state: ServerState, reach: Reach, published: bool, texts: Catalogue, outside: str = ""
) -> Drawn:
    """Put the state of the server into words.

    Args:
        state: the server's.
        reach: who can read the links, as far as their address tells.
        published: whether any link is enabled.
        outside: how long ago somebody outside the house read a link, empty where nobody has lately.
        texts: the owner's language.
    """
    match state.phase:
        case Phase.FAILED:
            return Drawn(Tone.BAD, texts.tr("Calendar links cannot be read"))
        case _ if state.doubt is not None:
            return Drawn(
                Tone.BAD, texts.tr("This computer’s clock is wrong · calendar links pause")
            )
        case Phase.STOPPED:
            return Drawn(Tone.NEUTRAL, texts.tr("Calendar links are not being served"))
        case _ if not published:
            return Drawn(Tone.NEUTRAL, texts.tr("No calendar link is enabled yet"))
        case Phase.ELSEWHERE:
            return Drawn(Tone.GOOD, texts.tr("Calendar links active · served by the service"))
        case _:
            return Drawn(Tone.GOOD, _active(reach, outside, texts))


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
