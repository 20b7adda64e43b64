"""How ``relay serve`` runs: one line, until it is asked to end."""

from __future__ import annotations

import logging
import os
import queue
import sys
from typing import TYPE_CHECKING

from app.cli.common import output
from app.cli.common.session import Session
from app.core.errors import UserError
from app.services.system.asked_to_end import asked_to_end

if TYPE_CHECKING:
    from app.relay.uses.relay import Relay

logger = logging.getLogger(__name__)

_LET_THROUGH = 1.0 if sys.platform == "win32" else 3600.0
"""How long to wait in one go: Windows lets a Ctrl-C through only between two waits."""
_CRASHED = object()


def run(session: Session, relay: Relay, host: str, port: int) -> None:
    """Serve until Ctrl-C or a SIGTERM.

    Raises:
        UserError: the address cannot be had, or the server has ended by itself.
    """
    from app.relay.opening import metrics_of, proxy_of  # noqa: PLC0415  # no other command needs a server
    from app.relay.serving import served  # noqa: PLC0415

    ends = queue.SimpleQueue[object]()
    with (
        asked_to_end(lambda: ends.put(None)),
        served(
            relay,
            host,
            port,
            proxy=proxy_of(os.environ),
            metrics=metrics_of(os.environ, session.folder().path, relay),
            on_crash=lambda: ends.put(_CRASHED),
        ) as bound,
    ):
        place = f"[{host}]" if ":" in host else host
        output.say(
            session.texts.tr(
                "The calendar service answers on {address}. Ctrl-C ends it.",
                address=f"{place}:{bound}",
            )
        )
        logger.info("serving calendars of many owners on %s:%s", place, bound)
        ended = _the_end(ends)
    if ended is _CRASHED:
        raise UserError("The calendar service has ended by itself. Please start it again.")
    logger.info("ended as asked")


def _the_end(ends: queue.SimpleQueue[object]) -> object:
    while True:
        try:
            return ends.get(timeout=_LET_THROUGH)
        except queue.Empty:
            continue
