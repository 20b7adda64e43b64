"""How it stands with the webspace: what lies there, what is still to come, what has to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.core.errors import UserError
from app.core.publishing.webspace import KeptWebspace


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A calendar with so much less in it that the owner is asked before it replaces the other.

    `name` is its file; `before` and `after` count the stays ahead in what lies there and in what
    would replace it.
    """

    name: str
    link_id: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class PublishingStatus:
    """How it stands with the webspace in use, as the last runs have left it.

    Attributes:
        webspace: the one in use, None where there is none.
        pending: how many links it does not hold the newest of, or still holds although it shall
            not any more.
        held: of how many links something lies there.
        last_success: when a run last did something, and went well.
        error: why the last run failed; None since it went well.
        next_try: when it is tried again by itself; None where it did not fail.
        questions: what is held back until the owner says.
    """

    webspace: KeptWebspace | None = None
    pending: int = 0
    held: int = 0
    last_success: datetime | None = None
    error: UserError | None = None
    next_try: datetime | None = None
    questions: tuple[HeldBack, ...] = ()


@dataclass(frozen=True, slots=True)
class RunResult:
    """What one run has done.

    Attributes:
        uploaded: the ids of links of which a file was put there.
        deleted: how many files were taken away.
        pending: as in `PublishingStatus`, after the run.
        busy: another process is at it, so nothing was done here.
    """

    uploaded: tuple[int, ...] = ()
    deleted: int = 0
    pending: int = 0
    busy: bool = False
