"""What an owner sets for the server, kept in the database."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import asdict

from app.core.errors import UserError
from app.core.settings import Settings, changed
from app.services.base.unit_of_work import UnitOfWork
from app.storage.tables.revisions import SETTINGS
from app.storage.tables.settings import SettingTable

logger = logging.getLogger(__name__)


class SettingsStore:
    """Read and change the settings."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._table = SettingTable(work.database)

    def get(self) -> Settings:
        """Return the settings as they stand."""
        with self._work.database.read():
            return self.read()

    def read(self) -> Settings:
        """Return the settings inside a transaction that is open already."""
        settings = Settings()
        for key, value in self._table.all().items():
            try:
                settings = changed(settings, key, value)
            except UserError as error:
                logger.warning("the stored setting %s is not used: %s", key, error)
        return settings

    def set(self, key: str, value: str) -> Settings:
        """Set one setting from what the owner typed (UserError where it cannot be)."""
        with self._work.change():
            settings = changed(self.read(), key, value)
            self._write(settings, {key})
        return settings

    def change(self, before: Settings, after: Settings) -> Settings:
        """Set what `after` has otherwise than `before`, which is what its maker saw.

        What somebody else has set in the meantime stays.

        Returns:
            All settings as they stand then.

        Raises:
            UserError: one of them cannot be; nothing is set.
        """
        seen = asdict(before)
        wanted = {key: value for key, value in asdict(after).items() if value != seen[key]}
        with self._work.change():
            settings = self.read()
            for key, value in wanted.items():
                settings = changed(settings, key, str(value))
            self._write(settings, wanted.keys())
        return settings

    def _write(self, settings: Settings, keys: Collection[str]) -> None:
        if settings.public_url != self.read().public_url:
            from app.storage.tables.fetches import FetchTable  # noqa: PLC0415  # changed seldom

            # Who has read a link until now says nothing about the new address.
            self._table.note_address(FetchTable(self._work.database).last_number())
        values = asdict(settings)
        self._table.set({key: str(values[key]) for key in keys})
        self._work.revisions.raise_named(SETTINGS)
