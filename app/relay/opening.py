"""Which database the service has, and what else its environment says. Decides nothing else."""

from __future__ import annotations

import errno
import logging
from collections.abc import Mapping
from pathlib import Path

from app.core.clock import Clock
from app.core.errors import UserError
from app.core.texts import one_line
from app.relay.metrics.listener import METRICS, local_place
from app.relay.metrics.metrics import Metrics
from app.relay.tables.engine import SQLITE, is_postgres
from app.relay.uses.answers import KEPT_BYTES
from app.relay.uses.inviting import ADDRESS_VARIABLE, OPERATOR_VARIABLE, public_address
from app.relay.uses.relay import Relay
from app.relay.uses.store import Said
from app.services.data_folder.folder import DataFolder

logger = logging.getLogger(__name__)

DATABASE = "ZIMMERFREI_RELAY_DATABASE"
"""``postgresql://…``, or the path of a file of SQLite; else a file in the data folder."""
PROXY = "ZIMMERFREI_RELAY_PROXY"
"""The address of the proxy whose X-Forwarded-For is believed; ``unix`` for one at a socket."""
CACHE = "ZIMMERFREI_RELAY_CACHE_MB"
"""How many megabytes of calendars each worker keeps at most; they are packed."""
FILE = "zimmerfrei-relay.db"
METRICS_FOLDER = "metrics"
USUAL_PROXY = "127.0.0.1"
USUAL_CACHE = KEPT_BYTES // 2**20


def relay_of(environment: Mapping[str, str], folder: Path, clock: Clock | None = None) -> Relay:
    """Return the service that the environment names; nothing is opened yet.

    Args:
        environment: as ``os.environ``.
        folder: where the file of SQLite lies unless the environment says otherwise.
        clock: what time it is, the computer's own where None.

    Raises:
        UserError: what the environment says cannot be.
    """
    return Relay(
        _database_of(environment, folder), clock, _cache_of(environment), _said_in(environment)
    )


def metrics_of(environment: Mapping[str, str], folder: Path, relay: Relay) -> Metrics | None:
    """Return what counts and tells numbers, None where the environment wants none.

    Args:
        environment: as ``os.environ``.
        folder: where what is counted lies.
        relay: the service.

    Raises:
        UserError: what the environment says is no place for it.
    """
    place = environment.get(METRICS, "").strip()
    return Metrics(relay, folder / METRICS_FOLDER, *local_place(place)) if place else None


def make_folder(folder: Path) -> None:
    """Make the data folder, for the service's own user alone, where it is missing.

    Where it cannot be made the log says so: the service answers by 503 until it is there.
    """
    try:
        notice = DataFolder(folder).make()
    except UserError as error:
        logger.error("%s (%s)", error, _reason(error))  # noqa: TRY400  # no bug of ours
        return
    if notice is not None:
        logger.warning("%s", notice)


def _reason(error: UserError) -> str:
    """Return what the system said, by its code: its texts may be in any language."""
    cause = error.__cause__
    number = cause.errno if isinstance(cause, OSError) else None
    return errno.errorcode.get(number or 0, "unknown")


def _database_of(environment: Mapping[str, str], folder: Path) -> str | Path:
    named = environment.get(DATABASE, "")
    if is_postgres(named):
        return named
    if not named:
        return folder / FILE
    if "://" in named.removeprefix(SQLITE):
        raise UserError(
            "{variable} names no database that Zimmerfrei knows. It must look like "
            "postgresql://user:password@host/database, or be the path of a file.",
            variable=DATABASE,
        )
    return Path(named.removeprefix(SQLITE))


def _cache_of(environment: Mapping[str, str]) -> int:
    said = environment.get(CACHE, "") or str(USUAL_CACHE)
    if not (said.isascii() and said.isdigit() and 1 <= len(said) <= 6):
        raise UserError("{variable} must be a number of megabytes.", variable=CACHE)
    return int(said) * 2**20


def _said_in(environment: Mapping[str, str]) -> Said:
    address = environment.get(ADDRESS_VARIABLE, "").strip()
    return Said(
        public_address(address) if address else "",
        one_line(environment.get(OPERATOR_VARIABLE, "")),
    )


def proxy_of(environment: Mapping[str, str]) -> str:
    """Return the address of the proxy whose word is believed."""
    return environment.get(PROXY, "") or USUAL_PROXY
