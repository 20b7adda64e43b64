"""What all use cases share: the database, the clock, and looking around after a commit."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.links.event_marks import WORDING
from app.dataclass import dataclass
from app.services.base.house_clock import HouseClock
from app.services.base.watch import Watch
from app.storage.engine.database import Database
from app.storage.tables.links.event_marks import MarkTable
from app.storage.tables.revisions import RevisionTable

if TYPE_CHECKING:
    from app.services.alarms.following import Following
    from app.services.calendars.event_marks import EventMarks

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    """What every use case works with."""

    database: Database
    clock: HouseClock
    watch: Watch
    revisions: RevisionTable

    @contextmanager
    def change(self) -> Iterator[None]:
        """Change inside, in one transaction; those who listen hear of it after the commit.

        Events that say something else by it get higher marks, and double bookings come and go. No
        use case has to see to that: the database notes what was touched.
        """
        with self.database.write():
            # Before anything is written: no change is later than another of its own transaction.
            self.revisions.moment(self.clock.now())
            yield
            self.follow_within()
            if self.database.changed():
                self.clock.note()
        try:
            self.watch.poll()
        except UserError as error:
            # The change is made, so nobody may say that it failed. The next look finds it.
            logger.warning("a change was made, but nobody was told: %s", error)

    def follow_within(self) -> None:
        """Let events and double bookings follow what was touched so far.

        `change` does so at its end. What changes very many calls it now and then, so that they are
        not all in memory at once.
        """
        # Imported on demand, as what puts links into words below: most commands change nothing.
        from app.storage.tables.stays.touched import TouchedTable  # noqa: PLC0415

        touched = TouchedTable(self.database).take()
        if touched:
            self._marks().follow(touched, self.clock.now())
        if touched.stays:
            self._double_bookings().follow(touched.stays, self.clock.now())

    def follow_wording(self) -> None:
        """Let events that this version of the program words otherwise tell so, once.

        What was put together by another version, or saved from a damaged file, has none of what is
        kept beside the stays: double bookings are looked for then, too.
        """
        with self.database.read():
            known = MarkTable(self.database).wording()
        if known != WORDING:
            with self.database.write():
                self._marks().follow_wording(self.clock.now())
                self._double_bookings().follow_all(self.clock.now())

    def _marks(self) -> EventMarks:
        from app.services.calendars.event_marks import EventMarks  # noqa: PLC0415

        return EventMarks(self.database, self.revisions)

    def _double_bookings(self) -> Following:
        from app.services.alarms.following import Following  # noqa: PLC0415  # as above

        return Following(self.database, self.revisions)


def check_sequence(now: int, seen: int) -> None:
    """Refuse a change to something that has moved since the caller saw it (UserError)."""
    if now != seen:
        raise UserError(
            "This was changed elsewhere in the meantime. Nothing was changed now; please look at "
            "it again."
        )
