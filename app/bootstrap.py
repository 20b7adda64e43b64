"""The one place where everything is put together: paths → database → services → server."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.clock import Clock, SystemClock
from app.core.errors import UserError
from app.core.server_state import Phase, ServerState
from app.core.settings import Settings
from app.i18n import catalogue
from app.services.backups.backups import Backups
from app.services.data_folder import DataFolder
from app.services.house.sample import Sample
from app.services.house.staff import Staff
from app.services.house.units import Units
from app.services.house_clock import HouseClock
from app.services.links.links import Links
from app.services.links.readers import Readers
from app.services.settings import SettingsStore
from app.services.stays.occupancies import Occupancies
from app.services.unit_of_work import UnitOfWork
from app.services.watch import Watch
from app.storage.engine.database import Database
from app.storage.tables.revisions import RevisionTable

if TYPE_CHECKING:
    from app.server.hosting.serving import Serving
    from app.services.backups.checkpoints import Checkpoints
    from app.services.feeds.feeds import Feeds
    from app.services.feeds.fetch_log import FetchLog

logger = logging.getLogger(__name__)

__all__ = [
    "COMMAND_BUSY_TIMEOUT",
    "WINDOW_BUSY_TIMEOUT",
    "DataFolder",
    "EmbeddedServer",
    "SampleHouse",
    "Services",
    "backups_of",
    "opened",
    "served",
]

WINDOW_BUSY_TIMEOUT = 0.25
COMMAND_BUSY_TIMEOUT = 5.0
_PORTS_TRIED = 50


@dataclass(frozen=True, slots=True)
class Services:
    """Every use case over one data folder.

    `notice` is what the owner should know of the folder, such as that others could read it.
    `clock` is the computer's, `house_clock` the same as far as it can be right.
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

    @contextmanager
    def sample_house(self) -> Iterator[SampleHouse]:
        """Open the sample guest house in a folder that goes with it, its links being served.

        On any free port, for this computer alone; each link is labelled as a sample.

        Raises:
            UserError: it cannot be made.
        """
        with (
            _throwaway() as folder,
            opened(folder, busy_timeout=WINDOW_BUSY_TIMEOUT, clock=self.clock) as services,
        ):
            services.settings.set("language", self.settings.get().language)
            services.sample.fill()
            for link in services.links.all():
                label = catalogue(link.language).tr("Sample")
                choices = replace(link.choices(), label=label)
                services.links.change(link.id, choices, sequence=link.sequence)
            server = EmbeddedServer(services, host="127.0.0.1", port=0)
            try:
                state = server.start()
                if state.phase is Phase.RUNNING:
                    services.settings.set("port", str(state.port))
                yield SampleHouse(services, server)
            finally:
                server.stop()


def backups_of(folder: DataFolder, clock: Clock | None = None) -> Backups:
    """Return the backups of `folder`, whatever has become of the data in it.

    Raises:
        UserError: a restore that was interrupted cannot be finished.
    """
    backups = Backups(folder.database, folder.backups, clock or SystemClock())
    backups.finish_restore()
    return backups


@dataclass(frozen=True, slots=True)
class SampleHouse:
    """A house to look around in, and the server of its links."""

    services: Services
    server: EmbeddedServer


@contextmanager
def _throwaway() -> Iterator[DataFolder]:
    """Make a data folder, and remove it in the end."""
    try:
        made = tempfile.TemporaryDirectory(prefix="zimmerfrei-", ignore_cleanup_errors=True)
    except OSError as error:
        raise UserError(
            "The sample guest house needs a little room for temporary files, and there is none "
            "on this computer."
        ) from error
    with made as folder:
        yield DataFolder(Path(folder))


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
    watch = Watch(database)
    try:
        house_clock = HouseClock(database, clock)
        work = UnitOfWork(database, house_clock, watch, RevisionTable(database))
        work.follow_wording()
        settings = SettingsStore(work)
        units, occupancies, links = Units(work), Occupancies(work), Links(work, settings)
        staff = Staff(work)
        yield Services(
            folder=folder,
            notice=notice,
            clock=clock,
            house_clock=house_clock,
            database=database,
            watch=watch,
            units=units,
            occupancies=occupancies,
            links=links,
            readers=Readers(work),
            staff=staff,
            settings=settings,
            backups=Backups(folder.database, folder.backups, house_clock),
            sample=Sample(work, units, occupancies, links, staff),
        )
    finally:
        watch.close()


@contextmanager
def served(
    services: Services,
    *,
    host: str | None = None,
    port: int | None = None,
    on_change: Callable[[ServerState], None] | None = None,
) -> Iterator[ServerState]:
    """Serve the links of one data folder as long as this context lasts.

    Args:
        services: over the data folder.
        host: the address to listen on this time, the owner's setting where None.
        port: the port to listen on this time (0 for any free one), the owner's setting where None.
        on_change: hears of each new state, such as that the server has ended by a fault.

    Yields:
        The state of the running server, with the host and port that it is bound to.

    Raises:
        UserError: it cannot be served; another Zimmerfrei does so already.
    """
    server = EmbeddedServer(services, host=host, port=port)
    if on_change is not None:
        server.on_change(on_change)
    try:
        state = server.start()
        if state.error is not None:
            raise state.error
        if state.phase is Phase.ELSEWHERE:
            raise UserError(
                "Another Zimmerfrei serves the links of this data folder already. Please end that "
                "one first (its window, or the command serve)."
            )
        yield state
    finally:
        server.stop()


class EmbeddedServer:
    """The server inside this process: ``app.services.control.ServerController``.

    Whoever serves a data folder holds its ``serving.lock``. Nothing of the web is imported before
    the first start.

    Args:
        services: over the data folder.
        host: instead of the owner's setting, for this run.
        port: instead of the owner's setting, for this run.
        settles: where the port is taken and no link has ever said it, take a free one for good.
    """

    def __init__(
        self,
        services: Services,
        *,
        host: str | None = None,
        port: int | None = None,
        settles: bool = False,
    ) -> None:
        self._services = services
        self._host = host
        self._port = port
        self._settles = settles and port is None
        # One change of the server at a time, and none while a crash is being seen to.
        self._lock = threading.RLock()
        self._listeners: list[Callable[[ServerState], None]] = []
        self._serving: Serving | None = None
        from app.storage.engine.claim import Claim  # noqa: PLC0415  # listings do without

        self._claim = Claim(services.folder.serving_lock)
        settings = self._wanted(services.settings.get())
        self._state = ServerState(Phase.STOPPED, settings.host, settings.port)
        services.house_clock.subscribe(lambda _: self._tell())

    @property
    def state(self) -> ServerState:
        doubt = self._services.house_clock.doubt
        return replace(self._state, doubt=doubt) if doubt else self._state

    def on_change(self, listener: Callable[[ServerState], None]) -> Callable[[], None]:
        """Have `listener` called with each new state, on the thread that brought it about."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def start(self) -> ServerState:
        """Bind and serve. A failure is in the state that comes back; one may try again."""
        with self._lock:
            if self._serving is not None:
                return self.state
            settings = replace(Settings(), host=self._state.host, port=self._state.port)
            try:
                self._services.house_clock.look()
                settings = self._wanted(self._services.settings.get())
                return self._begin(settings, save=lambda: None)
            except UserError as error:
                if (settled := self._settle(settings, error)) is not None:
                    return settled
                return self._show(ServerState(Phase.FAILED, settings.host, settings.port, error))

    def _settle(self, settings: Settings, error: UserError) -> ServerState | None:
        """Take the next free port for good, where that breaks no link; None where it would."""
        from app.server.hosting.host import PortTakenError  # noqa: PLC0415  # after the window shows

        desk = self._services.settings
        if not self._settles or not isinstance(error, PortTakenError):
            return None
        try:
            if self._services.links.any_ever():
                return None
            before = desk.get()
            if before.public_url:
                # Somebody passes requests on to this very port.
                return None
            for port in range(settings.port + 1, min(settings.port + _PORTS_TRIED, 65535) + 1):
                save = partial(desk.change, before, replace(before, port=port))
                with suppress(PortTakenError):
                    return self._begin(replace(settings, port=port), save)
        except UserError:
            logger.warning("no other port could be taken")
        return None

    def stop(self) -> ServerState:
        """Answer what is under way, store the fetches, let socket and data folder go."""
        with self._lock:
            self._end()
            return self._show(replace(self._state, phase=Phase.STOPPED, error=None))

    def change(self, before: Settings, after: Settings) -> ServerState:
        """Bind the new address, save what differs, and only then let the old address go.

        Where nothing is served it is only saved; a server that failed starts at its new address.

        Args:
            before: the settings that the owner saw; what else has moved since stays as it is.
            after: the settings as they shall be.

        Raises:
            UserError: the new address cannot be had, or the settings not be saved. The old address
                is served on, nothing is saved.
        """
        wanted = self._wanted(after)

        def save() -> None:
            self._services.settings.change(before, after)

        with self._lock:
            state = self._state
            if self._serving is not None:
                return self._move(self._serving, wanted, save)
            elsewhere = (wanted.host, wanted.port) != (state.host, state.port)
            if state.phase is Phase.FAILED and elsewhere:
                return self._begin(wanted, save)
            save()
            return self._show(replace(state, host=wanted.host, port=wanted.port))

    def _wanted(self, settings: Settings) -> Settings:
        return replace(
            settings,
            host=settings.host if self._host is None else self._host,
            port=settings.port if self._port is None else self._port,
        )

    def _begin(self, settings: Settings, save: Callable[[], object]) -> ServerState:
        from app.server.hosting.serving import Serving  # noqa: PLC0415  # after the window shows

        if not self._claimed():
            save()
            return self._show(ServerState(Phase.ELSEWHERE, settings.host, settings.port))
        services = self._services
        try:
            self._serving = Serving(
                services.feeds(),
                services.fetch_log(),
                services.clock,
                settings,
                save,
                self._crashed,
            )
        except BaseException:
            self._claim.release()
            raise
        return self._show(ServerState(Phase.RUNNING, settings.host, self._serving.port))

    def _move(self, serving: Serving, settings: Settings, save: Callable[[], None]) -> ServerState:
        try:
            serving.move(settings, save)
        except UserError as error:
            if not serving.alive:
                self._end()
                self._show(replace(self._state, phase=Phase.FAILED, error=error))
            raise
        return self._show(ServerState(Phase.RUNNING, settings.host, serving.port))

    def _claimed(self) -> bool:
        try:
            return self._claim.take()
        except OSError as error:
            raise UserError(
                "The data folder {folder} cannot be written to. Please check its permissions, or "
                "choose another folder.",
                folder=str(self._services.folder.path),
            ) from error

    def _end(self) -> None:
        serving, self._serving = self._serving, None
        if serving is not None:
            serving.close()
            self._claim.release()

    def _crashed(self) -> None:
        # Not on the server's own thread: who stops the server holds the lock and waits for that.
        threading.Thread(target=self._see_to_crash, name="server-crash", daemon=True).start()

    def _see_to_crash(self) -> None:
        with self._lock:
            if self._serving is None or self._serving.alive:
                return
            self._end()
            failure = UserError(
                "The server ended unexpectedly. Please start Zimmerfrei again; the log in {folder} "
                "says more.",
                folder=str(self._services.folder.logs),
            )
            self._show(replace(self._state, phase=Phase.FAILED, error=failure))

    def _show(self, state: ServerState) -> ServerState:
        if state != self._state:
            self._state = state
            self._tell()
        return self.state

    def _tell(self) -> None:
        state = self.state
        for listener in tuple(self._listeners):
            try:
                listener(state)
            except Exception:
                # What the server does is done; one listener's bug must not hide it.
                logger.exception("a listener failed")
