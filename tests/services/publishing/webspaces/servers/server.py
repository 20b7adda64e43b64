"""What a test knows of a server that calendars are put on, whatever kind it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import trustme

from app.core.publishing.webspace import Secret, Webspace
from tests.services.publishing.webspaces.servers.folder_events import wait_while

HOST = "localhost"
USER, PASSWORD = "anna", "geheim & süß"


@dataclass(frozen=True, kw_only=True)
class Server:
    """One that answers on loopback.

    Attributes:
        webspace, secret: what opens it, as an owner would have typed it.
        root: where on this disk lies what the webspace calls its folder. It need not be there yet.
        wrong: what does not open it.
        ports: all on which it answers at `address` (of FTP those of its data too).
        address: under which it answers besides `HOST`.
        own: what names of files begin with that are its own, while it takes something in.
        left: returns when nobody is connected any more, and the files of who was are closed; None
            where nobody can tell.
    """

    webspace: Webspace
    secret: Secret
    root: Path
    wrong: Secret = field(default_factory=lambda: Secret(password="falsch"))
    ports: tuple[int, ...] = ()
    address: str = "127.0.0.1"
    own: str = ""
    left: Callable[[], None] | None = None

    def at(self, host: str | None = None, port: int | None = None) -> Webspace:
        """Return its webspace as if it were called so, or answered there."""
        if "://" not in self.webspace.host:
            return replace(
                self.webspace,
                host=self.webspace.host if host is None else host,
                port=self.webspace.port if port is None else port,
            )
        url = urlsplit(self.webspace.host)
        name = f"{host or url.hostname}:{port or url.port}"
        return replace(self.webspace, host=urlunsplit(url._replace(netloc=name)))

    def settle(self) -> None:
        """Return when it is done with all that it got, such as what came before a cable broke."""
        if self.left is not None:
            self.left()
        if self.own:
            wait_while(self.root, lambda: any(self.root.glob(f"{self.own}*")))

    def into(self, folder: str) -> Webspace:
        return replace(self.webspace, folder=folder)


Started = Callable[..., Server]
"""Starts a server, with these values of its `Setting`."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """How a server of a test is to be.

    Attributes:
        home: a folder of its own on this disk; what it shows lies in there.
        certificate: what it shows of itself, where it speaks TLS.
        folder: what the webspace's folder is called there.
        host: on which address it answers.
        writable: whether who signs in may write; where not, the folder is there before.
    """

    home: Path
    certificate: trustme.LeafCert
    folder: str = "web/kalender"
    host: str = "127.0.0.1"
    writable: bool = True


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of server that the contract is held against.

    Attributes:
        start: starts it, and ends it. Skips the test where it is not installed.
        tls: it shows a certificate.
        signs_in: there is somebody to sign in.
        tcp: there is somebody to connect to.
        tells_when_full: of a full disk it says so; others have tests of their own.
        pulled_at: of so many places at which a cable may be pulled one is tried, where each takes
            its time.
        can_be_read_only: a `Setting` can say that it may not be written to.
        atomic: who reads while a file is replaced finds the old or the new one.
        writes_aside: a file is written under a temporary name first.
        folders: it knows folders, which have to be made.
    """

    name: str
    start: Callable[[Setting], AbstractContextManager[Server]]
    tls: bool = False
    signs_in: bool = True
    tcp: bool = True
    atomic: bool = True
    tells_when_full: bool = True
    can_be_read_only: bool = True
    pulled_at: int = 1
    writes_aside: bool = True
    folders: bool = True

    def __str__(self) -> str:
        return self.name
