"""Use cases over a data folder of the test's own, with a clock that stands until it is set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.bootstrap import opened
from app.core.stays.occupancy import OccupancyDraft
from app.services.base.watch import Moved
from app.services.data_folder.folder import DataFolder
from app.services.feeds.feeds import Feed
from app.services.services import Services
from tests.clocks import SetClock

Stay = Callable[..., OccupancyDraft]


def modified(feed: Feed) -> int:
    """Return when something that a feed shows changed last; one of a website does not tell."""
    assert feed.modified is not None
    return feed.modified


@dataclass
class Told:
    """What the watch has told since the last `take`."""

    moves: list[Moved] = field(default_factory=list)

    def take(self) -> list[Moved]:
        taken = list(self.moves)
        self.moves.clear()
        return taken


@pytest.fixture
def clock() -> SetClock:
    """6 July 2027, noon in UTC, until a test sets `moment`."""
    return SetClock()


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A data folder of the test's own, on a path with a space and an umlaut; not made yet."""
    return DataFolder(tmp_path / "Gäste und Häuser")


@pytest.fixture
def services(folder: DataFolder, clock: SetClock) -> Iterator[Services]:
    """All use cases over a fresh data folder."""
    with opened(folder, busy_timeout=0.25, clock=clock) as services:
        yield services


@pytest.fixture
def told(services: Services) -> Told:
    """What the watch tells from now on."""
    told = Told()
    services.watch.subscribe(told.moves.append)
    return told


@pytest.fixture
def stay() -> Stay:
    """Make a draft: ``stay(unit.id, 3, 2)`` is two nights from 4 August 2027 on."""

    def draft(unit_id: int, start: int = 0, nights: int = 3, **more: object) -> OccupancyDraft:
        arrival = date(2027, 8, 1) + timedelta(days=start)
        departure = arrival + timedelta(days=nights)
        return OccupancyDraft(unit_id=unit_id, arrival=arrival, departure=departure, **more)  # type: ignore[arg-type]  # by the tests' own names

    return draft
