"""A house for years, day by day: its portals sell and are read, and its owner does what owners do.

What is kept of the past must follow from what there is, not from how often anything was looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from app.core.links.link import WHOLE_HOUSE, Link, LinkChoices, LinkKind
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.core.stays.occupancy import OccupancyDraft
from app.services.data_folder.folder import DataFolder
from app.services.publishing.keeping.secrets import Keeping
from app.storage.tables.fetches import FETCHES_KEPT, INTERVALS_KEPT
from tests.feeds_of_portals import TODAY
from tests.services.importing.month import Left, Month, month_of

_SLOT, _NIGHTS = 5, 4
_NEWS = 0.2
"""How likely a portal has news of a unit each time: so often that the house is full, no fuller."""
GIVEN_OF_LINK = 40
"""What a portal was told is kept for some days."""
FOLLOWS = frozenset({"occupancy", "event_mark", "double_booking", "source_stay"})
"""Tables whose rows are of stays: they grow with those, and with nothing else."""
GIVEN_UP = 2
"""Addresses that go with each link that is renewed: its own before, and that of its follower."""


@dataclass(frozen=True)
class Pace:
    """Days from one thing that the owner does to the next of its kind."""

    edits: int = 15
    renewals: int = 45
    twice: int = 60


class Years:
    """`entered` and `renewed` count what the owner did."""

    def __init__(self, month: Month, webspace: Path, pace: Pace) -> None:
        self._pace = pace
        self._month = month
        self._services = month.services
        self._days = 0
        self.entered = self.renewed = 0
        webspace.mkdir()
        self._services.publishing.set_up(
            Webspace(
                kind=WebspaceKind.FOLDER, folder=str(webspace), address="https://haus.example/k"
            ),
            Secret(),
            Keeping.ASK,
        )

    def passes(self, days: int) -> None:
        """Let some days pass, in which each calendar is read once."""
        self._month.day(1, days)
        before, self._days = self._days, self._days + days
        for every, act in (
            (self._pace.edits, self._edit),
            (self._pace.renewals, self._renew),
            (self._pace.twice, self._twice_booked),
        ):
            if self._days // every > before // every:
                act()
        self._services.publishing.run()
        self._services.backups.daily()

    @property
    def folder(self) -> DataFolder:
        return self._services.folder

    @property
    def links(self) -> int:
        return len(self._services.links.all())

    def left(self) -> Left:
        return self._month.left()

    @property
    def stays(self) -> int:
        """How many stays there ever were, the portals' among them."""
        return self._month.sold + self.entered

    # ---- what the owner does ----

    def _edit(self) -> None:
        """Enter a stay, change it, and of every third think otherwise."""
        stays = self._services.occupancies
        made = stays.add(self._next_stay()).after
        self.entered += 1
        changed = stays.change(
            made.id, replace(made.draft(), guest="Familie Kern"), sequence=made.sequence
        ).after
        if self.entered % 3 == 0:
            stays.cancel(changed.id, sequence=changed.sequence)

    def _twice_booked(self) -> None:
        """Enter the same nights twice, and cancel the second again some days later."""
        stays = self._services.occupancies
        draft = self._next_stay()
        stays.add(draft)
        second = stays.add(draft, allow_conflict=True).after
        self.entered += 2
        stays.cancel(second.id, sequence=second.sequence)

    def _next_stay(self) -> OccupancyDraft:
        unit_id, slot = self._month.next_slot()
        arrival = TODAY + timedelta(days=slot * _SLOT)
        departure = arrival + timedelta(days=_NIGHTS)
        return OccupancyDraft(
            unit_id=unit_id,
            arrival=arrival,
            departure=departure,
            guest=f"Familie Öztürk {self.entered}",
        )

    def _renew(self) -> None:
        """Give up the address of one link, and of another the link itself."""
        links = self._services.links
        for link in self._of_house():
            links.delete(link.id, sequence=link.sequence)
        choices = LinkChoices(label=f"Jahr {self._days // 365}")
        made = links.add(LinkKind.CALENDAR, WHOLE_HOUSE, choices).after
        links.renew(made.id, sequence=made.sequence)
        self.renewed += 1

    def _of_house(self) -> list[Link]:
        return [one for one in self._services.links.all() if one.target == WHOLE_HOUSE]


@contextmanager
def years_of(folder: Path, feeds: int, pace: Pace | None = None) -> Iterator[Years]:
    with month_of(folder, feeds, news=_NEWS) as month:
        yield Years(month, folder / "web", pace or Pace())


def beyond(before: Left, after: Left, stays: int, links: int, given_up: int) -> list[str]:
    """Return in words which tables have grown by more than follows from what has happened.

    Args:
        before, after: what there was and is.
        stays: how many have come.
        links: how many there are.
        given_up: how many addresses of links the owner has given up.
    """
    bounds = {"fetch": FETCHES_KEPT * links, "given": GIVEN_OF_LINK * links}
    bounds["served"] = INTERVALS_KEPT
    allowed = dict.fromkeys(FOLLOWS, stays * (1 + 3 * links)) | {"retired_token": given_up}
    found = []
    for name, rows in sorted(after.rows.items()):
        more = rows - before.rows.get(name, 0)
        if more > allowed.get(name, 0) and rows > bounds.get(name, 0):
            found.append(f"{name} has {more} rows more, of {stays} stays")
    return found
