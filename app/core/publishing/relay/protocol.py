"""How a desktop speaks with a calendar service: paths, headers, names of files, codes of refusal.

JSON over https, ``Authorization: Bearer <key>``. What the service answers besides 2xx is
``{"error": <code>}`` with one of `Refusal`; sentences for people are the desktop's, in its
language. Every answer to a known key carries the headers INSTANCE and REVISION.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from enum import StrEnum

from app.dataclass import dataclass

API = "/api/v1"
INVITATION_PATH = f"{API}/invitation"
"""POST {"secret"}: who invites, and whether it can be accepted still; nothing is used up."""
ACCEPT_PATH = f"{API}/accept"
"""POST {"secret", "key", "house"}: exchange an invitation for a key that the desktop has made."""
FILES_PATH = f"{API}/files"
"""GET: the digests of what lies there. PUT, GET, DELETE of ``/<name>``: one file."""
STATES_PATH = f"{API}/states"
"""PUT {"gone": [tokens], "closed": [tokens]}: what is answered where no file lies."""
READS_PATH = f"{API}/reads"
"""GET ``?after=N``: who has read, in the lines of the script on webspaces."""
ACCOUNT_PATH = f"{API}/account"
"""GET: what the service knows of this owner. DELETE: leave; all addresses answer 410 then."""
INVITATION_PAGE = "/einladung/"
"""Behind it the secret: the page that an invited owner opens, and what they paste."""

INSTANCE = "X-Zimmerfrei-Instance"
"""Header: the database of the service, at random when it was made."""
REVISION = "X-Zimmerfrei-Revision"
"""Header: how often this owner's files have changed. Less than before: a backup was put back."""
FILE_NAME = "X-Zimmerfrei-Name"
"""Header of a PUT: what the calendar is called as a file by those who read it."""

MARKER = "zimmerfrei.json"
CALENDAR_MOST = 5 * 2**20
"""Bytes of a calendar."""
PAGE_MOST = 64 * 1024
MARKER_MOST = 4 * 1024
STATES_MOST = 2**20
SENT_MOST = 6 * 2**20
"""So much is taken, more than any file may have: its desktop is told why it is refused."""
ASK_MOST = 4 * 1024
"""Bytes of what is sent to accept an invitation."""
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
"""A secret or key of 256 bits in base64url, without padding."""
HOUSE = re.compile(r"[A-Za-z0-9_-]{1,64}")
SHOWN_NAME = re.compile(r"[a-z0-9-]{1,60}\.ics")
_TOKEN = re.compile(r"[A-Za-z0-9]{24}")
_FILE = re.compile(r"([A-Za-z0-9]{24})\.(ics|json)")


class Refusal(StrEnum):
    """Why the service refuses."""

    UNKNOWN_KEY = "unknown_key"
    REVOKED = "revoked"
    UNKNOWN_INVITATION = "unknown_invitation"
    USED_INVITATION = "used_invitation"
    EXPIRED_INVITATION = "expired_invitation"
    NOT_FOUND = "not_found"
    METHOD = "method_not_allowed"
    NAME = "refused_name"
    """No name of a file of ours, or one that is another owner's."""
    TOO_LARGE = "too_large"
    NOT_OURS = "not_ours"
    """What was sent is not what a Zimmerfrei writes, whole."""
    TOO_OFTEN = "too_often"
    FULL = "full"
    """More links or bytes than this owner was given."""
    UNAVAILABLE = "unavailable"


STATUSES = {
    Refusal.UNKNOWN_KEY: 401,
    Refusal.REVOKED: 403,
    Refusal.UNKNOWN_INVITATION: 404,
    Refusal.USED_INVITATION: 410,
    Refusal.EXPIRED_INVITATION: 410,
    Refusal.NOT_FOUND: 404,
    Refusal.METHOD: 405,
    Refusal.NAME: 409,
    Refusal.TOO_LARGE: 413,
    Refusal.NOT_OURS: 422,
    Refusal.TOO_OFTEN: 429,
    Refusal.FULL: 507,
    Refusal.UNAVAILABLE: 503,
}


class FileKind(StrEnum):
    """What a file of an owner is; the value is how its name ends."""

    CALENDAR = "ics"
    PAGE = "json"
    MARKER = "marker"


@dataclass(frozen=True, slots=True)
class FileName:
    """A name that a file may have there; `token` is empty for the marker."""

    kind: FileKind
    token: str = ""

    def __str__(self) -> str:
        return MARKER if self.kind is FileKind.MARKER else f"{self.token}.{self.kind.value}"

    @property
    def most(self) -> int:
        """How many bytes it may have."""
        return {
            FileKind.CALENDAR: CALENDAR_MOST,
            FileKind.PAGE: PAGE_MOST,
            FileKind.MARKER: MARKER_MOST,
        }[self.kind]


def file_name(text: str) -> FileName | None:
    """Return what `text` names, None where no file of ours has such a name."""
    if text == MARKER:
        return FileName(FileKind.MARKER)
    found = _FILE.fullmatch(text)
    return FileName(FileKind(found[2]), found[1]) if found else None


def is_token(text: object) -> bool:
    """Tell whether `text` is the secret of an address."""
    return isinstance(text, str) and _TOKEN.fullmatch(text) is not None


def new_secret() -> str:
    """Return a fresh secret or key: 256 bits that nobody guesses."""
    import secrets  # noqa: PLC0415  # seldom needed

    return secrets.token_urlsafe(32)


def is_secret(text: object) -> bool:
    """Tell whether `text` is 32 bytes in base64url, in the one way to write them."""
    if not isinstance(text, str) or not SECRET.fullmatch(text):
        return False
    try:
        told = base64.urlsafe_b64decode(text + "=")
    except (binascii.Error, ValueError):
        return False
    return base64.urlsafe_b64encode(told).rstrip(b"=").decode() == text


def kept_as(secret: str) -> str:
    """Return what the service keeps of a secret or key: its SHA-256, which opens nothing."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
