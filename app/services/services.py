"""Every use case over one data folder, as one value: who needs several of them is given this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from app.core.clock import Clock
    from app.core.errors import UserError
    from app.services.backups.backups import Backups
    from app.services.backups.checkpoints import Checkpoints
    from app.services.base.control import ServerController
    from app.services.base.house_clock import HouseClock
    from app.services.base.settings import SettingsStore
    from app.services.base.watch import Watch
    from app.services.data_folder import DataFolder
    from app.services.feeds.feeds import Feeds
    from app.services.feeds.fetch_log import FetchLog
    from app.services.house.staff import Staff
    from app.services.house.units import Units
    from app.services.links.links import Links
    from app.services.links.readers import Readers
    from app.services.sample import Sample
    from app.services.stays.occupancies import Occupancies
    from app.storage.engine.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """Every use case over one data folder.

    `notice` is what the owner should know of the folder, such as that others could read it.
    `clock` is the computer's, `house_clock` the same as far as it can be right. `sample_house`
    opens the sample guest house in a folder that goes with it, its links being served; it raises
    UserError where that cannot be made.
    """

    folder: DataFolder
    notice: UserError | None
    clock: Clock
    house_clock: HouseClock
    database: Database
    watch: Watch
    units: Units
    occupancies: Occupancies
    links: Links
    readers: Readers
    staff: Staff
    settings: SettingsStore
    backups: Backups
    sample: Sample
    sample_house: Callable[[], AbstractContextManager[SampleHouse]]

    def feeds(self) -> Feeds:
        """Return a new source of feeds, for a server; its owner closes it."""
        from app.services.feeds.feeds import Feeds  # noqa: PLC0415  # no command but serve needs it

        return Feeds(self.database, self.house_clock)

    def fetch_log(self) -> FetchLog:
        """Return a new log of fetches, for a server; its owner starts and stops it."""
        from app.services.feeds.fetch_log import FetchLog  # noqa: PLC0415

        return FetchLog(self.database, self.house_clock)

    def checkpoints(self) -> Checkpoints:
        """Return what keeps the database file current, for a program that runs for long."""
        from app.services.backups.checkpoints import Checkpoints  # noqa: PLC0415

        return Checkpoints(self.database)


@dataclass(frozen=True, slots=True)
class SampleHouse:
    """A house to look around in, and the server of its links."""

    services: Services
    server: ServerController
