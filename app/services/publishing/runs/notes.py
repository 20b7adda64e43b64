"""Taking over what the script on a webspace has noted of readers."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.core.publishing.apache.script import READS_FILE, noted_as, noted_reads
from app.core.publishing.faults import WebspaceError
from app.services.publishing.webspaces.connection import ServiceConnection
from app.storage.tables.fetches import FetchTable
from app.storage.tables.links.tokens import TokenTable
from app.storage.tables.publishing.webspaces import WebspaceTable

if TYPE_CHECKING:
    from app.services.base.unit_of_work import UnitOfWork
    from app.services.publishing.webspaces.connection import Connection

logger = logging.getLogger(__name__)

_OFF_AT_LEAST = timedelta(minutes=2)
"""Clocks that differ by less are called the same: an answer takes its time, too."""


class Notes:
    """Takes them over: each reading once, whoever else does so at the same time."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._webspaces = WebspaceTable(work.database)
        self._tokens = TokenTable(work.database)
        self._fetches = FetchTable(work.database)

    def take_over(self, space: Connection, webspace_id: int) -> int:
        """Store what has come since the last time, and return how many readings those were.

        None where they cannot be read now: whatever became of them, calendars are more urgent.

        Args:
            space: the webspace, open.
            webspace_id: its number; nothing happens where no script counts there.
        """
        clock = self._work.clock
        # Whatever is noted from here on may be missing from what is read.
        asked_at = clock.now()
        try:
            body, time_there = self._noted(space, webspace_id)
        except WebspaceError as error:
            logger.info("what was noted of readers cannot be read now: %s", error.message)
            return 0
        if clock.doubt is not None:
            return 0
        with self._work.database.write():
            counting = self._webspaces.counting(webspace_id)
            if counting.since is None:
                return 0
            links = {noted_as(token): number for token, number in self._tokens.links().items()}
            behind = timedelta(0) if time_there is None else clock.now() - time_there
            found = noted_reads(
                body,
                counting.until,
                links,
                clock.now(),
                behind if abs(behind) >= _OFF_AT_LEAST else timedelta(0),
            )
            self._fetches.add(found.fetches)
            since = max(counting.since, found.whole_since or counting.since)
            self._webspaces.counted(webspace_id, found.until, asked_at, since)
        if found.spoilt:
            logger.info("%s lines of %s are no notes of ours", found.spoilt, READS_FILE)
        return len(found.fetches)

    def _noted(self, space: Connection, webspace_id: int) -> tuple[bytes, datetime | None]:
        """Return what was noted, and by which clock that was, where that is told."""
        if not isinstance(space, ServiceConnection):
            return space.get(READS_FILE) or b"", None
        with self._work.database.read():
            until = self._webspaces.counting(webspace_id).until
        return space.reads(until)
