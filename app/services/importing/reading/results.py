"""How readings of sources have ended, and what else the work with them has done."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.importing.judging.outcome import Counts
from app.core.importing.source import Source
from app.i18n import Message
from app.services.base.changes import CompositeChange, OccupancyChange, SourceChange, WordChange

Answered = CompositeChange[WordChange | OccupancyChange]
"""The owner's word to what a calendar says, and what became of occupancies by it, as one."""
Removed = CompositeChange[SourceChange | OccupancyChange]
"""A source that was removed, and what became of all that it had brought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """How one reading of a source has ended.

    `error` says why it could not be read. `superseded` says that another process has read it in the
    same moment, or that the owner has changed or removed it meanwhile: nothing was done then.
    `change` is what has happened to occupancies, one entry of the history.
    """

    source: Source
    counts: Counts = field(default_factory=Counts)
    error: Message | None = None
    superseded: bool = False
    change: CompositeChange[OccupancyChange] = field(
        default_factory=lambda: CompositeChange[OccupancyChange](())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A new source, and how its first reading has ended."""

    source: Source
    result: ReadResult


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run of the job has done: the readings, and whether another process was at it."""

    results: tuple[ReadResult, ...] = ()
    busy: bool = False

    @property
    def change(self) -> CompositeChange[OccupancyChange]:
        """All that has happened to occupancies, one entry of the history."""
        parts = (part for result in self.results for part in result.change.parts)
        return CompositeChange(tuple(parts))
