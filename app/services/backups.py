"""Copies of the data: one each day of use, one before each change of the tables."""

from __future__ import annotations

from pathlib import Path

from app.core.clock import Clock
from app.storage import backup


class Backups:
    """The backups of one data folder, the newest fourteen days kept."""

    def __init__(self, database: Path, folder: Path, clock: Clock) -> None:
        self._database = database
        self.folder = folder
        self._clock = clock

    def daily(self) -> Path | None:
        """Make today's backup where it is missing; returns it, None where it was there."""
        return backup.daily(self._database, self.folder, self._clock.today())

    def now(self) -> Path:
        """Make a backup that is kept until the owner deletes it, and return it."""
        moment = self._clock.now().astimezone()
        target = self.folder / f"zimmerfrei-{moment:%Y-%m-%d-%H%M%S}.db"
        backup.backup(self._database, target)
        return target

    def before(self, step: str) -> Path:
        """Make a backup before the tables change in `step`."""
        target = self.folder / f"zimmerfrei-before-{step}.db"
        backup.backup(self._database, target)
        return target

    def newest(self) -> Path | None:
        """Return the newest backup, None where there is none."""
        return max(
            self.folder.glob("zimmerfrei-*.db"), key=lambda f: f.stat().st_mtime, default=None
        )
