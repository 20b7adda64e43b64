"""The service's database with its tables: what every use case is made of."""

from __future__ import annotations

import threading
from pathlib import Path

from app.core.clock import Clock, SystemClock
from app.relay.tables.accounts import AccountTable
from app.relay.tables.calendars import CalendarTable
from app.relay.tables.engine import Engine
from app.relay.tables.fetches import FetchTable
from app.relay.tables.steps import bring_up


class Store:
    """The database, its tables made on first use, and what time it is.

    Args:
        database: the address of PostgreSQL, or the path of a file of SQLite.
        clock: what time it is, the computer's own where None.
    """

    def __init__(self, database: str | Path, clock: Clock | None = None) -> None:
        self.engine = Engine(database)
        self.clock = clock or SystemClock()
        self.accounts = AccountTable(self.engine)
        self.calendars = CalendarTable(self.engine)
        self.fetches = FetchTable(self.engine)
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
                    with self.engine.read():
                        self._instance = self.accounts.service().instance
        return self._instance
