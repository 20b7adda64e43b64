"""The state of links that lie on a webspace, in words and in a tone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.publishing.faults import WebspaceError
from app.core.publishing.status import PublishingStatus
from app.core.server_state import Phase
from app.core.times.ago import ago
from app.ui.look.tone import Tone

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.publishing.addresses.overview import Overview
    from app.core.server_state import ServerState
    from app.i18n import Catalogue


def drawn(
    state: ServerState,
    overview: Overview,
    publishing: PublishingStatus | None,
    now: datetime,
    texts: Catalogue,
) -> tuple[Tone, str]:
    """Say how it is with links on a webspace: what needs the owner first.

    Args:
        state: the server's.
        overview: of all links.
        publishing: how it stands with the webspace; None where nothing is known of it.
        now: what times are told from.
        texts: the owner's language.
    """
    publishing = publishing or PublishingStatus()
    if publishing.questions:
        return Tone.CAREFUL, _held_back(publishing, texts)
    if publishing.pending and publishing.error is not None:
        return Tone.CAREFUL, _waiting(publishing, now, texts)
    if overview.amiss:
        return Tone.BAD, _amiss(overview, texts)
    if publishing.pending:
        words = texts.trn(
            "{n} calendar is on its way to {host}",
            "{n} calendars are on their way to {host}",
            publishing.pending,
            host=overview.host,
        )
        return Tone.NEUTRAL, words
    if state.phase is Phase.FAILED:
        words = texts.tr(
            "Calendar links active · on {host}, but this computer does not answer itself",
            host=overview.host,
        )
        return Tone.CAREFUL, words
    return Tone.GOOD, _all_there(overview, now, texts)


def _held_back(publishing: PublishingStatus, texts: Catalogue) -> str:
    return texts.trn(
        "{n} calendar is held back · please say whether so much less is right",
        "{n} calendars are held back · please say whether so much less is right",
        len(publishing.questions),
    )


def _amiss(overview: Overview, texts: Catalogue) -> str:
    return texts.trn(
        "{n} calendar link needs your eye · on {host}",
        "{n} calendar links need your eye · on {host}",
        len(overview.amiss),
        host=overview.host,
    )


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
