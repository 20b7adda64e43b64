"""Which database the service has, and what else its environment says. Decides nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.core.clock import Clock
from app.core.errors import UserError
from app.relay.tables.engine import SQLITE, is_postgres
from app.relay.uses.answers import KEPT_BYTES
from app.relay.uses.relay import Relay

DATABASE = "ZIMMERFREI_RELAY_DATABASE"
"""``postgresql://…``, or the path of a file of SQLite; else a file in the data folder."""
PROXY = "ZIMMERFREI_RELAY_PROXY"
"""The address of the proxy whose X-Forwarded-For is believed; ``unix`` for one at a socket."""
CACHE = "ZIMMERFREI_RELAY_CACHE_MB"
"""How many megabytes of calendars each worker keeps at most; they are packed."""
FILE = "zimmerfrei-relay.db"
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
    named = environment.get(DATABASE, "")
    database: str | Path = folder / FILE
    if is_postgres(named):
        database = named
    elif named:
        if "://" in named.removeprefix(SQLITE):
            raise UserError(
                "{variable} names no database that Zimmerfrei knows. It must look like "
                "postgresql://user:password@host/database, or be the path of a file.",
                variable=DATABASE,
            )
        database = Path(named.removeprefix(SQLITE))
    said = environment.get(CACHE, "") or str(USUAL_CACHE)
    if not (said.isascii() and said.isdigit() and 1 <= len(said) <= 6):
        raise UserError("{variable} must be a number of megabytes.", variable=CACHE)
    return Relay(database, clock, int(said) * 2**20)


def proxy_of(environment: Mapping[str, str]) -> str:
    """Return the address of the proxy whose word is believed."""
    return environment.get(PROXY, "") or USUAL_PROXY
