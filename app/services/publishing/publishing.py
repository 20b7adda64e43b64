"""What an owner does with their webspace: set it up, look how it stands, have it brought up to
date, give it up.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.moving.moves import moved_away
from app.core.publishing.status import HeldBack, PublishingStatus, RunResult
from app.core.publishing.webspace import KeptWebspace, Secret, Webspace, same_folder
from app.services.base.unit_of_work import UnitOfWork, check_sequence
from app.services.publishing.runs import failures
from app.services.publishing.runs.outbox import Outbox
from app.services.publishing.runs.runs import Runs
from app.storage.tables.revisions import PUBLISHING

if TYPE_CHECKING:
    from app.services.publishing.keeping.secrets import Keeping, Secrets


class Publishing:
    """The owner's webspace, and what lies there.

    `set_up`, `forget`, `take_over` and `run` may take long: never on the thread of the window.

    Args:
        work: what every use case works with.
        secrets: where passwords are kept.
        lock: the file that is held while somebody uploads.
        chance: from 0 to 1: how much longer to wait after a fault.
    """

    def __init__(
        self,
        work: UnitOfWork,
        secrets: Secrets,
        lock: Path,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._work = work
        self._secrets = secrets
        self._outbox = Outbox(work)
        self._table = self._outbox.webspaces
        self._runs = Runs(work, self._outbox, secrets, lock, chance)

    # ---- which webspace ----

    def current(self) -> KeptWebspace | None:
        """Return the webspace in use, None where there is none."""
        with self._outbox.reading():
            return self._table.current()

    def leaving(self) -> list[KeptWebspace]:
        """Return those that were given up, and whose files are still to be taken away."""
        with self._outbox.reading():
            return self._table.leaving()

    def set_up(self, webspace: Webspace, secret: Secret, keeping: Keeping) -> KeptWebspace:
        """Put links onto this webspace from now on, the first or in place of the one before.

        Where it is the same folder as before, what lies there counts on; else the files in the
        former one are taken away once they lie in the new one.

        Raises:
            UserError: the secret cannot be kept; all is as it was.
        """
        before = self.current()
        if before is not None and same_folder(before, webspace):
            self._keep(before, secret, keeping)
            with self._changing():
                self._table.change(before.id, webspace)
                self._table.look_anew(before.id)
                return self._one(before.id)
        with self._changing():
            if before is not None:
                self._table.remove(before.id, self._work.clock.now())
            made = self._one(self._table.add(webspace, self._work.clock.now()))
        try:
            self._keep(made, secret, keeping)
        except BaseException:
            with self._changing():
                self._table.drop(made.id)
                if before is not None:
                    self._table.remove(before.id, None)
            raise
        return made

    def change(self, webspace: Webspace, *, sequence: int) -> KeptWebspace:
        """Change what is known of the webspace in use, such as its address; its folder stays.

        Raises:
            UserError: there is none, it was changed elsewhere, or this is another folder.
        """
        with self._changing():
            now = self._seen(sequence)
            if not same_folder(now, webspace):
                raise UserError("This is another folder. Please set the webspace up anew.")
            self._table.change(now.id, webspace)
            return self._one(now.id)

    def remove(self, *, sequence: int) -> None:
        """Put links onto no webspace any more; the files that lie there are taken away.

        Raises:
            UserError: there is none, or it was changed elsewhere.
        """
        with self._changing():
            self._table.remove(self._seen(sequence).id, self._work.clock.now())

    def forget(self, webspace_id: int) -> None:
        """Forget a webspace and what opens it; files that still lie there stay."""
        with self._changing():
            gone = self._table.one(webspace_id)
            self._table.drop(webspace_id)
        if gone is not None:
            self._secrets.forget(gone.secret_name)

    def take_over(self) -> None:
        """Use the folder from now on although another Zimmerfrei has put calendars into it.

        Those stay as they are; the other one says that the folder is taken.

        Raises:
            WebspaceError: the webspace cannot be used.
            UserError: there is none, another process uploads at this moment, or this house lives on
                another computer.
        """
        self._refuse_silent()
        self._runs.take_over(self._required())

    # ---- how it stands ----

    def status(self) -> PublishingStatus:
        """Tell how it stands, in a few queries however many links there are."""
        with self._outbox.reading():
            webspace = self._table.current()
            leaving = self._table.leaving()
            first = webspace or (leaving[0] if leaving else None)
            ended = None if first is None else self._table.ended(first.id)
            held = {} if webspace is None else self._outbox.uploads.held(webspace.id)
        return PublishingStatus(
            webspace=webspace,
            pending=len(self.pending_links()),
            held=len({file.link_id for file in held.values() if file.put}),
            last_success=ended.succeeded_at if ended else None,
            error=failures.read(ended.failure) if ended and ended.failure else None,
            next_try=ended.next_try if ended else None,
            questions=tuple(
                HeldBack(file.name, file.link_id, file.coming, file.asked_coming)
                for file in held.values()
                if file.question
            ),
        )

    def pending_links(self) -> frozenset[int]:
        """Return the ids of the links that are not yet on webspaces as they should be.

        That is: whose newest calendar does not lie there, or whose files still do although they
        shall not any more.
        """
        return self._runs.pending()

    def seconds_to_wait(self) -> float | None:
        """Return in how many seconds it is to be tried again, None where it did not fail."""
        next_try = self.status().next_try
        if next_try is None:
            return None
        return max(0.0, (next_try - self._work.clock.now()).total_seconds())

    def held_links(self) -> frozenset[int]:
        """Return the ids of the links of which something lies on the webspace in use."""
        with self._outbox.reading():
            webspace = self._table.current()
            held = {} if webspace is None else self._outbox.uploads.held(webspace.id)
        return frozenset(file.link_id for file in held.values() if file.put)

    # ---- what is held back ----

    def allow(self, name: str) -> None:
        """Let a calendar be replaced by the one that is held back (UserError where none is)."""
        self._answer(name, lets_go=True)

    def keep_back(self, name: str) -> None:
        """Leave the calendar there that lies there, until another one comes (UserError)."""
        self._answer(name, lets_go=False)

    def _answer(self, name: str, *, lets_go: bool) -> None:
        with self._changing():
            webspace = self._current_within()
            asked = self._outbox.uploads.held(webspace.id).get(name)
            if asked is None or asked.asked is None:
                raise UserError("Nothing is held back of “{name}”.", name=name)
            self._outbox.uploads.answer(webspace.id, name, asked.asked if lets_go else b"")

    # ---- doing it ----

    def run(self, limit_seconds: float | None = None) -> RunResult:
        """Bring the webspace up to date, and take away what lies on those that were given up.

        Does nothing where another process is at it.

        Args:
            limit_seconds: after this no further file is begun.

        Raises:
            MovedAwayError: the house lives on another computer.
            WebspaceError: it cannot be used; `status` tells so, too.
            WrongClockError: the computer's clock cannot be right.
            Exception: a link cannot be built; all others were seen to.
        """
        self._refuse_silent()
        return self._runs.run(limit_seconds)

    def _refuse_silent(self) -> None:
        if self._outbox.moved_away():
            raise moved_away()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with self._work.change():
            yield
            self._work.revisions.raise_named(PUBLISHING)

    def _one(self, webspace_id: int) -> KeptWebspace:
        found = self._table.one(webspace_id)
        assert found is not None
        return found

    def _keep(self, webspace: KeptWebspace, secret: Secret, keeping: Keeping) -> None:
        if secret:  # a folder of this computer has none
            self._secrets.keep(webspace.secret_name, secret, keeping)

    def _seen(self, sequence: int) -> KeptWebspace:
        found = self._current_within()
        check_sequence(found.sequence, sequence)
        return found

    def _required(self) -> KeptWebspace:
        with self._outbox.reading():
            return self._current_within()

    def _current_within(self) -> KeptWebspace:
        found = self._table.current()
        if found is None:
            raise UserError("No webspace is set up yet.")
        return found
