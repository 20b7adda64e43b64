"""What is known of a source before a reading, and what is to be done after it. Values alone.

Services load a `Known`, call ``reconcile``, and apply the `Outcome` in one transaction, in the
order in which ``steps`` yields its decisions. All fields are plain, so that they can be stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from app.core.importing.nights import Nights
from app.core.importing.source import SeenStay, Source
from app.core.stays.occupancy import Occupancy, OccupancyDraft

GIVEN_LAG = timedelta(hours=1)
"""For so long after it has read our link, a portal may show and sell by what the one before said.
"""


PUBLISHED_LAG = timedelta(days=3)
"""For so long after something else was published, a portal may show what was published before."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class GivenNights:
    """Which nights the portal knows from us: what its link of this unit has told it.

    `known` was in the link when the portal last read it, at `read_at`. `lately` is what else
    was in links that it had read before, if they were replaced by others less than `GIVEN_LAG`
    ago. `fresh` are those of `known` that were in nothing which it had read so long before our
    last reading of its feed that was believed: it may have sold them since, before it took them
    over. `assumed` was published within `PUBLISHED_LAG` where nobody can know who read it, such
    as on a webspace; of these, `lately` are published no more, and `fresh` were in nothing
    which was published a day before that reading.
    """

    known: Nights = field(default_factory=Nights)
    lately: Nights = field(default_factory=Nights)
    fresh: Nights = field(default_factory=Nights)
    read_at: datetime | None = None
    assumed: Nights = field(default_factory=Nights)


def given_nights(
    log: Sequence[tuple[datetime, Nights]], now: datetime, believed_at: datetime | None
) -> GivenNights:
    """Return what a portal knows from us, by a log of what its link said when it read it.

    Args:
        log: oldest first; of entries that say the same in a row, the first does.
        now: UTC.
        believed_at: when its feed was last read and believed, None where it never was.
    """
    if not log:
        return GivenNights()
    read_at, known = log[-1]
    lately = Nights()
    for (_, nights), (replaced, _) in pairwise(log):
        if now - replaced < GIVEN_LAG:
            lately |= nights
    fresh = known - _long_since(log, believed_at, GIVEN_LAG)
    return GivenNights(known, lately - known, fresh, read_at)


def published_nights(
    log: Sequence[tuple[datetime, Nights]], now: datetime, believed_at: datetime | None
) -> GivenNights:
    """Return what a portal may know from us, by a log of what was published for it, oldest first.

    Who reads it, and when, is not known.
    """
    if not log:
        return GivenNights()
    current = assumed = log[-1][1]
    for (_, nights), (replaced, _) in pairwise(log):
        if now - replaced < PUBLISHED_LAG:
            assumed |= nights
    fresh = assumed - _long_since(log, believed_at, _DAY)
    return GivenNights(lately=assumed - current, fresh=fresh, assumed=assumed)


def _long_since(
    log: Sequence[tuple[datetime, Nights]], believed_at: datetime | None, lag: timedelta
) -> Nights:
    """Return what had been given so long before the last reading that nobody could sell it then."""
    if believed_at is None:
        return Nights()
    return Nights.of(one for at, nights in log if believed_at - at >= lag for one in nights.ranges)


# ---- what is in doubt ----


class DoubtKind(StrEnum):
    """Why an answer is not believed: nothing is in it, or less than half of what was."""

    EMPTY = "empty"
    SHORTER = "shorter"


@dataclass(frozen=True, slots=True)
class Doubt:
    """An answer that is not believed: how often in a row it came, since when, what it was.

    `believed` is set where the owner said that it is right.
    """

    kind: DoubtKind
    count: int
    since: datetime
    digest: str
    believed: bool = False


class QuestionKind(StrEnum):
    """What only the owner can know.

    EMPTY and SHORTER: is it right that so little is left? CHANGED: the portal has changed a stay
    that the owner had changed too; take the portal's dates? GONE: the portal has it no more, but
    the owner had changed it; cancel it? LONG: are these many nights really closed? STRANGER: is
    this the calendar of this unit at all?
    """

    EMPTY = "empty"
    SHORTER = "shorter"
    CHANGED = "changed"
    GONE = "gone"
    LONG = "long"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question to the owner about a source, or one of its seen stays.

    A negative `id` is new, and so is a negative `seen_id`, which is that of the outcome's new stay.
    Dates are those that the question is about, whichever it has.
    """

    id: int
    source_id: int
    kind: QuestionKind
    seen_id: int | None = None
    asked_at: datetime
    arrival: date | None = None
    departure: date | None = None
    count: int = 0


# ---- what is remembered from one reading to the next ----


@dataclass(frozen=True, slots=True)
class Held:
    """Nights that the feed shows no more, and that stay blocked until that is confirmed.

    `since` is the first reading to be believed that was without them, None where there was none.
    """

    arrival: date
    departure: date
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Nights in a row that the feed says are closed, and how they wander.

    `seen_on` is the day on which they were first seen so, `drifts` how often they had moved on by
    as many days as had passed.
    """

    arrival: date
    departure: date
    seen_on: date
    drifts: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """How many nights from today on the shortest time before an arrival closes; seen last when."""

    nights: int
    seen_on: date


@dataclass(frozen=True, slots=True)
class Window:
    """Where the closed nights beyond a portal's booking window began and ended, on which day."""

    start: date
    end: date
    seen_on: date


@dataclass(frozen=True, slots=True)
class Faded:
    """Nights that the feed showed, and shows no more, since when."""

    arrival: date
    departure: date
    since: datetime


@dataclass(frozen=True, slots=True)
class Memory:
    """What a source's last readings leave behind, beside its stays.

    `read_on` is the house's day of the last reading that was judged, `believed_at` of which moment
    the last one was that was believed, also one that said the same. `departures` are those of every
    event of the last reading that was judged and believed, `shown` the nights in it, `faded` those
    that were in one before. `stamp` is the newest moment in it; `generated` says that all its
    events bear the moment of the answer. `old_since` is when answers began that are older than
    that. `notice` is the shortest time before an arrival, `window` where the booking window ends.
    ``memory_text`` and ``memory_of`` in ``remembering`` turn it into a text and back.
    """

    read_on: date | None = None
    believed_at: datetime | None = None
    held: tuple[Held, ...] = ()
    departures: tuple[date, ...] = ()
    shown: Nights = field(default_factory=Nights)
    faded: tuple[Faded, ...] = ()
    stamp: datetime | None = None
    generated: bool = False
    old_since: datetime | None = None
    runs: tuple[Run, ...] = ()
    notice: Notice | None = None
    window: Window | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A source as it is known before a reading.

    `occupancies` are by id those that its seen stays have become, wherever they stand now and also
    the cancelled ones. `questions` are the open ones. `read_at` is the last complete reading, None
    before the first.
    """

    source: Source
    seen: tuple[SeenStay, ...] = ()
    occupancies: Mapping[int, Occupancy] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    doubt: Doubt | None = None
    memory: Memory = Memory()
    read_at: datetime | None = None


# ---- what is to be done ----


@dataclass(frozen=True, slots=True)
class Add:
    """A new occupancy, with the source of the feed; `seen_id` is the seen stay that it is of."""

    seen_id: int
    draft: OccupancyDraft


@dataclass(frozen=True, slots=True)
class Change:
    """An occupancy as it is to be; its `edited` mark and its source stay as they are."""

    occupancy_id: int
    draft: OccupancyDraft


@dataclass(frozen=True, slots=True)
class Cancel:
    """An occupancy that is to be cancelled."""

    occupancy_id: int


@dataclass(frozen=True, slots=True)
class Join:
    """What the owner entered by hand is the feed's: its source becomes the feed, all else stays."""

    seen_id: int
    occupancy_id: int


@dataclass(frozen=True, slots=True)
class Release:
    """An occupancy is the owner's from now on: its source becomes ``hand``."""

    occupancy_id: int


Decision = Add | Change | Cancel | Join | Release


@dataclass(frozen=True, slots=True)
class Counts:
    """What a reading has done, for its report.

    `new`, `changed`, `gone` are occupancies; `kept` are stays that stand though the feed shows them
    no more; `refused` are lines that could not be read, `rules` what is shown and no occupancy.
    """

    new: int = 0
    changed: int = 0
    gone: int = 0
    kept: int = 0
    refused: int = 0
    rules: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a reading means: decisions, and the source as it is known from now on.

    `seen` and `questions` are whole: what is not in them is to be deleted. Negative ids are new;
    decisions and questions refer to stays by the same ids. The id of an occupancy that an `Add`
    makes belongs into its seen stay's `occupancy_id`.
    """

    decisions: tuple[Decision, ...] = ()
    seen: tuple[SeenStay, ...] = ()
    questions: tuple[Question, ...] = ()
    doubt: Doubt | None = None
    memory: Memory = Memory()
    counts: Counts = Counts()

    def steps(self) -> Iterator[Decision]:
        """Yield the decisions in the order in which they are applied.

        What frees nights comes first, so that no step meets nights that another one gives up.
        """
        order = (Join, Release, Cancel, Change, Add)
        yield from sorted(self.decisions, key=lambda one: order.index(type(one)))
