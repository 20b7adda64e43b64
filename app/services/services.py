"""Every use case over one data folder, as one value: who needs several of them is given this."""

# ruff: noqa: PLC0415  # a listing needs few of them, and starts without the others

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from app.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from app.core.clock import Clock
    from app.core.errors import UserError
    from app.services.backups.backups import Backups
    from app.services.backups.checkpoints import Checkpoints
    from app.services.base.control import ServerController
    from app.services.base.house_clock import HouseClock
    from app.services.base.network import Network
    from app.services.base.settings import SettingsStore
    from app.services.base.unit_of_work import UnitOfWork
    from app.services.base.watch import Watch
    from app.services.data_folder.folder import DataFolder
    from app.services.exchange.file_import import FileImport
    from app.services.feeds.feeds import Feeds
    from app.services.feeds.fetch_log import FetchLog
    from app.services.guests.letters import Letters
    from app.services.guests.privacy import Privacy
    from app.services.house.staff import Staff
    from app.services.house.units import Units
    from app.services.importing.sources import Sources
    from app.services.links.addresses import LinkAddresses
    from app.services.links.links import Links
    from app.services.links.readers import Readers
    from app.services.moving.moving import Moving
    from app.services.moving.unpacking import Unpacking
    from app.services.publishing.keeping.secrets import Secrets
    from app.services.publishing.outside.checks import AddressChecks
    from app.services.publishing.outside.internet import Internet
    from app.services.publishing.publishing import Publishing
    from app.services.publishing.reader_script import ReaderScript
    from app.services.publishing.relay.joining import Joining
    from app.services.publishing.relay.looking import Looking
    from app.services.publishing.server_types import ServerTypes
    from app.services.publishing.turns import Turns
    from app.services.sample import Sample
    from app.services.stays.double_bookings import DoubleBookings
    from app.services.stays.guests import Guests
    from app.services.stays.nights import Nights
    from app.services.stays.occupancies import Occupancies
    from app.services.stays.options import Options
    from app.services.system.login_start import LoginStart
    from app.storage.engine.database import Database


@dataclass(frozen=True)  # without slots: what is asked for is made then, and kept
class Services:
    """Every use case over one data folder, each imported and made when it is first asked for.

    `notice` is what the owner should know of the folder, such as that others could read it.
    `clock` is the computer's, `house_clock` the same as far as it can be right. `sample_house`
    opens the sample guest house in a folder that goes with it, its links being served; it raises
    UserError where that cannot be made.
    """

    folder: DataFolder
    notice: UserError | None
    clock: Clock
    house_clock: HouseClock
    work: UnitOfWork
    sample_house: Callable[[], AbstractContextManager[SampleHouse]]

    @property
    def database(self) -> Database:
        return self.work.database

    @property
    def watch(self) -> Watch:
        return self.work.watch

    @cached_property
    def settings(self) -> SettingsStore:
        from app.services.base.settings import SettingsStore

        return SettingsStore(self.work)

    @cached_property
    def units(self) -> Units:
        from app.services.house.units import Units

        return Units(self.work)

    @cached_property
    def staff(self) -> Staff:
        from app.services.house.staff import Staff

        return Staff(self.work)

    @cached_property
    def occupancies(self) -> Occupancies:
        from app.services.stays.occupancies import Occupancies

        return Occupancies(self.work)

    @cached_property
    def nights(self) -> Nights:
        from app.services.stays.nights import Nights

        return Nights(self.work)

    @cached_property
    def options(self) -> Options:
        from app.services.stays.options import Options

        return Options(self.occupancies)

    @cached_property
    def guests(self) -> Guests:
        from app.services.stays.guests import Guests

        return Guests(self.work)

    @cached_property
    def letters(self) -> Letters:
        from app.services.guests.letters import Letters

        return Letters(self.work)

    @cached_property
    def privacy(self) -> Privacy:
        from app.services.guests.privacy import Privacy

        return Privacy(self.work, self.backups)

    @cached_property
    def double_bookings(self) -> DoubleBookings:
        from app.services.stays.double_bookings import DoubleBookings

        return DoubleBookings(self.work, self.occupancies)

    @cached_property
    def links(self) -> Links:
        from app.services.links.links import Links

        return Links(self.work, self.settings)

    @cached_property
    def addresses(self) -> LinkAddresses:
        from app.services.links.addresses import LinkAddresses

        return LinkAddresses(self.work, self.settings)

    @cached_property
    def readers(self) -> Readers:
        from app.services.links.readers import Readers

        return Readers(self.work)

    @cached_property
    def secrets(self) -> Secrets:
        import os

        from app.services.publishing.keeping.secrets import Secrets

        return Secrets(self.folder.passwords, os.environ)

    @cached_property
    def address_checks(self) -> AddressChecks:
        from app.services.publishing.outside.checks import AddressChecks

        return AddressChecks(self.work, self.addresses, self.feeds, self.internet)

    @cached_property
    def internet(self) -> Internet:
        """How computers are found and reached when links are read as a stranger would."""
        from app.services.publishing.outside.internet import Internet

        return Internet()

    @cached_property
    def server_types(self) -> ServerTypes:
        from app.services.publishing.server_types import ServerTypes

        return ServerTypes(self.links, self.publishing, self.secrets, self.address_checks)

    @cached_property
    def reader_script(self) -> ReaderScript:
        from app.services.publishing.reader_script import ReaderScript

        return ReaderScript(self.work, self.secrets, self.folder.publishing_lock, self.internet)

    @cached_property
    def joining(self) -> Joining:
        from app.services.publishing.relay.joining import Joining
        from app.services.publishing.runs.outbox import Outbox

        return Joining(self.secrets, Outbox(self.work).house_id)

    @cached_property
    def reader_looks(self) -> Looking:
        from app.services.publishing.relay.looking import Looking

        return Looking(self.work, self.secrets, self.reader_script)

    @cached_property
    def network(self) -> Network:
        from app.services.base.network import Network

        return Network(self.clock)

    @property
    def login_start(self) -> LoginStart | None:
        """The switch that lets the system start the program; None for a house that will be gone."""
        if self.folder.passing:
            return None
        from app.services.system.login_start import login_start
        from app.services.system.starting import usual_folder

        return login_start(self.folder.path, usual_folder())

    @cached_property
    def sources(self) -> Sources:
        from app.services.importing.rounds import Rounds
        from app.services.importing.sources import Sources

        lock = self.folder.reading_lock
        rounds = Rounds(self.work, self.settings, lambda: self.internet, lock)
        return Sources(self.work, rounds)

    @cached_property
    def file_import(self) -> FileImport:
        from app.services.exchange.file_import import FileImport

        return FileImport(self.work)

    @cached_property
    def backups(self) -> Backups:
        from app.services.backups.backups import Backups

        return Backups(self.folder.database, self.folder.backups, self.house_clock)

    @cached_property
    def moving(self) -> Moving:
        from app.services.moving.moving import Moving

        return Moving(self.work, self.folder, self.secrets, self.addresses, self.links.all)

    @cached_property
    def unpacking(self) -> Unpacking:
        from app.services.moving.unpacking import Unpacking

        return Unpacking(self.folder, self.backups, self.secrets)

    @cached_property
    def sample(self) -> Sample:
        from app.services.sample import Sample

        return Sample(self.work, self.units, self.occupancies, self.links, self.staff)

    @cached_property
    def publishing(self) -> Publishing:
        from app.services.publishing.publishing import Publishing

        return Publishing(self.work, self.secrets, self.folder.publishing_lock)

    @cached_property
    def publishing_turns(self) -> Turns:
        from app.services.publishing.turns import Turns

        return Turns(self.publishing, self.house_clock)

    def feeds(self) -> Feeds:
        """Return a new source of feeds, for a server; its owner closes it."""
        from app.services.feeds.feeds import Feeds

        return Feeds(self.database, self.house_clock, version=self.watch.data_version)

    def fetch_log(self) -> FetchLog:
        """Return a new log of fetches, for a server; its owner starts and stops it."""
        from app.services.feeds.fetch_log import FetchLog

        return FetchLog(self.database, self.house_clock)

    def checkpoints(self) -> Checkpoints:
        """Return what keeps the database file current, for a program that runs for long."""
        from app.services.backups.checkpoints import Checkpoints

        return Checkpoints(self.database)


@dataclass(frozen=True, slots=True)
class SampleHouse:
    """A house to look around in, and the server of its links."""

    services: Services
    server: ServerController
