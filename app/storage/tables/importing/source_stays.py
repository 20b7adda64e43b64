"""Queries about what sources have last said of their stays, and about what is asked of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import peewee

from app.core.importing.judging.outcome import Question, QuestionKind
from app.core.importing.source import ForeignStay, SeenStay, Verdict
from app.core.stays.occupancy import Kind
from app.storage.engine.columns import (
    Row,
    day,
    moment,
    moment_text,
    optional_day,
    optional_moment,
    optional_text,
)
from app.storage.engine.database import Database

_COLUMNS = (
    "id",
    "source_id",
    "uid",
    "arrival",
    "departure",
    "kind",
    "tentative",
    "closure",
    "unsure",
    "summary",
    "guest",
    "link",
    "stamp",
    "first_seen",
    "last_seen",
    "missing_since",
    "missing_reads",
    "gone_at",
    "verdict",
    "by_owner",
    "assumed",
    "occupancy_id",
    "joined",
    "seen_on",
    "left_at",
    "asked",
)


class SourceStayTable:
    """What sources say. Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stay = database.table("source_stay")

    def of(self, source_id: int, read_at: datetime | None) -> tuple[SeenStay, ...]:
        """Return the seen stays of a source by arrival.

        Args:
            source_id: of the source.
            read_at: when it was read last: then what it shows still was seen last.
        """
        column = self._stay.c
        query = (
            self._stay.select(*(getattr(column, name) for name in _COLUMNS))
            .where(column.source_id == source_id)
            .order_by(column.arrival, column.departure, column.id)
        )
        return tuple(_seen(row, read_at) for row in self._database.rows(query))

    def counts(self, verdicts: Iterable[Verdict]) -> dict[int, int]:
        """Return by source how many stays count as one of these; sources without are out."""
        column, values = self._stay.c, [verdict.value for verdict in verdicts]
        counts_as = peewee.fn.COALESCE(column.by_owner, column.verdict)
        query = (
            self._stay.select(column.source_id, peewee.fn.COUNT(column.id))
            .where(counts_as.in_(values))
            .group_by(column.source_id)
        )
        return dict(self._database.rows(query))

    def put(
        self,
        before: Iterable[SeenStay],
        after: Iterable[SeenStay],
        occupancies: Mapping[int, int],
    ) -> dict[int, int]:
        """Bring the seen stays of a source from what they were to what they are.

        Rows that say the same as before are not written, whenever they were seen last.

        Args:
            before: as `of` gave them.
            after: as they are to be; negative ids are new.
            occupancies: by the id of a seen stay, the occupancy that it has become just now.

        Returns:
            By their negative ids, those that the new ones have got.
        """
        was = {one.id: _values(one) for one in before}
        numbers: dict[int, int] = {}
        left = set(was)
        for one in after:
            values = _values(one)
            if one.id in occupancies:
                values["occupancy_id"] = occupancies[one.id]
            if one.id < 0:
                numbers[one.id] = int(self._stay.insert(**values).execute())
                continue
            left.discard(one.id)
            if _but_last_seen(values) != _but_last_seen(was.get(one.id, {})):
                self._stay.update(**values).where(self._stay.c.id == one.id).execute()
        for some in peewee.chunked(left, 500):
            self._stay.delete().where(self._stay.c.id.in_(list(some))).execute()
        return numbers

    def put_again(self, one: SeenStay) -> None:
        """Bring back a seen stay that was forgotten, under the id that it had."""
        self._stay.insert(id=one.id, **_values(one)).execute()

    def drop(self, source_id: int) -> None:
        """Forget what a source has said."""
        self._stay.delete().where(self._stay.c.source_id == source_id).execute()


class SourceQuestionTable:
    """What is asked. Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._question = database.table("source_question")

    def of(self, source_id: int) -> tuple[Question, ...]:
        """Return the open questions of a source, the first that was asked first."""
        return tuple(self.all(source_id).get(source_id, ()))

    def all(self, source_id: int | None = None) -> dict[int, list[Question]]:
        """Return the open questions by source, of all or of one."""
        column = self._question.c
        query = self._question.select().order_by(column.id)
        if source_id is not None:
            query = query.where(column.source_id == source_id)
        found: dict[int, list[Question]] = defaultdict(list)
        for row in query.dicts():
            found[row["source_id"]].append(_question(row))
        return found

    def put(
        self, before: Iterable[Question], after: Iterable[Question], numbers: Mapping[int, int]
    ) -> bool:
        """Bring the questions of a source from what they were to what they are; tell of a change.

        Args:
            before: as `of` gave them.
            after: as they are to be; negative ids are new.
            numbers: by negative ids of seen stays, the ones that they have got.
        """
        was = {one.id: one for one in before}
        column, changed = self._question.c, False
        for one in after:
            before_one = was.pop(one.id, None)
            if one == before_one:
                continue
            changed = True
            values = _question_values(one, numbers)
            if before_one is None:
                self._question.insert(**values).execute()
            else:
                self._question.update(**values).where(column.id == one.id).execute()
        for number in was:
            changed = True
            self._question.delete().where(column.id == number).execute()
        return changed

    def put_again(self, one: Question) -> None:
        """Ask again what was asked, under the number that it had."""
        self._question.insert(id=one.id, **_question_values(one, {})).execute()

    def drop(self, source_id: int) -> None:
        """Forget what is asked about a source."""
        self._question.delete().where(self._question.c.source_id == source_id).execute()


def _seen(row: tuple[Any, ...], read_at: datetime | None) -> SeenStay:
    number, source_id, uid, arrival, departure, kind, tentative, closure, unsure = row[:9]
    summary, guest, link, stamp, first_seen, last_seen, missing_since, missing_reads = row[9:17]
    gone_at, verdict, by_owner, assumed, occupancy_id, joined, seen_on, left_at, asked = row[17:]
    shown_still = missing_since is None and gone_at is None and read_at is not None
    return SeenStay(
        id=number,
        source_id=source_id,
        stay=ForeignStay(
            uid=uid,
            arrival=day(arrival),
            departure=day(departure),
            kind=Kind(kind),
            tentative=bool(tentative),
            summary=summary,
            guest=guest,
            link=link,
            stamp=optional_moment(stamp),
            closure=bool(closure),
            unsure=bool(unsure),
        ),
        first_seen=moment(first_seen),
        last_seen=read_at if shown_still and read_at is not None else moment(last_seen),
        missing_since=optional_moment(missing_since),
        missing_reads=missing_reads,
        gone_at=optional_moment(gone_at),
        verdict=Verdict(verdict),
        by_owner=None if by_owner is None else Verdict(by_owner),
        assumed=bool(assumed),
        occupancy_id=occupancy_id,
        joined=bool(joined),
        seen_on=optional_day(seen_on),
        left_at=optional_moment(left_at),
        asked=bool(asked),
    )


def _values(one: SeenStay) -> Row:
    stay = one.stay
    return {
        "source_id": one.source_id,
        "uid": stay.uid,
        "arrival": stay.arrival.isoformat(),
        "departure": stay.departure.isoformat(),
        "kind": stay.kind.value,
        "tentative": stay.tentative,
        "closure": stay.closure,
        "unsure": stay.unsure,
        "summary": stay.summary,
        "guest": stay.guest,
        "link": stay.link,
        "stamp": _moment_text(stay.stamp),
        "first_seen": moment_text(one.first_seen),
        "last_seen": moment_text(one.last_seen),
        "missing_since": _moment_text(one.missing_since),
        "missing_reads": one.missing_reads,
        "gone_at": _moment_text(one.gone_at),
        "verdict": one.verdict.value,
        "by_owner": None if one.by_owner is None else one.by_owner.value,
        "assumed": one.assumed,
        "occupancy_id": one.occupancy_id,
        "joined": one.joined,
        "seen_on": optional_text(one.seen_on),
        "left_at": _moment_text(one.left_at),
        "asked": one.asked,
    }


def _but_last_seen(values: Row) -> Row:
    return {name: value for name, value in values.items() if name != "last_seen"}


def _moment_text(value: datetime | None) -> str | None:
    return None if value is None else moment_text(value)


def _question(row: Row) -> Question:
    return Question(
        id=row["id"],
        source_id=row["source_id"],
        kind=QuestionKind(row["kind"]),
        seen_id=row["seen_id"],
        asked_at=moment(row["asked_at"]),
        arrival=optional_day(row["arrival"]),
        departure=optional_day(row["departure"]),
        count=row["count"],
    )


def _question_values(one: Question, numbers: Mapping[int, int]) -> Row:
    seen_id = one.seen_id
    return {
        "source_id": one.source_id,
        "kind": one.kind.value,
        "seen_id": numbers.get(seen_id, seen_id) if seen_id is not None else None,
        "asked_at": moment_text(one.asked_at),
        "arrival": optional_text(one.arrival),
        "departure": optional_text(one.departure),
        "count": one.count,
    }
