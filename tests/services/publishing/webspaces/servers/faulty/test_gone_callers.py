"""The tests' own servers, when a caller is gone without a goodbye: they let go, and go on."""

from __future__ import annotations

import ftplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import trustme

from app.services.publishing.webspaces.connection import opened
from tests.services.publishing.webspaces.servers.faulty.cable import break_off
from tests.services.publishing.webspaces.servers.folder_events import HANGS
from tests.services.publishing.webspaces.servers.ftp import pyftpdlib
from tests.services.publishing.webspaces.servers.server import PASSWORD, USER, Server, Setting
from tests.services.publishing.webspaces.servers.ssh import Accounts, asyncssh_server
from tests.systems import next_caller

NAME = "Ab3kZ0aq8LmN5xYt2RcV7wQe.ics"


@pytest.fixture
def setting(tmp_path: Path, certificate: trustme.LeafCert, trusted: None) -> Setting:
    del trusted
    return Setting(home=tmp_path / "home", certificate=certificate)


def hang_up(sock: socket.socket) -> None:
    sock.close()


Go = Callable[[socket.socket], None]
ways = pytest.mark.parametrize("go", [hang_up, break_off])


def without_goodbye(secured: socket.socket, go: Go) -> None:
    """Go without the word of TLS that ends a connection."""
    go(socket.socket(fileno=secured.detach()))


def in_the_middle_of_an_upload(server: Server) -> tuple[ftplib.FTP_TLS, ssl.SSLSocket]:
    """Return the connection for commands and that for data, on which a file has begun to come."""
    client = ftplib.FTP_TLS(context=ssl.create_default_context(), timeout=60)
    client.connect("localhost", server.webspace.port)
    client.login(USER, PASSWORD)
    client.prot_p()
    client.cwd(server.webspace.folder)
    client.voidcmd("TYPE I")
    data = client.transfercmd(f"STOR {NAME}.new")
    assert isinstance(data, ssl.SSLSocket)
    data.sendall(b"one")
    return client, data


@ways
def test_one_who_was_gone_before_keeps_nobody_out(go: Go) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        go(socket.create_connection(door.getsockname()))
        with socket.create_connection(door.getsockname()) as other:
            other.sendall(b"!")
            said = b""
            while not said:
                with next_caller(door) as caller, suppress(OSError):
                    said = caller.recv(1)
            assert said == b"!"


class TestOfFtp:
    @pytest.fixture
    def server(self, setting: Setting) -> Iterator[Server]:
        (setting.home / setting.folder).mkdir(parents=True)
        with pyftpdlib(setting) as server:
            yield server

    @ways
    def test_it_closes_the_file_when_the_data_break_off(self, server: Server, go: Go) -> None:
        client, data = in_the_middle_of_an_upload(server)
        without_goodbye(data, go)
        client.voidresp()
        client.rename(f"{NAME}.new", NAME)
        client.quit()
        assert [path.name for path in server.root.iterdir()] == [NAME]

    @ways
    def test_it_closes_the_file_when_all_breaks_off(self, server: Server, go: Go) -> None:
        client, data = in_the_middle_of_an_upload(server)
        without_goodbye(data, go)
        assert client.sock is not None
        without_goodbye(client.sock, go)
        client.close()
        server.settle()
        with opened(server.webspace, server.secret) as space:
            space.put(NAME, b"two")
        server.settle()
        assert {path.name for path in server.root.iterdir()} == {NAME}


class TestOfSftp:
    @ways
    def test_it_goes_on_after_one_who_was_gone_before_being_let_in(
        self, setting: Setting, go: Go
    ) -> None:
        busy, free = threading.Event(), threading.Event()

        class Busy(Accounts):
            """Lets nobody in while it is busy with the first."""

            def connection_made(self, conn: object) -> None:
                del conn
                busy.set()
                assert free.wait(HANGS)

        with asyncssh_server(setting, accounts=Busy) as server:
            address = (server.address, server.webspace.port)
            with socket.create_connection(address):
                assert busy.wait(HANGS)
                go(socket.create_connection(address))
                free.set()
            with opened(server.webspace, server.secret) as space:
                space.put(NAME, b"one")
                assert space.get(NAME) == b"one"
