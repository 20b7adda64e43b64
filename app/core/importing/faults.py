"""Why a portal's calendar could not be read, each as one sentence that says what to do.

No sentence quotes more of an address than its host.
"""

from __future__ import annotations

from datetime import datetime

from app.core.errors import UserError
from app.core.publishing.outside.problems import Problem
from app.i18n import N_

_LATER = N_(
    "{host} does not answer. What is known stays; it is tried again by itself, later and later."
)
_SENTENCES = {
    Problem.HOUSE_ONLY: N_(
        "The address leads into your own network ({host}), where no portal is. If that is meant, "
        "allow it for this calendar."
    ),
    Problem.TAILNET: N_(
        "{host} is reached only in your own private network. If that is meant, allow it for this "
        "calendar."
    ),
    Problem.NAME_UNKNOWN: N_(
        "There is no computer called {host}. Please copy the link from the portal again."
    ),
    Problem.OFFLINE: N_("This computer has no connection to the internet. It is tried again."),
    Problem.NO_ANSWER: _LATER,
    Problem.BROKEN_OFF: N_(
        "{host} has broken off in the middle of its answer. What is known stays; it is tried again."
    ),
    Problem.NO_WEB_SERVER: N_("What answers at {host} is no web server. Please check the address."),
    Problem.IPV6_ONLY: N_(
        "{host} is reached only by IPv6, which your internet connection does not have."
    ),
    Problem.CERTIFICATE_EXPIRED: N_(
        "The certificate of {host} has expired, so nobody can know who answers there. What is "
        "known stays; it is tried again. Is the clock of this computer right?"
    ),
    Problem.CERTIFICATE_TOO_YOUNG: N_(
        "The certificate of {host} is not valid yet. Is the clock of this computer right?"
    ),
    Problem.CERTIFICATE_OF_ANOTHER: N_(
        "What answers at {host} has the certificate of somebody else. Nothing was read. Are you in "
        "a network where you have to sign in first?"
    ),
    Problem.CERTIFICATE_UNKNOWN: N_(
        "The certificate of {host} is one that nobody vouches for. Nothing was read."
    ),
    Problem.NO_ENCRYPTION: N_(
        "{host} does not speak https, by which alone a secret address is safe. If it is a computer "
        "of yours, allow http for this calendar."
    ),
    Problem.LEADS_ROUND: N_(
        "{host} sends on and on, and never to a calendar. Please copy the link from the portal "
        "again."
    ),
    Problem.LEADS_NOWHERE: N_(
        "{host} sends on to an address that is none. Please copy the link from the portal again."
    ),
    Problem.NOT_ENCRYPTED: N_(
        "{host} sends on to an address without encryption. Nothing was read from there."
    ),
    Problem.TOO_LARGE: N_(
        "What {host} sends is larger than any calendar of a unit. It was not read."
    ),
    Problem.COMPRESSED: N_(
        "{host} answers in a compression that nobody has asked for. What is known stays."
    ),
    Problem.SIGN_IN: N_(
        "{host} asks to sign in. Please copy the calendar’s export link from the portal; it needs "
        "no password."
    ),
    Problem.FORBIDDEN: N_(
        "{host} refuses to give the calendar. Please copy its export link from the portal again. "
        "Some portals refuse programs that they do not know; the setting “feed_agent” changes what "
        "this one calls itself."
    ),
    Problem.NOT_THERE: N_(
        "There is no calendar at this address of {host} any more. Please copy the link from the "
        "portal again; what is known stays."
    ),
    Problem.SERVER_FAULT: N_(
        "{host} has a fault (answer {status}). What is known stays; it is tried again."
    ),
    Problem.REFUSED: N_("{host} answers with {status}, and not with a calendar."),
}


_OWN = frozenset(
    {Problem.HOUSE_ONLY, Problem.TAILNET, Problem.NO_ENCRYPTION, Problem.NOT_ENCRYPTED}
)
"""What an owner may allow who reads from a computer of their own."""


class UnreadableError(UserError):
    """A calendar could not be read.

    `until` is when the portal may be asked again, where it has said so itself.
    """

    def __init__(
        self, problem: Problem, host: str, *, status: int = 0, until: datetime | None = None
    ) -> None:
        super().__init__(_SENTENCES.get(problem, _LATER), host=host, status=status)
        self.problem = problem
        self.until = until

    @property
    def may_be_allowed(self) -> bool:
        """Tell whether it would perhaps be read if the owner let it lead into the own network."""
        return self.problem in _OWN


class AskedToWaitError(UserError):
    """The portal wants to be asked later, at `until`."""

    def __init__(self, host: str, until: datetime) -> None:
        super().__init__(
            N_("{host} asks not to be read again before {until}. What is known stays."),
            host=host,
            until=until,
        )
        self.until = until


def own_link() -> UserError:
    return UserError(
        "This is your own link: with it, portals read from you. Please copy the calendar’s export "
        "link from the portal."
    )
