"""The server's state in words and in a tone: the one place where it is drawn."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from app.core.links.reach import Reach
from app.core.publishing.faults import WebspaceError
from app.core.publishing.overview import Overview
from app.core.publishing.status import PublishingStatus
from app.core.server_state import Phase, ServerState
from app.dataclass import dataclass
from app.ui.base.ago import ago
from app.ui.look.tone import Tone

if TYPE_CHECKING:
    from datetime import datetime

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
    them, `publishing` tells how it stands with the webspace. `now` is what times are told from.
    """

    reach: Reach
    now: datetime
    outside: str = ""
    overview: Overview = field(default_factory=lambda: Overview({}))
    publishing: PublishingStatus = field(default_factory=PublishingStatus)


def drawn(state: ServerState, published: bool, links: LinksState, texts: Catalogue) -> Drawn:
    """Put the state of the server into words.

    Args:
        state: the server's.
        published: whether any link is enabled.
        links: what is known of them.
        texts: the owner's language.
    """
    on_webspace = links.overview.on_webspace > 0
    if state.phase is not Phase.FAILED and state.doubt is not None:
        return Drawn(Tone.BAD, texts.tr("This computer’s clock is wrong · calendar links pause"))
    if on_webspace:
        return _on_webspace(state, links, texts)
    match state.phase:
        case Phase.FAILED:
            return Drawn(Tone.BAD, texts.tr("Calendar links cannot be read"))
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


def _on_webspace(state: ServerState, links: LinksState, texts: Catalogue) -> Drawn:
    """Say how it is with links on a webspace: what needs the owner first."""
    overview, publishing = links.overview, links.publishing
    if publishing.questions:
        return Drawn(
            Tone.CAREFUL,
            texts.trn(
                "{n} calendar is held back · please say whether so much less is right",
                "{n} calendars are held back · please say whether so much less is right",
                len(publishing.questions),
            ),
        )
    if publishing.pending and publishing.error is not None:
        return Drawn(Tone.CAREFUL, _waiting(publishing, links.now, texts))
    if overview.amiss:
        words = texts.trn(
            "{n} calendar link needs your eye · on {host}",
            "{n} calendar links need your eye · on {host}",
            len(overview.amiss),
            host=overview.host,
        )
        return Drawn(Tone.BAD, words)
    if publishing.pending:
        words = texts.trn(
            "{n} calendar is on its way to {host}",
            "{n} calendars are on their way to {host}",
            publishing.pending,
            host=overview.host,
        )
        return Drawn(Tone.NEUTRAL, words)
    if state.phase is Phase.FAILED:
        words = texts.tr(
            "Calendar links active · on {host}, but this computer does not answer itself",
            host=overview.host,
        )
        return Drawn(Tone.CAREFUL, words)
    return Drawn(Tone.GOOD, _all_there(overview, links.now, texts))


def _all_there(overview: Overview, now: datetime, texts: Catalogue) -> str:
    if overview.checked_at is None:
        return texts.tr(
            "Calendar links active · on {host}, not checked from outside yet", host=overview.host
        )
    return texts.tr(
        "Calendar links active · on {host}, last checked {when}",
        host=overview.host,
        when=ago(overview.checked_at, now, texts),
    )


def _waiting(publishing: PublishingStatus, now: datetime, texts: Catalogue) -> str:
    """Say for how long nothing could be put there, and how much waits."""
    waits = texts.trn("{n} calendar waits", "{n} calendars wait", publishing.pending)
    passing = isinstance(publishing.error, WebspaceError) and publishing.error.passing
    if publishing.last_success is None:
        why = (
            texts.tr("Webspace not reached yet")
            if passing
            else texts.tr("Nothing could be uploaded yet")
        )
        return f"{why} · {waits}"
    when = ago(publishing.last_success, now, texts)
    why = (
        texts.tr("Webspace not reachable, last uploaded {when}", when=when)
        if passing
        else texts.tr("Upload is refused, last uploaded {when}", when=when)
    )
    return f"{why} · {waits}"
