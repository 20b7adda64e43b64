"""Notes when links are served at all: nobody can read from a computer that is switched off."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.storage.tables.fetches import ServedTable

EXTEND_AFTER = timedelta(minutes=5)
GAP = timedelta(minutes=10)
"""Longer than this without a note, and the computer was asleep meanwhile."""
KEPT = timedelta(days=400)


class ServedNotes:
    """One interval from the start of serving to its end, and a new one after each sleep.

    Args:
        table: where it is noted; every method runs inside a write.
        began: since when links are served.
    """

    def __init__(self, table: ServedTable, began: datetime) -> None:
        self._table = table
        self._began = began
        self._until = began
        self._number: int | None = None
        self._tried: datetime | None = None

    def due(self, now: datetime) -> bool:
        """Whether a note would change anything by now."""
        tried = self._tried
        return tried is None or not tried <= now < tried + EXTEND_AFTER

    def note(self, now: datetime) -> None:
        """Note that links are served until `now`."""
        self._tried = now
        if not self._until <= now <= self._until + GAP:
            # Asleep, or the clock was set back; what lies between was perhaps not served.
            self._number, self._began = None, now
        if self._number is None or not self._table.extend(self._number, now):
            self._number = self._table.begin(self._began, now)
            self._table.trim(now - KEPT, self._number)
        self._until = now
