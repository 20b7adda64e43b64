"""The one place where everything is put together: paths → database → services → server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.core.clock import Clock, SystemClock
from app.core.errors import UserError
from app.services.backups import Backups
from app.services.feeds import Feeds
from app.services.fetches import FetchLog
from app.services.links import Links
from app.services.occupancies import Occupancies
from app.services.settings import SettingsDesk
from app.services.units import Units
from app.services.use_cases import Desk
from app.services.watch import Watch
from app.storage.database import Database
from app.storage.revisions import RevisionTable

WINDOW_BUSY_TIMEOUT = 0.25
COMMAND_BUSY_TIMEOUT = 5.0


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Where an owner's data lies."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "zimmerfrei.db"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def window_ini(self) -> Path:
        return self.path / "window.ini"

    def make(self) -> None:
        """Make the folder, readable by its owner alone, where it is missing (UserError)."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                "The data folder {folder} cannot be made. Please choose another one.",
                folder=str(self.path),
            ) from error


@dataclass(frozen=True, slots=True)
class Services:
    """Every use case over one data folder."""

    folder: DataFolder
    clock: Clock
    database: Database
    watch: Watch
    units: Units
    occupancies: Occupancies
    links: Links
    settings: SettingsDesk
    backups: Backups

    def feeds(self) -> Feeds:
        """Return a new source of feeds, for a server; its owner closes it."""
        return Feeds(self.database, self.clock)

    def fetch_log(self) -> FetchLog:
        """Return a new log of fetches, for a server; its owner starts and stops it."""
        return FetchLog(self.database, self.clock)


@contextmanager
def opened(
    folder: DataFolder, *, busy_timeout: float, clock: Clock | None = None
) -> Iterator[Services]:
    """Open the data in `folder`, made and brought up to date where needed.

    Args:
        folder: the data folder.
        busy_timeout: seconds that a write waits for another process.
        clock: what time it is, the computer's own where None.

    Raises:
        UserError: the folder or the database cannot be used; it is left as it is.
    """
    clock = clock or SystemClock()
    folder.make()
    database = Database(folder.database, busy_timeout)
    backups = Backups(folder.database, folder.backups, clock)
    database.migrate(backups.before)
    watch = Watch(database)
    try:
        desk = Desk(database, clock, watch, RevisionTable(database))
        settings = SettingsDesk(desk)
        yield Services(
            folder=folder,
            clock=clock,
            database=database,
            watch=watch,
            units=Units(desk),
            occupancies=Occupancies(desk),
            links=Links(desk, settings),
            settings=settings,
            backups=backups,
        )
    finally:
        watch.close()
