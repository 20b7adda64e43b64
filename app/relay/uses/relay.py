"""The service as a whole: its use cases over one database, and the jobs that run beside them."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from app.core.clock import Clock
from app.relay.uses.accepting import Accepting
from app.relay.uses.admitting import Admitting
from app.relay.uses.answers import KEPT_BYTES, LOOK_EVERY, Answers
from app.relay.uses.fetch_queue import FetchQueue
from app.relay.uses.inviting import Hosting
from app.relay.uses.read_log import ReadLog
from app.relay.uses.store import NOTHING_SAID, Said, Store
from app.relay.uses.uploading import Uploading
from app.services.base.jobs import Job, Jobs

_here = {"process": os.getpid()}
"""Which process this is: known without asking the system at every request."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=lambda: _here.update(process=os.getpid()))
_NOTE_EVERY = 1.0
_FORGET_EVERY = 300.0


class Relay:
    """The service over one database.

    Args:
        database: the address of PostgreSQL, or the path of a file of SQLite.
        clock: what time it is, the computer's own where None.
        kept_bytes: how many bytes of calendars a worker keeps.
        said: what the environment says of the service.
    """

    def __init__(
        self,
        database: str | Path,
        clock: Clock | None = None,
        kept_bytes: int = KEPT_BYTES,
        said: Said = NOTHING_SAID,
    ) -> None:
        self.store = Store(database, clock, said)
        self.hosting = Hosting(self.store)
        self.accepting = Accepting(self.store)
        self.admitting = Admitting(self.store)
        self.uploading = Uploading(self.store)
        self.read_log = ReadLog(self.store)
        self.answers = Answers(self.store, kept_bytes)
        self.fetch_queue = FetchQueue(self.store)
        self._jobs: Jobs | None = None
        self._process = 0
        self._starting = threading.Lock()

    def prepare(self) -> None:
        """Make the tables, or bring them up to this version (UserError)."""
        assert self.store.instance

    def start(self) -> None:
        """Begin to look for changes and to note who fetches; once in each process."""
        if self._process == _here["process"]:
            return
        with self._starting:
            if self._process != _here["process"]:
                # Threads do not come along where a server forks its workers.
                self._process = _here["process"]
                self._jobs = Jobs()
                self._jobs.add(Job("relay-look", self.answers.look, every=LOOK_EVERY))
                self._jobs.add(Job("relay-notes", self.fetch_queue.write, every=_NOTE_EVERY))
                self._jobs.add(
                    Job(
                        "relay-forget",
                        self.fetch_queue.forget,
                        every=_FORGET_EVERY,
                        jitter=_FORGET_EVERY,
                    )
                )
                self._jobs.start()

    def stop(self) -> None:
        """End the jobs; what is to be noted is stored."""
        jobs, self._jobs = self._jobs, None
        # The jobs of the process that this one was forked from are its own.
        if jobs is not None and self._process == _here["process"]:
            self._process = 0
            jobs.stop()
            self.fetch_queue.write()
        self.store.engine.close()
