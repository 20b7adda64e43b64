"""A backup on each day of use."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.core.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.services import Services

logger = logging.getLogger(__name__)

BACKUP = "backup"
"""The job that makes it."""
_TRY_AGAIN = timedelta(hours=1)


class DailyBackup:
    """One backup on each day of use, also of a program that runs for weeks.

    One that could not be made is tried again an hour later.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._clock = services.house_clock
        self._made: date | None = None
        self._failed: datetime | None = None

    def wanted(self) -> bool:
        """Tell whether it is time to make one."""
        if self._clock.today() == self._made:
            return False
        failed, now = self._failed, self._clock.now()
        return failed is None or not failed <= now < failed + _TRY_AGAIN

    def make(self) -> Path | None:
        """Make today's backup where it is missing and there is something to keep.

        Returns it, None where nothing was to be done.

        Raises:
            UnsoundError: the data is damaged, or what was written is.
            UserError: it cannot be made now.
        """
        if self._services.units.empty():
            return None
        today = self._clock.today()
        try:
            made = self._services.backups.daily()
        except UserError:
            self._failed = self._clock.now()
            raise
        self._made, self._failed = today, None
        if made:
            logger.info("backup made: %s", made.name)
        return made

    def forget(self) -> None:
        """The data is another now: see anew whether it has today's backup."""
        self._made = self._failed = None
