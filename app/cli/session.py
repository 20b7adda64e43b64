"""One run of the program: where the data lies, in which language it is spoken about."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.bootstrap import COMMAND_BUSY_TIMEOUT, DataFolder, Services, opened
from app.cli.logs import logging_to
from app.core.clock import Clock
from app.core.errors import UserError
from app.core.settings import SYSTEM_LANGUAGE
from app.i18n import Catalogue, catalogue

logger = logging.getLogger(__name__)

DATA_DIR_VARIABLE = "ZIMMERFREI_DATA_DIR"


class Session:
    """What every command of one run shares.

    Args:
        texts: the system's language; the owner's own, once the data is open.
        clock: what time it is, the computer's own where None.
    """

    def __init__(self, texts: Catalogue, clock: Clock | None = None) -> None:
        self.texts = texts
        self.data_dir: str | None = None
        self._clock = clock

    def folder(self) -> DataFolder:
        """Return the data folder: that of the command line, else the environment's, else ours."""
        chosen = self.data_dir or os.environ.get(DATA_DIR_VARIABLE)
        if chosen:
            return DataFolder(Path(chosen).expanduser().absolute())
        from platformdirs import user_data_path  # noqa: PLC0415  # asked for only without the above

        return DataFolder(user_data_path("zimmerfrei", appauthor=False))

    @contextmanager
    def opened(self, *, busy_timeout: float = COMMAND_BUSY_TIMEOUT) -> Iterator[Services]:
        """Open the data, with today's backup made before anything is changed (UserError)."""
        folder = self.folder()
        with (
            logging_to(folder.logs),
            opened(folder, busy_timeout=busy_timeout, clock=self._clock) as services,
        ):
            self._speak(services)
            self.backup(services)
            yield services

    def _speak(self, services: Services) -> None:
        language = services.settings.get().language
        if language != SYSTEM_LANGUAGE:
            self.texts = catalogue(language)

    def backup(self, services: Services) -> None:
        """Make today's backup where there is something to keep; the log says why it failed."""
        if services.units.empty():
            return
        try:
            made = services.backups.daily()
        except UserError as error:
            # No reason to keep the owner from the calendar. A full disk refuses the change itself.
            logger.warning("no backup today: %s", error)
        else:
            if made:
                logger.info("backup made: %s", made.name)
