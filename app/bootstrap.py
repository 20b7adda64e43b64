"""The one place where everything is put together: data folder → database → services → server.

Of the server nothing is imported here before one is started.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

from app.core.clock import Clock, SystemClock
from app.core.errors import UserError
from app.services.backups.backups import Backups
from app.services.base.house_clock import HouseClock
from app.services.base.unit_of_work import UnitOfWork
from app.services.base.watch import Watch
from app.services.data_folder.folder import DataFolder, passing_folder
from app.services.services import SampleHouse, Services
from app.storage.engine.database import Database
from app.storage.tables.revisions import RevisionTable

logger = logging.getLogger(__name__)

WINDOW_BUSY_TIMEOUT = 0.25
COMMAND_BUSY_TIMEOUT = 5.0
"""Seconds that a write waits for another process."""


def backups_of(folder: DataFolder, clock: Clock | None = None) -> Backups:
    """Return the backups of `folder`, whatever has become of the data in it.

    Raises:
        UserError: a restore that was interrupted cannot be finished.
    """
    backups = Backups(folder.database, folder.backups, clock or SystemClock())
    backups.finish_restore()
    return backups


@contextmanager
def opened(
    folder: DataFolder,
    *,
    busy_timeout: float,
    clock: Clock | None = None,
    waiting: Callable[[], object] = lambda: None,
) -> Iterator[Services]:
    """Open the data in `folder`, made and brought up to date where needed.

    Args:
        folder: the data folder.
        busy_timeout: seconds that a write waits for another process.
        clock: what time it is, the computer's own where None.
        waiting: called again and again while another process brings the data up to date.

    Raises:
        UserError: the folder or the database cannot be used; it is left as it is.
    """
    clock = clock or SystemClock()
    notice = folder.make()
    backups = backups_of(folder, clock)
    database = Database(folder.database, busy_timeout)
    database.migrate(
        backups.before, anew=lambda: folder.refuse_anew(backups.newest_sound()), waiting=waiting
    )
    if notice is not None:
        logger.info("%s", notice)
    with ExitStack() as ending:
        with database.kept_open():
            watch = Watch(database)
            ending.callback(watch.close)
            services = _services(folder, notice, clock, database, watch)
        yield services


def _services(
    folder: DataFolder,
    notice: UserError | None,
    clock: Clock,
    database: Database,
    watch: Watch,
) -> Services:
    house_clock = HouseClock(database, clock)
    work = UnitOfWork(database, house_clock, watch, RevisionTable(database))
    work.follow_wording()
    return Services(folder, notice, clock, house_clock, work, partial(_sample_house, clock, work))


@contextmanager
def _sample_house(clock: Clock, owners: UnitOfWork) -> Iterator[SampleHouse]:
    """Open the sample guest house in a folder that goes with it, its links being served."""
    from app.server.hosting.embedded import served_for_looking  # noqa: PLC0415  # as said above
    from app.services.base.settings import SettingsStore  # noqa: PLC0415  # no command comes here

    with (
        passing_folder() as folder,
        opened(folder, busy_timeout=WINDOW_BUSY_TIMEOUT, clock=clock) as services,
    ):
        services.settings.set("language", SettingsStore(owners).get().language)
        services.sample.fill()
        services.sample.label_links()
        with served_for_looking(services) as server:
            yield SampleHouse(services, server)
