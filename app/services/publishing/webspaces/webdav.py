"""A webspace that speaks WebDAV (RFC 4918): many web servers and hosters' online drives."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote

from app.core.publishing import faults, web_faults
from app.core.publishing.apache.content import content_type
from app.core.publishing.faults import WebspaceError
from app.core.publishing.setup.folder_names import folder_names
from app.core.publishing.webspace import Secret, Webspace, temporary_name
from app.services.publishing.webspaces.network.web_requests import Answer, WebRequests, safe_address
from app.services.publishing.webspaces.webdav_answers import Resource, resources

_APACHE_FILES = "apache.org/dav/propset/fs"
"""How Apache's mod_dav_fs names itself. It moves over a file by deleting that first, so readers
miss it for a moment; what is put it writes beside the file and renames by itself, in one step."""

logger = logging.getLogger(__name__)

_SPEAKS = "WebDAV"
_ASKED = (
    b'<?xml version="1.0" encoding="utf-8"?>'
    b'<propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/></prop></propfind>'
)


@contextmanager
def opened(webspace: Webspace, secret: Secret) -> Iterator[WebdavConnection]:
    """Sign in, and make the folder where it is missing."""
    address = safe_address(webspace.host)
    with WebRequests(address, webspace.user, secret, speaks=_SPEAKS) as requests:
        yield connected(requests, address, webspace.folder)


def connected(requests: WebRequests, base: str, folder: str) -> WebdavConnection:
    """Return the folder below the address `base`, made where it is missing."""
    names = folder_names(folder)
    connection = WebdavConnection(requests, "/".join([base, *map(_quoted, names)]), folder)
    if not connection.find():
        _make(requests, base, names, folder)
        if not connection.find():
            raise faults.folder_missing(folder)
    return connection


def _make(requests: WebRequests, base: str, names: list[str], folder: str) -> None:
    """Make a folder and those it lies in. One that is there already answers 405 (RFC 4918 §9.3)."""
    place = base
    for name in names:
        place = f"{place}/{_quoted(name)}"
        answer = requests.ask("MKCOL", f"{place}/")
        if answer.status == 409:
            raise faults.folder_missing(folder)
        # Some answer 403 for a folder above that is there, but not theirs to make.
        if answer.status not in {200, 201, 403, 405} or (
            answer.status == 403 and name is names[-1]
        ):
            raise refusal(requests, answer, folder)


class WebdavConnection:
    """A folder on a WebDAV server: ``app.services.publishing.webspaces.connection.Connection``."""

    identity = ""

    def __init__(self, requests: WebRequests, address: str, folder: str) -> None:
        self._requests = requests
        self._address = address
        self._folder = folder
        self._inner_scheme = False
        self._puts_at_once = False

    def find(self) -> bool:
        """Tell whether the folder is there; sign-in and WebDAV are proven by it.

        Where the server leads on to another place on it, that is the folder's from then on.
        """
        answer = self._requests.ask(
            "PROPFIND", f"{self._address}/", headers={"Depth": "0"}, body=_ASKED
        )
        if answer.status == 404:
            return False
        if answer.status == 400:
            # Apache, of a file that is asked for as if it were a folder.
            raise faults.folder_missing(self._folder)
        self._address = answer.url.rstrip("/")
        found = self._resources(answer)
        if not found or not found[0].is_folder:
            raise faults.folder_missing(self._folder)
        known = self._requests.ask("OPTIONS", f"{self._address}/").headers.get("dav", "")
        self._puts_at_once = _APACHE_FILES in known
        return True

    def put(self, name: str, body: bytes) -> None:
        if self._puts_at_once:
            self._write(name, body, content_type(name))
            return
        temporary = temporary_name(name)
        try:
            self._write(temporary, body, content_type(name))
            self._replace(temporary, name)
        except WebspaceError:
            # What was begun is nobody's file, and on a full webspace it is in the way.
            if not self._requests.broken:
                with suppress(WebspaceError):
                    self._requests.ask("DELETE", self._url(temporary))
            raise

    def _write(self, name: str, body: bytes, kind: str) -> None:
        headers = {"Content-Type": kind}
        self._ok(self._requests.ask("PUT", self._url(name), headers=headers, body=body), name)
        self._check_size(name, body)

    def get(self, name: str) -> bytes | None:
        answer = self._requests.ask("GET", self._url(name))
        if answer.status in {404, 410}:
            return None
        if answer.status == 403:
            raise faults.not_readable(self._folder)
        self._ok(answer, name, among={200})
        return answer.body

    def delete(self, name: str) -> None:
        # With what an upload that broke off has left.
        for each in (name, temporary_name(name)):
            answer = self._requests.ask("DELETE", self._url(each))
            if answer.status == 403:
                raise faults.not_deletable(self._folder)
            if answer.status not in {404, 410}:
                self._ok(answer, each)

    def names(self) -> list[str]:
        answer = self._requests.ask(
            "PROPFIND", f"{self._address}/", headers={"Depth": "1"}, body=_ASKED
        )
        return [each.name for each in self._resources(answer) if not each.is_folder]

    def _check_size(self, name: str, body: bytes) -> None:
        """Make sure that all has arrived: a connection may end where only the server notices."""
        answer = self._requests.ask(
            "PROPFIND", self._url(name), headers={"Depth": "0"}, body=_ASKED
        )
        found = self._resources(answer)
        there = found[0].size if found else None
        if there is None:
            there = len(self.get(name) or b"")
        if there != len(body):
            raise faults.not_whole(self._requests.host)

    def _replace(self, temporary: str, name: str) -> None:
        """Move the new file over the old one.

        The new place is told as a whole address (RFC 4918 §10.3). A server behind a proxy that
        speaks TLS for it may know itself by http only, and takes another scheme for another server.
        """
        answer = self._move(temporary, name)
        secure = self._url(name).startswith("https:")
        if answer.status in {400, 502} and secure and not self._inner_scheme:
            self._inner_scheme = True
            answer = self._move(temporary, name)
            if answer.status < 300:
                logger.info("The WebDAV server knows itself by http only; files are moved so.")
        if answer.status == 403:
            raise faults.not_replaceable(self._folder)
        self._ok(answer, name)

    def _move(self, temporary: str, name: str) -> Answer:
        target = self._url(name)
        if self._inner_scheme:
            target = target.replace("https:", "http:", 1)
        return self._requests.ask(
            "MOVE", self._url(temporary), headers={"Destination": target, "Overwrite": "T"}
        )

    def _resources(self, answer: Answer) -> tuple[Resource, ...]:
        if answer.status in {200, 405, 501}:
            # A sign-in page of a hotel's network, a website, a server without WebDAV.
            raise faults.other_protocol(self._requests.host, self._requests.speaks)
        self._ok(answer, "", among={207})
        try:
            return resources(answer.body)
        except ValueError as error:
            raise faults.other_protocol(self._requests.host, self._requests.speaks) from error

    def _ok(
        self,
        answer: Answer,
        name: str,
        *,
        among: frozenset[int] | set[int] = frozenset(range(200, 300)),
    ) -> None:
        if answer.status not in among:
            raise refusal(self._requests, answer, self._folder, name)

    def _url(self, name: str) -> str:
        return f"{self._address}/{_quoted(name)}"


def refusal(requests: WebRequests, answer: Answer, folder: str, name: str = "") -> WebspaceError:
    """Return what an answer other than the wanted one means."""
    host, status = requests.host, answer.status
    if status == 401:
        # Nextcloud says so where two factors are wanted, in words that are not translated.
        if b"PasswordLoginForbidden" in answer.body:
            return web_faults.app_password_needed(host, requests.user)
        return faults.sign_in_refused(host, requests.user)
    if status == 403:
        return faults.not_permitted(folder)
    if status in {404, 409, 410}:
        return faults.folder_missing(folder)
    if status == 423:
        return web_faults.locked(name or folder)
    if status == 507:
        return faults.full(host)
    if status == 429 or status >= 500:
        return web_faults.in_trouble(host, str(status))
    return faults.refused(host, str(status))


def _quoted(name: str) -> str:
    return quote(name, safe="")
