"""What lies outside of the owner's computer, as a process of its own: portals and a webspace.

    python -m tests.day.outside FOLDER

Says on its first line where it answers (JSON), then does what each line of standard input says, and
answers it by "done". It is no part of what is measured.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import trustme

from tests.services.publishing.webspaces.servers.dav import dav_application
from tests.services.publishing.webspaces.servers.fronts import tls_front
from tests.services.publishing.webspaces.servers.server import HOST, Setting
from tests.services.publishing.webspaces.servers.waitresses import served
from tests.web_sites import Web

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PORTALS, WEBSPACE = "portale.example", "haus.example"
KALENDER = "kalender"


class Refusing:
    """A webspace that can be told to refuse everything: it is overloaded."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self.refuses = False

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if not self.refuses:
            return self._application(environ, start)
        start("503 Service Unavailable", [("Content-Length", "0")])
        return []


class Gate:
    """Lets nobody through to the webspace while it is closed, as if its cable were out."""

    def __init__(self, behind: int, certificate: trustme.LeafCert) -> None:
        self._behind, self._certificate = behind, certificate
        self._open = ExitStack()
        self.port = 0
        self.open()

    def open(self) -> None:
        self.close()
        front = tls_front(self._behind, self._certificate, port=self.port)
        self.port = self._open.enter_context(front)

    def close(self) -> None:
        self._open.close()


@contextmanager
def outside(folder: Path) -> Iterator[tuple[dict[str, int], Gate, Refusing]]:
    """Answer for portals out of `folder/portals`, and take in at `folder/web`."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    web = Web(authority)
    home = folder / "web"
    certificate = authority.issue_cert(HOST, "127.0.0.1")
    application = Refusing(dav_application(Setting(home=home, certificate=certificate)))
    web.site(PORTALS).folders[""] = folder / "portals"
    web.site(WEBSPACE, address="1.2.3.5").folders[f"/{KALENDER}"] = home / KALENDER
    with ExitStack() as ending:
        ending.callback(web.close)
        gate = Gate(ending.enter_context(served(application, scheme="https")), certificate)
        ending.callback(gate.close)
        ports = {name: web.doors[web.names[name][0], 443] for name in (PORTALS, WEBSPACE)}
        yield {**ports, "dav": gate.port}, gate, application


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    folder = Path(sys.argv[1])
    (folder / "portals").mkdir()
    with outside(folder) as (ports, gate, webspace):
        _say(json.dumps(ports))
        for line in sys.stdin:
            match line.strip():
                case "close":
                    gate.close()
                case "open":
                    gate.open()
                case "refuse":
                    webspace.refuses = True
                case "answer":
                    webspace.refuses = False
            _say("done")


if __name__ == "__main__":
    main()
