"""The edge of the program: here errors become one sentence and an exit status."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable

from app.cli.common import output
from app.cli.common.logs import FILE_NAME, logging_to
from app.cli.common.session import Session
from app.cli.common.streams import drop_output
from app.core.errors import UserError

logger = logging.getLogger(__name__)

DONE, REFUSED, MISUSED, INTERRUPTED = 0, 1, 2, 130


def carried_out(session: Session, act: Callable[[], int], *passed: type[Exception]) -> int:
    """Do what was asked for; return the exit status, 1 after a UserError or a bug.

    Args:
        session: where a bug is noted, and in which language it is spoken about.
        act: returns the exit status.
        passed: errors that the caller knows what to do about.
    """
    try:
        return _noted(session, act, passed)
    except UserError as error:
        output.complain(session.texts.tr("Error: {message}", message=session.texts.tell(error)))
        return REFUSED
    except BrokenPipeError:
        drop_output()  # the reader of `| head` has had enough
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED


def _noted(session: Session, act: Callable[[], int], passed: tuple[type[Exception], ...]) -> int:
    """Do what was asked for; what nobody expected goes to the log."""
    try:
        return act()
    except (UserError, BrokenPipeError):
        raise
    except passed:
        raise
    except Exception:
        folder = session.folder()
        logs = folder.logs
        # A log alone must not look like a folder that has been used.
        with contextlib.suppress(UserError, OSError):
            folder.make()
            folder.note_new()
        with logging_to(logs):
            logger.exception("a command failed")
        sentence = session.texts.tr(
            "Something went wrong that should not have. What exactly stands in {log}.",
            log=str(logs / FILE_NAME),
        )
        output.complain(session.texts.tr("Error: {message}", message=sentence))
        return REFUSED
