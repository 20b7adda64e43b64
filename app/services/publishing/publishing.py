"""What an owner does with their webspace: set it up, look how it stands, let it be brought up to
date, give it up."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.core.errors import UserError
from app.core.clock import WrongClockError
from app.core.publishing.holding import wait_after
from app.core.publishing.status import HeldBack, PublishingStatus, RunResult
from app.core.publishing.webspace import KeptWebspace, Secret, Webspace, WebspaceKind
from app.services.base.unit_of_work import UnitOfWork, check_sequence
from app.services.publishing import failures
from app.services.publishing.outbox import Outbox
from app.services.publishing.pending import lying, pending
from app.storage.engine.claim import Claim

if TYPE_CHECKING:
    from app.services.publishing.secrets import Keeping

logger = logging.getLogger(__name__)


class KeptSecrets(Protocol):
    """Where secrets are kept: ``app.services.publishing.secrets.Secrets``."""

    def get(self, webspace_id: int) -> Secret | None: ...

    def keep(self, webspace_id: int, secret: Secret, keeping: Keeping) -> None: ...

    def forget(self, webspace_id: int) -> None: ...


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
        secrets: KeptSecrets,
        lock: Path,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._work = work
        self._secrets = secrets
        self._lock = lock
        self._chance = chance
        self._outbox = Outbox(work)
        self._table = self._outbox.webspaces

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
        if before is not None and _same_place(before, webspace):
            self._secrets.keep(before.id, secret, keeping)
            with self._work.change(), self._outbox.noting_within():
                self._table.change(before.id, webspace)
                self._table.looked(before.id, None)
                return self._one(before.id)
        now = self._work.clock.now()
        with self._work.change(), self._outbox.noting_within():
            if before is not None:
                self._table.remove(before.id, now)
            made = self._table.add(webspace, now)
        try:
            self._secrets.keep(made, secret, keeping)
        except BaseException:
            with self._work.change(), self._outbox.noting_within():
                self._table.drop(made)
                if before is not None:
                    self._table.remove(before.id, None)
            raise
        with self._outbox.reading():
            return self._one(made)

    def change(self, webspace: Webspace, *, sequence: int) -> KeptWebspace:
        """Change what the webspace in use is called or answers by; its folder stays.

        Raises:
            UserError: there is none, it was changed elsewhere, or this is another folder.
        """
        with self._work.change(), self._outbox.noting_within():
            now = self._seen(sequence)
            if not _same_place(now, webspace):
                raise UserError("This is another folder. Please set the webspace up anew.")
            if _plain(now) != _plain(webspace):
                self._table.change(now.id, webspace)
            return self._one(now.id)

    def remove(self, *, sequence: int) -> None:
        """Put links onto no webspace any more; the files that lie there are taken away.

        Raises:
            UserError: there is none, or it was changed elsewhere.
        """
        with self._work.change(), self._outbox.noting_within():
            self._table.remove(self._seen(sequence).id, self._work.clock.now())

    def forget(self, webspace_id: int) -> None:
        """Forget a webspace and what opens it; files that still lie there stay."""
        with self._work.change(), self._outbox.noting_within():
            self._table.drop(webspace_id)
        self._secrets.forget(webspace_id)
