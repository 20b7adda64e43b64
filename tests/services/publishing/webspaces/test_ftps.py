"""FTPS: TLS throughout, servers that cannot do everything, words that nobody expected."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from pyftpdlib.authorizers import DummyAuthorizer

from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.services.publishing.webspaces import ftp_client
from app.services.publishing.webspaces.connection import opened
from tests.services.publishing.webspaces.servers.faulty.strange import Behave, strange
from tests.services.publishing.webspaces.servers.ftp import pyftpdlib, vsftpd
from tests.services.publishing.webspaces.servers.server import PASSWORD, USER, Server, Setting

NAME = "Ab3kZ0aq8LmN5xYt2RcV7wQe.ics"


@pytest.fixture
def setting(tmp_path: Path, certificate: trustme.LeafCert, trusted: None) -> Setting:
    del trusted
    return Setting(home=tmp_path / "home", certificate=certificate)


def refused(webspace: Webspace, secret: Secret) -> WebspaceError:
    with pytest.raises(WebspaceError) as told, opened(webspace, secret):
        pass
    return told.value


def lies_there(server: Server) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in server.root.iterdir()}


def without(*commands: str) -> dict[str, object]:
    """Return attributes of a server that has never heard of these commands."""

    def unknown(self: object, _: str) -> None:
        self.respond("502 Command not implemented.")  # type: ignore[attr-defined]  # pyftpdlib's

    return {f"ftp_{command}": unknown for command in commands}


def answering(command: str, answer: str) -> dict[str, object]:
    """Return attributes of a server that has one answer to this command."""

    def answers(self: object, _: str) -> None:
        self.respond(answer)  # type: ignore[attr-defined]  # pyftpdlib's

    return {f"ftp_{command}": answers}


class TestServersThatCannotDoEverything:
    @pytest.mark.parametrize(
        "commands",
        [("EPSV",), ("SIZE",), ("MLSD",), ("OPTS",), ("EPSV", "SIZE", "MLSD", "OPTS", "MLST")],
        ids="-".join,
    )
    def test_are_used_all_the_same(self, setting: Setting, commands: tuple[str, ...]) -> None:
        with (
            pyftpdlib(setting, **without(*commands)) as server,
            opened(server.webspace, server.secret) as space,
        ):
            space.put(NAME, b"one")
            space.put(NAME, b"two")
            assert space.get(NAME) == b"two"
            assert space.names() == [NAME]
            space.delete(NAME)
            assert space.get(NAME) is None
            assert lies_there(server) == {}

    def test_a_foreign_address_for_the_data_is_not_believed(self, setting: Setting) -> None:
        with (
            pyftpdlib(setting, masquerade_address="192.0.2.7", **without("EPSV")) as server,
            opened(server.webspace, server.secret) as space,
        ):
            space.put(NAME, b"one")
            assert lies_there(server) == {NAME: b"one"}

    def test_a_size_that_is_not_right_replaces_nothing(self, setting: Setting) -> None:
        with pyftpdlib(setting, **answering("SIZE", "213 3")) as server:
            server.root.mkdir(parents=True)
            (server.root / NAME).write_bytes(b"old")
            with (
                opened(server.webspace, server.secret) as space,
                pytest.raises(WebspaceError, match="probably full") as told,
            ):
                space.put(NAME, b"the new one")
            assert told.value.step is Step.WRITE
            assert lies_there(server) == {NAME: b"old"}

    @pytest.mark.parametrize(
        ("answer", "sentence"),
        [
            ("552 Exceeded storage allocation", "is full"),
            ("452 Insufficient storage space", "is full"),
            ("550 Disk quota exceeded", "is full"),
            ("451 Local error: no space left on device", "is full"),
            ("451 Requested action aborted", "probably full"),
            ("553 Could not create file.", "is not permitted"),
            ("550 Permission denied.", "is not permitted"),
            ("425 Unable to build data connection", "broke off"),
        ],
    )
    def test_answers_to_a_file(self, setting: Setting, answer: str, sentence: str) -> None:
        with pyftpdlib(setting, **answering("STOR", answer)) as server:
            server.root.mkdir(parents=True)
            (server.root / NAME).write_bytes(b"old")
            with (
                opened(server.webspace, server.secret) as space,
                pytest.raises(WebspaceError, match=sentence),
            ):
                space.put(NAME, b"the new one")
            assert lies_there(server) == {NAME: b"old"}

    def test_where_nothing_may_be_replaced_the_old_file_stays(self, setting: Setting) -> None:
        accounts = DummyAuthorizer()
        setting.home.mkdir(parents=True)
        # All but deleting and renaming.
        accounts.add_user(USER, PASSWORD, str(setting.home), perm="elrawmT")
        with pyftpdlib(setting, authorizer=accounts) as server:
            server.root.mkdir(parents=True)
            (server.root / NAME).write_bytes(b"old")
            with opened(server.webspace, server.secret) as space:
                with pytest.raises(WebspaceError, match="Replacing files") as told:
                    space.put(NAME, b"new")
                with pytest.raises(WebspaceError, match="Deleting files") as also:
                    space.delete(NAME)
            assert (told.value.step, also.value.step) == (Step.REPLACE, Step.DELETE)
            assert lies_there(server)[NAME] == b"old"

    def test_one_that_renames_over_nothing_the_log_says_so_once(
        self, setting: Setting, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)

        def rename(self: object, path: str) -> None:
            if Path(path).exists():
                self.respond("553 There is one.")  # type: ignore[attr-defined]  # pyftpdlib's
                return
            Path(self._rnfr).rename(path)  # type: ignore[attr-defined]  # pyftpdlib's
            self.respond("250 Renaming ok.")  # type: ignore[attr-defined]  # pyftpdlib's

        with (
            pyftpdlib(setting, ftp_RNTO=rename) as server,
            opened(server.webspace, server.secret) as space,
        ):
            for body in (b"one", b"two", b"three"):
                space.put(NAME, body)
                assert lies_there(server) == {NAME: body}
        said = [line for line in caplog.messages if "cannot replace a file in one step" in line]
        assert len(said) == 1

    def test_what_may_not_be_read(self, setting: Setting) -> None:
        accounts = DummyAuthorizer()
        setting.home.mkdir(parents=True)
        accounts.add_user(USER, PASSWORD, str(setting.home), perm="elwmfd")
        with pyftpdlib(setting, authorizer=accounts) as server:
            server.root.mkdir(parents=True)
            (server.root / NAME).write_bytes(b"old")
            with (
                opened(server.webspace, server.secret) as space,
                pytest.raises(WebspaceError, match="Reading files") as told,
            ):
                space.get(NAME)
        assert told.value.step is Step.READ_BACK


class TestSigningIn:
    def test_without_tls_nothing_is_sent(self, setting: Setting) -> None:
        heard: list[str] = []

        def hears(self: object, line: str) -> None:
            heard.append(line)
            self.respond("331 Password, please.")  # type: ignore[attr-defined]  # pyftpdlib's

        with pyftpdlib(setting, ftp_USER=hears, **without("AUTH")) as server:
            error = refused(server.webspace, server.secret)
        assert error.step is Step.CONNECT
        assert "does not encrypt" in str(error)
        assert heard == []

    @pytest.mark.parametrize(
        ("answer", "sentence", "passing"),
        [
            ("530 Login incorrect.", "refused user and password", False),
            ("430 Invalid username or password", "refused user and password", False),
            (f"500 'PASS {PASSWORD}' not understood", "refused user and password", False),
            ("421 Too many users", "lets nobody more in", True),
        ],
    )
    def test_answers_to_a_password(
        self, setting: Setting, answer: str, sentence: str, passing: bool
    ) -> None:
        with pyftpdlib(setting, **answering("PASS", answer)) as server:
            error = refused(server.webspace, server.secret)
        assert error.step is Step.SIGN_IN
        assert error.passing is passing
        assert sentence in str(error)
        assert PASSWORD not in "".join(traceback.format_exception(error))

    @pytest.mark.parametrize("password", ["zwei\r\nZeilen", "x\nDELE index.html"])
    def test_a_password_of_two_lines_is_no_command(self, setting: Setting, password: str) -> None:
        with pyftpdlib(setting) as server:
            error = refused(server.webspace, Secret(password=password))
        assert error.step is Step.SIGN_IN
        assert password not in "".join(traceback.format_exception(error))

    def test_a_server_of_old_tls_alone(self, setting: Setting) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("ALL:@SECLEVEL=0")
        with _without_deprecation():
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        setting.certificate.configure_cert(context)

        def old(guest: socket.socket, end: threading.Event) -> None:
            guest.sendall(b"220 ready\r\n")
            guest.recv(100)
            guest.sendall(b"234 go on\r\n")
            context.wrap_socket(guest, server_side=True).close()
            end.wait()

        error = _strange(old)
        assert error.step is Step.CONNECT
        assert "no longer safe" in str(error)


@contextmanager
def _without_deprecation() -> Iterator[None]:
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        yield


def _strange(behave: Behave) -> WebspaceError:
    with strange(behave) as port:
        space = Webspace(kind=WebspaceKind.FTPS, host="localhost", port=port, user=USER)
        return refused(space, Secret(password=PASSWORD))


def _saying(words: bytes) -> Behave:
    def say(guest: socket.socket, end: threading.Event) -> None:
        guest.sendall(words)
        end.wait()

    return say


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (b"421 Too many connections\r\n", "lets nobody more in"),
        (b"500 No\r\n", "does not speak FTP"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "does not speak FTP"),
        (b"x" * 100_000, "does not speak FTP"),
        (b"\xff\xfe\x00" * 10 + b"\r\n", "does not speak FTP"),
        (b"220-never\r\n220-ends\r\n", "takes too long"),
    ],
)
def test_first_words(words: bytes, sentence: str, short_limits: Callable[[], None]) -> None:
    if sentence == "takes too long":
        short_limits()
    error = _strange(_saying(words))
    assert error.step in {Step.CONNECT, Step.SIGN_IN}
    assert sentence in str(error)


def test_words_in_old_encodings_are_no_hindrance(setting: Setting) -> None:
    accounts = DummyAuthorizer()
    setting.home.mkdir(parents=True)
    accounts.add_user(USER, "plain", str(setting.home), perm="elradfmwMT")
    with (
        pyftpdlib(setting, encoding="latin-1", authorizer=accounts) as server,
        opened(server.webspace, Secret(password="plain")) as space,
    ):
        space.put(NAME, b"one")
        assert lies_there(server) == {NAME: b"one"}


def test_vsftpd_does_ask_for_the_session(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof that its contract proves something: without the session it refuses the file."""
    real = ftp_client.FtpClient._encrypted

    def forgetful(
        self: ftp_client.FtpClient, plain: socket.socket, session: object = None
    ) -> ssl.SSLSocket:
        del session
        return real(self, plain)

    monkeypatch.setattr(ftp_client.FtpClient, "_encrypted", forgetful)
    with (
        vsftpd(setting) as server,
        opened(server.webspace, server.secret) as space,
        pytest.raises(WebspaceError),
    ):
        space.put(NAME, b"one")


@pytest.mark.parametrize("folder", ["~/web", "/web", "web/", "", "/"])
def test_folders_from_home_and_from_the_top(setting: Setting, folder: str) -> None:
    with pyftpdlib(replace(setting, folder=folder)) as server:
        with opened(server.webspace, server.secret) as space:
            space.put(NAME, b"one")
            assert NAME in space.names()
        assert (setting.home / folder.strip("~/") / NAME).read_bytes() == b"one"


def test_a_folder_that_nobody_may_make(setting: Setting) -> None:
    with pyftpdlib(replace(setting, writable=False)) as server:
        error = refused(server.webspace, server.secret)
    assert error.step is Step.WRITE
    assert "could not be made" in str(error)
