"""How things are shown, as values: a card is drawn from its look and from nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.core.links.address import LinkAddress
from app.core.links.address_forms import AddressForms, iframe_snippet
from app.core.links.link import Link, LinkKind, calendar_name
from app.core.readers.agents import READ_STATUSES
from app.dataclass import dataclass
from app.services.links.readers import SilentReader
from app.services.links.reads import LastRead
from app.ui.links.base.access import Access, portals_can_read
from app.ui.links.list.blocks import Block
from app.ui.links.sources.looks import Comes, SourceRowLook

if TYPE_CHECKING:
    from app.ui.base.context import Context


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
    what the owner did here a moment ago. `answers` is False where its unit is archived;
    `imports` tells whether anything was ever read from a portal; `apart` that others can read it
    than the link in the head of its card. `comes` is what comes from the portal that the link is
    for, None where nothing ever could.
    """

    link: Link
    address: LinkAddress
    access: Access
    now: datetime
    readings: Readings | None
    silent: tuple[SilentReader, ...]
    just_locked: bool
    just_copied: bool
    selected: bool
    answers: bool
    imports: bool
    apart: bool = False
    comes: Comes | None = None

    @property
    def to_paste(self) -> str:
        """What is pasted where the link is wanted: its address, into a website the code."""
        forms = link_forms(self.link, self.address.url)
        return forms.snippet or forms.address

    @property
    def unread_outside(self) -> bool:
        """Whether it is served, but only where those that it is for do not read."""
        return self.access.serves(self.address) and not portals_can_read(self.address)


@dataclass(frozen=True, slots=True)
class BlockLook:
    """How a card is shown; `hidden` is how many more rows it could unfold.

    `sources` are those that have a row of their own, below the links.

    `explains` is for the first card only that is not enabled yet: what the switch does.
    """

    block: Block
    main: LinkLook | None
    rows: tuple[LinkLook, ...]
    hidden: int
    explains: bool = False
    sources: tuple[SourceRowLook, ...] = ()


def link_forms(link: Link, address: str) -> AddressForms:
    """The address of a link, with the snippet where it is for a website."""
    if link.kind is not LinkKind.WEBSITE:
        return AddressForms(address)
    return AddressForms(address, iframe_snippet(address, None, calendar_name(link)))


def readings_of(context: Context, link: Link) -> Readings:
    """Look up who has read a link (UserError)."""
    readers = context.services.readers
    seen_at = None
    if link.kind is LinkKind.WEBSITE:
        recent = readers.recent(link.id)
        shown = (read.fetch for read in recent if read.fetch.status in READ_STATUSES)
        seen_at = next((fetch.at for fetch in shown), None)
    return Readings(tuple(readers.readers(link.id)), readers.old_address(link.id), seen_at)
