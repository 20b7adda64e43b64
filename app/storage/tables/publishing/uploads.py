"""Queries about what shall lie on a webspace, and what is known to lie there."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import peewee

from app.core.links.link import LinkKind, Scope
from app.core.publishing.holding import LEFT_ALONE, HeldFile, LinkState
from app.storage.engine.columns import Row, moment_text
from app.storage.engine.database import Database
from app.storage.tables.links.covers import CoverConditions

_CHOICES = (
    "options",
    "owner_stays",
    "blocks",
    "own_entries",
    "months_back",
    "months_ahead",
    "portal",
)
"""What of a link decides which stays are in it."""
_NO_QUESTION: Row = {"asked": None, "asked_coming": 0, "answer": None}
_AT_ONCE = 500


class WantedTable:
    """What shall lie on the webspace. Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._link = database.table("link")
        self._unit = database.table("unit")
        self._retired = database.table("retired_token")
        self._covers = CoverConditions(database)

    def states(self, link_id: int | None = None) -> list[LinkState]:
        """Return what the files of every link depend on that shall be on the webspace.

        That is what ``LinkTable.published`` tells of one, for all in one query; with `link_id` for
        this one alone, where it shall be there.
        """
        column = self._link.c
        parts = [self._of_unit(), self._of_property(), self._of_house(), self._of_staff()]
        if link_id is not None:
            parts = [part.where(column.id == link_id) for part in parts]
        query = functools.reduce(lambda one, other: one.union_all(other), parts)
        return [_state(row) for row in self._database.rows(query)]

    def tokens(self) -> set[str]:
        """Return every token that a link has, or has had: files called so are this house's."""
        link, retired = self._link.c, self._retired.c
        found = self._link.select(link.token).union_all(self._retired.select(retired.token))
        return {token for (token,) in self._database.rows(found)}

    def _of_unit(self) -> Any:
        unit = self._unit.c
        return (
            self._links(
                Scope.UNIT, peewee.Value(1), peewee.Value(1), unit.revision, unit.changed_at
            )
            .join(self._unit, on=(unit.id == self._link.c.unit_id))
            .where(unit.archived_at.is_null())
        )

    def _of_property(self) -> Any:
        key = self._unit.c.property_id
        sums = self._sums(key).group_by(key).alias("of_property")
        return self._with(Scope.PROPERTY, sums, sums.c.key == self._link.c.property_id)

    def _of_house(self) -> Any:
        sums = self._sums(peewee.Value(0)).alias("of_house")
        return self._with(Scope.HOUSE, sums, sums.c.key == 0)

    def _of_staff(self) -> Any:
        theirs = self._covers.units_of_staff().alias("theirs")
        sums = (
            self._sums(theirs.c.staff_id)
            .join(theirs, on=(theirs.c.unit_id == self._unit.c.id))
            .group_by(theirs.c.staff_id)
            .alias("of_staff")
        )
        return self._with(Scope.STAFF, sums, sums.c.key == self._link.c.staff_id)

    def _sums(self, key: Any) -> Any:
        unit, fn = self._unit.c, peewee.fn
        return self._unit.select(
            key.alias("key"),
            fn.COUNT(unit.id).alias("units"),
            fn.SUM(peewee.Case(None, [(unit.archived_at.is_null(), 1)], 0)).alias("open_units"),
            fn.SUM(unit.revision).alias("changes"),
            fn.MAX(unit.changed_at).alias("changed_at"),
        )

    def _with(self, scope: Scope, sums: Any, on: Any) -> Any:
        found = sums.c
        return self._links(
            scope,
            peewee.fn.COALESCE(found.units, 0),
            peewee.fn.COALESCE(found.open_units, 0),
            peewee.fn.COALESCE(found.changes, 0),
            found.changed_at,
        ).join(sums, peewee.JOIN.LEFT_OUTER, on=on)

    def _links(self, scope: Scope, *depends_on: Any) -> Any:
        column = self._link.c
        return self._link.select(
            column.id,
            column.kind,
            column.token,
            column.revision,
            column.changed_at,
            *depends_on,
            *(getattr(column, name) for name in _CHOICES),
        ).where(
            column.scope == scope.value,
            column.enabled == 1,
            column.here_only == 0,
            column.deleted_at.is_null(),
        )


class UploadTable:
    """What lies on webspaces. Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._upload = database.table("upload")

    def held(self, webspace_id: int) -> dict[str, HeldFile]:
        """Return by name what is known to lie on a webspace, or may lie there."""
        column = self._upload.c
        query = self._upload.select(
            column.name,
            column.link_id,
            column.digest,
            column.state,
            column.coming,
            column.asked,
            column.asked_coming,
            column.answer,
        ).where(column.webspace_id == webspace_id)
        return {row[0]: HeldFile(*row) for row in self._database.rows(query)}

    def begin(self, webspace_id: int, name: str, link_id: int, now: datetime) -> None:
        """Note that bytes are about to travel: until `arrived` nobody knows what lies there."""
        if not self._update(webspace_id, [name], digest=b"", link_id=link_id):
            self._add(webspace_id, name, link_id, "", now)

    def arrived(  # the columns of a row
        self,
        webspace_id: int,
        name: str,
        *,
        digest: bytes,
        size: int,
        coming: int,
        state: str,
        now: datetime,
    ) -> None:
        """Note what lies there now."""
        self._update(
            webspace_id,
            [name],
            digest=digest,
            size=size,
            coming=coming,
            state=state,
            put_at=moment_text(now),
            **_NO_QUESTION,
        )

    def still(self, webspace_id: int, name: str, state: str, coming: int) -> None:
        """Note that what lies there is what is to lie there in this state, too."""
        self._update(webspace_id, [name], state=state, coming=coming, **_NO_QUESTION)

    def gone(self, webspace_id: int, names: Iterable[str]) -> None:
        """Note that nothing of ours lies there under these names."""
        column = self._upload.c
        for some in peewee.chunked(names, _AT_ONCE):
            self._upload.delete().where(
                (column.webspace_id == webspace_id) & column.name.in_(list(some))
            ).execute()

    def unsure(self, webspace_id: int, names: Iterable[str]) -> None:
        """Note that something else may lie there than was put, or nothing."""
        for some in peewee.chunked(names, _AT_ONCE):
            self._update(webspace_id, list(some), digest=b"")

    def leave_alone(self, webspace_id: int, names: Iterable[str], now: datetime) -> None:
        """Note files that another program has put there: they are known, and never touched."""
        for name in names:
            self._add(webspace_id, name, 0, LEFT_ALONE, now)

    def ask(self, webspace_id: int, name: str, digest: bytes, coming: int, before: int) -> None:
        """Note that these bytes are held back until the owner says.

        Args:
            webspace_id: of the webspace.
            name: of the file.
            digest: of what is held back.
            coming: how many stays ahead are in that.
            before: how many are in what lies there.
        """
        self._update(
            webspace_id,
            [name],
            asked=digest,
            asked_coming=coming,
            coming=before,
            answer=None,
        )

    def answer(self, webspace_id: int, name: str, answer: bytes) -> bool:
        """Note what the owner says of bytes that are held back; False where none are.

        Args:
            webspace_id: of the webspace.
            name: of the file.
            answer: their digest lets them go, nothing keeps them back for good.
        """
        column = self._upload.c
        found = self._upload.update(answer=answer).where(
            (column.webspace_id == webspace_id)
            & (column.name == name)
            & column.asked.is_null(False)
        )
        return bool(found.execute())

    def _add(self, webspace_id: int, name: str, link_id: int, state: str, now: datetime) -> None:
        self._upload.insert(
            webspace_id=webspace_id,
            name=name,
            link_id=link_id,
            digest=b"",
            size=0,
            coming=0,
            state=state,
            put_at=moment_text(now),
        ).execute()

    def _update(self, webspace_id: int, names: list[str], **values: object) -> int:
        column = self._upload.c
        return int(
            self._upload.update(**values)
            .where((column.webspace_id == webspace_id) & column.name.in_(names))
            .execute()
        )


def _state(row: tuple[Any, ...]) -> LinkState:
    link_id, kind, token, revision, changed_at, *depends_on = row[:9]
    units, open_units, changes, units_changed_at = depends_on
    return LinkState(
        link_id=link_id,
        kind=LinkKind(kind),
        token=token,
        revision=revision,
        units=units,
        open_units=open_units,
        changes=changes,
        # Both are of fixed width and in UTC: as texts they sort as time does.
        changed_at=max(changed_at, units_changed_at or ""),
        choices=" ".join("" if one is None else str(one) for one in row[9:]),
    )
