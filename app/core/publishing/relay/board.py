"""How the accepting of an invitation is shown, line by line."""

from __future__ import annotations

from app.core.publishing.faults import Step
from app.core.publishing.setup.trial import Board, Line
from app.i18n import N_, Message


def invitation_board(host: str) -> Board:
    """Return the board of an invitation that is about to be accepted."""
    return Board(
        (
            Line(Message(N_("Connection to {host}"), {"host": host}), (Step.CONNECT,)),
            Line(Message(N_("Invitation")), (Step.IDENTITY, Step.SIGN_IN)),
            Line(Message(N_("Key kept safely")), (Step.WRITE,)),
        )
    )


def encrypted() -> Message:
    return Message(N_("encrypted ({kind})"), {"kind": "HTTPS"})


def accepted_as(name: str) -> Message:
    """Say what the service calls the access."""
    return Message(N_("accepted as “{name}”"), {"name": name})
