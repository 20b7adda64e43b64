"""A source: a portal's calendar of one unit, and what is known of each stay in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.core.stays.occupancy import Kind, Occupancy


def feed_source(source_id: int) -> str:
    """Return what stands as `source` in an occupancy that was read from this source."""
    return f"feed:{source_id}"


def source_number(text: str) -> int | None:
    """Return the source that an occupancy's `source` names, None where it names none."""
    kind, _, number = text.partition(":")
    return int(number) if kind == "feed" and number.isdecimal() else None


def source_id_of(source: str) -> int | None:
    """Return the id of the source that an occupancy's `source` names, None where it names none."""
    _, found, number = source.partition("feed:")
    return int(number) if found and number.isdecimal() else None


class SourceState(StrEnum):
    """How reading a source goes. DOUBTFUL: what it says cannot be right, so what is known stays."""

    FRESH = "fresh"
    OK = "ok"
    STALE = "stale"
    FAILING = "failing"
    DOUBTFUL = "doubtful"
    OFF = "off"


class Verdict(StrEnum):
    """What a foreign stay is taken for.

    NOTICE is the shortest time before an arrival, WINDOW how far ahead can be booked, HOLD a rule
    that wanders: none of them is an occupancy. ECHO is an own occupancy that comes back, LISTED
    takes no night.
    """

    BOOKING = "booking"
    BLOCK = "block"
    OPTION = "option"
    NOTICE = "notice"
    WINDOW = "window"
    HOLD = "hold"
    ECHO = "echo"
    LISTED = "listed"

    @property
    def occupies(self) -> bool:
        return self in {Verdict.BOOKING, Verdict.BLOCK, Verdict.OPTION}

    @property
    def rule(self) -> bool:
        return self in {Verdict.NOTICE, Verdict.WINDOW, Verdict.HOLD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A foreign feed of a unit. Its address is a secret of the portal's.

    `portal` is a key of `core/portals.py` or the owner's own text; `allow_private` lets
    the address lead to this computer or the home network, by http too.
    """

    id: int
    unit_id: int
    portal: str
    label: str
    address: str = field(repr=False)
    enabled: bool = True
    allow_private: bool = False
    sequence: int = 0
    created_at: datetime
    removed_at: datetime | None = None


FORGOTTEN = "…"
"""The summary of a stay of which the owner has had forgotten whose it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignStay:
    """A stay as a feed says it: the half-open range of dates ``[arrival, departure)``.

    `tentative` makes it an option. `closure` says that the portal itself calls it no booking; where
    it cannot be told apart (`unsure`) it is neither. `guest` and `link` are what could be read of
    them, `stamp` when the feed's event was written (UTC).
    """

    uid: str
    arrival: date
    departure: date
    kind: Kind = Kind.BOOKING
    tentative: bool = False
    summary: str = ""
    guest: str = ""
    link: str = ""
    stamp: datetime | None = None
    closure: bool = False
    unsure: bool = False

    @property
    def nights(self) -> int:
        return (self.departure - self.arrival).days


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenStay:
    """What a source last said of a stay, and what has become of it. A negative `id` is new.

    Of events that may be no stays (`stay.closure`), the nights are judged one by one: there is one
    of these for each range of nights with the same verdict, whatever events they came in.

    `stay` has the dates that the feed says, except that a running stay keeps its arrival. Each time
    is UTC. `missing_since` is the first reading to be believed that was without it, `missing_reads`
    how many there were; `gone_at` is when that was confirmed. `by_owner` is what the owner says it
    is, whatever we think; `assumed` that we only think so. `occupancy_id` is the occupancy that it
    has become; `joined` says that the owner had entered that one by hand.

    For closed nights, `seen_on` is the day on which the dates were first seen as they are. For an
    echo, `left_at` is when the portal had first read our link without these nights. `asked` says
    that the owner was asked about it once.
    """

    id: int
    source_id: int
    stay: ForeignStay
    first_seen: datetime
    last_seen: datetime
    missing_since: datetime | None = None
    missing_reads: int = 0
    gone_at: datetime | None = None
    verdict: Verdict = Verdict.BOOKING
    by_owner: Verdict | None = None
    assumed: bool = False
    occupancy_id: int | None = None
    joined: bool = False
    seen_on: date | None = None
    left_at: datetime | None = None
    asked: bool = False

    @property
    def counts_as(self) -> Verdict:
        """What it is taken for: the owner's word, else ours."""
        return self.by_owner or self.verdict


def moved_by_owner(source: Source, one: SeenStay, occupancy: Occupancy) -> bool:
    """Tell whether the owner has put a stay elsewhere than the feed says: other dates or unit.

    Such a one is in the portal's link of the unit where it stands; one that was not moved is in no
    link for this portal of the source's unit.
    """
    here = (occupancy.unit_id, occupancy.arrival, occupancy.departure)
    return here != (source.unit_id, one.stay.arrival, one.stay.departure)
