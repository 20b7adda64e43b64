"""Queries about settings: text by key."""

from __future__ import annotations

from collections.abc import Mapping

from app.storage.engine.database import Database

_ADDRESS_SINCE = "address_since"
KNOWN_TIME = "known_time"
_HOUSE_ID = "house_id"
_NOT_THE_OWNERS = (_ADDRESS_SINCE, KNOWN_TIME, _HOUSE_ID)
_LETTER = "letter/"
"""Before the language of a letter that the owner has written."""


class SettingTable:
    """Settings as text. Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._setting = database.table("setting")

    def all(self) -> dict[str, str]:
        column = self._setting.c
        query = self._setting.select(column.key, column.value).where(
            column.key.not_in(_NOT_THE_OWNERS)
        )
        return {key: value for key, value in query.tuples() if not key.startswith(_LETTER)}

    def set(self, values: Mapping[str, str]) -> None:
        for key, value in values.items():
            self._setting.insert(key=key, value=value).on_conflict_replace().execute()

    def address_since(self) -> int:
        """Return the number of the last fetch before the public address was changed, else 0."""
        column = self._setting.c
        value = self._setting.select(column.value).where(column.key == _ADDRESS_SINCE).scalar()
        return int(value or 0)

    def note_address(self, last_fetch: int) -> None:
        """Keep that all fetches up to this number came before the present public address."""
        self.set({_ADDRESS_SINCE: str(last_fetch)})

    def house_id(self) -> str | None:
        """Return what tells this house from every other one, None where it was not asked yet."""
        column = self._setting.c
        value = self._setting.select(column.value).where(column.key == _HOUSE_ID).scalar()
        return None if value is None else str(value)

    def keep_house_id(self, house_id: str) -> None:
        """Keep what tells this house from every other one: random, for good, nothing secret."""
        self.set({_HOUSE_ID: house_id})

    def letter(self, language: str) -> str | None:
        """Return the letter that the owner has written in a language, None where there is none."""
        column = self._setting.c
        value = self._setting.select(column.value).where(column.key == f"{_LETTER}{language}")
        found = value.scalar()
        return None if found is None else str(found)

    def keep_letter(self, language: str, text: str | None) -> None:
        """Keep the owner's letter in a language; None for the standard one."""
        if text is not None:
            self.set({f"{_LETTER}{language}": text})
            return
        self._setting.delete().where(self._setting.c.key == f"{_LETTER}{language}").execute()
