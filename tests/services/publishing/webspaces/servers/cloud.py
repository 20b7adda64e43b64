"""A stand-in of a Nextcloud, after its documented interfaces: WebDAV, OCS, files of public links.

Files lie on wsgidav. What an administrator can set is in `Cloud`, and may be changed at any time.
"""

from __future__ import annotations

import base64
import json
import mimetypes
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from wsgidav.wsgidav_app import WsgiDAVApp

from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from tests.services.publishing.webspaces.servers.fronts import tls_front
from tests.services.publishing.webspaces.servers.server import (
    HOST,
    PASSWORD,
    USER,
    Server,
    Setting,
)
from tests.services.publishing.webspaces.servers.waitresses import served

USER_ID = "anna.1@haus"
APP_PASSWORD = "kq3Zs-8Fjwq-9sLmP-x2Rty-aTb4E"
_Environ = dict[str, Any]
_Start = Callable[..., Any]
_SABRE = (
    '<?xml version="1.0" encoding="utf-8"?><d:error xmlns:d="DAV:" '
    'xmlns:s="http://sabredav.org/ns"><s:exception>{}</s:exception><s:message>{}</s:message>'
    "</d:error>"
)


@dataclass
class Cloud:
    """What is set there, and what has been shared.

    `expiry` is put on new links whose maker did not ask for none; with `expiry_enforced` on all.
    `sharing_fault` is what Nextcloud answers where a folder must not be shared by this user.
    """

    home: Path
    writable: bool = True
    two_factor: bool = False
    version: str = "31.0.4"
    sharing: bool = True
    links: bool = True
    link_password: bool = False
    expiry: str = ""
    expiry_enforced: bool = False
    hidden_password: bool = False
    federation: bool = True
    maintenance: bool = False
    throttled: bool = False
    sharing_fault: int = 0
    shares: list[dict[str, object]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self._files = WsgiDAVApp(
            {
                "provider_mapping": {
                    f"/remote.php/dav/files/{USER_ID}": {
                        "root": str(self.home),
                        "readonly": not self.writable,
                    }
                },
                "simple_dc": {"user_mapping": {"*": True}},
                "logging": {"enable": False},
                "verbose": 0,
            }
        )

    def share(self, folder: str, **more: object) -> dict[str, object]:
        """Share a folder by a public link."""
        number = len(self.shares) + 1
        share: dict[str, object] = {
            "id": str(number),
            "share_type": 3,
            "path": folder,
            "permissions": 1,
            "password": None,
            "expiration": None,
            "hide_download": 0,
            "token": f"tOkEn{number:010}",
            **more,
        }
        self.shares.append(share)
        return share

    def __call__(self, environ: _Environ, start: _Start) -> Iterable[bytes]:
        path = environ["PATH_INFO"].encode("latin-1").decode()
        self.asked.append(f"{environ['REQUEST_METHOD']} {path}")
        if self.maintenance:
            text = _SABRE.format("Sabre\\DAV\\Exception\\ServiceUnavailable", "maintenance mode")
            return _answer(start, "503 Service Unavailable", text, "application/xml")
        if path.startswith("/public.php/dav/files/"):
            return self._public(path, environ, start)
        if path == "/robots.txt":
            return _answer(start, "200 OK", "User-agent: *\nDisallow: /\n", "text/plain")
        if self.throttled:
            return _answer(start, "429 Too Many Requests", "", "text/plain")
        if path.startswith("/ocs/v2.php/"):
            return self._ocs(path.removeprefix("/ocs/v2.php"), environ, start)
        if path.startswith("/remote.php/dav"):
            return self._dav(environ, start)
        return _answer(start, "200 OK", "<html>Nextcloud", "text/html")

    def _signed_in(self, environ: _Environ) -> bool:
        told = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Basic ")
        user, _, password = base64.b64decode(told).decode().partition(":")
        return user == USER and password in {APP_PASSWORD, "" if self.two_factor else PASSWORD}

    def _dav(self, environ: _Environ, start: _Start) -> Iterable[bytes]:
        if not self._signed_in(environ):
            kind = "Sabre\\DAV\\Exception\\NotAuthenticated"
            if self.two_factor:
                kind = "OCA\\DAV\\Connector\\Sabre\\Exception\\PasswordLoginForbidden"
            text = _SABRE.format(kind, "Anmeldung nicht möglich")
            return _answer(start, "401 Unauthorized", text, "application/xml")
        answer: Iterable[bytes] = self._files(environ, start)
        return answer

    def _public(self, path: str, environ: _Environ, start: _Start) -> Iterable[bytes]:
        token, _, name = path.removeprefix("/public.php/dav/files/").partition("/")
        share = next((each for each in self.shares if each["token"] == token), None)
        only_get = not self.federation and environ["REQUEST_METHOD"] != "GET"
        if share is None or share["password"] or only_get:
            return _answer(start, "401 Unauthorized", "", "application/xml")
        file = self.home / str(share["path"]).strip("/") / name
        if "/" in name or not file.is_file():
            return _answer(start, "404 Not Found", "", "application/xml")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return _answer(start, "200 OK", file.read_bytes(), kind)

    def _ocs(self, path: str, environ: _Environ, start: _Start) -> Iterable[bytes]:
        if environ.get("HTTP_OCS_APIREQUEST") != "true":
            return _answer(start, "412 Precondition Failed", "", "application/json")
        if not self._signed_in(environ):
            return _told(start, 401, [], "Aktueller Benutzer ist nicht angemeldet")
        if path == "/cloud/user":
            return _told(start, 200, {"id": USER_ID, "display-name": "Anna", "email": USER})
        if path == "/cloud/capabilities":
            return _told(start, 200, self._capabilities())
        assert path.startswith("/apps/files_sharing/api/v1/shares"), path
        length = int(environ.get("CONTENT_LENGTH") or 0)
        form = _fields(environ["wsgi.input"].read(length).decode())
        match environ["REQUEST_METHOD"]:
            case "GET":
                return self._list(_fields(environ["QUERY_STRING"])["path"], start)
            case "POST":
                return self._make(form, start)
        number = path.rpartition("/")[2]
        self.shares[:] = [each for each in self.shares if each["id"] != number]
        return _told(start, 200, [])

    def _capabilities(self) -> dict[str, object]:
        public: dict[str, object] = {"enabled": self.sharing and self.links}
        if public["enabled"]:
            public["password"] = {"enforced": self.link_password}
            public["expire_date"] = {"enabled": bool(self.expiry)}
            if self.expiry:
                public["expire_date"] = {"enabled": True, "enforced": self.expiry_enforced}
        return {
            "version": {"major": int(self.version.split(".")[0]), "string": self.version},
            "capabilities": {"files_sharing": {"api_enabled": self.sharing, "public": public}},
        }

    def _list(self, path: str, start: _Start) -> Iterable[bytes]:
        if not self.sharing:
            return _told(start, 404, [], "Teilen ist deaktiviert")
        if not (self.home / path.strip("/")).is_dir():
            return _told(start, 404, [], "Falscher Pfad")
        return _told(start, 200, [each for each in self.shares if each["path"] == path])

    def _make(self, form: dict[str, str], start: _Start) -> Iterable[bytes]:
        assert (form["shareType"], form["permissions"]) == ("3", "1")
        if self.sharing_fault:
            return _told(start, self.sharing_fault, [], "Teilen nicht erlaubt")
        if not self.sharing or not self.links:
            return _told(start, 404, [], "Öffentliche Links sind deaktiviert")
        if self.link_password:
            return _told(start, 403, [], "Passwörter sind erzwungen")
        wants_none = form.get("expireDate") == ""
        expires = (
            self.expiry if self.expiry and not (wants_none and not self.expiry_enforced) else ""
        )
        share = self.share(
            form["path"],
            expiration=f"{expires} 00:00:00" if expires else None,
            password="***" if self.hidden_password else None,
            label=form.get("label", ""),
        )
        return _told(start, 200, share)


def _fields(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


def _told(start: _Start, status: int, data: object, message: str = "OK") -> Iterable[bytes]:
    meta = {"status": "ok" if status == 200 else "failure", "statuscode": status}
    told = {"ocs": {"meta": {**meta, "message": message}, "data": data}}
    return _answer(start, f"{status} Told", json.dumps(told), "application/json; charset=utf-8")


def _answer(start: _Start, status: str, body: str | bytes, kind: str) -> Iterable[bytes]:
    raw = body.encode() if isinstance(body, str) else body
    start(status, [("Content-Type", kind), ("Content-Length", str(len(raw)))])
    return [raw]


@contextmanager
def standing_in(setting: Setting, cloud: Cloud) -> Iterator[Server]:
    """Run this stand-in."""
    with (
        served(cloud, scheme="https") as behind,
        tls_front(behind, setting.certificate, setting.host) as port,
    ):
        yield Server(
            webspace=Webspace(
                kind=WebspaceKind.NEXTCLOUD,
                host=f"https://{HOST}:{port}",
                user=USER,
                folder=setting.folder,
            ),
            secret=Secret(password=PASSWORD),
            root=setting.home / setting.folder,
            ports=(port,),
            address=setting.host,
        )


@contextmanager
def nextcloud(setting: Setting) -> Iterator[Server]:
    with standing_in(setting, Cloud(setting.home, writable=setting.writable)) as server:
        yield server
