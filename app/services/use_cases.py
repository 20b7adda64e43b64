"""What all use cases share: the database, the clock, and looking around after a commit."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.core.errors import UserError
from app.services.house_clock import HouseClock
from app.services.watch import Watch
from app.storage.database import Database
from app.storage.revisions import RevisionTable

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every use case works with."""

    database: Database
    clock: HouseClock
    watch: Watch
    revisions: RevisionTable

    @contextmanager
    def change(self) -> Iterator[None]:
        """Change inside, in one transaction; those who listen hear of it after the commit."""
        with self.database.write():
            yield
            if self.database.changed():
                self.clock.note()
        try:
            self.watch.poll()
        except UserError as error:
            # The change is made, so nobody may say that it failed. The next look finds it.
            logger.warning("a change was made, but nobody was told: %s", error)


def check_sequence(now: int, seen: int) -> None:
    """Refuse a change to something that has moved since the caller saw it (UserError)."""
    if now != seen:
        raise UserError(
            "This was changed elsewhere in the meantime. Nothing was changed now; please look at "
            "it again."
        )
