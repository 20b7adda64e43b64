"""The numbers of a service: counted in each worker, told by one of them for all of the machine."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from pathlib import Path

from app.core.errors import UserError
from app.relay.metrics.board import Board
from app.relay.metrics.counts import Counts
from app.relay.metrics.listener import Listener
from app.relay.metrics.told import State, told
from app.relay.uses.owners import Owners
from app.relay.uses.relay import Relay
from app.server.hosting.host import listen
from app.services.base.jobs import Job, Jobs

logger = logging.getLogger(__name__)

_TURN = 1.0
"""Seconds from one time that counts are laid down to the next."""
_KEPT = 10.0
"""Seconds for which what the database has told is told again: several may ask."""


class Metrics:
    """Counts in this process, from its first request on, and tells where no other worker does.

    Args:
        relay: the service.
        folder: where the workers of this machine lay down what they count.
        host: an address of this computer.
        port: the port, 0 for any free one.
    """

    def __init__(self, relay: Relay, folder: Path, host: str, port: int) -> None:
        self._relay = relay
        self._owners = Owners(relay.store)
        self._folder = folder
        self._place = host, port
        self._process = 0
        self._ended = False
        self._starting, self._turning = threading.Lock(), threading.Lock()
        self._board: Board | None = None
        self._unplaced = Counts()
        self._jobs = Jobs()
        self._listener: Listener | None = None
        self._state: State | None = None
        self._state_until = float("-inf")

    def counts(self) -> Counts:
        """Return what this process counts in; begins with the first call in each."""
        if self._process != os.getpid() and not self._ended:
            self.start()
        return self._unplaced if self._board is None else self._board.counts

    def start(self) -> None:
        """Begin in this process: not before a server has forked its workers."""
        with self._starting:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
            self._listener = None
            try:
                self._board = Board(self._folder)
            except OSError as error:
                self._board = None
                logger.warning("nothing is counted: %s", type(error).__name__)
                return
            self._turn()
            self._jobs = Jobs()
            self._jobs.add(Job("relay-metrics", self._turn, every=_TURN, at_once=False))
            self._jobs.start()

    def stop(self) -> None:
        """Lay down what was counted, and tell no more."""
        self._ended = True
        if self._process != os.getpid():
            # That of the process that this one was forked from is its own.
            return
        self._jobs.stop()
        # What was told is laid down already: whoever tells next does not go back.
        if self._listener is not None:
            self._listener.end()
            self._listener = None
        if self._board is not None:
            self._lay_down(self._board)
            self._board.close()
            self._board = None

    @property
    def port(self) -> int | None:
        """The port at which this process tells, None where another one does."""
        return None if self._listener is None else self._listener.port

    def text(self) -> str:
        """Return all that is told, as it is now."""
        board = self._board
        if board is None:
            return told(self._unplaced, 1, self._stands())
        self._lay_down(board)
        return told(*board.told(), self._stands())

    def _turn(self) -> None:
        """Lay down what was counted; tell, if nobody does."""
        with self._turning:
            if self._board is not None:
                self._lay_down(self._board)
            if self._listener is None:
                # As a rule another worker has the port; it may end before this one does.
                with contextlib.suppress(UserError):
                    self._listener = Listener(listen(*self._place), self.text)

    def _lay_down(self, board: Board) -> None:
        hits, misses = board.begun_at
        answers = self._relay.answers
        board.counts.set_cache(hits + answers.hits, misses + answers.misses, answers.kept_bytes)
        board.store()

    def _stands(self) -> State:
        now = time.monotonic()
        if self._state is None or now >= self._state_until:
            kind = "postgresql" if self._relay.store.engine.postgres else "sqlite"
            try:
                counted = self._owners.counted()
            except UserError:
                counted = None
            seconds = time.monotonic() - now
            self._state, self._state_until = State(kind, counted, seconds), now + _KEPT
            if counted is None:
                self._state_until = now
        return self._state
