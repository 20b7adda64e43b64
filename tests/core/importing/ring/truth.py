"""What must be true at each midnight, of every listing and of every alarm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.core.importing.judging.outcome import PUBLISHED_LAG
from app.core.importing.judging.patience import CONFIRMED_AFTER
from app.core.importing.nights import Nights
from app.core.importing.source import feed_source
from app.core.stays.occupancy import Kind
from tests.core.importing.ring.portals import DAY, Sold

if TYPE_CHECKING:
    from tests.core.importing.ring.world import Listing, World

LONGEST_TAKE = 30
"""Minutes that a portal takes at most until what it has read of our link counts there."""


class Truth:
    """Compares the plan with what is sold and closed everywhere."""

    def __init__(self, world: World) -> None:
        self._world = world

    def problems(self) -> Iterator[tuple[int, str]]:
        """Yield the unit and the sentence of everything that is not as it must be."""
        for listing in self._world.listings:
            yield from self._problems(listing)
        yield from self._wrong_alarms()

    def _problems(self, listing: Listing) -> Iterator[tuple[int, str]]:
        if not listing.good:
            return
        unit, key = listing.unit_id, listing.portal.key
        taken = self._world.house.taken(unit)
        for sold in listing.portal.sold:
            if sold.number in self._world.dismissed or sold.departure <= self._world.now.date():
                continue
            # Nights that were ours until just now look like an echo for a while.
            apart = listing.portal.told_apart_after
            if apart and not self._world.readers_known:
                apart = PUBLISHED_LAG + timedelta(hours=1)
            if sold.since > listing.good[-1] - apart:
                continue
            ahead = sold.nights & Nights.within(self._world.now.date(), sold.departure)
            if sold.number in self._world.moved:
                there = self._world.house.occupancies[self._world.moved[sold.number]]
                if not there.blocks:
                    yield unit, f"#{sold.number} of {key} was moved and is cancelled"
                continue
            if ahead - taken:
                yield unit, f"#{sold.number} of {key} {range_of(sold)} is not in the plan"
            elif not sold.closure and not self._stands(listing, sold):
                yield (
                    unit,
                    f"#{sold.number} of {key} {range_of(sold)} is silent: only others stand there",
                )
            yield from self._sold_elsewhere(listing, sold)
        yield from self._ghosts(listing)

    def _asked(self, listing: Listing) -> Nights:
        """Return the nights about which the owner has been asked, and has not looked yet."""
        return Nights.of(
            (question.arrival, question.departure)
            for question in self._world.house.feeds[listing.source_id].known.questions
            if question.arrival is not None and question.departure is not None
        )

    def _stands(self, listing: Listing, sold: Sold) -> bool:
        """Tell whether a sold stay is a booking here, or its nights are closed while it is asked.

        What somebody else has there does not count: it may be cancelled at any moment.
        """
        mine = [
            one
            for one in self._world.house.occupancies.values()
            if one.source == feed_source(listing.source_id)
            and one.blocks
            and one.unit_id == listing.unit_id
            and one.arrival < sold.departure
            and sold.arrival < one.departure
        ]
        if any(one.kind is Kind.BOOKING for one in mine):
            return True
        ahead = sold.nights & Nights.within(self._world.now.date(), sold.departure)
        closed = Nights.of((one.arrival, one.departure) for one in mine)
        asked = self._asked(listing).covers(sold.arrival, sold.departure)
        return asked and not ahead - closed

    def _sold_elsewhere(self, listing: Listing, sold: Sold) -> Iterator[tuple[int, str]]:
        seen = self._world.hand.get(sold.number)
        for other in self._world.listings:
            if seen is None or other.unit_id != listing.unit_id or other is listing:
                continue
            longest = timedelta(minutes=2 * other.portal.every[1] + LONGEST_TAKE)
            if (
                self._world.now - seen > longest
                and other.portal.open(self._world.now.date()) & sold.nights
            ):
                yield (
                    listing.unit_id,
                    f"#{sold.number} {range_of(sold)} is free at {other.portal.key}",
                )

    def _ghosts(self, listing: Listing) -> Iterator[tuple[int, str]]:
        """Yield what stands in the plan from this portal, and is neither sold nor closed there."""
        today = self._world.now.date()
        stands = Nights.of(
            (one.arrival, one.departure)
            for one in self._world.house.occupancies.values()
            if one.source == feed_source(listing.source_id)
            and one.blocks
            and one.unit_id == listing.unit_id
            and one.id not in self._world.longer.values()
        ) & Nights.within(today + DAY, today + 500 * DAY)
        # A block that stands where somebody else stands for certain does no harm.
        ghosts = stands - listing.portal.own() - self._certain_blocks(listing)
        listing.released = [one for one in listing.released if not self._confirmed(listing, one[0])]
        for _, nights in listing.released:
            ghosts -= nights
        ghosts -= self._asked(listing)
        if ghosts:
            yield listing.unit_id, f"nothing is sold at {listing.portal.key} in {ghosts.ranges}"

    def _certain_blocks(self, listing: Listing) -> Nights:
        mine = feed_source(listing.source_id)
        ours = self._world.house.occupancies.values()
        blocks = Nights.of(
            (one.arrival, one.departure)
            for one in ours
            if one.source == mine and one.kind is Kind.BLOCK and one.blocks
        )
        others = Nights.of(
            (one.arrival, one.departure)
            for one in ours
            if one.source != mine and one.blocks and one.unit_id == listing.unit_id
        )
        return blocks & others

    def _confirmed(self, listing: Listing, since: datetime) -> bool:
        """Tell whether two good readings long enough apart have shown what was free since."""
        doubt = self._world.house.feeds[listing.source_id].known.doubt
        if doubt is not None and self._world.now - doubt.since < timedelta(hours=30):
            return False
        after = [one for one in listing.good if one > since]
        return bool(after) and after[-1] - after[0] >= CONFIRMED_AFTER + timedelta(
            minutes=2 * self._world.every
        )

    def _wrong_alarms(self) -> Iterator[tuple[int, str]]:
        for alarm in self._world.house.alarms(self._world.now.date()):
            if alarm.departure <= self._world.now.date():
                continue
            self._world.figures["alarms at midnight"] += 1
            for one in (alarm.first, alarm.second):
                if one.source == "hand":
                    continue
                listing = next(
                    x for x in self._world.listings if feed_source(x.source_id) == one.source
                )
                nights = Nights.within(alarm.arrival, alarm.departure)
                known = listing.portal.own() | Nights.of(
                    r for _, n in listing.released for r in n.ranges
                )
                if one.unit_id == listing.unit_id and not known & nights:
                    yield (
                        one.unit_id,
                        f"a false alarm of {listing.portal.key} on {alarm.arrival}",
                    )


def range_of(sold: Sold) -> str:
    return f"{sold.arrival:%d.%m.}-{sold.departure:%d.%m.%y}"
