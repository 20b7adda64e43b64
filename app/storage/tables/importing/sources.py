"""Queries about sources: the calendars of portals that are read, and how reading them goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.importing.judging.outcome import Doubt, Memory
from app.core.importing.judging.remembering import memory_of, memory_text
from app.core.importing.report.standing import Progress, SourceDraft
from app.core.importing.source import Source
from app.storage.engine.columns import Row, moment, moment_text, optional_moment
from app.storage.engine.database import Database
from app.storage.tables.importing.source_texts import (
    counts_of,
    counts_text,
    doubt_of,
    doubt_text,
    message_of,
    message_text,
)

_SET_BACK = timedelta(minutes=1)
"""So far in the future is no moment that another program has noted just now."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A source with all that its row says.

    `etag` and `modified` are what the last answer said of itself, `digest` tells its bytes apart,
    `basis` is what else that reading rested on; all are empty where the next must be a whole one.
    `report` is the text of what takes no night.
    """

    source: Source
    progress: Progress
    doubt: Doubt | None
    memory: Memory
    etag: str
    modified: str
    digest: str
    basis: str
    report: str


class SourceTable:
    """Sources. Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._source = database.table("source")
        self._unit = database.table("unit")

    def all(self) -> list[Kept]:
        """Return those that are not removed, by unit, then as they were added."""
        column = self._source.c
        query = (
            self._source.select(self._source.__star__)
            .join(self._unit, on=(self._unit.c.id == column.unit_id))
            .where(column.removed_at.is_null())
            .order_by(self._unit.c.position, column.unit_id, column.id)
        )
        return [_kept(row) for row in query.dicts()]

    def one(self, source_id: int, *, removed: bool = False) -> Kept | None:
        """Return one that is not removed, or with `removed` also one that is."""
        column = self._source.c
        query = self._source.select().where(column.id == source_id)
        if not removed:
            query = query.where(column.removed_at.is_null())
        row = query.dicts().first()
        return _kept(row) if row else None

    def any_ever(self) -> bool:
        """Tell whether there is or was any."""
        return bool(self._source.select().exists())

    def due(self, now: datetime, *, hurried: bool = False) -> list[int]:
        """Return those that are to be read by now: enabled, in a unit that is let.

        All of them where it is `hurried`, but those whose portals have asked to wait. So are those
        that were tried in the future, for a clock that was set back has counted their pause.
        """
        column, unit = self._source.c, self._unit.c
        over = column.next_try_at.is_null() | (column.next_try_at <= moment_text(now))
        set_back = column.tried_at > moment_text(now + _SET_BACK)
        may = column.asked_to_wait == 0
        over = over | (may if hurried else may & set_back)
        query = (
            self._source.select(column.id)
            .join(self._unit, on=(unit.id == column.unit_id))
            .where(
                column.removed_at.is_null(),
                column.enabled == 1,
                unit.archived_at.is_null(),
                over,
            )
            .order_by(column.next_try_at, column.id)
        )
        return [source_id for (source_id,) in query.tuples()]

    def add(self, draft: SourceDraft, now: datetime) -> int:
        made = self._source.insert(**_values(draft), sequence=0, created_at=moment_text(now))
        return int(made.execute())

    def change(self, source_id: int, draft: SourceDraft) -> None:
        self._update(source_id, **_values(draft))

    def remove(self, source_id: int, now: datetime) -> None:
        """Let it be gone: its row stays, for occupancies name it, its secret does not."""
        self._update(source_id, removed_at=moment_text(now), enabled=False, address="")
        self.read_whole(source_id)

    def restore(self, source_id: int, draft: SourceDraft) -> None:
        """Bring a removed one back; its address is known to whoever removed it alone."""
        self._update(source_id, **_values(draft), removed_at=None)
        self.read_whole(source_id)

    # ---- how reading goes ----

    def read_whole(self, source_id: int) -> None:
        """Let the next answer be read whole, and soon, whatever the portal says of it."""
        self._note(
            source_id,
            etag="",
            modified="",
            digest="",
            basis="",
            failures=0,
            failure=None,
            next_try_at=None,
            asked_to_wait=False,
        )

    def note(self, kept: Kept) -> None:
        """Keep how a reading has ended, and what is remembered of it."""
        progress = kept.progress
        self._note(
            kept.source.id,
            reads=progress.reads,
            tried_at=_text(progress.tried_at),
            read_at=_text(progress.read_at),
            next_try_at=_text(progress.next_try_at),
            asked_to_wait=progress.asked_to_wait,
            failures=progress.failures,
            failure=message_text(progress.error),
            counts=counts_text(progress.counts),
            producer=progress.producer,
            name=progress.name,
            doubt=doubt_text(kept.doubt),
            memory=memory_text(kept.memory),
            etag=kept.etag,
            modified=kept.modified,
            digest=kept.digest,
            basis=kept.basis,
            report=kept.report,
        )

    def _update(self, source_id: int, **values: object) -> None:
        self._note(source_id, **values, sequence=self._source.c.sequence + 1)

    def _note(self, source_id: int, **values: object) -> None:
        self._source.update(**values).where(self._source.c.id == source_id).execute()


def _values(draft: SourceDraft) -> Row:
    return {
        "unit_id": draft.unit_id,
        "portal": draft.portal,
        "label": draft.label,
        "address": draft.address,
        "enabled": draft.enabled,
        "allow_private": draft.allow_private,
    }


def _kept(row: Row) -> Kept:
    return Kept(
        source=Source(
            id=row["id"],
            unit_id=row["unit_id"],
            portal=row["portal"],
            label=row["label"],
            address=row["address"],
            enabled=bool(row["enabled"]),
            allow_private=bool(row["allow_private"]),
            sequence=row["sequence"],
            created_at=moment(row["created_at"]),
            removed_at=optional_moment(row["removed_at"]),
        ),
        progress=Progress(
            reads=row["reads"],
            tried_at=optional_moment(row["tried_at"]),
            read_at=optional_moment(row["read_at"]),
            next_try_at=optional_moment(row["next_try_at"]),
            asked_to_wait=bool(row["asked_to_wait"]),
            failures=row["failures"],
            error=message_of(row["failure"]),
            counts=counts_of(row["counts"]),
            producer=row["producer"],
            name=row["name"],
        ),
        doubt=doubt_of(row["doubt"]),
        memory=memory_of(row["memory"]),
        etag=row["etag"],
        modified=row["modified"],
        digest=row["digest"],
        basis=row["basis"],
        report=row["report"],
    )


def _text(value: datetime | None) -> str | None:
    return None if value is None else moment_text(value)
