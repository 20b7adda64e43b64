"""A real server for each test, of each kind; certificates of an authority of the tests' own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest
import trustme

from app.services.publishing.webspaces.network import limits
from tests.services.publishing.webspaces.servers.kinds import KINDS
from tests.services.publishing.webspaces.servers.server import HOST, Kind, Server, Setting, Started


class ShortLimits(Protocol):
    def __call__(self, seconds: float = 0.5) -> None: ...


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def certificate(authority: trustme.CA) -> trustme.LeafCert:
    """A certificate of this computer."""
    return authority.issue_cert(HOST, "127.0.0.1", "127.0.0.2")


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this test believe the tests' authority, and nobody else."""
    authorities = tmp_path / "authorities.pem"
    authority.cert_pem.write_to_path(str(authorities))
    monkeypatch.setenv("SSL_CERT_FILE", str(authorities))


@pytest.fixture(params=KINDS, ids=str)
def kind(request: pytest.FixtureRequest) -> Kind:
    kind: Kind = request.param
    return kind


@pytest.fixture
def started(
    kind: Kind, tmp_path: Path, certificate: trustme.LeafCert, trusted: None
) -> Iterator[Started]:
    """Start a server of this kind: ``started(folder="…", certificate=…)``, see `Setting`."""
    del trusted
    with ExitStack() as servers:

        def start(**more: object) -> Server:
            values: dict[str, object] = {"certificate": certificate, "home": tmp_path / "home"}
            return servers.enter_context(kind.start(Setting(**{**values, **more})))  # type: ignore[arg-type]  # by the tests' own names

        yield start


@pytest.fixture
def server(started: Started) -> Server:
    return started()


@pytest.fixture
def short_limits(monkeypatch: pytest.MonkeyPatch) -> ShortLimits:
    """Wait for so many seconds at most, from when it is called."""

    def shorten(seconds: float = 0.5) -> None:
        monkeypatch.setattr(limits, "CONNECT_SECONDS", seconds)
        monkeypatch.setattr(limits, "ANSWER_SECONDS", seconds)
        monkeypatch.setattr(limits, "CLOSE_SECONDS", 0.05)
        monkeypatch.setattr(limits, "SLOWEST_LINE", 10_000_000)

    return shorten
