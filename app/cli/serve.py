"""The command ``serve``: the links without the window, until somebody ends it."""

from __future__ import annotations

import contextlib
import logging
import queue
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack

import click

from app.cli.common import output
from app.cli.common.parts import Command, Number, option
from app.cli.common.session import Session
from app.core.clock import ClockDoubt, WrongClockError
from app.core.errors import UserError
from app.core.moving.moves import moved_away
from app.core.publishing import words
from app.core.server_state import AddressMissingError, Phase, ServerState, address_pauses
from app.core.settings import changed
from app.i18n import N_, Catalogue
from app.services.base.jobs import Jobs, Outcome
from app.services.base.watch import Moved
from app.services.program.engine import sqlite_version
from app.services.services import Services
from app.services.system.asked_to_end import asked_to_end
from app.services.upkeep.daily_backup import BACKUP, DailyBackup

logger = logging.getLogger(__name__)

_LET_THROUGH = 1.0 if sys.platform == "win32" else 3600.0
"""How long to wait in one go: Windows lets a Ctrl-C through only between two waits."""
Ends = queue.SimpleQueue[UserError | None]
"""Why the server ends: None where it was asked to. Its ``put`` is safe in signal handlers."""


@click.command(
    cls=Command,
    help=N_(
        "Serve the links without a window.\n\n"
        "It runs until Ctrl-C or a SIGTERM ends it. Where it listens is a setting (`settings "
        "list`), because it is part of every link; the options here hold for this run alone."
    ),
    examples=[
        "zimmerfrei settings set host 0.0.0.0 --data-dir /srv/zimmerfrei",
        "zimmerfrei serve --data-dir /srv/zimmerfrei",
    ],
)
@option("--host", metavar=N_("ADDRESS"), help=N_("Listen on this address."))
@option("--port", type=Number(), metavar=N_("NUMBER"), help=N_("Listen on this port."))
@click.pass_obj
def serve(session: Session, host: str | None, port: int | None) -> None:
    """Serve the links."""
    from app.server.hosting.embedded import served  # noqa: PLC0415  # no other command needs it

    ends: Ends = queue.SimpleQueue()
    with (
        asked_to_end(lambda: ends.put(None)),
        session.opened() as services,
        services.checkpoints(),
        ExitStack() as stack,
    ):
        if services.notice is not None:
            output.complain(session.texts.tell(services.notice))
        _warn_of_place(services, session)
        wanted = services.settings.get()
        if host is not None:
            host = changed(wanted, "host", host).host
        if port is not None:
            port = changed(wanted, "port", str(port)).port
        clock_news = _ClockNews(session.texts)
        failures = _failures_to(ends)

        def listen(state: ServerState) -> None:
            failures(state)
            clock_news.tell(state.doubt)

        services.watch.subscribe(_moves_to(ends, services))

        def begin() -> ServerState:
            return stack.enter_context(served(services, host=host, port=port, on_change=listen))

        failure = None
        state = _once_there(begin, session, lambda seconds: _end_within(ends, seconds))
        if state is not None:
            _say_where(state, session)
            clock_news.tell(state.doubt)
            with _upkeep(services, session) as jobs:
                failure = _the_end(ends)
                _finish(services, jobs, session)
            stack.close()
        # While the log is still open.
        logger.info("ended as asked" if failure is None else "ended by itself")
    if failure is not None:
        raise failure


def _warn_of_place(services: Services, session: Session) -> None:
    """Say where others have a hand in the files of the data."""
    from app.core.data_place import warning  # noqa: PLC0415  # only who serves tells it by itself
    from app.services.data_folder.unsafe_place import unsafe_place  # noqa: PLC0415  # as above

    place = unsafe_place(services.folder)
    if place is not None:
        output.complain(session.texts.tell(warning(place, str(services.folder.path))))
        logger.warning("the data folder lies in %s", place.value)


def _say_where(state: ServerState, session: Session) -> None:
    place = f"[{state.host}]" if ":" in state.host else state.host
    output.say(
        session.texts.tr(
            "The links are served on {address}. Ctrl-C ends it.", address=f"{place}:{state.port}"
        )
    )
    logger.info("serving on %s:%s, SQLite %s", place, state.port, sqlite_version())


def _once_there(
    begin: Callable[[], ServerState], session: Session, pause: Callable[[float], bool]
) -> ServerState | None:
    """Begin to serve as soon as this computer has the address; None where the end is asked for.

    After a start the network may come up later than we do.

    Args:
        begin: begins to serve, or raises; only a missing address is tried again.
        session: says once that we wait.
        pause: waits for so many seconds and tells whether the end was asked for meanwhile.
    """
    told = False
    for seconds in address_pauses():
        try:
            return begin()
        except AddressMissingError as missing:
            if not told:
                output.complain(session.texts.tell(missing))
                output.complain(
                    session.texts.tr("Zimmerfrei waits for this address. Ctrl-C ends it.")
                )
                logger.info("waiting for the address: %s", missing)
                told = True
        if pause(seconds):
            break
    return None


def _end_within(ends: Ends, seconds: float) -> bool:
    """Wait for so many seconds; tells whether the end was asked for meanwhile."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            ends.get(timeout=min(left, _LET_THROUGH))
        except queue.Empty:
            continue
        return True
    return False


def _the_end(ends: Ends) -> UserError | None:
    """Wait for the end, and return why it has come."""
    while True:
        with contextlib.suppress(queue.Empty):
            return ends.get(timeout=_LET_THROUGH)


def _upkeep(services: Services, session: Session) -> Jobs:
    """Return what is done while the links are served: each day's backup, looks at the clock."""
    from app.services.upkeep.upkeep import upkeep  # noqa: PLC0415  # nothing else here needs it

    # Today's was made when the data was opened.
    jobs = upkeep(services, DailyBackup(services), backup_at_once=False, watching=True)

    def listen(outcome: Outcome) -> None:
        # The links are served on: what cannot be read is not answered.
        if outcome.job == BACKUP and isinstance(outcome.error, UserError):
            session.tell_no_backup(outcome.error)

    jobs.subscribe(listen)
    return jobs


def _finish(services: Services, jobs: Jobs, session: Session) -> None:
    """Upload what is pending, for some seconds, and say what still is."""
    from app.services.upkeep.finishing import finish  # noqa: PLC0415  # as above

    try:
        pending = finish(services, jobs)
    except UserError as error:
        output.complain(session.texts.tell(error))
        return
    if pending:
        output.complain(words.left_pending(session.texts, pending))


class _ClockNews:
    """Says on standard error that the clock is wrong, and that it is right again: each once."""

    def __init__(self, texts: Catalogue) -> None:
        self._texts = texts
        self._told: ClockDoubt | None = None

    def tell(self, doubt: ClockDoubt | None) -> None:
        before, self._told = self._told, doubt
        if doubt is not None and doubt != before:
            output.complain(self._texts.tell(WrongClockError(doubt)))
        elif doubt is None and before is not None:
            output.complain(self._texts.tr("The clock is right again: links are answered."))


def _moves_to(ends: Ends, services: Services) -> Callable[[Moved], None]:
    """End where the house moves to another computer, which serves the links from then on."""

    def listen(moved: Moved) -> None:
        if moved.settings and services.moving.silent:
            ends.put(moved_away())

    return listen


def _failures_to(ends: Ends) -> Callable[[ServerState], None]:
    def listen(state: ServerState) -> None:
        # What keeps it from beginning at all is raised there.
        if state.phase is Phase.FAILED and not isinstance(state.error, AddressMissingError):
            ends.put(state.error)

    return listen
