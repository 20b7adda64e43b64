"""The steps of the trial of a webspace, and what they leave behind for a moment."""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from app.core.clock import Clock
from app.core.errors import UserError
from app.core.publishing import faults
from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.outside.reading import (
    Answer,
    Expected,
    Verdict,
    doubts,
    has_expected,
    place,
)
from app.core.publishing.setup import guesses, trial
from app.core.publishing.setup.trial import StepResult, StepState, TrialStoppedError
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind, host_name, temporary_name
from app.i18n import Message
from app.services.publishing.outside.listing import Listing
from app.services.publishing.outside.probe import probed
from app.services.publishing.outside.stranger import Stranger
from app.services.publishing.webspaces.connection import Connection, completed, opened

logger = logging.getLogger(__name__)

_NAME = re.compile(r"(zimmerfrei-trial-[0-9a-f]{16}\.ics)(.*)")
"""A file of a trial. Not as calendars are called: another program there would take it for one."""


class Trial:
    """One trial as it goes on."""

    def __init__(
        self,
        webspace: Webspace,
        secret: Secret,
        on_step: Callable[[StepResult], None],
        stopped: Callable[[], bool],
    ) -> None:
        self._webspace = webspace
        self._secret = secret
        self._on_step = on_step
        self._stopped = stopped
        self._left: set[str] = set()
        """Files that may lie there now."""
        self._at = Step.CONNECT

    def run(self, stranger: Stranger, clock: Clock) -> Webspace:
        self._begin(Step.CONNECT)
        with opened(self._webspace, self._secret) as connection:
            try:
                self._signed_in(connection)
                self._write(connection)
                self._webspace = self._completed(connection)
                name, body = self._new_file(connection)
                answer = self._read_back(stranger, clock, name, body)
                if answer is not None:
                    listed = Listing(stranger, self._webspace.address).verdict(name)
                    self._public(answer, body, clock, listed)
                self._on_step(trial.readers(self._webspace))
            finally:
                # On this connection, as long as it stands.
                with suppress(WebspaceError):
                    self._take_away(connection)
        return self._webspace

    def fail(self, error: WebspaceError) -> None:
        """Tell at which step it went wrong; what comes before that went well.

        A connection that breaks off later has still been made: the step at which it did has failed.
        """
        order = list(Step)
        for step in order[order.index(self._at) : order.index(error.step)]:
            self._on_step(StepResult(step, StepState.DONE))
        self._on_step(trial.failed(error, self._at))

    def clean(self) -> None:
        """Take away what is left, over a connection of its own; the first one has broken."""
        if not self._left:
            return
        try:
            with opened(self._webspace, self._secret) as connection:
                self._take_away(connection)
        except WebspaceError:
            logger.warning("a file of the trial may have been left on the webspace")

    # ---- the steps ----

    def _signed_in(self, connection: Connection) -> None:
        self._done(Step.CONNECT, trial.connected(self._webspace))
        if self._webspace.kind is not WebspaceKind.FOLDER:
            self._done(Step.IDENTITY, trial.identified(self._webspace, connection.identity))
            self._done(Step.SIGN_IN)
        if connection.identity:
            self._webspace = replace(self._webspace, identity=connection.identity)

    def _write(self, connection: Connection) -> None:
        self._begin(Step.WRITE)
        self._sweep(connection)
        name, body = self._new_file(connection)
        self._done(Step.WRITE)
        self._begin(Step.REPLACE)
        body += b"\r\n"
        connection.put(name, body)
        if connection.get(name) != body:
            raise faults.not_replaceable(self._webspace.folder)
        self._done(Step.REPLACE)
        self._begin(Step.DELETE)
        connection.delete(name)
        if connection.get(name) is not None:
            raise faults.not_deletable(self._webspace.folder)
        self._left.discard(name)
        self._done(Step.DELETE, trial.written())

    def _completed(self, connection: Connection) -> Webspace:
        """Return the webspace with what it says of its own address."""
        self._begin(Step.READ_BACK)
        told = completed(self._webspace, self._secret)
        return replace(told, identity=connection.identity or told.identity)

    def _read_back(self, stranger: Stranger, clock: Clock, name: str, body: bytes) -> Answer | None:
        """Read the file under each address that it may have; the first that gives it is taken."""
        expected = _expected(body)
        addresses = self._addresses()
        verdicts: dict[str, Verdict] = {}
        for address in addresses:
            found = probed(stranger, f"{address}/{name}", lambda: expected, clock.now(), len(body))
            if found.answer is not None and has_expected(found.answer, expected):
                return self._found(found.answer, address, name)
            verdicts[address] = found.verdict
        worst = trial.worst(_entered(verdicts), place(addresses[0]))
        if self._webspace.kind is WebspaceKind.FOLDER and worst.problem in trial.NOTHING_THERE:
            self._webspace = replace(self._webspace, address=addresses[0])
            self._note(Step.READ_BACK, trial.later(self._webspace))
            return None
        raise trial.unread(worst)

    def _found(self, answer: Answer, address: str, name: str) -> Answer:
        """Take the address that answered, after all that the first one led on to."""
        if answer.url.endswith(f"/{name}"):
            address = answer.url.removesuffix(f"/{name}")
            answer = replace(answer, asked=answer.url)
        self._webspace = replace(self._webspace, address=address)
        self._done(Step.READ_BACK, trial.read_back(answer, address))
        return answer

    def _public(self, answer: Answer, body: bytes, clock: Clock, listed: Verdict | None) -> None:
        self._begin(Step.PUBLIC)
        found = doubts(answer, _expected(body), clock.now())
        if listed is not None or found:
            self._note(Step.PUBLIC, trial.doubted(listed or found[0]))
        else:
            self._done(Step.PUBLIC, trial.everybody(answer, clock.now()))

    def _addresses(self) -> tuple[str, ...]:
        try:
            found = guesses.addresses(self._webspace)
        except UserError as error:
            values: dict[str, Any] = {**error.values}
            raise WebspaceError(Step.READ_BACK, error.message, **values) from None
        if not found:
            raise WebspaceError(
                Step.READ_BACK, "Please enter the address under which the folder can be read."
            )
        return found

    # ---- files ----

    def _new_file(self, connection: Connection) -> tuple[str, bytes]:
        name = f"zimmerfrei-trial-{secrets.token_hex(8)}.ics"
        # A calendar by its looks, for servers that look; random, so that nobody else has it.
        body = (
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Zimmerfrei//Trial//EN\r\n"
            f"X-TRIAL:{secrets.token_hex(32)}\r\nEND:VCALENDAR\r\n"
        ).encode()
        self._left.add(name)
        connection.put(name, body)
        if connection.get(name) != body:
            raise faults.not_whole(host_name(self._webspace))
        return name, body

    def _sweep(self, connection: Connection) -> None:
        """Take away what earlier trials have left that were cut off."""
        with suppress(WebspaceError):
            for name in connection.names():
                found = _NAME.fullmatch(name)
                if found and name in {found[1], temporary_name(found[1])}:
                    connection.delete(name)

    def _take_away(self, connection: Connection) -> None:
        for name in sorted(self._left):
            connection.delete(name)
            connection.delete(temporary_name(name))
            self._left.discard(name)

    # ---- telling ----

    def _begin(self, step: Step) -> None:
        if self._stopped():
            raise TrialStoppedError
        self._at = step
        self._on_step(StepResult(step, StepState.RUNNING))

    def _done(self, step: Step, detail: Message | None = None) -> None:
        self._on_step(StepResult(step, StepState.DONE, detail))

    def _note(self, step: Step, detail: Message) -> None:
        self._on_step(StepResult(step, StepState.NOTE, detail))


def _entered(verdicts: dict[str, Verdict]) -> list[Verdict]:
    """Return what was found under the name that the owner has entered, and not under guesses."""
    name = place(next(iter(verdicts)))
    theirs = {address: verdict for address, verdict in verdicts.items() if place(address) == name}
    plain = [verdict for address, verdict in theirs.items() if address.startswith("http:")]
    return plain or list(theirs.values())


def _expected(body: bytes) -> Expected:
    return Expected(frozenset({hashlib.sha256(body).digest()}))
