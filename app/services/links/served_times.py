"""When links could be read: those served here while this computer was on, those on a webspace
always.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.readers.rhythm import ServedTime
from app.storage.engine.database import Database
from app.storage.tables.fetches import ServedTable
from app.storage.tables.publishing.webspaces import WebspaceTable


@dataclass(frozen=True, slots=True)
class ServedTimes:
    """When links could be read, as far as that and who read them are known.

    `on_webspace` is None where no script on a webspace tells who reads.
    """

    here: ServedTime
    on_webspace: ServedTime | None

    def of(self, *, here_only: bool) -> ServedTime:
        """Return it of a link.

        Args:
            here_only: it is not put on the webspace.
        """
        return self.here if here_only or self.on_webspace is None else self.on_webspace


def served_times(database: Database) -> ServedTimes:
    """Return when links could be read; inside a ``Database.read``.

    On a webspace that is from when a script counts readers there until its notes were taken over
    last: who has read since is not known yet, and so nobody is missed.
    """
    here = ServedTime(ServedTable(database).all())
    webspaces = WebspaceTable(database)
    webspace = webspaces.current()
    if webspace is None or not webspace.php:
        return ServedTimes(here, None)
    counting = webspaces.counting(webspace.id)
    if counting.since is None or counting.at is None:
        return ServedTimes(here, None)
    return ServedTimes(here, ServedTime([(counting.since, counting.at)]))
