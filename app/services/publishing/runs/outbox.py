"""What a webspace should hold and what it does hold, as the database knows it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.core.publishing.holding import PROGRAM, Difference, HeldFile, difference
from app.core.publishing.webspace import CALENDAR_END, PAGE_END
from app.services.links.given import GivenNotes
from app.storage.tables.publishing.uploads import UploadTable, WantedTable
from app.storage.tables.publishing.webspaces import WebspaceTable
from app.storage.tables.revisions import PUBLISHING, RevisionTable
from app.storage.tables.settings import SettingTable

if TYPE_CHECKING:
    from app.services.base.unit_of_work import UnitOfWork


class Outbox:
    """Reads and notes what lies on webspaces. Each method is one transaction of its own."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self.webspaces = WebspaceTable(work.database)
        self.uploads = UploadTable(work.database)
        self.wanted = WantedTable(work.database)
        self.given = GivenNotes(work.database)
        self._settings = SettingTable(work.database)
        self._revisions = RevisionTable(work.database)

    def now(self) -> datetime:
        return self._work.clock.now()

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Note inside, in one transaction; who watches is told when next they look."""
        with self._work.database.write():
            yield
            self._revisions.raise_named(PUBLISHING)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read inside, all of one moment."""
        with self._work.database.read():
            yield

    def compared(self, webspace_id: int, today: date) -> tuple[Difference, dict[str, HeldFile]]:
        """Return what a webspace lacks, and by name what it holds."""
        with self.reading():
            held = self.uploads.held(webspace_id)
            return difference(self.wanted.states(), held, today, PROGRAM), held

    def known_names(self) -> set[str]:
        """Return every name under which this house has, or has had, a file."""
        with self.reading():
            tokens = self.wanted.tokens()
        return {token + end for token in tokens for end in (CALENDAR_END, PAGE_END)}

    def house_id(self) -> str:
        """Return what tells this house from every other one."""
        with self.reading():
            known = self._settings.house_id()
        if known is not None:
            return known
        with self._work.database.write():
            known = self._settings.house_id()
            if known is None:
                known = secrets.token_hex(16)
                self._settings.keep_house_id(known)
            return known

    def house_before(self) -> str | None:
        """Return what this house was called on the computer that it moved from."""
        with self.reading():
            return self._settings.house_before()

    def moved_away(self) -> bool:
        """Tell whether this house lives on another computer, which puts it on webspaces."""
        with self.reading():
            return self._settings.moved_away() is not None

    def begin(self, webspace_id: int, name: str, link_id: int) -> None:
        """Note that a file is about to be put or taken away: nobody knows then what lies there."""
        with self._work.database.write():
            self.uploads.begin(webspace_id, name, link_id, self.now())
