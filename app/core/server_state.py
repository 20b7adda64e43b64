"""What the embedded server is doing, as one immutable value that the window draws."""

from __future__ import annotations

from enum import StrEnum

from app.core.clock import ClockDoubt
from app.core.errors import UserError
from app.dataclass import dataclass


class Phase(StrEnum):
    """Where the server stands.

    ELSEWHERE: another Zimmerfrei over the same data folder serves the links.
    """

    STOPPED = "stopped"
    RUNNING = "running"
    FAILED = "failed"
    ELSEWHERE = "elsewhere"


class AddressMissingError(UserError):
    """This computer does not have an address that it may have later, when its network is up."""


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
