"""A day in the life of an owner: everything that happens in it, and everything that was wrong."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeAlias

from app.core.links.link import link_path
from app.core.publishing.holding import LONGEST_WAIT
from tests.clocks import SetClock
from tests.day.held import Held, held
from tests.day.house import House
from tests.day.plans import MINUTE, Plan, Spell, Trouble
from tests.day.program import Program
from tests.day.readers import Reader
from tests.day.simulated_time import SimulatedTime
from tests.day.world import World, world_at

_NOON = datetime(2027, 7, 6, 12, 0, tzinfo=UTC)
_SOON = 10.0
"""Seconds after which an edit lies on the webspace, where nothing is wrong."""
_BOUGHT, _GONE = 20 * MINUTE, 80 * MINUTE
"""Until a portal's sale is read; until what it does not show any more is believed to be gone."""

Act: TypeAlias = Callable[[], object]


class Day:
    """Runs a plan. `faults` are in words; `held` is what the process held, and when."""

    def __init__(self, plan: Plan, folder: Path, world: World) -> None:
        self._plan = plan
        self.world = world
        self._clock = SetClock(_NOON)
        self._time = SimulatedTime(self._clock)
        self._coming: list[tuple[float, int, Act]] = []
        self._order = count()
        self._waits_since: float | None = None
        self._waiting_for: set[int] = set()
        self._runs_seen = 0
        self.program = Program(folder / "data", self._time, world)
        self.faults: list[str] = []
        self.held: list[tuple[float, Held]] = []
        self.readings = self.edits = 0
        self.longest = self.longest_calm = 0.0
        self.program.start()
        self.house = House(self.program.services, world, plan.units)
        port, links = self.program.port, self.house.links
        self._readers = [
            Reader(
                port,
                link_path(links[number % len(links)]),
                keeps=number % 2 == 0,
                every=plan.slowest / (1 + number % 3),
                agent=f"Reader/{number}",
            )
            for number in range(plan.readers)
        ]

    @property
    def now(self) -> float:
        """Seconds since the day began, on the clock."""
        return (self._clock.moment - _NOON).total_seconds()

    def run(self, told: Callable[[float, Held], object] = lambda _now, _held: None) -> None:
        """Live through the day; `told` hears what the process holds, again and again."""
        plan = self._plan
        for number, reader in enumerate(self._readers):
            self._at(reader.every * number / len(self._readers), self._reading(reader))
        self._at(plan.edits, self._edit)
        self._at(plan.sales, self._sale)
        self._at(plan.first, lambda: self._measure(told))
        for spell in plan.spells:
            self._at(spell.begins, self._beginning(spell))
        while self._coming and self._coming[0][0] <= plan.lasts:
            moment, _, act = heapq.heappop(self._coming)
            self._time.passes(max(0.0, moment - self.now))
            self._look_at_webspace()
            act()
        if self._waits_since is not None:
            self.faults.append("the last edits have not come onto the webspace")

    def end(self) -> None:
        for reader in self._readers:
            reader.hangs_up()
        self.program.stop()
        self.faults += self.program.bugs

    def _at(self, moment: float, act: Act) -> None:
        heapq.heappush(self._coming, (moment, next(self._order), act))

    # ---- what happens ----

    def _reading(self, reader: Reader) -> Act:
        def act() -> None:
            self._at(self.now + reader.every, act)
            if self.world.online:
                self._read(reader)

        return act

    def _read(self, reader: Reader) -> None:
        self.readings += 1
        if reader.reads() not in {200, 304}:
            self.faults.append(f"{self._said_at()}: {reader.agent} got {reader.status}")

    def _edit(self) -> None:
        self._at(self.now + self._plan.edits, self._edit)
        self.edits += 1
        edited = self.house.edit(self.program.services)
        if self._waits_since is None:
            self._waits_since = self.now
        self._waiting_for.add(edited.unit_id)
        for after in (3.0, _SOON):
            self._at(self.now + after, lambda: None)
        of_house = self._fetched(link_path(self.house.links[0]))
        of_unit = self._fetched(link_path(self.house.link_of(edited.unit_id)))
        self._wrong(*self.house.missed(edited, of_house, of_unit))

    def _fetched(self, path: str) -> bytes:
        reader = Reader(self.program.port, path, keeps=False, every=0, agent="The owner")
        self._read(reader)
        return reader.body

    def _sale(self) -> None:
        self._at(self.now + self._plan.sales, self._sale)
        self.house.sells(self.now)

    def _beginning(self, spell: Spell) -> Act:
        return lambda: self._begins(spell)

    def _begins(self, spell: Spell) -> None:
        world = self.world
        match spell.trouble:
            case Trouble.RESTART:
                self.program.stop()
                self.program.start()
            case Trouble.SLEEP:
                self._all_hang_up()
                self._time.sleeps(spell.lasts)
            case Trouble.OFFLINE:
                self._all_hang_up()
                world.network(there=False)
                self._at(spell.ends, lambda: world.network(there=True))
            case Trouble.GONE:
                world.webspace_is_gone(gone=True)
                self._at(spell.ends, lambda: world.webspace_is_gone(gone=False))
            case Trouble.REFUSES:
                world.webspace_refuses(refuses=True)
                self._at(spell.ends, lambda: world.webspace_refuses(refuses=False))

    def _all_hang_up(self) -> None:
        for reader in self._readers:
            reader.hangs_up()

    # ---- what must be so ----

    def _look_at_webspace(self) -> None:
        """Tell whether what was edited has come onto the webspace by now, and how soon."""
        since, now, runs = self._waits_since, self.now, self.program.runs["publish", "ok"]
        if since is None:
            return
        news, self._runs_seen = runs != self._runs_seen, runs
        if news and self.house.is_published(self.program.services, self._waiting_for):
            self._waits_since = None
            self._waiting_for.clear()
            self.longest = max(self.longest, now - since)
            if self._plan.calm(since - LONGEST_WAIT, now):
                self.longest_calm = max(self.longest_calm, now - since)
        elif now - since > _SOON and self._plan.calm(since - LONGEST_WAIT, now):
            self._wrong("an edit is not on the webspace in time")
            self._waits_since = None

    def _measure(self, told: Callable[[float, Held], object]) -> None:
        self._at(self._plan.next_measure(self.now), lambda: self._measure(told))
        if self.world.online:
            for reader in self._readers:
                self._read(reader)
            now = held()
            self.held.append((self.now, now))
            told(self.now, now)
        self._wrong(*(f"{name} has died" for name in self.program.missing_threads()))
        self._wrong(*self._missed_of_portals())
        if self._waits_since is None and not self.house.is_published(self.program.services):
            self._wrong("on the webspace lies something else than links say")

    def _missed_of_portals(self) -> list[str]:
        """Return what of the portals is not here though the network was there long enough."""
        services, now = self.program.services, self.now
        found: list[str] = []
        if self._plan.connected(now - _BOUGHT, now):
            found += self.house.unread(services, now - _BOUGHT)
        if self._plan.connected(now - _GONE, now):
            found += self.house.still_here(services, now - _GONE)
        return found

    def _wrong(self, *faults: str) -> None:
        self.faults += [f"{self._said_at()}: {fault}" for fault in faults]

    def _said_at(self) -> str:
        return f"{self._clock.moment:%H:%M:%S}"


@contextmanager
def day_of(plan: Plan, folder: Path, set_variable: Callable[[str, str], object]) -> Iterator[Day]:
    """Make a house and the world around it for a day of this plan."""
    with world_at(folder / "world", set_variable) as world:
        day = Day(plan, folder, world)
        try:
            yield day
        finally:
            day.end()
