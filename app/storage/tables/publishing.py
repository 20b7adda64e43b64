"""Queries about what is published where: the webspace in use, what waits, what was found."""

from __future__ import annotations

from app.core.links.address import Check, Finding
from app.core.publishing.webspace import KeptWebspace, WebspaceKind
from app.storage.engine.columns import moment, optional_moment
from app.storage.engine.database import Database


class PublishingTable:
    """Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._webspace = database.table("webspace")
        self._upload = database.table("upload")
        self._check = database.table("address_check")
        self._link = database.table("link")

    def current(self) -> KeptWebspace | None:
        """Return the webspace in use, None where there is none."""
        row = self._webspace.select().where(self._webspace.c.removed_at.is_null()).dicts().first()
        if row is None:
            return None
        return KeptWebspace(
            id=row["id"],
            kind=WebspaceKind(row["kind"]),
            preset=row["preset"],
            host=row["host"],
            port=row["port"],
            user=row["user_name"],
            folder=row["folder"],
            address=row["address"],
            identity=row["identity"],
            share=row["share"],
            php=bool(row["php"]),
            sequence=row["sequence"],
            created_at=moment(row["created_at"]),
        )

    def checks(self) -> dict[int, Check]:
        """Return the newest reading of each link's address, by link."""
        return {
            row["link_id"]: Check(
                address=row["address"],
                at=moment(row["at"]),
                finding=Finding(row["finding"]),
                problem=row["problem"],
                detail=row["detail"],
                certificate_until=optional_moment(row["certificate_until"]),
            )
            for row in self._check.select().dicts()
        }

    def waiting(self, webspace: KeptWebspace) -> frozenset[int]:
        """Return the links whose newest calendar is not there yet."""
        column, upload = self._link.c, self._upload.c
        there = self._upload.select(upload.link_id).where(upload.webspace_id == webspace.id)
        query = self._link.select(column.id).where(
            column.enabled,
            column.deleted_at.is_null(),
            ~column.here_only,
            column.id.not_in(there),
        )
        return frozenset(link_id for (link_id,) in query.tuples())
