"""Runs over webspaces, one at a time in all processes, and how they have ended."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.clock import WrongClockError
from app.core.errors import UserError
from app.core.publishing.faults import WebspaceError
from app.core.publishing.holding import pending, wait_after
from app.core.publishing.relay.faults import AccessEndedError
from app.core.publishing.status import RunResult
from app.core.publishing.webspace import WebspaceKind
from app.services.publishing.runs import failures
from app.services.publishing.runs.alone import alone
from app.services.publishing.runs.folder import Folder
from app.services.publishing.runs.leave_run import leave, leave_service
from app.services.publishing.runs.notes import Notes
from app.services.publishing.runs.outbox import Outbox
from app.storage.engine.claim import Claim

if TYPE_CHECKING:
    from app.core.publishing.webspace import KeptWebspace
    from app.services.base.unit_of_work import UnitOfWork
    from app.services.publishing.keeping.secrets import Secrets

logger = logging.getLogger(__name__)


class Runs:
    """Does one run after the other.

    Args:
        work: what every use case works with.
        outbox: what webspaces should hold, and do.
        secrets: where passwords are kept.
        lock: the file that is held meanwhile.
        chance: from 0 to 1: how much longer to wait after a fault.
    """

    def __init__(
        self,
        work: UnitOfWork,
        outbox: Outbox,
        secrets: Secrets,
        lock: Path,
        chance: Callable[[], float],
    ) -> None:
        self._work = work
        self._outbox = outbox
        self._secrets = secrets
        self._lock = lock
        self._chance = chance

    def run(self, limit_seconds: float | None) -> RunResult:
        """Do one; see ``Publishing.run``."""
        with self._outbox.reading():
            current = self._outbox.webspaces.current()
            leaving = self._outbox.webspaces.leaving()
        if current is None and not leaving:
            return RunResult()
        claim = Claim(self._lock)
        if not claim.take():
            return RunResult(pending=len(self.pending()), busy=True)
        try:
            return self._run(current, leaving, _stop_after(limit_seconds))
        finally:
            claim.release()
            # Who watches hears of it now; a fault of theirs is not one of the run.
            with suppress(UserError):
                self._work.watch.poll()

    def take_over(self, webspace: KeptWebspace) -> None:
        """Make a folder ours although another Zimmerfrei uses it; see ``Publishing.take_over``."""
        with alone(self._lock, 0.0):
            with self._folder(webspace) as folder, self._told(webspace):
                with self._outbox.reading():
                    held = self._outbox.uploads.held(webspace.id)
                others = folder.strangers(self._outbox.known_names() | held.keys())
                folder.claim()
            with self._outbox.noting():
                self._outbox.uploads.leave_alone(webspace.id, others, self._outbox.now())

    def pending(self) -> frozenset[int]:
        """Return the ids of links that are not on webspaces as they should be.

        None where the house lives on another computer, which sees to that.
        """
        if self._outbox.moved_away():
            return frozenset()
        today = self._work.clock.today()
        with self._outbox.reading():
            current = self._outbox.webspaces.current()
            leaving = self._outbox.webspaces.leaving()
            going = [self._outbox.uploads.held(one.id) for one in leaving]
        found = {file.link_id for held in going for file in held.values() if file.ours}
        if current is not None:
            found |= pending(*self._outbox.compared(current.id, today))
        return frozenset(found)

    def _run(
        self,
        current: KeptWebspace | None,
        leaving: list[KeptWebspace],
        stopped: Callable[[], bool],
    ) -> RunResult:
        uploaded: list[int] = []
        deleted = 0
        for webspace in [one for one in leaving if _is_in_the_way(one, current)]:
            deleted += self._leave(webspace, current)
            leaving.remove(webspace)
        if current is not None:
            done = self._bring_up_to_date(current, stopped)
            if done is None and not leaving:
                return RunResult()
            uploaded, deleted = done or (uploaded, deleted)
        for webspace in leaving:
            # Once the files lie in the new place: no reader shall miss one meanwhile.
            if not stopped():
                deleted += self._leave(webspace, current)
        return RunResult(tuple(uploaded), deleted, len(self.pending()))

    def _bring_up_to_date(
        self, webspace: KeptWebspace, stopped: Callable[[], bool]
    ) -> tuple[list[int], int] | None:
        """Return what was done, None where there was nothing to do."""
        # With all that writes calendars: imported where something is to be done.
        from app.services.publishing.runs.building import Building  # noqa: PLC0415
        from app.services.publishing.runs.script_files import ScriptFiles  # noqa: PLC0415
        from app.services.publishing.runs.told_states import ToldStates  # noqa: PLC0415
        from app.services.publishing.runs.upload_run import UploadRun  # noqa: PLC0415

        today = self._work.clock.sure_today()
        is_service = webspace.kind is WebspaceKind.RELAY
        building = Building(self._work.database, days_only=is_service)
        with self._told(webspace), self._folder(webspace) as folder:
            telling = ToldStates(self._work.database, self._outbox)
            script = ScriptFiles(self._work.database, self._outbox)
            run = UploadRun(
                self._outbox,
                building,
                telling if is_service else script,
                webspace,
                folder,
                today,
                stopped,
            )
            run.run()
            if is_service and folder.is_open:
                telling.note_standing(folder.connection(), webspace.id)
            if webspace.php and folder.is_open and not stopped():
                Notes(self._work).take_over(folder.connection(), webspace.id)
        if not stopped():
            self._note_success(webspace, done=bool(run.uploaded or run.deleted))
        if run.uploaded or run.deleted:
            logger.info("%s links uploaded, %s files deleted", len(run.uploaded), run.deleted)
        return (run.uploaded, run.deleted) if run.found else None

    def _leave(self, webspace: KeptWebspace, current: KeptWebspace | None) -> int:
        with self._outbox.reading():
            held = self._outbox.uploads.held(webspace.id)
            there = {} if current is None else self._outbox.uploads.held(current.id)
            been_there = self._outbox.webspaces.ended(webspace.id).looked_on is not None
        deleted = 0
        if held or been_there or webspace.php:
            try:
                with self._told(webspace), self._folder(webspace) as folder:
                    if webspace.php:
                        Notes(self._work).take_over(folder.connection(), webspace.id)
                    go = leave_service if webspace.kind is WebspaceKind.RELAY else leave
                    deleted = go(folder, webspace, self._outbox, held, keep=there.keys())
            except AccessEndedError:
                logger.info("the service had ended the access by itself")
            except WebspaceError:
                if held:
                    raise
                logger.info("a webspace without files of ours cannot be reached, and is forgotten")
        with self._outbox.noting():
            self._outbox.webspaces.drop(webspace.id)
        self._secrets.forget(webspace.secret_name)
        return deleted

    @contextmanager
    def _folder(self, webspace: KeptWebspace) -> Iterator[Folder]:
        secret = partial(self._secrets.get, webspace.secret_name)
        house, before = self._outbox.house_id(), self._outbox.house_before()
        with Folder(webspace, secret, house, before) as folder:
            yield folder

    @contextmanager
    def _told(self, webspace: KeptWebspace) -> Iterator[None]:
        """Note what goes wrong inside, for everybody who asks how it stands."""
        try:
            yield
        except WrongClockError:
            # That is said elsewhere, and no fault of the webspace.
            raise
        except UserError as error:
            self._note_failure(webspace, error)
            raise
        except Exception:
            self._note_failure(
                webspace,
                UserError(
                    "A calendar could not be made, so its old one stays on the webspace. What "
                    "happened is in the log."
                ),
            )
            raise

    def _note_success(self, webspace: KeptWebspace, *, done: bool) -> None:
        """Note that all is there; where nothing was to be done only what is not known yet."""
        with self._outbox.reading():
            ended = self._outbox.webspaces.ended(webspace.id)
        if done or ended.failures or ended.succeeded_at is None:
            with self._outbox.noting():
                self._outbox.webspaces.succeeded(webspace.id, self._outbox.now())

    def _note_failure(self, webspace: KeptWebspace, error: UserError) -> None:
        with self._outbox.reading():
            failed = self._outbox.webspaces.ended(webspace.id).failures + 1
        passing = failures.is_passing(error)
        seconds = wait_after(failed, self._chance(), passing=passing)
        next_try = self._outbox.now() + timedelta(seconds=seconds)
        with self._outbox.noting():
            self._outbox.webspaces.failed(webspace.id, failed, failures.kept(error), next_try)


def _is_in_the_way(leaving: KeptWebspace, current: KeptWebspace | None) -> bool:
    """Tell whether the place in use takes nothing before that other one is left.

    A calendar service has each address once: while one access holds it, no other one gets it.
    """
    services = {leaving.kind} == {WebspaceKind.RELAY} == {current.kind if current else None}
    return services and current is not None and leaving.host == current.host


def _stop_after(seconds: float | None) -> Callable[[], bool]:
    if seconds is None:
        return lambda: False
    until = time.monotonic() + seconds
    return lambda: time.monotonic() >= until
