"""A house whose links are put into a folder on this computer, as a webspace of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.core.links.link import Link
from app.core.publishing.webspace import KeptWebspace, Secret, Webspace, WebspaceKind, files_of
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.outside.checks import AddressChecks
from app.services.publishing.publishing import Publishing
from app.services.publishing.runs.marker import MARKER
from app.services.publishing.server_types import ServerTypes
from app.services.publishing.webspaces import folder as of_folder
from app.services.publishing.webspaces.folder import FolderConnection
from app.services.services import Services
from tests.web_sites import Web as Sites
from tests.web_sites import web_of


@dataclass(frozen=True)
class Web:
    """The folder, as one finds it on its disk."""

    path: Path

    def names(self) -> set[str]:
        """The names of all files in it but the one that says whose it is."""
        return {file.name for file in self.path.iterdir()} - {MARKER}

    def read(self, name: str) -> bytes:
        return (self.path / name).read_bytes()

    def all(self) -> dict[str, bytes]:
        return {name: self.read(name) for name in self.names()}

    def webspace(self, **more: object) -> Webspace:
        return Webspace(
            kind=WebspaceKind.FOLDER,
            folder=str(self.path),
            address="https://example.org/kalender",
            **more,  # type: ignore[arg-type]  # by the tests' own names
        )


@pytest.fixture
def web(tmp_path: Path) -> Web:
    """A folder that is there, with nothing in it."""
    path = tmp_path / "web space ä"
    path.mkdir()
    return Web(path)


@pytest.fixture
def publishing(services: Services) -> Publishing:
    return services.publishing


@pytest.fixture
def unit_id(services: Services) -> int:
    return services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0].id


@pytest.fixture
def link(services: Services, unit_id: int) -> Link:
    """The link of the only unit, enabled."""
    return services.links.enable_unit(unit_id).after


@pytest.fixture
def kept(publishing: Publishing, web: Web) -> KeptWebspace:
    """The folder, set up as the webspace in use."""
    return publishing.set_up(web.webspace(), Secret(), Keeping.ASK)


@pytest.fixture
def internet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sites]:
    """The internet of a test, in which nothing stands yet."""
    with web_of(tmp_path, monkeypatch.setenv) as internet:
        yield internet


@pytest.fixture
def checks(services: Services, internet: Sites) -> AddressChecks:
    """The Probe, which reads in that internet."""
    return AddressChecks(services.work, services.addresses, services.feeds, internet.internet())


@pytest.fixture
def types(services: Services, checks: AddressChecks) -> ServerTypes:
    """What tells the webspace's server how calendars are served."""
    return ServerTypes(services.links, services.publishing, services.secrets, checks)


def names_of(*links: Link) -> set[str]:
    return {name for link in links for name in files_of(link)}


@dataclass
class Wire:
    """What goes over connections to a folder: each is noted, and the n-th may break."""

    opened: int = 0
    done: list[tuple[str, str]] = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.done = []

    @property
    def puts(self) -> list[str]:
        """The names of all calendars and pages that travelled, in order."""
        return [name for what, name in self.done if what == "put" and name != MARKER]

    def clear(self) -> None:
        self.opened = 0
        self.done.clear()


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """Everything that goes over connections to folders from now on; they work as ever."""
    wire = Wire()
    opened = of_folder.opened

    @contextmanager
    def noted(webspace: Webspace, secret: Secret) -> Iterator[FolderConnection]:
        wire.opened += 1
        with opened(webspace, secret) as connection:
            yield connection

    for what in ("put", "get", "delete"):
        _note(monkeypatch, wire, what)
    monkeypatch.setattr(of_folder, "opened", noted)
    return wire


def _note(monkeypatch: pytest.MonkeyPatch, wire: Wire, what: str) -> None:
    real = getattr(FolderConnection, what)

    def noted(self: FolderConnection, name: str, *rest: bytes) -> object:
        wire.done.append((what, name))
        return real(self, name, *rest)

    monkeypatch.setattr(FolderConnection, what, noted)
