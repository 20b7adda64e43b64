"""What an owner types about a webspace, and what is meant by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import UserError
from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.setup import guesses
from app.core.publishing.setup.presets import OTHER, Preset, presets
from app.core.publishing.webspace import USUAL_PORTS, Secret, Webspace, WebspaceKind
from app.core.texts import one_line
from app.core.web_address import HOST_NAME, completed, in_ascii, is_ip, readable

_DAV = re.compile(r"/(?:remote\.php|index\.php|apps|login)(?:/.*)?$")
"""What follows the start page of a Nextcloud in addresses that are copied out of it."""
_BY_HOST_NAME = frozenset({WebspaceKind.SFTP, WebspaceKind.FTPS})


class WebspaceField(StrEnum):
    """What can be asked of a webspace."""

    HOST = "host"
    PORT = "port"
    USER = "user"
    PASSWORD = "password"  # noqa: S105  # the name of a field
    FOLDER = "folder"
    ADDRESS = "address"


_ASKED = {
    WebspaceKind.SFTP: tuple(WebspaceField),
    WebspaceKind.FTPS: tuple(WebspaceField),
    WebspaceKind.WEBDAV: (
        WebspaceField.HOST,
        WebspaceField.USER,
        WebspaceField.PASSWORD,
        WebspaceField.FOLDER,
        WebspaceField.ADDRESS,
    ),
    # The address is that of the share, which the program makes.
    WebspaceKind.NEXTCLOUD: (
        WebspaceField.HOST,
        WebspaceField.USER,
        WebspaceField.PASSWORD,
        WebspaceField.FOLDER,
    ),
    WebspaceKind.S3: (
        WebspaceField.HOST,
        WebspaceField.USER,
        WebspaceField.PASSWORD,
        WebspaceField.FOLDER,
        WebspaceField.ADDRESS,
    ),
    WebspaceKind.FOLDER: (WebspaceField.FOLDER, WebspaceField.ADDRESS),
    # An invitation says it all.
    WebspaceKind.RELAY: (),
}

_CONCERNED = {
    Step.CONNECT: WebspaceField.HOST,
    Step.IDENTITY: WebspaceField.HOST,
    Step.SIGN_IN: WebspaceField.PASSWORD,
    Step.WRITE: WebspaceField.FOLDER,
    Step.REPLACE: WebspaceField.FOLDER,
    Step.DELETE: WebspaceField.FOLDER,
    Step.READ_BACK: WebspaceField.ADDRESS,
    Step.PUBLIC: WebspaceField.ADDRESS,
    Step.READERS: WebspaceField.ADDRESS,
}


class WebspaceFieldError(UserError):
    """What is wrong with one field."""

    def __init__(self, field: WebspaceField, error: UserError) -> None:
        super().__init__(error.message, **error.values)
        self.field = field


@dataclass(frozen=True, slots=True)
class TypedWebspace:
    """A webspace as it stands in a form, each text as typed. The password is no part of it."""

    preset: str
    kind: WebspaceKind
    host: str = ""
    port: str = ""
    user: str = ""
    folder: str = ""
    address: str = ""

    @classmethod
    def of(cls, webspace: Webspace) -> TypedWebspace:
        """Return how a webspace that was set up stands in the form."""
        preset = webspace.preset if webspace.preset in presets() else OTHER
        host, port = webspace.host, str(webspace.port)
        if "://" in host:
            host = readable(host)
        if webspace.port in {0, USUAL_PORTS.get(webspace.kind)}:
            port = ""
        elif WebspaceField.PORT not in asked_of(webspace.kind, preset):
            host, port = f"[{host}]:{port}" if ":" in host else f"{host}:{port}", ""
        return cls(
            preset=preset,
            kind=webspace.kind,
            host=host,
            port=port,
            user=webspace.user,
            folder=webspace.folder,
            address=readable(webspace.address),
        )

    @classmethod
    def for_preset(cls, preset: Preset) -> TypedWebspace:
        """Return what is known before the owner has typed anything."""
        return cls(preset=preset.key, kind=preset.kind, host=preset.host, folder=preset.folder)

    def webspace(self) -> Webspace:
        """Return what is meant (WebspaceFieldError at the first field that is missing or wrong)."""
        asked = asked_of(self.kind, self.preset)
        host = self._host() if WebspaceField.HOST in asked else ""
        port = self._port() if self.kind in _BY_HOST_NAME else 0
        user = self._line(WebspaceField.USER, self.user) if WebspaceField.USER in asked else ""
        folder = self._folder()
        return Webspace(
            kind=self.kind,
            preset=self.preset,
            host=host,
            port=port,
            user=user,
            folder=folder,
            address=self._address(),
        )

    def read_at(self) -> str:
        """Return under which address the files will be read, as far as can be guessed.

        Empty where the server itself says it. Which it is, a trial finds out.

        Raises:
            WebspaceFieldError: as `webspace`.
        """
        if WebspaceField.ADDRESS not in asked_of(self.kind, self.preset):
            return ""
        return guesses.addresses(self.webspace())[0]

    def _address(self) -> str:
        if WebspaceField.ADDRESS not in asked_of(self.kind, self.preset):
            return ""
        text = self._line(WebspaceField.ADDRESS, self.address)
        try:
            return completed(text)
        except UserError as error:
            raise WebspaceFieldError(WebspaceField.ADDRESS, error) from error

    def _host(self) -> str:
        text = self._line(WebspaceField.HOST, self.host)
        try:
            if self.kind in _BY_HOST_NAME:
                return _host_and_port(self._completed_host(text))[0]
            address = completed(text)
        except UserError as error:
            raise WebspaceFieldError(WebspaceField.HOST, error) from error
        if self.kind is WebspaceKind.NEXTCLOUD:
            address = _DAV.sub("", address)
        return address

    def _completed_host(self, text: str) -> str:
        return presets()[self.preset].completed_host(text)

    def _port(self) -> int:
        within_host = _host_and_port(self._completed_host(one_line(self.host)))[1]
        text = self.port.strip() or within_host
        if not text:
            return USUAL_PORTS[self.kind]
        if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
            raise WebspaceFieldError(
                WebspaceField.PORT,
                UserError("“{port}” is no port. Please enter a number up to 65535.", port=text),
            )
        return int(text)

    def _folder(self) -> str:
        try:
            folder = one_line(self.folder)
        except UserError as error:
            raise WebspaceFieldError(WebspaceField.FOLDER, error) from error
        if self.kind is WebspaceKind.FOLDER:
            return self._line(WebspaceField.FOLDER, folder)
        parts = folder.replace("\\", "/").split("/")
        if ".." in parts:
            raise WebspaceFieldError(
                WebspaceField.FOLDER, UserError("Please enter the folder without “..”.")
            )
        whole = "/".join(part for part in parts if part not in {"", "."})
        if self.kind is WebspaceKind.S3 and not whole:
            raise WebspaceFieldError(
                WebspaceField.FOLDER, UserError("Please enter the name of the bucket.")
            )
        absolute = folder.startswith(("/", "\\")) and self.kind in _BY_HOST_NAME
        return f"/{whole}" if absolute else whole

    def _line(self, field: WebspaceField, typed: str) -> str:
        try:
            text = one_line(typed)
        except UserError as error:
            raise WebspaceFieldError(field, error) from error
        if not text:
            raise WebspaceFieldError(field, missing(field))
        return text


def asked_of(kind: WebspaceKind, preset: str = OTHER) -> tuple[WebspaceField, ...]:
    """Return what has to be asked of a webspace of this kind; of a known hoster no port."""
    asked = _ASKED[kind]
    return tuple(one for one in asked if one is not WebspaceField.PORT or preset == OTHER)


def concerned(error: WebspaceError) -> WebspaceField:
    """Return the field at which a fault can be mended."""
    return _CONCERNED[error.step]


def missing(field: WebspaceField) -> UserError:
    """Return what is said where a field that is needed is empty."""
    match field:
        case WebspaceField.HOST:
            return UserError("Please enter the server as your hoster names it.")
        case WebspaceField.USER:
            return UserError("Please enter the user name of your access.")
        case WebspaceField.PASSWORD:
            return UserError("Please enter the password.")
        case WebspaceField.FOLDER:
            return UserError("Please choose a folder.")
        case _:
            return UserError("Please enter the address of your website.")


def checked_secret(kind: WebspaceKind, secret: Secret) -> Secret:
    """Return `secret` where one is needed and there (WebspaceFieldError: it is missing)."""
    if WebspaceField.PASSWORD in _ASKED[kind] and not secret:
        raise WebspaceFieldError(WebspaceField.PASSWORD, missing(WebspaceField.PASSWORD))
    return secret


def _host_and_port(text: str) -> tuple[str, str]:
    """Return host and port of ``sftp://user@host:22/folder``, as access data are often written.

    Raises:
        UserError: it is no name of a computer.
    """
    place = text.strip().rpartition("://")[2].partition("/")[0].rpartition("@")[2]
    name, colon, port = place.partition(":")
    if place.startswith("["):  # an IPv6 address, and perhaps a port
        name, _, rest = place[1:].partition("]")
        colon, port = rest[:1], rest[1:]
    elif place.count(":") > 1:
        name, colon, port = place, "", ""
    try:
        host = in_ascii(name).rstrip(".")
    except ValueError:
        host = ""
    if not (is_ip(host) or HOST_NAME.fullmatch(host)):
        raise UserError("“{host}” is no name of a server.", host=text.strip())
    return host, port if colon else ""
