"""Looking at what a place tells by itself: who has read, and whether it is still as it was left."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.publishing.webspace import WebspaceKind
from app.services.publishing.runs.folder import Folder
from app.services.publishing.runs.notes import Notes
from app.services.publishing.runs.outbox import Outbox
from app.services.publishing.webspaces.connection import ServiceConnection

if TYPE_CHECKING:
    from app.core.publishing.webspace import KeptWebspace
    from app.services.base.unit_of_work import UnitOfWork
    from app.services.publishing.keeping.secrets import Secrets
    from app.services.publishing.reader_script import ReaderScript

logger = logging.getLogger(__name__)

_AT_ONCE = 20
"""So often what was noted is asked for in one look: each answer is bounded."""


class Looking:
    """Looks every quarter of an hour at a place that counts readers.

    Args:
        work: what every use case works with.
        keys: what opens places.
        script: sees to webspaces.
    """

    def __init__(self, work: UnitOfWork, keys: Secrets, script: ReaderScript) -> None:
        self._work = work
        self._keys = keys
        self._script = script
        self._outbox = Outbox(work)

    def wanted(self) -> bool:
        """Tell whether there is anything to look at: the job of that name asks."""
        return self._script.wanted()

    def look(self) -> int:
        """Take over what was noted of readers, and return how many readings those were.

        Where a service does not hold what it was given, as after a backup of its own was put back,
        that is uploaded again by who uploads. That it cannot be used at the moment is said there.
        """
        with self._outbox.reading():
            webspace = self._outbox.webspaces.current()
        if webspace is None or webspace.kind is not WebspaceKind.RELAY:
            return self._script.look()
        try:
            return self._look(webspace)
        except UserError as error:
            logger.info("the service could not be looked at: %s", error.message)
            return 0

    def _look(self, webspace: KeptWebspace) -> int:
        keys = partial(self._keys.get, webspace.secret_name)
        with Folder(webspace, keys, self._outbox.house_id()) as folder:
            if not folder.can_be_opened:
                return 0
            service = folder.connection()
            assert isinstance(service, ServiceConnection), "of this kind"
            notes, found = Notes(self._work), 0
            for _ in range(_AT_ONCE):
                more = notes.take_over(service, webspace.id)
                found += more
                if not more:
                    break
            self._compare(service, webspace.id)
        return found

    def _compare(self, service: ServiceConnection, webspace_id: int) -> None:
        # With what builds calendars: imported where something is to be compared.
        from app.services.publishing.runs.told_states import ToldStates  # noqa: PLC0415

        telling = ToldStates(self._work.database, self._outbox)
        # What is known before what is there: an upload meanwhile shows as a difference at most.
        with self._outbox.reading():
            held = self._outbox.uploads.held(webspace_id)
        there = service.digests()
        differing = [
            name
            for name, file in held.items()
            if file.ours and file.put and there.get(name) != file.digest
        ]
        # They were taken away once: an address that was given up must not answer again.
        too_much = (self._outbox.known_names() & there.keys()) - held.keys()
        if differing or too_much or telling.was_put_back(service, webspace_id):
            logger.info("%s files differ from what was put there", len(differing) + len(too_much))
            telling.lost(webspace_id)
            for name in sorted(too_much):
                self._outbox.begin(webspace_id, name, 0)
            with self._outbox.noting():
                self._outbox.uploads.unsure(webspace_id, differing)
                self._outbox.webspaces.look_anew(webspace_id)
