"""Reading and judging of whatever comes: what must hold, however wrong it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from app.core.errors import UserError
from app.core.ical.foreign import read
from app.core.importing.nights import Nights
from app.core.importing.reading import Reading, reading
from tests.core.importing.mutated_feeds import mutated_feed
from tests.core.importing.ring.house import House

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 10, 1)
PORTALS = ("airbnb", "booking", "fewo-direkt", "")


def read_mutated(seed: int) -> Reading | None:
    """Read the feed of a seed, None where it is refused as a whole."""
    try:
        return reading(read(mutated_feed(seed)), BERLIN, TODAY)
    except UserError:
        return None


class FuzzedHouse:
    """A house whose one source answers with one wrong feed after the other."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.house = House()
        self.now = datetime(2026, 10, 1, 8, tzinfo=UTC)
        portal = self.random.choice(PORTALS)
        self.source_id = self.house.connect(1, portal, self.now)
        self.shown = Nights()

    def take(self, found: Reading) -> None:
        """Judge a reading, and prove that it has freed nothing that it shows itself."""
        self.now += timedelta(minutes=self.random.choice((1, 15, 31, 60 * 25)))
        if self.random.random() < 0.3:
            self.house.fetched(self.source_id, self.now)
        outcome = self.house.read(self.source_id, found, self.now)
        assert outcome.counts.refused == len(found.refused)
        if outcome.memory.old_since is not None:
            return  # An old copy shows what is known to have gone.
        taken = self.house.taken(1)
        for stay in found.stays:
            if not stay.closure and not stay.unsure:
                assert taken.covers(stay.arrival, stay.departure), stay
        ids = [one.id for one in outcome.seen]
        assert len(ids) == len(set(ids))


IN_A_ROW = 6
"""So many wrong feeds in a row one house is given."""


def fuzz(first: int, count: int, *, judged_rows: int = 1) -> int:
    """Read so many feeds, and judge those that can be read; return how many could be.

    Args:
        first: seed of the first one.
        count: how many.
        judged_rows: of so many rows, the feeds of one are judged as well.
    """
    read = 0
    house = FuzzedHouse(first)
    for seed in range(first, first + count):
        if seed % IN_A_ROW == 0:
            house = FuzzedHouse(seed)
        try:
            found = read_mutated(seed)
            read += found is not None
            if found is not None and seed // IN_A_ROW % judged_rows == 0:
                house.take(found)
        except Exception as error:
            error.add_note(f"seed {seed}, the house of {seed - seed % IN_A_ROW}")
            raise
    return read
