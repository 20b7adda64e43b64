"""The world around the owner's program: portals that sell, a webspace, a network."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.core.web_address import is_ip
from app.services.publishing.outside.internet import SOME_NAME, Internet, NameUnknownError
from tests.day.outside import KALENDER, PORTALS, WEBSPACE
from tests.feeds_of_portals import Event, calendar
from tests.services.publishing.webspaces.servers.server import HOST, PASSWORD, USER

_ROOT = Path(__file__).parents[2]
_ADDRESSES = {PORTALS: "1.2.3.4", WEBSPACE: "1.2.3.5", SOME_NAME: "198.41.0.4"}
_OWN = frozenset({"192.168.178.20"})


class World:
    """What the program reaches; `online` tells whether it reaches anything."""

    def __init__(self, folder: Path, process: subprocess.Popen[str], ports: dict[str, int]) -> None:
        self.online = True
        self._folder = folder
        self._process = process
        self._ports = ports
        self._closed = False

    def internet(self) -> Internet:
        return Internet(resolved=self._resolved, door=self._door, own_addresses=self.addresses)

    def addresses(self) -> frozenset[str]:
        """Return the computer's own addresses in its network."""
        return _OWN if self.online else frozenset()

    # ---- the webspace ----

    def webspace(self) -> tuple[Webspace, Secret]:
        return (
            Webspace(
                kind=WebspaceKind.WEBDAV,
                host=f"https://{HOST}:{self._ports['dav']}/dav",
                user=USER,
                folder=KALENDER,
                address=f"https://{WEBSPACE}/{KALENDER}",
            ),
            Secret(password=PASSWORD),
        )

    def published(self) -> dict[str, bytes]:
        """Return what lies on the webspace, by name."""
        files = (self._folder / "web" / KALENDER).glob("*.ics")
        return {file.name: file.read_bytes() for file in files}

    def network(self, *, there: bool) -> None:
        """Let the network be gone, or be back."""
        self.online = there
        self._tell("open" if there and not self._closed else "close")

    def webspace_is_gone(self, *, gone: bool) -> None:
        """Let nobody reach the webspace, or everybody again."""
        self._closed = gone
        self._tell("close" if gone or not self.online else "open")

    def webspace_refuses(self, *, refuses: bool) -> None:
        """Let the webspace answer that it cannot do anything, or work again."""
        self._tell("refuse" if refuses else "answer")

    # ---- the portals ----

    def address(self, number: int) -> str:
        """Return where a portal gives the calendar of this number."""
        return f"https://{PORTALS}/{number}.ics"

    def shows(self, number: int, events: list[Event]) -> None:
        """Let the calendar of this number show these stays from now on."""
        draft = self._folder / "portals" / f"{number}.new"
        draft.write_bytes(calendar(events))
        draft.replace(draft.with_suffix(".ics"))

    # ---- how it is reached ----

    def _tell(self, word: str) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n"

    def _resolved(self, name: str) -> list[str]:
        if is_ip(name):
            return [name]
        if not self.online or name not in _ADDRESSES:
            raise NameUnknownError(unasked=not self.online)
        return [_ADDRESSES[name]]

    def _door(self, address: str, _port: int) -> tuple[str, int]:
        names = {where: name for name, where in _ADDRESSES.items()}
        return "127.0.0.1", self._ports[names[address]]


@contextmanager
def world_at(folder: Path, set_variable: Callable[[str, str], object]) -> Iterator[World]:
    """Let the world begin, its certificates believed by this process."""
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.day.outside", str(folder)],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        ports = json.loads(process.stdout.readline())
        set_variable("SSL_CERT_FILE", str(folder / "authority.pem"))
        yield World(folder, process, ports)
    finally:
        process.communicate(timeout=30)
