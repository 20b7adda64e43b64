"""Queries about what was found when the addresses of links were read from outside."""

from __future__ import annotations

from app.core.links.address import Check, Finding
from app.storage.engine.columns import moment, optional_moment
from app.storage.engine.database import Database


class AddressCheckTable:
    """Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._check = database.table("address_check")

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
