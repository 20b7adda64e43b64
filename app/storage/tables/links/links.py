"""Queries about links."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import peewee

from app.core.links.details import Details, Field, Options
from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target
from app.dataclass import dataclass
from app.storage.engine.columns import Row, moment, moment_text, optional_moment
from app.storage.engine.database import Database
from app.storage.tables.links.covers import CoverConditions

_TARGET_COLUMNS = {
    Scope.UNIT: "unit_id",
    Scope.PROPERTY: "property_id",
    Scope.STAFF: "staff_id",
}


@dataclass(frozen=True, slots=True)
class Published:
    """A link that answers, and what its feed depends on.

    `units` counts the units that it may cover and sums their revisions; `changed_at` is when any of
    them or the link itself changed last.
    """

    link: Link
    units: tuple[int, int]
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Shut:
    """A link that answers no more: disabled, of an archived unit, or deleted."""

    link_id: int
    deleted: bool


@dataclass(frozen=True, slots=True)
class Retired:
    """An address that was given up, and the link that it was of, where that still stands."""

    link_id: int | None


class LinkTable:
    """Links and the tokens they have had. Every method runs inside a read or write."""

    def __init__(self, database: Database) -> None:
        self._link = database.table("link")
        self._unit = database.table("unit")
        self._property = database.table("property")
        self._staff = database.table("staff")
        self._retired = database.table("retired_token")
        self._covers = CoverConditions(database)

    def all(self, target: Target | None = None) -> list[Link]:
        """Return links that are not deleted, all or of `target`, by unit, the main one first."""
        column = self._link.c
        query = (
            self._joined()
            .where(column.deleted_at.is_null())
            .order_by(
                column.unit_id,
                column.property_id,
                column.staff_id,
                column.main.desc(),
                column.id,
            )
        )
        if target is not None:
            query = query.where(self._of(target))
        return [_link(row) for row in query.dicts()]

    def answering(self) -> list[Link]:
        """Return the links that answer: enabled, and of no unit that is archived."""
        column = self._link.c
        query = self._joined().where(
            column.enabled, column.deleted_at.is_null(), self._unit.c.archived_at.is_null()
        )
        return [_link(row) for row in query.dicts()]

    def any_ever(self) -> bool:
        """Tell whether there is, or was once, an address that somebody may have."""
        return bool(self._link.select().exists() or self._retired.select().exists())

    def one(self, link_id: int) -> Link | None:
        """Return one link, also one that is deleted."""
        row = self._joined().where(self._link.c.id == link_id).dicts().first()
        return _link(row) if row else None

    def published(self, token: str, kind: LinkKind | None = None) -> Published | Shut | None:
        """Return the link with this token, and what its feed depends on where it answers.

        With `kind` only one of that kind counts. As little as can be is done for one that does not
        answer: it must take no longer than none.
        """
        column = self._link.c
        wanted = column.token == token
        if kind is not None:
            wanted &= column.kind == kind.value
        found = (
            self._link.select(
                column.id, column.enabled, column.deleted_at, self._unit.c.archived_at
            )
            .join(self._unit, peewee.JOIN.LEFT_OUTER, on=(self._unit.c.id == column.unit_id))
            .where(wanted)
            .tuples()
            .first()
        )
        if found is None:
            return None
        link_id, enabled, deleted_at, archived_at = found
        if deleted_at is not None or not enabled or archived_at is not None:
            return Shut(link_id, deleted_at is not None)
        link = self.one(link_id)
        assert link is not None
        unit = self._unit.c
        query = self._unit.select(
            peewee.fn.COUNT(unit.id), peewee.fn.SUM(unit.revision), peewee.fn.MAX(unit.changed_at)
        )
        covered = self._covers.units(link.target, unit.id)
        if covered is not None:
            query = query.where(covered)
        count, revisions, changed = query.tuples().first()
        newest = max(link.changed_at, moment(changed)) if changed else link.changed_at
        return Published(link=link, units=(count, revisions or 0), changed_at=newest)

    def that_may_cover(self, unit_ids: Collection[int] | None) -> list[Link]:
        """Return the links that may cover one of these units, deleted and disabled ones too.

        Every link there is where `unit_ids` is None.
        """
        column, query = self._link.c, self._joined()
        if unit_ids is not None:
            of_more = column.scope != Scope.UNIT.value
            query = query.where(of_more | column.unit_id.in_(list(unit_ids)))
        return [_link(row) for row in query.dicts()]

    def ids(self, target: Target) -> list[int]:
        """Return the links of `target`, deleted ones too."""
        query = self._link.select(self._link.c.id).where(self._of(target))
        return [link_id for (link_id,) in query.tuples()]

    def saying(self, field: Field) -> list[int]:
        """Return the links in which `field` is ticked."""
        column = self._link.c
        # Between spaces, as a word of its own.
        padded = peewee.Value(" ").concat(column.fields).concat(" ")
        query = self._link.select(column.id).where(padded.contains(f" {field.value} "))
        return [link_id for (link_id,) in query.tuples()]

    def retired(self, token: str, kind: LinkKind | None = None) -> Retired | None:
        """Return of which link this was the token, None where it never was one's.

        With `kind` only what was one of that kind, as far as that is known, counts.
        """
        column, link = self._retired.c, self._link.c
        query = self._retired.select(column.link_id).where(column.token == token)
        if kind is not None:
            of_kind = link.id.is_null() | (link.kind == kind.value)
            query = query.left_outer_join(self._link, on=(link.id == column.link_id)).where(of_kind)
        row = query.tuples().first()
        return None if row is None else Retired(row[0])

    def add(self, values: Row, now: datetime) -> int:
        """Add a link, enabled.

        `values` as `target_values` and `choice_values` give them, with main, token and uid_seed.
        """
        stamp = moment_text(now)
        return int(
            self._link.insert(
                **values, enabled=True, sequence=0, revision=0, created_at=stamp, changed_at=stamp
            ).execute()
        )

    def enable(self, link_id: int, enabled: bool) -> None:
        self._update(link_id, enabled=enabled)

    def choose(self, link_id: int, choices: LinkChoices) -> None:
        """Change what the owner may change."""
        self._update(link_id, **choice_values(choices))

    def renew(self, link: Link, token: str, now: datetime) -> None:
        """Give the link another token, perhaps one that it had; its present one is given up."""
        column = self._retired.c
        self._retired.delete().where(column.token == token).execute()
        self._retire(link, link.id, now)
        self._update(link.id, token=token)

    def delete(self, link_id: int, at: datetime) -> None:
        """Let the link be deleted; it can be brought back."""
        self._update(link_id, deleted_at=moment_text(at))

    def restore(self, link_id: int, now: datetime) -> None:
        """Let a deleted link be there again.

        While it was deleted its present address was gone like an old one. Who asked for it then
        must not pass for somebody who has the old one still.
        """
        self._update(link_id, deleted_at=None)
        column = self._retired.c
        self._retired.update(retired_at=moment_text(now)).where(column.link_id == link_id).execute()

    def deleted_at(self, target: Target, at: datetime) -> list[int]:
        """Return the links of `target` that were deleted at this moment."""
        column = self._link.c
        query = self._link.select(column.id).where(
            self._of(target), column.deleted_at == moment_text(at)
        )
        return [link_id for (link_id,) in query.tuples()]

    def last_deletion(self, target: Target) -> datetime | None:
        """Return when the last of the deleted links of `target` was deleted."""
        query = self._link.select(peewee.fn.MAX(self._link.c.deleted_at)).where(self._of(target))
        return optional_moment(query.scalar())

    def drop_deleted_before(self, moment: datetime, now: datetime) -> None:
        """Let links that were deleted before `moment` go for good."""
        self._drop(self._link.c.deleted_at < moment_text(moment), now)

    def drop_of(self, target: Target, now: datetime) -> None:
        """Let the links of something that goes for good go with it, their addresses given up."""
        self._drop(self._of(target), now)

    def _drop(self, which: peewee.Node, now: datetime) -> None:
        column = self._retired.c
        for row in list(self._joined().where(which).dicts()):
            link = _link(row)
            self._retire(link, None, now)
            self._retired.update(link_id=None).where(column.link_id == link.id).execute()
            self._link.delete().where(self._link.c.id == link.id).execute()

    def _joined(self) -> peewee.Select:
        unit, house, staff = self._unit.c, self._property.c, self._staff.c
        link = self._link.c
        subject = peewee.fn.COALESCE(unit.name, house.name, staff.name, "").alias("subject")
        joined: peewee.Select = (
            self._link.select(self._link.__star__, subject)
            .join(self._unit, peewee.JOIN.LEFT_OUTER, on=(unit.id == link.unit_id))
            .join(self._property, peewee.JOIN.LEFT_OUTER, on=(house.id == link.property_id))
            .join(self._staff, peewee.JOIN.LEFT_OUTER, on=(staff.id == link.staff_id))
        )
        return joined

    def _of(self, target: Target) -> peewee.Node:
        column = self._link.c
        if target.scope is Scope.HOUSE:
            return column.scope == Scope.HOUSE.value  # type: ignore[no-any-return]
        return getattr(column, _TARGET_COLUMNS[target.scope]) == target.id  # type: ignore[no-any-return]

    def _update(self, link_id: int, **values: object) -> None:
        column = self._link.c
        self._link.update(**values, sequence=column.sequence + 1).where(
            column.id == link_id
        ).execute()

    def _retire(self, link: Link, link_id: int | None, now: datetime) -> None:
        self._retired.insert(
            token=link.token, retired_at=moment_text(now), link_id=link_id
        ).execute()


def target_values(kind: LinkKind, target: Target) -> Row:
    """Return the columns that say what a link shows, and of what."""
    values: Row = {"kind": kind.value, "scope": target.scope.value}
    if target.scope is not Scope.HOUSE:
        values[_TARGET_COLUMNS[target.scope]] = target.id
    return values


def choice_values(choices: LinkChoices) -> Row:
    """Return the columns that the owner may change."""
    details = choices.details
    return {
        "label": choices.label,
        "portal": choices.portal,
        "language": choices.language,
        "here_only": choices.here_only,
        "fields": " ".join(field.value for field in Field if field in details.fields),
        "options": details.options.value,
        "owner_stays": details.owner_stays,
        "blocks": details.blocks,
        "own_entries": details.own_entries,
        "months_back": details.months_back,
        "months_ahead": details.months_ahead,
    }


def _link(row: Row) -> Link:
    scope = Scope(row["scope"])
    return Link(
        id=row["id"],
        kind=LinkKind(row["kind"]),
        target=Target(scope, None if scope is Scope.HOUSE else row[_TARGET_COLUMNS[scope]]),
        subject=row["subject"],
        main=bool(row["main"]),
        label=row["label"],
        portal=row["portal"],
        token=row["token"],
        enabled=bool(row["enabled"]),
        details=Details(
            fields=frozenset(map(Field, row["fields"].split())),
            options=Options(row["options"]),
            owner_stays=bool(row["owner_stays"]),
            blocks=bool(row["blocks"]),
            own_entries=bool(row["own_entries"]),
            months_back=row["months_back"],
            months_ahead=row["months_ahead"],
        ),
        language=row["language"],
        here_only=bool(row["here_only"]),
        sequence=row["sequence"],
        revision=row["revision"],
        created_at=moment(row["created_at"]),
        changed_at=moment(row["changed_at"]),
        deleted_at=optional_moment(row["deleted_at"]),
        uid_seed=row["uid_seed"],
    )
