"""What an owner may put there: calendars and pages that a Zimmerfrei has written, whole."""

from __future__ import annotations

import hashlib
import json

from app.core.file_names import is_device
from app.core.ical.only_ours import NotOursError, check_ours
from app.core.publishing.relay.page import NotAPageError, read_page
from app.core.publishing.relay.protocol import SHOWN_NAME, FileKind, FileName, Refusal
from app.dataclass import dataclass
from app.relay.accounts.refusals import RefusedError

PLAIN_NAME = "calendar.ics"
_MARKER_FIELDS = {"about": str, "house": str, "webspace": int}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked at; `shown_name` is what readers' programs call a calendar."""

    name: FileName
    body: bytes
    shown_name: str = PLAIN_NAME

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def checked(name: FileName, body: bytes, shown_name: str = "") -> Upload:
    """Return what was sent as an upload.

    Args:
        name: the file's name.
        body: what was sent.
        shown_name: what readers' programs shall call it; what is no such name counts as none.

    Raises:
        RefusedError: it is too large, or not what a Zimmerfrei writes.
    """
    if len(body) > name.most:
        raise RefusedError(Refusal.TOO_LARGE)
    try:
        match name.kind:
            case FileKind.CALENDAR:
                check_ours(body)
            case FileKind.PAGE:
                read_page(body)
            case FileKind.MARKER:
                _check_marker(body)
    except (NotOursError, NotAPageError) as error:
        raise RefusedError(Refusal.NOT_OURS) from error
    fits = SHOWN_NAME.fullmatch(shown_name) and not is_device(shown_name)
    return Upload(name, body, shown_name if fits else PLAIN_NAME)


def _check_marker(body: bytes) -> None:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotOursError("no JSON") from error
    if not isinstance(told, dict) or {key: type(value) for key, value in told.items()} != (
        _MARKER_FIELDS
    ):
        raise NotOursError("no marker")
