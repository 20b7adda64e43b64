"""The service's database with its tables: what every use case is made of."""

from __future__ import annotations

import threading
from pathlib import Path

from app.core.clock import Clock, SystemClock
from app.dataclass import dataclass
from app.relay.tables.accounts import AccountTable
from app.relay.tables.calendars import CalendarTable
from app.relay.tables.engine import Engine
from app.relay.tables.fetches import FetchTable
from app.relay.tables.host import HostTable
from app.relay.tables.steps import bring_up


@dataclass(frozen=True, slots=True)
class Said:
    """What the environment says of the service; empty where it leaves that to the database."""

    address: str = ""
    operator: str = ""


NOTHING_SAID = Said()


class Store:
    """The database, its tables made on first use, and what time it is.

    Args:
        database: the address of PostgreSQL, or the path of a file of SQLite.
        clock: what time it is, the computer's own where None.
        said: what the environment says of the service; the database is told of it.
    """

    def __init__(
        self, database: str | Path, clock: Clock | None = None, said: Said = NOTHING_SAID
    ) -> None:
        self.engine = Engine(database)
        self.said = said
        self.clock = clock or SystemClock()
        self.accounts = AccountTable(self.engine)
        self.calendars = CalendarTable(self.engine)
        self.fetches = FetchTable(self.engine)
        self.host = HostTable(self.engine)
        self._instance = ""
        self._preparing = threading.Lock()

    @property
    def known_instance(self) -> str:
        """Its id where that has been asked for before, else nothing; asks nobody."""
        return self._instance

    @property
    def instance(self) -> str:
        """The database's own random id; makes its tables where they are missing.

        Raises:
            UserError: the database cannot be used now, or is of a newer version.
        """
        if not self._instance:
            with self._preparing:
                if not self._instance:
                    bring_up(self.engine)
                    self._instance = self._told()
        return self._instance

    def _told(self) -> str:
        """Keep what the environment says, so that every command knows it; return the id."""
        with self.engine.read():
            kept = self.accounts.service()
        address = self.said.address or kept.address
        operator = self.said.operator or kept.operator
        if (address, operator) != (kept.address, kept.operator):
            with self.engine.write():
                self.accounts.describe(address, operator)
        return kept.instance
