"""Accepting an invitation to a calendar service: who invites, then the exchange for a key.

This computer makes the key, and keeps it before it travels. So nothing is lost where an answer is,
or the program ends in between: the same invitation with the same key is answered as the first time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.core.errors import UserError
from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.relay import protocol
from app.core.publishing.relay.board import accepted_as, encrypted
from app.core.publishing.relay.faults import no_service
from app.core.publishing.setup.trial import StepResult, StepState
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.core.texts import seen_line
from app.dataclass import dataclass

if TYPE_CHECKING:
    from app.core.publishing.relay.invitation import Invitation
    from app.services.publishing.keeping.secrets import Keeping, Secrets

_LONGEST = 200
_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Welcome:
    """Who invites whom to what.

    `name` is what the service calls this owner, `operator` who runs it, empty where they have not
    said; `links` is how many calendars it takes.
    """

    name: str
    operator: str
    links: int


@dataclass(frozen=True, slots=True)
class Joined:
    """An access that was opened, to be set up; `secret` is the key."""

    welcome: Welcome
    webspace: Webspace
    secret: Secret


OnStep = Callable[[StepResult], object]
"""Is told of each step, on the thread of who accepts."""


def _tell_nobody(_: StepResult) -> None:
    pass


class Joining:
    """Every method may take long: never on the thread of the window.

    Args:
        secrets: where keys are kept.
        house: returns what tells this house from others.
    """

    def __init__(self, secrets: Secrets, house: Callable[[], str]) -> None:
        self._secrets = secrets
        self._house = house

    def look(self, invitation: Invitation) -> Welcome:
        """Return who invites; nothing is used up.

        An invitation that this computer has accepted, and then could not go on, counts as open.

        Raises:
            WebspaceError: it cannot be accepted, or nobody answers.
        """
        try:
            return self._asked(invitation, protocol.INVITATION_PATH, {"secret": invitation.secret})
        except WebspaceError:
            key = self._begun_key(invitation)
            if key is None:
                raise
            return self._accepted(invitation, key)

    def accept(
        self, invitation: Invitation, keeping: Keeping, on_step: OnStep = _tell_nobody
    ) -> Joined:
        """Exchange an invitation for a key, which is kept there; tells each step as it goes.

        Raises:
            WebspaceError: it cannot be accepted, or nobody answers.
            UserError: the key cannot be kept; nothing was sent.
        """
        on_step(StepResult(Step.CONNECT, StepState.RUNNING))
        secret = self._begun_key(invitation)
        if secret is None:
            secret = Secret(password=protocol.new_secret())
            self._secrets.keep(_begun(invitation), secret, keeping)
        welcome = self._accepted(invitation, secret)
        https = invitation.service.startswith("https:")
        on_step(StepResult(Step.CONNECT, StepState.DONE, encrypted() if https else None))
        on_step(StepResult(Step.SIGN_IN, StepState.DONE, accepted_as(welcome.name)))
        on_step(StepResult(Step.WRITE, StepState.RUNNING))
        webspace = Webspace(
            kind=WebspaceKind.RELAY,
            host=invitation.service,
            user=welcome.name,
            address=invitation.service,
            php=True,
        )
        return Joined(welcome, webspace, secret)

    def done(self, invitation: Invitation, on_step: OnStep = _tell_nobody) -> None:
        """Forget what was kept for the exchange: the key has its own place by now."""
        self._secrets.forget(_begun(invitation))
        on_step(StepResult(Step.WRITE, StepState.DONE))

    def _begun_key(self, invitation: Invitation) -> Secret | None:
        kept = self._secrets.get(_begun(invitation))
        return kept if kept is not None and protocol.is_secret(kept.password) else None

    def _accepted(self, invitation: Invitation, secret: Secret) -> Welcome:
        return self._asked(
            invitation,
            protocol.ACCEPT_PATH,
            {"secret": invitation.secret, "key": secret.password, "house": self._house()},
        )

    def _asked(self, invitation: Invitation, path: str, asked: dict[str, str]) -> Welcome:
        # With all that speaks HTTP.
        from app.services.publishing.webspaces.relay import requests_to, told  # noqa: PLC0415

        with requests_to(invitation.service) as requests:
            body = json.dumps(asked).encode()
            answer = requests.ask("POST", invitation.service + path, headers=_JSON, body=body)
            found = told(requests, answer)
            try:
                return _welcome(found)
            except (KeyError, TypeError, ValueError, UserError) as error:
                raise no_service(requests.host) from error


def _welcome(found: dict[str, Any]) -> Welcome:
    name, operator, links = found["name"], found["operator"], found["links"]
    if not (isinstance(name, str) and isinstance(operator, str) and type(links) is int):
        raise TypeError
    return Welcome(seen_line(name, _LONGEST), seen_line(operator, _LONGEST), links)


def _begun(invitation: Invitation) -> str:
    """Return under which name a key is kept that is being exchanged."""
    return f"invitation-{protocol.kept_as(invitation.secret)[:16]}"
