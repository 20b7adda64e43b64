"""One run over the webspace in use: what it lacks is put there, what must go is taken away.

Before a file is put or taken away it is noted that nobody knows what lies there, and afterwards
what does. So a run that is broken off at any moment repeats one upload at most, and nothing is ever
taken to lie there that does not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date

from app.core.publishing.apache.script import SCRIPT_FILE
from app.core.publishing.faults import WebspaceError
from app.core.publishing.holding import (
    PROGRAM,
    Difference,
    HeldFile,
    coming,
    is_so_much_less,
)
from app.core.publishing.webspace import KeptWebspace
from app.services.publishing.runs.building import Building, Built, digest_of
from app.services.publishing.runs.folder import Folder
from app.services.publishing.runs.outbox import Outbox
from app.services.publishing.runs.script_files import ScriptFiles, take_script_away
from app.services.publishing.runs.told_states import ToldStates

logger = logging.getLogger(__name__)


class UploadRun:
    """One run; `uploaded` and `deleted` tell what it has done so far, `found` whether anything was
    to be done.

    Args:
        outbox: what the webspace should hold, and does.
        building: makes the bytes.
        script: what counts readers there, where that is wanted; of a calendar service, which
            counts by itself, what it is told of addresses without a file.
        webspace: the one in use.
        folder: its folder.
        today: the day, for certain.
        stopped: tells whether no further file shall be begun.
    """

    def __init__(
        self,
        outbox: Outbox,
        building: Building,
        script: ScriptFiles | ToldStates,
        webspace: KeptWebspace,
        folder: Folder,
        today: date,
        stopped: Callable[[], bool],
    ) -> None:
        self._outbox = outbox
        self._building = building
        self._script = script
        self._webspace = webspace
        self._folder = folder
        self._today = today
        self._stopped = stopped
        self._held: dict[str, HeldFile] = {}
        self._same: list[tuple[str, str, int]] = []
        self._ready = False
        self.found = False
        self.uploaded: list[int] = []
        self.deleted = 0

    def run(self) -> None:
        """Do it all, or as much as there is time for.

        Raises:
            WebspaceError: the webspace cannot be used; what has been done is noted.
            Exception: one of the links cannot be built. All others were seen to.
        """
        found = self._compare()
        if self._held or found:
            found = self._look_around(found)
        missing = self._script.missing(self._webspace.id) if self._webspace.php else {}
        self.found = bool(found or missing)
        if missing:
            # Before anything goes: who asks for it is then told that it was given up.
            self._make_ready()
            self._script.bring(self._folder.connection(), self._webspace.id, missing)
        for name in found.names:
            if self._stopped():
                return
            self._delete(name)
        failed: Exception | None = None
        try:
            for link in found.links:
                if self._stopped():
                    return
                try:
                    built = self._building.files(link.link_id, self._today)
                except Exception as error:  # noqa: BLE001  # raised below, once the others are done
                    # What lies there stays: a calendar is whole or it is not replaced.
                    failed = error
                    continue
                if built is not None:
                    self._bring(built)
        finally:
            self._note_same()
        if failed is not None:
            raise failed

    def _compare(self) -> Difference:
        found, self._held = self._outbox.compared(self._webspace.id, self._today)
        return found

    # ---- what is there ----

    def _look_around(self, found: Difference) -> Difference:
        """Once a day look what really lies there, so that what somebody took away comes again."""
        with self._outbox.reading():
            looked = self._outbox.webspaces.ended(self._webspace.id).looked_on
        if looked == self._today:
            return found
        try:
            if not found and not self._folder.can_be_opened:
                return found
            self._make_ready()
            there = self._folder.names(self._outbox.known_names() | self._held.keys())
        except WebspaceError as error:
            if found or not error.passing:
                raise
            # All that is to be there is there, as far as is known; no reason to alarm anybody.
            logger.info("the webspace could not be looked at: %s", error.message)
            return found
        self._look_at_script(there)
        missing = [name for name, file in self._held.items() if file.ours and name not in there]
        with self._outbox.noting():
            self._outbox.uploads.unsure(self._webspace.id, missing)
            self._outbox.webspaces.looked(self._webspace.id, self._today)
        return self._compare() if missing else found

    def _look_at_script(self, there: set[str]) -> None:
        """See that the script lies there if readers are counted, and does not if they are not."""
        if self._webspace.php:
            if not self._script.all_there(there):
                self._script.lost(self._webspace.id)
        elif SCRIPT_FILE in there:
            # Switching it on was broken off, or an older backup was put back.
            take_script_away(self._folder.connection())

    def _make_ready(self) -> None:
        """See that the folder is ours before anything is changed in it."""
        if not self._ready:
            if not self._folder.belongs_to_us():
                known = self._outbox.known_names() | self._held.keys()
                self._folder.names(known)
                self._folder.claim()
            self._ready = True

    # ---- what goes ----

    def _delete(self, name: str) -> None:
        self._make_ready()
        self._outbox.begin(self._webspace.id, name, self._held[name].link_id)
        self._folder.connection().delete(name)
        with self._outbox.noting():
            self._outbox.uploads.gone(self._webspace.id, [name])
            self._outbox.given.lies_no_more(self._held[name].link_id, self._outbox.now())
        self.deleted += 1

    # ---- what comes ----

    def _bring(self, built: Built) -> None:
        """Put the files of a link there that are not what lies there."""
        state = built.state.text(self._today, PROGRAM)
        differing = [
            (name, body, digest)
            for name, body in built.files.items()
            if (digest := digest_of(body)) != self._digest(name)
        ]
        if differing and self._is_held_back(built):
            return
        different = {name for name, _, _ in differing}
        self._same += [(name, state, built.coming) for name in built.files if name not in different]
        for name, body, digest in differing:
            self._make_ready()
            self._outbox.begin(self._webspace.id, name, built.state.link_id)
            self._folder.connection().put(name, body)
            with self._outbox.noting():
                self._outbox.uploads.arrived(
                    self._webspace.id,
                    name,
                    digest=digest,
                    size=len(body),
                    coming=built.coming,
                    state=state,
                    now=self._outbox.now(),
                )
                if name == built.calendar:
                    self._outbox.given.lies(built.state.link_id, body, self._outbox.now())
        if differing:
            self.uploaded.append(built.state.link_id)

    def _digest(self, name: str) -> bytes:
        held = self._held.get(name)
        return b"" if held is None else held.digest

    def _note_same(self) -> None:
        """Note of what moved without saying anything else that it is the newest."""
        if self._same:
            with self._outbox.noting():
                for name, state, count in self._same:
                    self._outbox.uploads.still(self._webspace.id, name, state, count)

    # ---- what is asked first ----

    def _is_held_back(self, built: Built) -> bool:
        """Tell whether so much would go that the owner is asked, and see that they are."""
        held = self._held.get(built.calendar)
        if held is None or not held.ours:
            return False
        digest = built.digest
        if held.asked == digest:
            return held.answer != digest
        changes = built.state.changes_since(held.state)
        if not is_so_much_less(held.coming, built.coming, changes):
            return False
        # Some of what was ahead then may be past by now: what lies there tells.
        self._make_ready()
        there = self._folder.connection().get(built.calendar)
        before = 0 if there is None else coming(there, self._today)
        if not is_so_much_less(before, built.coming, changes):
            return False
        with self._outbox.noting():
            uploads, webspace_id = self._outbox.uploads, self._webspace.id
            uploads.ask(webspace_id, built.calendar, digest, built.coming, before)
        logger.info(
            "a calendar with %s stays ahead instead of %s is held back", built.coming, before
        )
        return True
