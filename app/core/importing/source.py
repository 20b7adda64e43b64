"""A source: a portal's calendar of one unit, and what is known of each stay in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.core.stays.occupancy import Kind


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
    """What a source last said of a stay, and what has become of it.

    `missing_since` and `missing_reads` count complete readings without it. `by_owner` is what the
    owner says it is, whatever we think. `occupancy_id` is the occupancy that it has become.
    """

    id: int
    source_id: int
    stay: ForeignStay
    first_seen: datetime
    last_seen: datetime
    missing_since: datetime | None = None
    missing_reads: int = 0
    verdict: Verdict = Verdict.BOOKING
    by_owner: Verdict | None = None
    occupancy_id: int | None = None
