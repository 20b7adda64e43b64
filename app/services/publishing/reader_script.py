"""Counting who reads on a webspace, by a script of ours that answers there in PHP."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.core.errors import UserError
from app.core.links.link import new_token
from app.core.publishing.apache import htaccess, script_faults
from app.core.publishing.apache.script import SCRIPT_FILE
from app.core.publishing.faults import WebspaceError, published_by_another
from app.core.publishing.webspace import CALENDAR_END, KeptWebspace
from app.services.publishing.runs.alone import alone
from app.services.publishing.runs.folder import Folder
from app.services.publishing.runs.htaccess import try_telling
from app.services.publishing.runs.notes import Notes
from app.services.publishing.runs.outbox import Outbox

if TYPE_CHECKING:
    from app.services.base.unit_of_work import UnitOfWork
    from app.services.publishing.keeping.secrets import Secrets
    from app.services.publishing.outside.internet import Internet
    from app.services.publishing.runs.script_files import ScriptFiles
    from app.services.publishing.webspaces.connection import Connection
    from app.storage.tables.publishing.webspaces import Counting

logger = logging.getLogger(__name__)

LOOK_EVERY = 900.0
"""Seconds between two looks at what the script has noted."""


class ReaderScript:
    """Counting readers on the webspace in use. Addresses stay the same, whatever is switched.

    All but `may_be_used` and `counting` may take long: never on the thread of the window.

    Args:
        work: what every use case works with.
        keys: what opens webspaces.
        lock: the file that is held while somebody changes what lies there.
        internet: how the public address is found and reached.
    """

    def __init__(
        self, work: UnitOfWork, keys: Secrets, lock: Path, internet: Internet | None = None
    ) -> None:
        self._work = work
        self._keys = keys
        self._lock = lock
        self._internet = internet
        self._outbox = Outbox(work)
        self._notes = Notes(work)

    # ---- how it stands ----

    def may_be_used(self) -> bool:
        """Tell whether there is a webspace of a kind on which PHP may run."""
        webspace = self._current()
        return webspace is not None and htaccess.may_lead(webspace.kind)

    def counting(self) -> Counting | None:
        """Return how readers are counted, None where they are not."""
        with self._outbox.reading():
            webspace = self._outbox.webspaces.current()
            if webspace is None or not webspace.php:
                return None
            return self._outbox.webspaces.counting(webspace.id)

    # ---- switching ----

    def switch_on(self) -> None:
        """Put the script there, let it answer, and prove that it does.

        Where it is on already, that is proven once more.

        Raises:
            WebspaceError: it does not work there; all is as it was before.
            UserError: there is no webspace, or another process uploads at this moment.
        """
        with alone(self._lock):
            webspace = self._required()
            if not htaccess.may_lead(webspace.kind):
                raise script_faults.counted_always() if webspace.php else script_faults.no_kind()
            with self._folder(webspace) as folder:
                self._claim(folder, webspace)
                try:
                    self._prove(folder.connection(), webspace)
                except BaseException as error:
                    if not (webspace.php and _is_passing(error)):
                        with suppress(WebspaceError):
                            self._take_away(folder.connection(), webspace)
                    raise
        logger.info("readers are counted on the webspace from now on")

    def switch_off(self) -> None:
        """Take over what was noted last, and let the webspace's server give calendars by itself.

        Raises:
            WebspaceError: the webspace cannot be used; the script goes on counting.
            UserError: there is none, or another process uploads at this moment.
        """
        with alone(self._lock):
            webspace = self._required()
            if not webspace.php:
                return
            if not htaccess.may_lead(webspace.kind):
                raise script_faults.counted_always()
            with self._folder(webspace) as folder:
                space = folder.connection()
                self._notes.take_over(space, webspace.id)
                self._take_away(space, webspace)
        logger.info("readers are not counted on the webspace any more")

    # ---- what was noted ----

    def wanted(self) -> bool:
        """Tell whether there is anything to look at: the job of that name asks."""
        webspace = self._current()
        return webspace is not None and webspace.php

    def look(self) -> int:
        """Take over what was noted, and return how many readings those were: the job's run.

        That a webspace cannot be used at the moment is said by who uploads. Where the file that
        leads addresses to the script was changed, that is mended, or counting ends.
        """
        webspace = self._current()
        if webspace is None or not webspace.php:
            return 0
        try:
            with self._folder(webspace) as folder:
                if not folder.can_be_opened:
                    return 0
                found = self._notes.take_over(folder.connection(), webspace.id)
                leads = self._leads(folder.connection())
            if not leads:
                logger.info("another program has changed %s on the webspace", htaccess.NAME)
                self.switch_on()
        except UserError as error:
            logger.info("readers could not be looked at on the webspace: %s", error.message)
            return 0
        return found

    # ---- one step after the other ----

    def _claim(self, folder: Folder, webspace: KeptWebspace) -> None:
        """Make sure that the folder is this house's before anything is put there."""
        if folder.belongs_to_us():
            return
        with self._outbox.reading():
            held = self._outbox.uploads.held(webspace.id)
        if folder.strangers(self._outbox.known_names() | held.keys()):
            raise published_by_another(webspace.folder)
        folder.claim()

    def _prove(self, space: Connection, webspace: KeptWebspace) -> None:
        # With all that speaks HTTP and builds pages: imported where it is used.
        from app.services.publishing.outside.stranger import Stranger  # noqa: PLC0415
        from app.services.publishing.script_proof import Proof  # noqa: PLC0415

        files = self._files()
        gone = new_token()
        for name, body in files.wanted([gone]).items():
            space.put(name, body)
        with (
            self._trial_file(space, webspace) as (token, body),
            Stranger(self._internet) as stranger,
        ):
            proof = Proof(stranger, webspace.address, token, body, gone)
            proof.require_php()
            self._lead(space, webspace, proof.leads)
        if not webspace.php:
            with self._outbox.noting():
                self._outbox.webspaces.count(webspace.id, self._outbox.now())
        files.bring(space, webspace.id, files.wanted())

    def _lead(self, space: Connection, webspace: KeptWebspace, leads: Callable[[], bool]) -> None:
        """Find the lines with which the server leads addresses to the script."""
        script = htaccess.leading_lines(SCRIPT_FILE)
        with_path = htaccess.leading_lines(SCRIPT_FILE, urlsplit(webspace.address).path)
        attempts = (
            (htaccess.type_lines(), htaccess.hiding_lines(), script),
            (script,),
            (with_path,),
        )
        for sections in attempts:
            # Some servers refuse a whole file for one line that they do not let a folder say.
            if try_telling(space, sections, leads):
                return
        raise script_faults.not_led()

    @contextmanager
    def _trial_file(self, space: Connection, webspace: KeptWebspace) -> Iterator[tuple[str, bytes]]:
        """Have a file there that nobody else has; one that stays goes with the next upload."""
        token = new_token()
        name = token + CALENDAR_END
        body = (
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Zimmerfrei//Trial//EN\r\n"
            f"X-TRIAL:{secrets.token_hex(32)}\r\nEND:VCALENDAR\r\n"
        ).encode()
        self._outbox.begin(webspace.id, name, 0)
        space.put(name, body)
        try:
            yield token, body
        finally:
            with suppress(WebspaceError):
                space.delete(name)
                with self._outbox.noting():
                    self._outbox.uploads.gone(webspace.id, [name])

    def _take_away(self, space: Connection, webspace: KeptWebspace) -> None:
        from app.services.publishing.runs.script_files import take_script_away  # noqa: PLC0415

        take_script_away(space)
        with self._outbox.noting():
            self._outbox.webspaces.count_no_more(webspace.id)

    def _leads(self, space: Connection) -> bool:
        there = htaccess.sections(space.get(htaccess.NAME))
        return any(section[0] == htaccess.LEADING for section in there)

    def _files(self) -> ScriptFiles:
        from app.services.publishing.runs.script_files import ScriptFiles  # noqa: PLC0415

        return ScriptFiles(self._work.database, self._outbox)

    def _folder(self, webspace: KeptWebspace) -> Folder:
        secret = partial(self._keys.get, webspace.secret_name)
        return Folder(webspace, secret, self._outbox.house_id(), self._outbox.house_before())

    def _current(self) -> KeptWebspace | None:
        with self._outbox.reading():
            return self._outbox.webspaces.current()

    def _required(self) -> KeptWebspace:
        found = self._current()
        if found is None:
            raise UserError("No webspace is set up yet.")
        return found


def _is_passing(error: BaseException) -> bool:
    return isinstance(error, WebspaceError) and error.passing
