"""What a day brings, by the second: how often who does what, and what goes wrong when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

MINUTE, HOUR = 60.0, 3600.0


class Trouble(Enum):
    """What keeps the program from going on as it did."""

    RESTART = "the program is ended and begun again"
    SLEEP = "the computer sleeps"
    OFFLINE = "the network is gone"
    GONE = "nobody reaches the webspace"
    REFUSES = "the webspace refuses everything"


@dataclass(frozen=True)
class Spell:
    """A trouble from `begins` on, for so many seconds."""

    trouble: Trouble
    begins: float
    lasts: float = 0.0

    @property
    def ends(self) -> float:
        return self.begins + self.lasts

    def touches(self, since: float, until: float) -> bool:
        return self.begins <= until and self.ends >= since


@dataclass(frozen=True)
class Plan:
    """A day, or a part of one; all times in seconds.

    Attributes:
        units: of the house; half of them are sold by a portal as well.
        readers: that poll links, by turns every `slowest` and three times as often.
        edits: between two edits by the owner.
        sales: between two sales or cancellations at portals.
        first, measured: when it is looked first what the process holds, and how often then.
    """

    lasts: float
    units: int
    readers: int
    slowest: float
    edits: float
    sales: float
    first: float
    measured: float
    spells: tuple[Spell, ...]

    def calm(self, since: float, until: float) -> bool:
        """Tell whether nothing went wrong in between."""
        return not any(one.touches(since, until) for one in self.spells)

    def connected(self, since: float, until: float) -> bool:
        """Tell whether the computer was awake and in its network all the time in between."""
        away = (Trouble.SLEEP, Trouble.OFFLINE)
        return not any(one.touches(since, until) for one in self.spells if one.trouble in away)

    def next_measure(self, now: float) -> float:
        """Return when it is looked next what the process holds."""
        return self.first + self.measured * (1 + max(-1, (now - self.first) // self.measured))


def _spells(*spells: tuple[Trouble, float, float], unit: float) -> tuple[Spell, ...]:
    return tuple(Spell(trouble, begins * unit, lasts * unit) for trouble, begins, lasts in spells)


DAY = Plan(
    lasts=24 * HOUR,
    units=20,
    readers=100,
    slowest=15 * MINUTE,
    edits=7 * MINUTE,
    sales=20 * MINUTE,
    first=HOUR,
    measured=HOUR,
    spells=_spells(
        (Trouble.RESTART, 2.6, 0),
        (Trouble.OFFLINE, 3.6, 0.5),
        (Trouble.GONE, 5.05, 0.7),
        (Trouble.SLEEP, 6.5, 0.66),
        (Trouble.RESTART, 8.2, 0),
        (Trouble.REFUSES, 9.1, 1.5),
        (Trouble.OFFLINE, 12.05, 0.33),
        (Trouble.SLEEP, 13.3, 0.02),
        (Trouble.RESTART, 14.3, 0),
        (Trouble.RESTART, 15.3, 0),
        (Trouble.SLEEP, 17.5, 4.3),
        unit=HOUR,
    ),
)
"""Begins at noon, so that a midnight and the night's sleep are in it."""
ONE_HOUR = Plan(
    lasts=HOUR,
    units=3,
    readers=10,
    slowest=6 * MINUTE,
    edits=4 * MINUTE,
    sales=5 * MINUTE,
    first=8 * MINUTE,
    measured=13 * MINUTE,
    spells=_spells(
        (Trouble.RESTART, 10.1, 0),
        (Trouble.OFFLINE, 13.1, 4),
        (Trouble.GONE, 22.1, 4),
        (Trouble.SLEEP, 30.1, 8),
        (Trouble.REFUSES, 40.1, 5),
        (Trouble.RESTART, 49.1, 0),
        unit=MINUTE,
    ),
)
