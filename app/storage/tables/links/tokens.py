"""Queries about the secrets of which addresses are made, those that were given up too."""

from __future__ import annotations

from app.storage.engine.database import Database


class TokenTable:
    """Tokens of links. Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._link = database.table("link")
        self._retired = database.table("retired_token")

    def links(self) -> dict[str, int]:
        """Return of every token that a link has, or has had, the number of that link."""
        link, retired = self._link.c, self._retired.c
        of_now = self._link.select(link.token, link.id)
        of_before = self._retired.select(retired.token, retired.link_id).where(
            retired.link_id.is_null(False)
        )
        return dict(self._database.rows(of_now.union_all(of_before)))

    def gone(self) -> set[str]:
        """Return the tokens that were given up: of links that have another one or are deleted."""
        link, retired = self._link.c, self._retired.c
        deleted = self._link.select(link.token).where(link.deleted_at.is_null(False))
        found = deleted.union_all(self._retired.select(retired.token))
        return {token for (token,) in self._database.rows(found)}
