"""What the page knows: what links there are, who can read them, who has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.links.address import readability
from app.core.links.link import Link
from app.core.links.reach import Reach, reach
from app.core.publishing.addresses.address_book import AddressBook
from app.core.publishing.addresses.overview import Overview, overview
from app.core.publishing.status import PublishingStatus
from app.core.server_state import Phase
from app.ui.links.base.access import Access, access_of
from app.ui.links.base.intents import Chosen, Way
from app.ui.links.incoming import Incoming
from app.ui.links.list.blocks import Block, Heading, Holdings, Key, Part, arranged, holdings
from app.ui.links.list.looks import BlockLook, LinkLook, Readings, readings_of
from app.ui.links.sources.looks import Comes, two_way

if TYPE_CHECKING:
    from app.core.links.address import LinkAddress
    from app.services.base.watch import Moved
    from app.ui.base.context import Context

FIRST_ROWS = 10
MORE_ROWS = 50
_FEW = 20


class LinksModel:
    """Reads through the services and turns what it has read into looks.

    `access` says how the program serves links, `book` what their addresses follow from, `overview`
    what there is to say of all that answer together, `publishing` how it stands with the webspace,
    `outside` when somebody outside the house last got an
    answer (UTC), None where nobody has lately. `just_locked` holds the ids of links that the owner
    has locked here, `just_copied` that of the one whose address was copied last, `selected` is
    what is highlighted.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._held = Holdings((), (), ())
        self._blocks: dict[Key, Block | Heading] = {}
        self._links: dict[int, Link] = {}
        self._keys: dict[int, Key] = {}
        self._addresses: dict[int, tuple[Link, LinkAddress]] = {}
        self._readings: dict[int, Readings] = {}
        self._unread: set[int] = set()
        self._unfolded: dict[Key, int] = {}
        self._revealed: dict[Key, set[int]] = defaultdict(set)
        self._now = context.services.house_clock.now()
        phase = context.server.state.phase
        self._starting = phase is Phase.STOPPED
        self.access = Access(phase, starting=self._starting)
        self.book = AddressBook("")
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
        return list(self._blocks.values())

    @property
    def unpublished(self) -> bool:
        """Whether there is a unit whose main link does not answer."""
        units = (block for block in self._blocks.values() if isinstance(block, Block))
        return any(block.unit is not None and not block.published for block in units)

    @property
    def any_enabled(self) -> bool:
        """Whether any link at all answers."""
        return any(link.enabled for link in self._links.values())

    @property
    def now(self) -> datetime:
        """The time that is told of, aware: that of the last `tick`."""
        return self._now

    @property
    def overview(self) -> Overview:
        """What there is to say of all links that answer together."""
        if self._overview is None and self.book.webspace is None and not self.book.checks:
            # There may be thousands of links, and nothing is known of any.
            self._overview = Overview({})
        if self._overview is None:
            answering = [
                link
                for link_id, link in self._links.items()
                if link.enabled and self._keys[link_id][0] is not Part.ARCHIVED
            ]
            self._overview = overview(self.book, answering, self._now)
        return self._overview

    def link(self, link_id: int) -> Link | None:
        """The link with this id as it was read last, None where it is gone."""
        return self._links.get(link_id)

    def key_of(self, chosen: Chosen) -> Key | None:
        """On which card a link or source stands."""
        if chosen.way is Way.GOES:
            return self._keys.get(chosen.id)
        source = self._incoming.look(chosen.id)
        key = None if source is None else (Part.UNIT, source.source.unit_id)
        return key if key in self._blocks else None

    def pair(self, chosen: Chosen) -> tuple[int | None, int | None]:
        """Return the ids of the link and of the source that share the row of what is chosen."""
        key = self.key_of(chosen)
        block = None if key is None else self._blocks[key]
        if not isinstance(block, Block):
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
        book = self._context.services.addresses.book()
        if book != self.book:
            self.book = book
            self._addresses.clear()
        self.publishing = self._context.services.publishing.status()
        self._overview = None
        self._look_outside()

    def started(self) -> None:
        """The server was started for the first time, or should have been by now (UserError)."""
        self._starting = False
        self.find_access()

    def forget_readers(self) -> None:
        """Somebody has read some link, or has another name: look it up anew."""
        self._unread = set(self._links)

    def read(self, key: Key) -> bool:
        """Look up who has read the links on a card, where that is not known; tell if it was done.

        Raises:
            UserError: it cannot be looked up.
        """
        block = self._blocks.get(key)
        if not isinstance(block, Block):
            return False
        unread = [link for link in self._shown(block) if link.id in self._unread]
        for link in unread:
            readings = readings_of(self._context, link)
            if link.id == self.just_copied and readings != self._readings.get(link.id):
                # It was pasted somewhere and that somebody could read it: enough warned.
                self.just_copied = None
            self._readings[link.id] = readings
            self._unread.discard(link.id)
        if unread:
            self._look_outside()
        return bool(unread)

    def unfold(self, key: Key) -> None:
        """Show more rows of this card."""
        self._unfolded[key] = self._unfolded.get(key, FIRST_ROWS) + MORE_ROWS

    def reveal(self, chosen: Chosen) -> Key | None:
        """See to it that it has a row; return the key of its card, None where it is gone."""
        key = self.key_of(chosen)
        if key is not None and chosen.way is Way.GOES:
            self._revealed[key].add(chosen.id)
        return key

    def look(self, key: Key) -> BlockLook:
        """How a card is shown."""
        block = self._blocks[key]
        assert isinstance(block, Block)  # a heading has no look
        rows = self._rows(block)
        main = None if block.main is None else self._link_look(block.main, key)
        return BlockLook(
            block=block,
            main=main,
            rows=tuple(
                replace(self._link_look(link, key), apart=self._apart(block, link)) for link in rows
            ),
            hidden=len(block.links) - len(rows),
            explains=key == self._first_locked,
            sources=self._incoming.alone(block, self.selected, self._now),
        )

    def _arrange(self, links: list[Link]) -> None:
        self._blocks = {block.key: block for block in arranged(self._held, links)}
        self._links, self._keys = {}, {}
        for block in self._blocks.values():
            if isinstance(block, Block):
                for link in block.all_links:
                    self._links[link.id] = link
                    self._keys[link.id] = block.key
        known = self._links.keys()
        self._unread = (self._unread | (known - self._readings.keys())) & known
        self._forget_what_is_over()
        self.find_access()

    @property
    def _first_locked(self) -> Key | None:
        """Which card says what enabling does: the same sentence once, not on every card."""
        blocks = (block for block in self._blocks.values() if isinstance(block, Block))
        return next((b.key for b in blocks if b.unit is not None and b.main is None), None)

    def _forget_what_is_over(self) -> None:
        self.just_locked = {
            link_id
            for link_id in self.just_locked
            if link_id in self._links and not self._links[link_id].enabled
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
        known = self._links.get(link_id)
        if known is None:
            return False
        try:
            link = self._context.services.links.get(link_id)
        except UserError:
            return False
        self._links[link_id] = link
        key = self._keys[link_id]
        block = self._blocks[key]
        if isinstance(block, Block):
            self._blocks[key] = block.with_link(link)
        if link.token != known.token:
            self._unread.add(link_id)
        self._forget_what_is_over()
        return True

    def _shown(self, block: Block) -> list[Link]:
        main = [] if block.main is None else [block.main]
        return main + self._rows(block)

    def _rows(self, block: Block) -> list[Link]:
        """Return the links of a card that have a row, in order."""
        limit = self._unfolded.get(block.key, FIRST_ROWS)
        # Nobody is made to press a button for one or two more.
        if len(block.links) <= limit + 2:
            return list(block.links)
        revealed = self._revealed.get(block.key, set())
        late = [link for link in block.links[limit:] if link.id in revealed] if revealed else []
        return [*block.links[:limit], *late]

    def _apart(self, block: Block, link: Link) -> bool:
        """Tell whether others can read this link than the one in the head of its card."""
        if block.unit is None or not link.enabled:
            return False
        if block.main is None or not block.main.enabled:
            # Without a webspace all can be read by the same, which the banner says.
            return self.book.webspace is not None
        mine, head = self._address(link), self._address(block.main)
        if mine.read_at is not head.read_at:
            return True
        return readability(mine, self._now) is not readability(head, self._now)

    def _link_look(self, link: Link, key: Key) -> LinkLook:
        return LinkLook(
            link=link,
            address=self._address(link),
            access=self.access,
            now=self._now,
            readings=self._readings.get(link.id),
            silent=self._context.silence.of(link.id),
            just_locked=link.id in self.just_locked,
            just_copied=link.id == self.just_copied,
            selected=link.id == self._selected_link,
            comes=self._comes(link, key),
            answers=key[0] is not Part.ARCHIVED,
            imports=self._imports,
        )

    def _comes(self, link: Link, key: Key) -> Comes | None:
        block = self._blocks[key]
        if key[0] is not Part.UNIT or not two_way(link) or not isinstance(block, Block):
            return None
        return self._incoming.comes(block, link, self._now)

    def _address(self, link: Link) -> LinkAddress:
        """Return the link's address, put together once: it is asked for with every drawing."""
        known = self._addresses.get(link.id)
        if known is None or known[0] is not link:
            known = self._addresses[link.id] = link, self.book.of(link)
        return known[1]

    def _look_outside(self) -> None:
        public = reach(self.book.base) is Reach.EVERYWHERE
        self.outside = self._context.services.readers.read_from_outside() if public else None
        self.access = replace(self.access, checked=self.outside is not None)
