"""What goes wrong with a webspace: the right step and sentence, in both languages; nothing lost."""

from __future__ import annotations

import logging
import socket
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.webspace import Secret, Webspace
from app.i18n.catalogue import catalogue
from app.services.publishing.webspaces.connection import opened
from tests.disks import small_disk
from tests.ports import free_port
from tests.services.publishing.webspaces.conftest import ShortLimits
from tests.services.publishing.webspaces.servers.faulty.strange import (
    Behave,
    a_website,
    dribbles,
    hangs_up,
    silent,
    strange,
)
from tests.services.publishing.webspaces.servers.kinds import KINDS
from tests.services.publishing.webspaces.servers.server import HOST, Server, Started

NAME = "Ab3kZ0aq8LmN5xYt2RcV7wQe.ics"
SIGNS_IN = [kind for kind in KINDS if kind.signs_in]
OVER_TCP = [kind for kind in KINDS if kind.tcp]
KNOWS_FOLDERS = [kind for kind in KINDS if kind.folders]
CAN_BE_READ_ONLY = [kind for kind in KINDS if kind.can_be_read_only]
TELLS_WHEN_FULL = [kind for kind in KINDS if kind.tells_when_full]
WITH_TLS = [kind for kind in KINDS if kind.tls]


@pytest.fixture(autouse=True)
def german(request: pytest.FixtureRequest) -> Iterator[list[WebspaceError]]:
    """Hold of every fault that a test has met that it has a German sentence, with its values."""
    del request
    met: list[WebspaceError] = []
    yield met
    for error in met:
        told = catalogue("de").tell(error)
        assert told != str(error)
        assert "{" not in told


def fault(webspace: Webspace, secret: Secret, met: list[WebspaceError]) -> WebspaceError:
    """Open it, which fails; return how."""
    with pytest.raises(WebspaceError) as told, opened(webspace, secret):
        pass
    met.append(told.value)
    return told.value


@pytest.mark.parametrize("kind", SIGNS_IN, ids=str, indirect=True)
def test_a_wrong_password_is_told_and_stands_nowhere(
    server: Server, caplog: pytest.LogCaptureFixture, german: list[WebspaceError]
) -> None:
    with caplog.at_level(logging.DEBUG):
        error = fault(server.webspace, server.wrong, german)
    assert error.step is Step.SIGN_IN
    assert not error.passing
    assert "refused user and password" in str(error) or "refused the secret key" in str(error)
    everything = "".join(traceback.format_exception(error)) + caplog.text
    assert server.wrong.password not in everything or not server.wrong.password
    assert "PRIVATE KEY" not in everything


@pytest.mark.parametrize("kind", SIGNS_IN, ids=str, indirect=True)
def test_the_right_password_stands_nowhere_either(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), opened(server.webspace, server.secret) as space:
        space.put(NAME, b"one")
        space.delete(NAME)
    assert not server.secret.password or server.secret.password not in caplog.text
    assert "PRIVATE KEY" not in caplog.text


@pytest.mark.parametrize("kind", SIGNS_IN, ids=str, indirect=True)
def test_a_password_that_is_not_known_is_asked_for(
    server: Server, german: list[WebspaceError]
) -> None:
    error = fault(server.webspace, Secret(), german)
    assert error.step is Step.SIGN_IN
    assert "enter it again" in str(error)


@pytest.mark.parametrize("kind", OVER_TCP, ids=str, indirect=True)
def test_a_name_that_nobody_has(
    server: Server, monkeypatch: pytest.MonkeyPatch, german: list[WebspaceError]
) -> None:
    really = socket.getaddrinfo

    def look_up(host: str, *arguments: object, **more: object) -> object:
        if host in {"gibt-es-nicht.example", b"gibt-es-nicht.example"}:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return really(host, *arguments, **more)  # type: ignore[arg-type]  # passed on

    # Asking a real resolver would leave this computer.
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    error = fault(server.at(host="gibt-es-nicht.example"), server.secret, german)
    assert error.step is Step.CONNECT
    assert error.passing
    assert "There is no computer called" in str(error)


@pytest.mark.parametrize("kind", OVER_TCP, ids=str, indirect=True)
def test_a_name_that_cannot_be_one(server: Server, german: list[WebspaceError]) -> None:
    for name in (f"{'x' * 64}.example", "a..b"):
        error = fault(server.at(host=name), server.secret, german)
        assert error.step is Step.CONNECT


@pytest.mark.parametrize("kind", OVER_TCP, ids=str, indirect=True)
def test_nobody_listens_there(server: Server, german: list[WebspaceError]) -> None:
    error = fault(server.at(port=free_port()), server.secret, german)
    assert error.step is Step.CONNECT
    assert error.passing
    assert "does not answer" in str(error)


@pytest.mark.parametrize(
    "behave", [silent, dribbles, hangs_up, a_website], ids=lambda behave: behave.__name__
)
@pytest.mark.parametrize("kind", OVER_TCP, ids=str, indirect=True)
def test_somebody_strange_answers(
    server: Server,
    behave: Behave,
    short_limits: ShortLimits,
    german: list[WebspaceError],
) -> None:
    if behave in {silent, dribbles}:
        short_limits(0.2)
    with strange(behave) as port:
        error = fault(server.at(port=port), server.secret, german)
    assert error.step in {Step.CONNECT, Step.IDENTITY}
    if behave is silent:
        assert error.passing


@pytest.mark.parametrize("kind", WITH_TLS, ids=str, indirect=True)
class TestCertificates:
    def test_of_another_name(
        self, started: Started, authority: trustme.CA, german: list[WebspaceError]
    ) -> None:
        server = started(certificate=authority.issue_cert("www.anderswo.example"))
        error = fault(server.webspace, server.secret, german)
        assert error.step is Step.IDENTITY
        assert "belongs to another name" in str(error)

    def test_expired(
        self, started: Started, authority: trustme.CA, german: list[WebspaceError]
    ) -> None:
        over = datetime(2020, 1, 1, tzinfo=UTC)
        server = started(certificate=authority.issue_cert(HOST, not_after=over))
        error = fault(server.webspace, server.secret, german)
        assert error.step is Step.IDENTITY
        assert "has expired" in str(error)

    def test_of_an_authority_that_nobody_knows(
        self, started: Started, german: list[WebspaceError]
    ) -> None:
        server = started(certificate=trustme.CA().issue_cert(HOST))
        error = fault(server.webspace, server.secret, german)
        assert error.step is Step.IDENTITY
        assert "Nobody known vouches" in str(error)


@pytest.mark.parametrize("kind", CAN_BE_READ_ONLY, ids=str, indirect=True)
def test_a_folder_that_may_not_be_written_into(
    started: Started, german: list[WebspaceError]
) -> None:
    server = started(writable=False)
    server.root.mkdir(parents=True, exist_ok=True)
    (server.root / NAME).write_bytes(b"old")
    with opened(server.webspace, server.secret) as space:
        assert space.get(NAME) == b"old"
        with pytest.raises(WebspaceError) as told:
            space.put(NAME, b"new")
        german.append(told.value)
        with pytest.raises(WebspaceError) as also:
            space.delete(NAME)
        german.append(also.value)
        assert space.get(NAME) == b"old"
    assert told.value.step is Step.WRITE
    assert "is not permitted" in str(told.value) or "refused the file" in str(told.value)
    assert also.value.step in {Step.DELETE, Step.WRITE}
    assert [path.name for path in server.root.iterdir()] == [NAME]


@pytest.mark.parametrize("kind", KNOWS_FOLDERS, ids=str, indirect=True)
def test_a_folder_that_may_not_be_made(server: Server, german: list[WebspaceError]) -> None:
    server.root.parent.parent.mkdir(parents=True, exist_ok=True)
    server.root.parent.write_bytes(b"a file is where the folder above should be")
    error = fault(server.webspace, server.secret, german)
    assert error.step is Step.WRITE
    assert "could not be made" in str(error)


@pytest.fixture
def full(tmp_path: Path) -> Iterator[None]:
    with small_disk(tmp_path / "home"):
        yield


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.tells_when_full], ids=str, indirect=True
)
def test_a_full_disk_leaves_the_old_file(
    full: None, started: Started, german: list[WebspaceError]
) -> None:
    del full
    server = started()
    with opened(server.webspace, server.secret) as space:
        space.put(NAME, b"old")
        with pytest.raises(WebspaceError) as told:
            space.put(NAME, b"n" * 200_000)
        german.append(told.value)
        assert told.value.step is Step.WRITE
        assert "full" in str(told.value)
        assert {path.name: path.read_bytes() for path in server.root.iterdir()} == {NAME: b"old"}
    with opened(server.webspace, server.secret) as space:
        space.put(NAME, b"a small one still fits")
        assert space.get(NAME) == b"a small one still fits"


@pytest.mark.parametrize("kind", SIGNS_IN, ids=str, indirect=True)
def test_the_right_password_of_another_user(server: Server) -> None:
    with (
        pytest.raises(WebspaceError) as told,
        opened(replace(server.webspace, user="berta"), server.secret),
    ):
        pass
    assert told.value.step is Step.SIGN_IN
