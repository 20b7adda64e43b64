"""Where the workers of one machine lay down their counts, so that one of them can tell of all.

Each has a place of its own in a folder, by the system's lock. Who takes a place whose worker has
ended counts on from there: what is told never goes back, for Prometheus would take that for a new
beginning.
"""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path

from filelock import FileLock, Timeout

from app.relay.metrics.counts import Counts

logger = logging.getLogger(__name__)

PLACES = 256
"""More workers than that on one machine are not counted."""


class Board:
    """The place of one worker, and a look at all.

    Args:
        folder: where they lie; made where it is missing.

    Raises:
        OSError: the folder cannot be used, or all places are taken.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._number, self._lock = self._claimed()
        self.counts = self._read(self._number) or Counts()
        hits, misses, _ = self.counts.cache
        self.begun_at = hits, misses
        """What the cache of the worker before had counted."""
        self._failed = False
        self.store()

    def store(self) -> None:
        """Lay the counts down; where there is no room for them that is for the next time."""
        part = self._path(self._number).with_suffix(".part")
        try:
            part.write_bytes(self.counts.stored())
            part.replace(self._path(self._number))
        except OSError as error:
            if not self._failed:
                logger.warning("counts were not stored: %s", type(error).__name__)
            self._failed = True
        else:
            self._failed = False

    def told(self) -> tuple[Counts, int]:
        """Return the sum of all, and how many workers there are."""
        total, workers = Counts(), 0
        for number in self._numbers():
            own = number == self._number
            living = own or self._is_taken(number)
            found = self.counts if own else self._read(number)
            workers += living
            if found is not None:
                total.add(found, living=living)
        return total, workers

    def close(self) -> None:
        """Lay the counts down and leave the place."""
        self.store()
        self._lock.release()

    def _claimed(self) -> tuple[int, FileLock]:
        for number in range(PLACES):
            lock = self._lock_of(number)
            with contextlib.suppress(Timeout):
                lock.acquire()
                return number, lock
        raise OSError("all places are taken")

    def _numbers(self) -> set[int]:
        found = (path.stem for path in self._folder.glob("*.counts"))
        return {self._number, *(int(name) for name in found if name.isdecimal())}

    def _is_taken(self, number: int) -> bool:
        lock = self._lock_of(number)
        try:
            lock.acquire()
        except Timeout:
            return True
        lock.release()
        return False

    def _lock_of(self, number: int) -> FileLock:
        # Whichever thread ends: the lock is the worker's.
        return FileLock(self._path(number, ".lock"), blocking=False, thread_local=False, mode=0o600)

    def _read(self, number: int) -> Counts | None:
        try:
            return Counts.read(self._path(number).read_bytes())
        except OSError:
            return None

    def _path(self, number: int, suffix: str = ".counts") -> Path:
        return self._folder / f"{number}{suffix}"
