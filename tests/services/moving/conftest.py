"""A house on one computer, and what another one makes of its move file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from app.bootstrap import backups_of, opened
from app.core.moving.moves import Arrived
from app.services.data_folder.folder import DataFolder
from app.services.moving.unpacking import Unpacking
from app.services.publishing.keeping.secrets import Secrets
from app.services.services import Services
from app.storage.moving import parcel, seals
from tests.clocks import SetClock

PASSPHRASE = "Seeblick im Herbst"
Rows = dict[str, list[tuple[object, ...]]]
Unpack = Callable[..., Arrived]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that cost little: what they usually cost is told by their own tests."""
    monkeypatch.setattr(parcel, "Cost", lambda: seals.Cost(n=4, r=1, p=1))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the move file goes."""
    return tmp_path / "Umzug nach München.zimmerfrei"


@pytest.fixture
def there(tmp_path: Path) -> DataFolder:
    """The data folder of the other computer, which is not there yet."""
    return DataFolder(tmp_path / "neuer Rechner" / "Zimmerfrei")


@pytest.fixture
def filled(services: Services) -> Services:
    """The sample guest house with all its links enabled."""
    services.sample.fill()
    services.links.enable_all()
    return services


@pytest.fixture
def unpack(there: DataFolder, clock: SetClock) -> Unpack:
    """Unpack a move file on the other computer, with nobody there who has its data open."""

    def call(file: Path, folder: DataFolder = there, **more: object) -> Arrived:
        return unpacking_of(folder, clock).unpack(file, **more)  # type: ignore[arg-type]  # by the tests' own names

    return call


def unpacking_of(folder: DataFolder, clock: SetClock) -> Unpacking:
    return Unpacking(folder, backups_of(folder, clock), Secrets(folder.passwords, {}))


@contextmanager
def living_in(folder: DataFolder, clock: SetClock) -> Iterator[Services]:
    """All use cases over the data of another computer."""
    with opened(folder, busy_timeout=0.25, clock=clock) as services:
        yield services


def rows(database: Path) -> Rows:
    """Return every row of every table, also of SQLite's own one of the numbers that were given."""
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%'"
        )
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr)  # of the schema
            for (name,) in tables.fetchall()
        }


def without(found: Rows, table: str, *keys: object) -> Rows:
    """Return the rows without those of `table` that begin with one of `keys`."""
    return {**found, table: [row for row in found[table] if row[0] not in keys]}
