"""A small house in memory: it applies outcomes as the services do, and answers portals."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from app.core.importing.judging.outcome import (
    Add,
    Cancel,
    Change,
    GivenNights,
    Join,
    Known,
    Memory,
    Outcome,
    Release,
    given_nights,
    published_nights,
)
from app.core.importing.judging.patience import believed_again
from app.core.importing.judging.reconcile import reconcile
from app.core.importing.judging.remembering import memory_of, memory_text
from app.core.importing.judging.waiting import waits
from app.core.importing.nights import Nights
from app.core.importing.reading import Reading
from app.core.importing.source import SeenStay, Source, feed_source, moved_by_owner
from app.core.stays.occupancy import (
    BY_HAND,
    Conflict,
    Kind,
    Occupancy,
    OccupancyDraft,
    Status,
    conflicts,
)


@dataclass
class Feed:
    """A source with what is known of it, and what its portal was given."""

    known: Known
    given: list[tuple[datetime, Nights]] = field(default_factory=list)
    knows_readers: bool = True
    read_at: datetime | None = None
    calm: tuple[Known, tuple[datetime, Nights] | None, date] | None = None
    linked: tuple[int, tuple[SeenStay, ...], Nights] | None = None


class House:
    """Occupancies and sources, without any storage."""

    def __init__(self) -> None:
        self.occupancies: dict[int, Occupancy] = {}
        self.feeds: dict[int, Feed] = {}
        self.moved_out: set[int] = set()
        self.revision: dict[int, int] = {}
        self._next = 1

    # ---- what the owner does ----

    def connect(
        self, unit_id: int, portal: str, now: datetime, *, knows_readers: bool = True
    ) -> int:
        """Add a source, and return its id."""
        source_id = len(self.feeds) + 1
        source = Source(
            id=source_id,
            unit_id=unit_id,
            portal=portal,
            label=portal,
            address=f"https://{portal}.example/{unit_id}.ics",
            created_at=now,
        )
        self.feeds[source_id] = Feed(Known(source=source), knows_readers=knows_readers)
        return source_id

    def enter(self, draft: OccupancyDraft, now: datetime) -> int:
        return self._add(draft, BY_HAND, now)

    def edit(self, occupancy_id: int, now: datetime, **fields: object) -> None:
        """Change an occupancy as the owner does it."""
        before = self.occupancies[occupancy_id]
        after = replace(
            before,
            edited=True,
            sequence=before.sequence + 1,
            changed_at=now,
            **fields,  # type: ignore[arg-type]
        )
        if after.unit_id != before.unit_id:
            self.moved_out.add(occupancy_id)
        self._put(after)

    def cancel(self, occupancy_id: int, now: datetime) -> None:
        self.edit(occupancy_id, now, status=Status.CANCELLED, option_until=None)

    # ---- reading ----

    def own(self, source: Source) -> list[Occupancy]:
        """Return what is not of a source, as ``reconcile`` wants it."""
        mine = feed_source(source.id)
        return [
            one
            for one in self.occupancies.values()
            if one.source != mine
            and (one.unit_id == source.unit_id or one.id in self.moved_out)
            and one.blocks
        ]

    def given(self, feed: Feed, now: datetime) -> GivenNights:
        """Return what the portal of a feed knows from us."""
        if feed.knows_readers:
            known = given_nights(feed.given, now, feed.known.memory.believed_at)
            return replace(known, read_at=feed.read_at)
        return published_nights(feed.given, now, feed.known.memory.believed_at)

    def waits(self, source_id: int, now: datetime) -> bool:
        """Tell whether a source must be read though its calendar is the same."""
        feed = self.feeds[source_id]
        told = feed.given[-1] if feed.given else None
        known, given, day = feed.calm or (None, None, None)
        if feed.knows_readers and known is feed.known and given is told and day == now.date():
            return False
        needed = waits(feed.known, self.given(feed, now), now, now.date())
        feed.calm = None if needed else (feed.known, told, now.date())
        return needed

    def read(self, source_id: int, reading: Reading, now: datetime) -> Outcome:
        """Judge a reading and apply what it means."""
        feed = self.feeds[source_id]
        own, given = self.own(feed.known.source), self.given(feed, now)
        outcome = reconcile(feed.known, reading, own, given, now, now.date())
        self.apply(source_id, outcome, now)
        feed.known = replace(feed.known, read_at=now)
        return outcome

    def read_same(self, source_id: int, now: datetime) -> None:
        """Read a calendar that says what it said the last time, on the same basis."""
        feed = self.feeds[source_id]
        feed.known = replace(feed.known, memory=believed_again(feed.known.memory, now))
        if feed.calm is not None:
            # When it was believed last is nothing that could be waited for.
            feed.calm = feed.known, *feed.calm[1:]

    def apply(self, source_id: int, outcome: Outcome, now: datetime) -> None:
        """Apply an outcome: its decisions in their order, then what is known of the source."""
        feed = self.feeds[source_id]
        made: dict[int, int] = {}
        for step in outcome.steps():
            if isinstance(step, Add):
                made[step.seen_id] = self._add(step.draft, feed_source(source_id), now)
            else:
                self._step(source_id, step, now)
        ids = self._real_ids(outcome)
        seen = tuple(
            replace(
                one,
                id=ids[one.id],
                occupancy_id=made.get(one.id, one.occupancy_id),
            )
            for one in outcome.seen
        )
        questions = tuple(
            replace(one, id=ids[one.id], seen_id=ids.get(one.seen_id or 0, one.seen_id))
            for one in outcome.questions
        )
        become = {one.occupancy_id for one in seen if one.occupancy_id is not None}
        feed.known = replace(
            feed.known,
            seen=seen,
            questions=questions,
            doubt=outcome.doubt,
            memory=_stored(outcome.memory),
            occupancies={one: self.occupancies[one] for one in become},
        )

    def _step(self, source_id: int, step: Change | Cancel | Join | Release, now: datetime) -> None:
        before = self.occupancies[step.occupancy_id]
        after = before
        if isinstance(step, Change):
            fields = {name: getattr(step.draft, name) for name in _FIELDS}
            after = replace(before, **fields)
        elif isinstance(step, Cancel):
            after = replace(before, status=Status.CANCELLED, option_until=None)
        elif isinstance(step, Join):
            after = replace(before, source=feed_source(source_id))
        else:
            after = replace(before, source=BY_HAND)
        self._put(replace(after, sequence=before.sequence + 1, changed_at=now))

    def _real_ids(self, outcome: Outcome) -> dict[int, int]:
        ids = {}
        for number in [one.id for one in outcome.seen] + [one.id for one in outcome.questions]:
            ids[number] = number if number > 0 else self._id()
        return ids

    # ---- what the portals get ----

    def link(self, source_id: int) -> Nights:
        """Return the nights in the link that is made for a source's portal and unit."""
        feed = self.feeds[source_id]
        unit_id, seen = feed.known.source.unit_id, feed.known.seen
        revision = self.revision.get(unit_id, 0)
        # Portals read far more often than anything changes.
        if feed.linked is not None:
            when, of, nights = feed.linked
            if when == revision and of is seen:
                return nights
        nights = self._linked(feed)
        feed.linked = revision, seen, nights
        return nights

    def _linked(self, feed: Feed) -> Nights:
        unit_id = feed.known.source.unit_id
        said = {one.occupancy_id: one for one in feed.known.seen if one.gone_at is None}
        return Nights.of(
            (one.arrival, one.departure)
            for one in self.occupancies.values()
            if one.unit_id == unit_id
            and one.blocks
            and not (
                one.source == feed_source(feed.known.source.id)
                and one.id in said
                and not moved_by_owner(feed.known.source, said[one.id], one)
            )
        )

    def fetched(self, source_id: int, now: datetime) -> Nights:
        """Give a portal its link, and note it."""
        feed = self.feeds[source_id]
        nights = self.link(source_id)
        kept = now - timedelta(days=4)
        feed.given = [
            one
            for number, one in enumerate(feed.given)
            if number + 1 == len(feed.given) or feed.given[number + 1][0] >= kept
        ]
        feed.read_at = now
        if not feed.given or feed.given[-1][1] != nights:
            feed.given.append((now, nights))
        return nights

    # ---- what stands ----

    def taken(self, unit_id: int) -> Nights:
        return Nights.of(
            (one.arrival, one.departure)
            for one in self.occupancies.values()
            if one.unit_id == unit_id and one.blocks
        )

    def alarms(self, today: date) -> list[Conflict]:
        """Return the coming double bookings: neither closures nor two stays of one source."""
        coming = [one for one in self.occupancies.values() if one.departure > today]
        return [
            one
            for one in conflicts(coming)
            if one.first.source != one.second.source or one.first.source == BY_HAND
            if Kind.BLOCK not in {one.first.kind, one.second.kind}
        ]

    def _add(self, draft: OccupancyDraft, source: str, now: datetime) -> int:
        one_id = self._id()
        self._put(
            Occupancy(
                **{name: getattr(draft, name) for name in _FIELDS},
                id=one_id,
                uid=str(one_id),
                sequence=0,
                source=source,
                created_at=now,
                changed_at=now,
            )
        )
        return one_id

    def _put(self, one: Occupancy) -> None:
        before = self.occupancies.get(one.id)
        self.occupancies[one.id] = one
        for unit_id in {one.unit_id, before.unit_id if before else one.unit_id}:
            self.revision[unit_id] = self.revision.get(unit_id, 0) + 1
        for feed in self.feeds.values():
            if one.id in feed.known.occupancies:
                kept = dict(feed.known.occupancies) | {one.id: one}
                feed.known = replace(feed.known, occupancies=kept)

    def _id(self) -> int:
        self._next += 1
        return self._next


_FIELDS = tuple(OccupancyDraft.__dataclass_fields__)


def _stored(memory: Memory) -> Memory:
    """Return what storage gives back of a memory."""
    back = memory_of(memory_text(memory))
    assert back == memory
    return back


def moment(minute: float) -> datetime:
    """Return the moment so many minutes after a winter's morning."""
    return datetime(2026, 10, 1, tzinfo=UTC) + timedelta(minutes=minute)
