"""One run of the program: where the data lies, in which language it is spoken about."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from app.bootstrap import COMMAND_BUSY_TIMEOUT, backups_of, opened
from app.cli.common import output
from app.cli.common.logs import logging_to
from app.core.clock import Clock, SystemClock
from app.core.errors import UnsoundError, UserError
from app.core.settings import SYSTEM_LANGUAGE
from app.i18n import LANGUAGES, Catalogue, catalogue, system_language, use_for_gettext
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.services.system.starting import DATA_DIR_VARIABLE, data_path
from app.services.upkeep.daily_backup import DailyBackup

if TYPE_CHECKING:
    from app.services.backups.backups import Backups
    from app.ui.window.application import Opening

logger = logging.getLogger(__name__)


class Session:
    """What every command of one run shares.

    Args:
        texts: the system's language; the owner's own, once the data is open.
        clock: what time it is, the computer's own where None.
        window: the window, where it is on the screen already.
    """

    def __init__(
        self, texts: Catalogue, clock: Clock | None = None, window: Opening | None = None
    ) -> None:
        self.texts = texts
        self.window = window
        self.data_dir: str | None = None
        self._clock = clock

    @classmethod
    def begun(
        cls,
        clock: Clock | None = None,
        window: Opening | None = None,
        data_dir: str | None = None,
    ) -> Session:
        """Begin in the system's language, which gettext and click speak from now on, too.

        Args:
            clock: what time it is, the computer's own where None.
            window: the window, where it is on the screen already.
            data_dir: the data folder, where the command line is known to name one.
        """
        language = system_language()
        use_for_gettext(language)
        session = cls(catalogue(language), clock, window)
        session.data_dir = data_dir
        return session

    def folder(self) -> DataFolder:
        """Return the data folder: that of the command line, else the environment's, else ours."""
        try:
            return DataFolder(data_path(self.data_dir))
        except RuntimeError as error:  # ~somebody, whom this computer does not know
            raise UserError(
                "The data folder {folder} cannot be made. Please choose another one.",
                folder=self.data_dir or os.environ[DATA_DIR_VARIABLE],
            ) from error

    @contextmanager
    def opened(
        self,
        *,
        busy_timeout: float = COMMAND_BUSY_TIMEOUT,
        backup: bool = True,
        waiting: Callable[[str], object] | None = None,
    ) -> Iterator[Services]:
        """Open the data, with today's backup made before anything is changed (UserError).

        Args:
            busy_timeout: seconds that a write waits for another process.
            backup: False where somebody else makes the backup, in the background.
            waiting: shows why it waits, called again and again meanwhile; standard error says so
                once where None.
        """
        folder = self.folder()
        with (
            logging_to(folder.logs),
            opened(
                folder,
                busy_timeout=busy_timeout,
                clock=self._clock,
                waiting=self._waiting(waiting or _said_once()),
            ) as services,
        ):
            self._speak(services)
            if backup:
                self.backup(services)
            yield services

    @contextmanager
    def backups(self) -> Iterator[Backups]:
        """Give the backups also where the data itself cannot be opened (UserError)."""
        folder = self.folder()
        with logging_to(folder.logs):
            backups = backups_of(folder, self._clock)
            language = backups.language()
            if language in LANGUAGES:
                self.texts = catalogue(language)
            yield backups

    @property
    def clock(self) -> Clock:
        """What time it is."""
        return self._clock or SystemClock()

    def today(self) -> date:
        """Return the day."""
        return self.clock.today()

    def _waiting(self, say: Callable[[str], object]) -> Callable[[], object]:
        return lambda: say(
            self.texts.tr("Another Zimmerfrei is bringing the data up to date. Waiting for it …")
        )

    def _speak(self, services: Services) -> None:
        language = services.settings.get().language
        if language != SYSTEM_LANGUAGE:
            self.texts = catalogue(language)

    def backup(self, services: Services) -> None:
        """Make today's backup where there is something to keep.

        Raises:
            UnsoundError: the data is damaged, or what was written is; nobody may work on as if
                nothing were the matter.
        """
        try:
            DailyBackup(services).make()
        except UserError as error:
            self.tell_no_backup(error)
            if isinstance(error, UnsoundError):
                raise

    def tell_no_backup(self, error: UserError) -> None:
        """Say why there is no backup today; of damage, whoever meets it says more."""
        if isinstance(error, UnsoundError):
            logger.error("no backup today: %s", error)
            return
        # No reason to keep the owner from the calendar. A full disk refuses the change itself.
        logger.warning("no backup today: %s", error)
        sentence = self.texts.tell(error)
        output.complain(self.texts.tr("No backup today: {reason}", reason=sentence))


def _said_once() -> Callable[[str], object]:
    """Return what says the first of many sentences on standard error."""
    said: list[str] = []

    def say(sentence: str) -> None:
        if not said:
            output.complain(sentence)
        said.append(sentence)

    return say
