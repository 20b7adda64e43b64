"""Queries about what the owner says of readers: their names, and who is not waited for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.storage.engine.columns import moment, moment_text
from app.storage.engine.database import Database


class ReaderTable:
    """Readers by their key (``app.core.readers.agents.agent_key``).

    Every method runs inside a ``Database.read`` or ``write``.
    """

    def __init__(self, database: Database) -> None:
        self._name = database.table("reader_name")
        self._let_go = database.table("reader_let_go")

    def names(self) -> dict[str, str]:
        """Return what the owner calls readers, by key."""
        column = self._name.c
        return dict(self._name.select(column.agent, column.name).tuples())

    def name(self, key: str, name: str) -> None:
        """Give a reader a name."""
        self._name.insert(agent=key, name=name).on_conflict_replace().execute()

    def unname(self, key: str) -> None:
        """Take a reader's name away."""
        self._name.delete().where(self._name.c.agent == key).execute()

    def let_go(self) -> dict[tuple[int, str], datetime]:
        """Return since when readers are not waited for, by link and key."""
        column = self._let_go.c
        query = self._let_go.select(column.link_id, column.reader, column.at).tuples()
        return {(link_id, key): moment(at) for link_id, key, at in query}

    def let_go_of(self, link_id: int, keys: Iterable[str], at: datetime) -> None:
        """Wait for these readers of a link no more, unless they read again."""
        for key in keys:
            self._let_go.insert(
                link_id=link_id, reader=key, at=moment_text(at)
            ).on_conflict_replace().execute()
