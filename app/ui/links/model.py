"""What the page knows: what links there are, who can read them, who has."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.links.link import Link
from app.core.links.reach import Reach, reach
from app.core.publishing.addresses.overview import Overview, overview
from app.core.publishing.status import PublishingStatus
from app.core.server_state import Phase
from app.ui.links.addresses import Addresses
from app.ui.links.base.access import Access, access_of
from app.ui.links.base.intents import Chosen, Way
from app.ui.links.incoming import Incoming
from app.ui.links.list.arrangement import Arrangement
from app.ui.links.list.blocks import Block, Heading, Holdings, Key, Part, arranged, holdings
from app.ui.links.list.looked_up import LookedUp
from app.ui.links.list.looks import BlockLook, LinkLook
from app.ui.links.list.unfolded import Unfolded
from app.ui.links.sources.looks import Comes, two_way

if TYPE_CHECKING:
    from app.core.publishing.addresses.address_book import AddressBook
    from app.services.base.watch import Moved
    from app.ui.base.context import Context

_FEW = 20


class LinksModel:
    """Reads through the services and turns what it has read into looks.

    `access` says how the program serves links, `publishing` how it stands with the webspace,
    `outside` when somebody outside the house last got an answer (UTC), None where nobody has
    lately. `just_locked` holds the ids of links that the owner
    has locked here, `just_copied` that of the one whose address was copied last, `selected` is
    what is highlighted.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._held = Holdings((), (), ())
        self._arrangement = Arrangement()
        self._addresses = Addresses()
        self._readings = LookedUp(context)
        self._unfolded = Unfolded()
        self._now = context.services.house_clock.now()
        phase = context.server.state.phase
        self._starting = phase is Phase.STOPPED
        self.access = Access(phase, starting=self._starting)
        self.publishing = PublishingStatus()
        self._overview: Overview | None = None
        self.outside: datetime | None = None
        self.just_locked: set[int] = set()
        self.just_copied: int | None = None
        self.selected: Chosen | None = None
        self._imports = False
        self._incoming = Incoming(context)

    @property
    def blocks(self) -> list[Block | Heading]:
        """What stands on the page, from top to bottom."""
        return self._arrangement.blocks

    @property
    def unpublished(self) -> bool:
        """Whether there is a unit whose main link does not answer."""
        return self._arrangement.unpublished

    @property
    def any_enabled(self) -> bool:
        """Whether any link at all answers."""
        return self._arrangement.any_enabled

    @property
    def now(self) -> datetime:
        """The time that is told of, aware: that of the last `tick`."""
        return self._now

    @property
    def book(self) -> AddressBook:
        """What the addresses of all links follow from."""
        return self._addresses.book

    @property
    def overview(self) -> Overview:
        """What there is to say of all links that answer together."""
        if self._overview is None and self._addresses.nothing_known:
            # There may be thousands of links.
            self._overview = Overview({})
        if self._overview is None:
            self._overview = overview(self.book, self._arrangement.answering, self._now)
        return self._overview

    def link(self, link_id: int) -> Link | None:
        """The link with this id as it was read last, None where it is gone."""
        return self._arrangement.link(link_id)

    def key_of(self, chosen: Chosen) -> Key | None:
        """On which card a link or source stands."""
        if chosen.way is Way.GOES:
            return self._arrangement.key_of(chosen.id)
        source = self._incoming.look(chosen.id)
        key = None if source is None else (Part.UNIT, source.source.unit_id)
        return key if key is not None and key in self._arrangement else None

    def pair(self, chosen: Chosen) -> tuple[int | None, int | None]:
        """Return the ids of the link and of the source that share the row of what is chosen."""
        block = self._arrangement.card(self.key_of(chosen))
        if block is None:
            return (chosen.id, None) if chosen.way is Way.GOES else (None, chosen.id)
        return self._incoming.pair(block, chosen)

    @property
    def _selected_link(self) -> int | None:
        return None if self.selected is None else self.pair(self.selected)[0]

    def unit_name(self, unit_id: int) -> str:
        """The name of a unit, empty where there is none."""
        return next((unit.name for unit in self._held.units if unit.id == unit_id), "")

    @property
    def incoming(self) -> Incoming:
        """What comes from the portals."""
        return self._incoming

    def reload(self) -> None:
        """Read everything anew (UserError)."""
        self._held = holdings(self._context)
        self._imports = self._context.services.occupancies.any_imported()
        self._incoming.read()
        self._arrange(self._context.services.links.all())

    def follow(self, moved: Moved) -> None:
        """Read what has moved, and no more (UserError): there may be thousands of links."""
        if self._must_reload(moved):
            self.reload()
        else:
            if moved.units or moved.sources or moved.double_bookings:
                self._incoming.read()
                self._let_go()
            self.find_access()

    def tick(self) -> None:
        """Let it be now (UserError)."""
        self._now = self._context.services.house_clock.now()
        self.find_access()

    def find_access(self) -> None:
        """Find out who can read the links (UserError)."""
        self.access = access_of(self._context, starting=self._starting)
        self._addresses.follow(self._context.services.addresses.book())
        self.publishing = self._context.services.publishing.status()
        self._overview = None
        self._look_outside()

    def started(self) -> None:
        """The server was started for the first time, or should have been by now (UserError)."""
        self._starting = False
        self.find_access()

    def forget_readers(self) -> None:
        """Somebody has read some link, or has another name: look it up anew."""
        self._readings.forget(self._arrangement.link_ids)

    def read(self, key: Key) -> bool:
        """Look up who has read the links on a card, where that is not known; tell if it was done.

        Raises:
            UserError: it cannot be looked up.
        """
        block = self._arrangement.card(key)
        if block is None:
            return False
        heads = [] if block.main is None else [block.main]
        unread = self._readings.unread([*heads, *self._unfolded.rows(block)])
        for link in unread:
            if self._readings.look_up(link) and link.id == self.just_copied:
                # It was pasted somewhere and that somebody could read it: enough warned.
                self.just_copied = None
        if unread:
            self._look_outside()
        return bool(unread)

    def unfold(self, key: Key) -> None:
        """Show more rows of this card."""
        self._unfolded.unfold(key)

    def reveal(self, chosen: Chosen) -> Key | None:
        """See to it that it has a row; return the key of its card, None where it is gone."""
        key = self.key_of(chosen)
        if key is not None and chosen.way is Way.GOES:
            self._unfolded.reveal(key, chosen.id)
        return key

    def look(self, key: Key) -> BlockLook:
        """How a card is shown."""
        block = self._arrangement.card(key)
        assert block is not None  # a heading has no look
        rows = self._unfolded.rows(block)
        main = None if block.main is None else self._link_look(block.main, block)
        return BlockLook(
            block=block,
            main=main,
            rows=tuple(self._link_look(link, block) for link in rows),
            hidden=len(block.links) - len(rows),
            explains=key == self._arrangement.first_locked,
            sources=self._incoming.alone(block, self.selected, self._now),
        )

    def _arrange(self, links: list[Link]) -> None:
        self._arrangement = Arrangement(arranged(self._held, links))
        self._readings.keep_to(self._arrangement.link_ids)
        self._forget_what_is_over()
        self.find_access()

    def _forget_what_is_over(self) -> None:
        self.just_locked = {
            link_id
            for link_id in self.just_locked
            if (link := self.link(link_id)) is not None and not link.enabled
        }
        self._let_go()

    def _let_go(self) -> None:
        if self.selected is not None and self.key_of(self.selected) is None:
            self.selected = None

    def _must_reload(self, moved: Moved) -> bool:
        if moved.units and not self._imports and self._context.services.occupancies.any_imported():
            return True
        others = moved.units or moved.house or moved.staff
        if others and holdings(self._context) != self._held:
            return True
        return len(moved.links) > _FEW or not all(map(self._follow_link, moved.links))

    def _follow_link(self, link_id: int) -> bool:
        """Read one link anew; False where it is a new one, or gone."""
        known = self.link(link_id)
        if known is None:
            return False
        try:
            link = self._context.services.links.get(link_id)
        except UserError:
            return False
        self._arrangement.put(link)
        if link.token != known.token:
            self._readings.forget([link_id])
        self._forget_what_is_over()
        return True

    def _link_look(self, link: Link, block: Block) -> LinkLook:
        return LinkLook(
            link=link,
            address=self._addresses.of(link),
            access=self.access,
            now=self._now,
            readings=self._readings.of(link),
            silent=self._context.silence.of(link.id),
            just_locked=link.id in self.just_locked,
            just_copied=link.id == self.just_copied,
            selected=link.id == self._selected_link,
            apart=self._addresses.apart(block, link, self._now),
            comes=self._comes(link, block),
            answers=block.key[0] is not Part.ARCHIVED,
            imports=self._imports,
        )

    def _comes(self, link: Link, block: Block) -> Comes | None:
        if block.key[0] is not Part.UNIT or not two_way(link):
            return None
        return self._incoming.comes(block, link, self._now)

    def _look_outside(self) -> None:
        public = reach(self.book.base) is Reach.EVERYWHERE
        self.outside = self._context.services.readers.read_from_outside() if public else None
        self.access = replace(self.access, checked=self.outside is not None)
