"""A calendar service: one that many owners use, each with a key of their own.

A page for websites travels as the days that it shows; the service makes the page of them. It is
called here as on every other webspace.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

from app.core.publishing.relay import protocol
from app.core.publishing.relay.faults import key_missing, no_service, refused
from app.core.publishing.relay.shown_names import shown_name
from app.core.publishing.webspace import CALENDAR_END, PAGE_END, Secret, Webspace
from app.services.publishing.webspaces.network.web_requests import (
    NOBODY,
    Answer,
    Bearer,
    WebRequests,
    safe_address,
)

_SPEAKS = "Zimmerfrei"
_JSON = {"Content-Type": "application/json"}
_DAYS_END = ".json"
"""How the file ends there of which the service makes a page."""


@contextmanager
def opened(webspace: Webspace, secret: Secret) -> Iterator[RelayConnection]:
    """Speak with the service; whether the key opens it, the first answer tells."""
    with requests_to(webspace.host, secret.password) as requests:
        connection = RelayConnection(requests, webspace.host)
        connection.account()
        yield connection


@contextmanager
def requests_to(service: str, key: str | None = None) -> Iterator[WebRequests]:
    """Return what asks a service: with a key, or, where that is None, as somebody unknown.

    Raises:
        WebspaceError: the key is empty, or everybody on the way could read along.
    """
    address = safe_address(service)
    auth = Bearer(key) if key else NOBODY
    with WebRequests(address, "", Secret(), speaks=_SPEAKS, auth=auth) as requests:
        if key == "":
            raise key_missing(requests.host)
        if key is not None and not protocol.is_secret(key):
            raise refused(protocol.Refusal.UNKNOWN_KEY, requests.host, 401)
        yield requests


def told(requests: WebRequests, answer: Answer) -> dict[str, Any]:
    """Return the object of JSON in a good answer.

    Raises:
        WebspaceError: what else came.
    """
    found = _object(answer.body)
    if not 200 <= answer.status < 300:
        code = "" if found is None else str(found.get("error", ""))
        raise refused(code, requests.host, answer.status)
    if found is None:
        raise no_service(requests.host)
    return found


class RelayConnection:
    """The files of one owner: ``app.services.publishing.webspaces.connection.Connection``.

    `standing` is what the service last said of itself: which database, and how often these files
    have changed there.
    """

    identity = ""

    def __init__(self, requests: WebRequests, service: str) -> None:
        self._requests = requests
        self._service = service
        self.standing: tuple[str, int] | None = None

    def put(self, name: str, body: bytes) -> None:
        headers = {"Content-Type": "application/octet-stream"}
        if name.endswith(CALENDAR_END):
            headers = {
                "Content-Type": "text/calendar; charset=utf-8",
                protocol.FILE_NAME: shown_name(body),
            }
        self._told("PUT", _file(name), headers=headers, body=body)

    def get(self, name: str) -> bytes | None:
        answer = self._ask("GET", _file(name))
        if answer.status == 404 and _error(answer) == protocol.Refusal.NOT_FOUND:
            return None
        self._expect(answer)
        return answer.body

    def delete(self, name: str) -> None:
        answer = self._ask("DELETE", _file(name))
        if _error(answer) not in {protocol.Refusal.NAME, protocol.Refusal.NOT_FOUND}:
            # What is no name there cannot lie there.
            told(self._requests, answer)

    def names(self) -> list[str]:
        return list(self.digests())

    # ---- what no other webspace can ----

    def account(self) -> dict[str, Any]:
        """Return what the service knows of this owner."""
        return self._told("GET", protocol.ACCOUNT_PATH)

    def digests(self) -> dict[str, bytes]:
        """Return by name what tells the bytes of each file there from others (SHA-256)."""
        files = self._told("GET", protocol.FILES_PATH).get("files")
        try:
            assert isinstance(files, dict)
            return {_name(name): bytes.fromhex(digest) for name, digest in files.items()}
        except (AssertionError, ValueError, TypeError) as error:
            raise no_service(self._requests.host) from error

    def set_states(self, gone: Collection[str], closed: Collection[str]) -> None:
        """Say where nothing lies any more: given up for good, or switched off."""
        asked = {"gone": sorted(gone), "closed": sorted(closed)}
        body = json.dumps(asked).encode()
        self._told("PUT", protocol.STATES_PATH, headers=_JSON, body=body)

    def reads(self, after: str) -> tuple[bytes, datetime | None]:
        """Return who has read since, as `noted_reads` reads it, and what time it is there."""
        answer = self._ask("GET", f"{protocol.READS_PATH}?after={quote(after or '0')}")
        self._expect(answer)
        return answer.body, _date(answer.headers)

    def leave(self) -> None:
        """End the access: whatever this owner had there answers 410 from now on."""
        self._expect(self._ask("DELETE", protocol.ACCOUNT_PATH))

    def _told(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> dict[str, Any]:
        return told(self._requests, self._ask(method, path, headers=headers, body=body))

    def _ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        answer = self._requests.ask(method, self._service + path, headers=headers, body=body)
        instance = answer.headers.get(protocol.INSTANCE.lower(), "")
        revision = answer.headers.get(protocol.REVISION.lower(), "")
        if instance and revision.isascii() and revision.isdecimal():
            self.standing = instance, int(revision)
        return answer

    def _expect(self, answer: Answer) -> None:
        """Raise where an answer that is no JSON is none of this owner's (WebspaceError)."""
        if answer.status not in {200, 204}:
            told(self._requests, answer)
        if protocol.INSTANCE.lower() not in answer.headers:
            # A sign-in page of a hotel's network answers everything by 200.
            raise no_service(self._requests.host)


def _file(name: str) -> str:
    if name.endswith(PAGE_END):
        name = name.removesuffix(PAGE_END) + _DAYS_END
    return f"{protocol.FILES_PATH}/{quote(name, safe='')}"


def _name(there: str) -> str:
    known = protocol.file_name(there)
    if known is not None and known.kind is protocol.FileKind.PAGE:
        return there.removesuffix(_DAYS_END) + PAGE_END
    return there


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _error(answer: Answer) -> str:
    """Return the code of a refusal, empty where an answer is none."""
    if answer.status < 400:
        return ""
    return str((_object(answer.body) or {}).get("error", ""))


def _date(headers: Mapping[str, str]) -> datetime | None:
    """Return what time it was there when it answered (RFC 9110 §6.6.1)."""
    try:
        found = parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError, OverflowError):
        return None
    return None if found.tzinfo is None else found
