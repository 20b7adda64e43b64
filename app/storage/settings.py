"""Queries about settings: text by key."""

from __future__ import annotations

from collections.abc import Mapping

from app.storage.database import Database


class SettingTable:
    """Settings as text. Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._setting = database.table("setting")

    def all(self) -> dict[str, str]:
        column = self._setting.c
        return dict(self._setting.select(column.key, column.value).tuples())

    def set(self, values: Mapping[str, str]) -> None:
        for key, value in values.items():
            self._setting.insert(key=key, value=value).on_conflict_replace().execute()
