"""Web sites on loopback that look public: each has a name, an address and the ports of the web."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import trustme

from app.core.web_address import is_ip
from app.services.publishing.outside.internet import SOME_NAME, Internet, NameUnknownError
from tests.systems import next_caller

PUBLIC = "1.2.3.4"
"""An address that everybody can reach; in tests it leads to this computer."""
CALENDAR = {"Content-Type": "text/calendar; charset=utf-8"}
PAGE = {"Content-Type": "text/html; charset=utf-8"}
PATIENCE = 10


@dataclass(frozen=True)
class Request:
    """What a site was asked: by which name, for which path, with which headers (small letters)."""

    host: str
    path: str
    headers: Mapping[str, str]


Reply = bytes | Callable[[Request, socket.socket], None]


def reply(body: bytes = b"", headers: Mapping[str, str] | None = None, status: int = 200) -> bytes:
    """Return a whole answer."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def leads_to(where: str, status: int = 302) -> bytes:
    return reply(b"", {"Location": where}, status)


class Site:
    """Answers requests as a test wishes, many on one connection.

    `pages` are answers by path, "*" for all others, `folders` on disk by what their paths begin
    with; what is not there is answered by 404.
    """

    def __init__(self, certificate: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Reply] = {}
        self.folders: dict[str, Path] = {}
        self.types: dict[str, Mapping[str, str]] = {".ics": CALENDAR, ".html": PAGE}
        self.asked: list[Request] = []
        self.connections = 0
        self._context = certificate
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.asked]

    def close(self) -> None:
        # Closing alone would let the one go on that waits there, and with it the port.
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._threads[0].join(PATIENCE)
        for connection in self._open:
            with suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()
        for connection in self._open:
            connection.close()

    def _accept(self) -> None:
        while True:
            try:
                connection = next_caller(self._listening)
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            serving = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(serving)
            serving.start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self._context is not None:
                # Within reach before it speaks: some who call say nothing.
                inside = self._context.wrap_socket(
                    connection, server_side=True, do_handshake_on_connect=False
                )
                self._open.append(inside)
                connection = inside
                inside.do_handshake()
            with connection, connection.makefile("rb") as lines:
                while (request := _read(lines.readline)) is not None:
                    if not request.path:
                        connection.sendall(reply(b"", status=400))
                        return
                    self.asked.append(request)
                    found = self.pages.get(request.path) or self._file(request.path)
                    found = found or self.pages.get("*")
                    if callable(found):
                        found(request, connection)
                        return
                    connection.sendall(found or reply(b"Not here\n", status=404))

    def _file(self, path: str) -> bytes | None:
        for begins, folder in self.folders.items():
            file = folder / path.removeprefix(begins).lstrip("/")
            if path.startswith(f"{begins}/") and file.is_file():
                return reply(file.read_bytes(), self.types.get(file.suffix))
        return None


def _read(line: Callable[[], bytes]) -> Request | None:
    first = line()
    if not first:
        return None
    method, _, rest = first.partition(b" ")
    if method != b"GET":
        return Request("", "", {})
    headers: dict[str, str] = {}
    while (text := line().decode("latin-1").strip()) != "":
        name, _, value = text.partition(":")
        headers[name.lower()] = value.strip()
    return Request(headers.get("host", ""), rest.split()[0].decode(), headers)


@dataclass
class Web:
    """The internet of a test: names with their addresses, and the sites behind them.

    `names` lists addresses by name; what is missing there does not exist. `doors` are the ports of
    this computer by address and port of the internet.
    """

    authority: trustme.CA
    names: dict[str, list[str]] = field(default_factory=lambda: {SOME_NAME: ["198.41.0.4"]})
    doors: dict[tuple[str, int], int] = field(default_factory=dict)
    own: frozenset[str] = frozenset({"192.168.178.20"})
    resolved: list[str] = field(default_factory=list)
    _sites: list[Site] = field(default_factory=list)

    def internet(self) -> Internet:
        return Internet(resolved=self._resolve, door=self._door, own_addresses=lambda: self.own)

    def site(
        self,
        name: str = "haus.example",
        *,
        address: str = PUBLIC,
        port: int | None = None,
        tls: bool = True,
        certificate_of: str | None = None,
        authority: trustme.CA | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Site:
        """Open a site, with a certificate that holds unless something else is wished."""
        context = None
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            made = (authority or self.authority).issue_cert(
                certificate_of or name, not_before=since, not_after=until
            )
            made.configure_cert(context)
        site = Site(context)
        self._sites.append(site)
        self.names.setdefault(name, [address])
        self.doors[address, port or (443 if tls else 80)] = site.port
        return site

    def close(self) -> None:
        for site in self._sites:
            site.close()

    def goes_offline(self) -> None:
        self.own = frozenset()
        self.names.clear()

    def _resolve(self, name: str) -> list[str]:
        self.resolved.append(name)
        if is_ip(name):
            return [name]
        if name not in self.names:
            raise NameUnknownError(unasked=not self.own)
        return self.names[name]

    def _door(self, address: str, port: int) -> tuple[str, int]:
        found = self.doors.get((address, port))
        return ("127.0.0.1", found if found is not None else _closed_port())


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def web_of(folder: Path, set_variable: Callable[[str, str], None]) -> Iterator[Web]:
    """Make an internet whose certificates this process believes."""
    authority = trustme.CA()
    trusted = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(trusted))
    set_variable("SSL_CERT_FILE", str(trusted))
    web = Web(authority)
    yield web
    web.close()
