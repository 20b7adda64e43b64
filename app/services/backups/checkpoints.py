"""Keeps the database file current while the program runs: what stands in the log moves into it."""

from __future__ import annotations

import logging
import threading
import time
from typing import Self

from app.core.errors import UserError
from app.storage.engine.database import Database
from app.storage.tables.revisions import DataVersion

logger = logging.getLogger(__name__)

_LOOK = 2.0
_LONGEST = 60.0
"""Seconds after which changes that never pause are moved, too."""
_LARGE = 4096


class Checkpoints:
    """One thread that checkpoints on quiet moments, when nothing has changed for a while.

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
        self._look = look
        self._longest = longest
        self._large = large
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._version: DataVersion | None = None
        # What was there before may stand in the log as well.
        self._done: object = None
        self._seen: object = None
        self._since = 0.0
        self._said = ""

    def start(self) -> None:
        """Begin to look."""
        self._stopping.clear()
        self._since = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what stands in the log then moves when the database is closed."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        while not self._stopping.wait(self._look):
            try:
                self._look_once()
            except UserError as error:
                if self._is_news(error.message):
                    logger.info("the log is not moved into the database yet: %s", error)
            except Exception as error:
                if self._is_news(type(error).__qualname__):
                    logger.exception("the log is not moved into the database")
            else:
                self._said = ""
        if self._version is not None:
            self._version.close()
            self._version = None

    def _look_once(self) -> None:
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

    def _is_news(self, what: str) -> bool:
        """Tell whether this was not said at the last look: once, and not every two seconds."""
        before, self._said = self._said, what
        return before != what
