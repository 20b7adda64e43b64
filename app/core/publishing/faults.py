"""What can go wrong with a webspace, each as one sentence that says what to do."""

from __future__ import annotations

from enum import StrEnum

from app.core.errors import UserError


class Step(StrEnum):
    """What is done to try a webspace, in this order; a fault belongs to one of them."""

    CONNECT = "connect"
    IDENTITY = "identity"
    SIGN_IN = "sign_in"
    WRITE = "write"
    REPLACE = "replace"
    DELETE = "delete"
    READ_BACK = "read_back"
    PUBLIC = "public"
    """Certificate, robots.txt, content type: whether everybody may read it, and programs can."""
    READERS = "readers"
    """Nothing is done: what is known of readers there."""


class WebspaceError(UserError):
    """Something about a webspace that the owner can mend, or has to wait for.

    Args:
        step: at which step it went wrong.
        passing: it may go by itself (no network, a slow server), so it is tried again.
    """

    def __init__(
        self, step: Step, message: str, /, *, passing: bool = False, **values: object
    ) -> None:
        super().__init__(message, **values)
        self.step = step
        self.passing = passing


def host_unknown(host: str) -> WebspaceError:
    return WebspaceError(
        Step.CONNECT,
        "There is no computer called “{host}”, or this one has no internet at the moment. Please "
        "check the name.",
        passing=True,
        host=host,
    )


def no_answer(host: str) -> WebspaceError:
    return WebspaceError(
        Step.CONNECT,
        "{host} does not answer. Please check name and port; it may also be down, or this "
        "computer offline.",
        passing=True,
        host=host,
    )


def broken_off(host: str) -> WebspaceError:
    return WebspaceError(
        Step.CONNECT,
        "The connection to {host} broke off. It is tried again by itself.",
        passing=True,
        host=host,
    )


def too_slow(host: str) -> WebspaceError:
    return WebspaceError(
        Step.CONNECT,
        "{host} takes too long to answer. It is tried again by itself.",
        passing=True,
        host=host,
    )


def other_protocol(host: str, kind: str) -> WebspaceError:
    return WebspaceError(
        Step.CONNECT, "{host} answers, but does not speak {kind} there.", host=host, kind=kind
    )


def too_old(host: str) -> WebspaceError:
    return WebspaceError(
        Step.CONNECT,
        "{host} only speaks encryption that is no longer safe, so nothing was sent. Your hoster "
        "has to renew it.",
        host=host,
    )


def not_encrypted(host: str) -> WebspaceError:
    return WebspaceError(
        Step.CONNECT,
        "{host} does not encrypt, so nothing was sent. Please choose another way, SFTP for "
        "instance.",
        host=host,
    )


def another_identity(host: str, known: str, shown: str) -> WebspaceError:
    return WebspaceError(
        Step.IDENTITY,
        "{host} shows another identity than before ({shown} instead of {known}). Somebody may "
        "be in between, so nothing was sent. Ask your hoster whether the key has changed, and "
        "only then set it up again.",
        host=host,
        known=known,
        shown=shown,
    )


def certificate_refused(host: str, reason: str) -> WebspaceError:
    return WebspaceError(
        Step.IDENTITY,
        "The certificate of {host} is not valid ({reason}), so nothing was sent. Please check the "
        "name, or ask your hoster.",
        host=host,
        reason=reason,
    )


def certificate_expired(host: str) -> WebspaceError:
    return WebspaceError(
        Step.IDENTITY,
        "The certificate of {host} has expired, so nothing was sent. Your hoster has to renew it.",
        host=host,
    )


def certificate_of_another(host: str) -> WebspaceError:
    return WebspaceError(
        Step.IDENTITY,
        "The certificate that {host} shows belongs to another name, so nothing was sent. Please "
        "take the name of the server that your hoster tells you.",
        host=host,
    )


def certificate_unknown(host: str) -> WebspaceError:
    return WebspaceError(
        Step.IDENTITY,
        "Nobody known vouches for the certificate of {host}, so nothing was sent. Please check the "
        "name, or ask your hoster.",
        host=host,
    )


def sign_in_refused(host: str, user: str) -> WebspaceError:
    return WebspaceError(
        Step.SIGN_IN,
        "{host} refused user and password of “{user}”. Please check both.",
        host=host,
        user=user,
    )


def secret_missing(host: str) -> WebspaceError:
    return WebspaceError(
        Step.SIGN_IN, "The password for {host} is not known here. Please enter it again.", host=host
    )


def key_locked() -> WebspaceError:
    return WebspaceError(
        Step.SIGN_IN, "The private key is locked by a password, and it is not this one."
    )


def key_unreadable() -> WebspaceError:
    return WebspaceError(
        Step.SIGN_IN,
        "This is no private key that can be read. Please take one in OpenSSH's form.",
    )


def too_many(host: str) -> WebspaceError:
    return WebspaceError(
        Step.SIGN_IN,
        "{host} lets nobody more in at the moment. It is tried again by itself.",
        passing=True,
        host=host,
    )


def folder_missing(folder: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE,
        "There is no folder “{folder}” on the webspace, and it could not be made. Please check it.",
        folder=folder,
    )


def not_permitted(folder: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE, "Writing into the folder “{folder}” is not permitted.", folder=folder
    )


def not_replaceable(folder: str) -> WebspaceError:
    return WebspaceError(
        Step.REPLACE, "Replacing files in the folder “{folder}” is not permitted.", folder=folder
    )


def not_deletable(folder: str) -> WebspaceError:
    return WebspaceError(
        Step.DELETE, "Deleting files in the folder “{folder}” is not permitted.", folder=folder
    )


def not_readable(folder: str) -> WebspaceError:
    return WebspaceError(
        Step.READ_BACK, "Reading files in the folder “{folder}” is not permitted.", folder=folder
    )


def full(host: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE, "The webspace at {host} is full. Nothing was replaced.", host=host
    )


def not_whole(host: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE,
        "{host} did not take the whole file; the webspace is probably full. Nothing was replaced.",
        host=host,
    )


def refused(host: str, answer: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE, "{host} refused the file ({answer}).", host=host, answer=answer
    )


def published_by_another(folder: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE,
        "Another Zimmerfrei puts its calendars into the folder “{folder}”. Nothing was changed "
        "there. Please choose another folder. If the other one is not used any more, take the "
        "folder over: zimmerfrei publish setup --take-over",
        folder=folder,
    )
