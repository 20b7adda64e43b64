"""Queries about what was found when the addresses of links were read from outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.core.links.address import Check, Finding
from app.storage.engine.columns import moment, moment_text, optional_moment
from app.storage.engine.database import Database


@dataclass(frozen=True, slots=True)
class Lying:
    """A file that certainly lies on a webspace: its SHA-256, its bytes, since when."""

    digest: bytes
    size: int
    put_at: datetime


class AddressCheckTable:
    """Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._check = database.table("address_check")
        self._link = database.table("link")
        self._upload = database.table("upload")

    def all(self) -> dict[int, Check]:
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

    def keep(self, link_id: int, check: Check) -> None:
        """Keep the newest reading of a link's address; of a link that is gone there is none."""
        until = check.certificate_until
        if not self._link.select().where(self._link.c.id == link_id).exists():
            return
        self._check.insert(
            link_id=link_id,
            address=check.address,
            at=moment_text(check.at),
            finding=check.finding.value,
            problem=check.problem,
            detail=check.detail,
            certificate_until=None if until is None else moment_text(until),
        ).on_conflict_replace().execute()

    def lying(self, webspace_id: int) -> dict[str, Lying]:
        """Return by name what certainly lies on a webspace, as this house has put it there."""
        column = self._upload.c
        query = self._upload.select(column.name, column.digest, column.size, column.put_at).where(
            (column.webspace_id == webspace_id) & (column.digest != b"")
        )
        return {
            name: Lying(digest, size, moment(put_at))
            for name, digest, size, put_at in query.tuples()
        }
