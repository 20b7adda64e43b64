"""A source as it stands: how reading it goes, what was read last, what is asked. Values alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.core.ical.foreign import Refused
from app.core.importing.judging.outcome import Counts, Doubt, Question
from app.core.importing.reading import Listed
from app.core.importing.source import SeenStay, Source, SourceState
from app.i18n import Message

EVERY = timedelta(minutes=15)
"""So often a source is read that answers."""
STALE_AFTER = timedelta(days=1)
"""Not read for so long, it may lack what was booked since: the owner is told of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDraft:
    """A source as the owner enters it; see `Source`."""

    unit_id: int
    portal: str = ""
    label: str = ""
    address: str = field(repr=False)
    enabled: bool = True
    allow_private: bool = False


def draft_of(source: Source) -> SourceDraft:
    """Return what the owner may change of a source."""
    return SourceDraft(
        unit_id=source.unit_id,
        portal=source.portal,
        label=source.label,
        address=source.address,
        enabled=source.enabled,
        allow_private=source.allow_private,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How reading a source has gone so far; all times UTC.

    `reads` counts the readings that were complete, `read_at` is the last of them, and `counts` what
    that one has done. `tried_at` is the last try, `failures` how many have failed in a row, and
    `error` why the last one did. Before `next_try_at` it is not read again by itself;
    `asked_to_wait` says that the portal itself has asked for that.
    """

    reads: int = 0
    tried_at: datetime | None = None
    read_at: datetime | None = None
    next_try_at: datetime | None = None
    asked_to_wait: bool = False
    failures: int = 0
    error: Message | None = None
    counts: Counts = field(default_factory=Counts)
    producer: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLook:
    """A source as it stands, for lists.

    `occupancies` counts what stands in the plan and was read from it, as far as it is not past;
    `rules` what is shown as a rule.
    """

    source: Source
    progress: Progress
    state: SourceState
    doubt: Doubt | None = None
    questions: tuple[Question, ...] = ()
    occupancies: int = 0
    rules: int = 0

    @property
    def unread(self) -> bool:
        """Whether it was not read the last time that it should have been, or never."""
        return self.state in {SourceState.FRESH, SourceState.FAILING, SourceState.STALE}

    @property
    def flagged(self) -> bool:
        """Whether the owner should look at it: it lacks what is new, or asks something."""
        wrong = {SourceState.STALE, SourceState.DOUBTFUL}
        return self.source.enabled and (self.state in wrong or bool(self.questions))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """All that is known of a source.

    `seen` are its stays by arrival, with what each is taken for; `refused` could not be read,
    `listed` takes no night.
    """

    look: SourceLook
    seen: tuple[SeenStay, ...] = ()
    refused: tuple[Refused, ...] = ()
    listed: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an address gives, before anything of it is written.

    `address` is the one that was typed, mended; `portal` the one whose calendar it seems to be, or
    empty. `seen` says what each stay would be taken for, by arrival. `remarks` are what the owner
    should know before they add it.
    """

    unit_id: int
    address: str = field(repr=False)
    portal: str = ""
    name: str = ""
    producer: str = ""
    seen: tuple[SeenStay, ...] = ()
    counts: Counts = field(default_factory=Counts)
    refused: tuple[Refused, ...] = ()
    listed: tuple[Listed, ...] = ()
    remarks: tuple[Message, ...] = ()

    @property
    def stays(self) -> int:
        """How many would be occupancies."""
        return sum(one.counts_as.occupies for one in self.seen)

    @property
    def first(self) -> date | None:
        """The first arrival of what would be an occupancy."""
        return min((one.stay.arrival for one in self._occupying()), default=None)

    @property
    def last(self) -> date | None:
        """The last departure of what would be an occupancy."""
        return max((one.stay.departure for one in self._occupying()), default=None)

    def _occupying(self) -> list[SeenStay]:
        return [one for one in self.seen if one.counts_as.occupies]


def state_of(source: Source, progress: Progress, doubt: Doubt | None, now: datetime) -> SourceState:
    """Return how reading a source goes."""
    if not source.enabled:
        return SourceState.OFF
    if progress.read_at is None and not progress.failures:
        return SourceState.FRESH
    # What could never be read lacks what was booked since it was added.
    if now - (progress.read_at or source.created_at) > STALE_AFTER:
        return SourceState.STALE
    if progress.failures:
        return SourceState.FAILING
    return SourceState.OK if doubt is None else SourceState.DOUBTFUL
