"""What the window is given by whoever starts it, by shape: it knows no composition root."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from app.core.errors import UserError
    from app.services.backups.backups import Backups
    from app.services.control import ServerController
    from app.services.house.staff import Staff
    from app.services.house.units import Units
    from app.services.house_clock import HouseClock
    from app.services.links.links import Links
    from app.services.links.readers import Readers
    from app.services.settings import SettingsStore
    from app.services.stays.occupancies import Occupancies
    from app.services.watch import Watch


class Folder(Protocol):
    """Where the data lies."""

    @property
    def path(self) -> Path: ...

    @property
    def logs(self) -> Path: ...


class Services(Protocol):
    """Every use case over one data folder."""

    @property
    def folder(self) -> Folder: ...

    @property
    def notice(self) -> UserError | None:
        """What the owner should know of the folder."""
        ...

    @property
    def house_clock(self) -> HouseClock: ...

    @property
    def watch(self) -> Watch: ...

    @property
    def units(self) -> Units: ...

    @property
    def occupancies(self) -> Occupancies: ...

    @property
    def links(self) -> Links: ...

    @property
    def readers(self) -> Readers: ...

    @property
    def staff(self) -> Staff: ...

    @property
    def settings(self) -> SettingsStore: ...

    @property
    def backups(self) -> Backups: ...

    def sample_house(self) -> AbstractContextManager[SampleHouse]:
        """Open the sample guest house in a folder that goes with it, its links being served."""
        ...


class SampleHouse(Protocol):
    """A house to look around in."""

    @property
    def services(self) -> Services: ...

    @property
    def server(self) -> ServerController: ...
