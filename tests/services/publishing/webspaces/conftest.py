"""A real server for each test, of each kind; certificates of an authority of the tests' own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme

from app.services.publishing.webspaces import limits
from tests.services.publishing.webspaces.servers.kinds import KINDS
from tests.services.publishing.webspaces.servers.server import HOST, Kind, Server, Setting, Started


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
def short_limits(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Wait half a second at most, from when it is called."""

    def shorten() -> None:
        monkeypatch.setattr(limits, "CONNECT_SECONDS", 0.5)
        monkeypatch.setattr(limits, "ANSWER_SECONDS", 0.5)
        monkeypatch.setattr(limits, "CLOSE_SECONDS", 0.05)
        monkeypatch.setattr(limits, "SLOWEST_LINE", 10_000_000)

    return shorten
