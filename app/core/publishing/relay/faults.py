"""What a calendar service refuses, each as one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Callable

from app.core.publishing import faults, web_faults
from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.relay.protocol import Refusal


class AccessEndedError(WebspaceError):
    """The service does not let this house in any more: what it had put there is gone."""


def refused(code: str, host: str, status: int) -> WebspaceError:
    """Return what it means that a service refused.

    Args:
        code: what it has said of it, one of `Refusal`; something else where it is no such service.
        host: its name.
        status: of its answer.
    """
    if code in _SENTENCES:
        return _SENTENCES[Refusal(code)](host)
    if status == 429 or status >= 500:
        return web_faults.in_trouble(host, str(status))
    return no_service(host)


def no_service(host: str) -> WebspaceError:
    return WebspaceError(
        Step.CONNECT,
        "{host} answers, but as no calendar service. Please ask whoever invited you whether the "
        "address is right.",
        host=host,
    )


def key_missing(host: str) -> WebspaceError:
    return WebspaceError(
        Step.SIGN_IN,
        "The key for {host} is not known on this computer. Please ask whoever invited you for a "
        "new invitation to the same access. What lies there stays readable.",
        host=host,
    )


def used_by_another(host: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE,
        "Another Zimmerfrei puts its calendars onto {host} with the same access. Nothing was "
        "changed there. Please ask for an invitation of your own. If the other one is not used any "
        "more, take the access over: zimmerfrei publish setup --take-over",
        host=host,
    )


def _unknown_invitation(host: str) -> WebspaceError:
    return WebspaceError(
        Step.SIGN_IN,
        "{host} does not know this invitation. Please look whether you copied it whole, or ask for "
        "a new one.",
        host=host,
    )


def _used_invitation(host: str) -> WebspaceError:
    return WebspaceError(
        Step.SIGN_IN,
        "This invitation has been used already, and each opens an access once. Please ask whoever "
        "runs {host} for a new one.",
        host=host,
    )


def _expired_invitation(host: str) -> WebspaceError:
    return WebspaceError(
        Step.SIGN_IN,
        "This invitation has expired. Please ask whoever runs {host} for a new one.",
        host=host,
    )


def _unknown_key(host: str) -> WebspaceError:
    return AccessEndedError(
        Step.SIGN_IN,
        "{host} does not know the key of this computer any more: a newer invitation was used, or "
        "the access has ended. Please ask whoever runs it for a new invitation.",
        host=host,
    )


def _revoked(host: str) -> WebspaceError:
    return AccessEndedError(
        Step.SIGN_IN,
        "Whoever runs {host} has ended your access; your calendars are not read there any more. "
        "Please ask them, or choose another place.",
        host=host,
    )


def _name(host: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE,
        "{host} holds one of these addresses for another access already. Please ask whoever runs "
        "it for a new invitation to the access that you had before.",
        host=host,
    )


def _not_ours(host: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE,
        "{host} did not take the calendar: it runs another version of Zimmerfrei than this "
        "computer. Please ask whoever runs it to update, or update here.",
        host=host,
    )


def _too_large(host: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE, "The calendar is larger than {host} takes. Nothing was replaced.", host=host
    )


def _too_often(host: str) -> WebspaceError:
    return WebspaceError(
        Step.CONNECT,
        "{host} was asked too often and wants a pause. It is tried again by itself.",
        passing=True,
        host=host,
    )


def _full(host: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE,
        "{host} takes no more calendars from you than it does now. Please ask whoever runs it for "
        "more, or switch a link off.",
        host=host,
    )


_SENTENCES: dict[str, Callable[[str], WebspaceError]] = {
    Refusal.UNKNOWN_KEY: _unknown_key,
    Refusal.REVOKED: _revoked,
    Refusal.UNKNOWN_INVITATION: _unknown_invitation,
    Refusal.USED_INVITATION: _used_invitation,
    Refusal.EXPIRED_INVITATION: _expired_invitation,
    Refusal.NAME: _name,
    Refusal.TOO_LARGE: _too_large,
    Refusal.NOT_OURS: _not_ours,
    Refusal.TOO_OFTEN: _too_often,
    Refusal.FULL: _full,
    Refusal.UNAVAILABLE: lambda host: web_faults.in_trouble(host, "503"),
}


TAKEN_OVER_BY = frozenset({faults.published_by_another("").message, used_by_another("").message})
"""The sentences of which taking a place over is the answer."""
