"""Keeps the database file current while the program runs: what stands in the log moves into it."""

from __future__ import annotations

import time
from typing import Self

from app.services.base.jobs import Job, Jobs
from app.storage.engine.database import Database
from app.storage.tables.revisions import DataVersion

_LOOK = 2.0
_LONGEST = 60.0
"""Seconds after which changes that never pause are moved, too."""
_LARGE = 4096


class Checkpoints:
    """Checkpoints on quiet moments, when nothing has changed for a while.

    A copy of the database file alone then holds everything, and the log stays short. Commands need
    none of this: whoever closes the database last takes the log away.

    Args:
        database: the database.
        look: seconds between two looks; a moment is quiet when nothing has changed in between.
        longest: seconds that changes wait at most for a quiet moment.
        large: pages in the log (of 4 KB) from which on changes have to wait until it is moved.
            While they never pause, it cannot begin anew.
    """

    def __init__(
        self,
        database: Database,
        *,
        look: float = _LOOK,
        longest: float = _LONGEST,
        large: int = _LARGE,
    ) -> None:
        self._database = database
        self._longest = longest
        self._large = large
        self._jobs = Jobs()
        self._jobs.add(Job("checkpoints", self._look, every=look, at_once=False))
        self._version: DataVersion | None = None
        # What was there before may stand in the log as well.
        self._done: object = None
        self._seen: object = None
        self._since = 0.0

    def start(self) -> None:
        """Begin to look."""
        self._since = time.monotonic()
        self._jobs.start()

    def stop(self) -> None:
        """Look no more; what stands in the log then moves when the database is closed."""
        self._jobs.stop()
        if self._version is not None:
            self._version.close()
            self._version = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _look(self) -> None:
        if self._version is None:
            self._version = DataVersion(self._database.path)
        now = self._version.read()
        quiet, self._seen = now == self._seen, now
        overdue = time.monotonic() - self._since >= self._longest
        if now == self._done:
            self._since = time.monotonic()
        elif (quiet or overdue) and self._moved():
            # As it was before: what was committed meanwhile is looked at once more.
            self._done = now
            self._since = time.monotonic()

    def _moved(self) -> bool:
        """Checkpoint; tell whether everything is in the file now."""
        progress = self._database.checkpoint()
        if progress.in_log >= self._large:
            progress = self._database.checkpoint(hold_writers=True)
        return progress.complete
