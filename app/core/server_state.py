"""What the embedded server is doing, as one immutable value that the window draws."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from app.core.clock import ClockDoubt
from app.core.errors import UserError
from app.dataclass import dataclass

_LONGEST_PAUSE = 60.0


class Phase(StrEnum):
    """Where the server stands.

    ELSEWHERE: another Zimmerfrei over the same data folder serves the links. One that is STOPPED
    with an error must not run: its house has moved to another computer.
    """

    STOPPED = "stopped"
    RUNNING = "running"
    FAILED = "failed"
    ELSEWHERE = "elsewhere"


class AddressMissingError(UserError):
    """This computer does not have an address that it may have later, when its network is up."""


def address_pauses() -> Iterator[float]:
    """Yield how many seconds to wait before each further look for an address that is missing.

    After a start the network is often up within seconds; where it stays away, once a minute will
    do.
    """
    seconds = 1.0
    while True:
        yield seconds
        seconds = min(2 * seconds, _LONGEST_PAUSE)


@dataclass(frozen=True, slots=True)
class ServerState:
    """The state of the server. RUNNING means that the socket is bound to `host` and `port`.

    While there is a `doubt` about the computer's clock, no calendar is given, whoever serves.
    """

    phase: Phase
    host: str
    port: int
    error: UserError | None = None
    doubt: ClockDoubt | None = None
