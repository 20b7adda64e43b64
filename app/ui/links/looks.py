"""How things are shown, as values: a card is drawn from its look and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.core.link import Link
from app.services.readers import LastRead, SilentReader
from app.ui.links.access import Access
from app.ui.links.blocks import Block


@dataclass(frozen=True, slots=True)
class Readings:
    """Who has read a link, as it was looked up.

    `readers` are those that read it, the latest first; `old_address` who still asks for one that
    it has given up. `seen_at` is when a link for a website was last shown to somebody.
    """

    readers: tuple[LastRead, ...] = ()
    old_address: LastRead | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkLook:
    """How a link is shown.

    `readings` is None as long as nobody has looked them up; `just_locked` and `just_copied` are
    what the owner did here a moment ago. `answers` is False where its unit is archived.
    """

    link: Link
    address: str
    access: Access
    now: datetime
    readings: Readings | None
    silent: tuple[SilentReader, ...]
    just_locked: bool
    just_copied: bool
    selected: bool
    answers: bool


@dataclass(frozen=True, slots=True)
class BlockLook:
    """How a card is shown; `hidden` is how many more rows it could unfold."""

    block: Block
    main: LinkLook | None
    rows: tuple[LinkLook, ...]
    hidden: int
