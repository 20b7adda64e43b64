"""SFTP: host keys, private keys, servers that cannot do everything, nothing of the user's ssh."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import asyncssh
import pytest
import trustme

from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.services.publishing.webspaces.connection import opened
from tests.ports import free_port
from tests.services.publishing.webspaces.servers.faulty.strange import strange
from tests.services.publishing.webspaces.servers.server import PASSWORD, USER, Server, Setting
from tests.services.publishing.webspaces.servers.ssh import Files, asyncssh_server
from tests.systems import WINDOWS

NAME = "Ab3kZ0aq8LmN5xYt2RcV7wQe.ics"


@pytest.fixture
def setting(tmp_path: Path, certificate: trustme.LeafCert) -> Setting:
    return Setting(home=tmp_path / "home", certificate=certificate)


def key(kind: str = "ssh-ed25519") -> asyncssh.SSHKey:
    return asyncssh.generate_private_key(kind)


def refused(webspace: Webspace, secret: Secret) -> WebspaceError:
    with pytest.raises(WebspaceError) as told, opened(webspace, secret):
        pass
    return told.value


def shown_by(server: Server) -> str:
    with opened(server.webspace, server.secret) as space:
        return space.identity


class TestIdentity:
    def test_the_first_one_is_told(self, setting: Setting) -> None:
        host_key = key()
        with asyncssh_server(setting, keys=(host_key,)) as server:
            assert shown_by(server) == host_key.get_fingerprint()
            assert shown_by(server).startswith("SHA256:")

    def test_the_known_one_opens(self, setting: Setting) -> None:
        with asyncssh_server(setting) as server:
            known = replace(server.webspace, identity=shown_by(server))
            with opened(known, server.secret) as space:
                space.put(NAME, b"one")
                assert space.identity == known.identity

    def test_another_one_stops_before_anything_is_sent(self, setting: Setting) -> None:
        port = free_port()
        with asyncssh_server(setting, port=port) as server:
            known = replace(server.webspace, identity=shown_by(server))
        asked: list[str] = []

        class Curious(asyncssh.SSHServer):
            def begin_auth(self, username: str) -> bool:
                asked.append(username)
                return True

        other = key()
        with asyncssh_server(setting, keys=(other,), port=port, accounts=Curious):
            error = refused(known, server.secret)
        assert error.step is Step.IDENTITY
        assert not error.passing
        assert known.identity in str(error)
        assert other.get_fingerprint() in str(error)
        assert asked == []

    def test_one_key_more_is_no_other_identity(self, setting: Setting) -> None:
        old, port = key("ssh-rsa"), free_port()
        with asyncssh_server(setting, keys=(old,), port=port) as server:
            known = replace(server.webspace, identity=shown_by(server))
        with (
            asyncssh_server(setting, keys=(key(), old), port=port),
            opened(known, server.secret) as space,
        ):
            assert space.identity == old.get_fingerprint()

    def test_keys_of_every_kind_but_not_the_known_one(self, setting: Setting) -> None:
        port = free_port()
        with asyncssh_server(setting, port=port) as server:
            known = replace(server.webspace, identity=shown_by(server))
        keys = (key(), key("ecdsa-sha2-nistp256"), key("ssh-rsa"))
        with asyncssh_server(setting, keys=keys, port=port):
            error = refused(known, server.secret)
        assert error.step is Step.IDENTITY
        assert keys[0].get_fingerprint() in str(error)

    def test_what_the_users_own_ssh_knows_is_not_read(
        self, setting: Setting, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ssh = home / ".ssh"
        ssh.mkdir(exist_ok=True)
        monkeypatch.setenv("SSH_AUTH_SOCK", str(home / "no-agent"))
        mine = key()
        mine.write_private_key(ssh / "id_ed25519")
        (ssh / "config").write_text("Host *\n  User berta\n  Port 1\n  HostName 192.0.2.1\n")
        (ssh / "known_hosts").write_text("this is no line of such a file\n")
        offered: list[str] = []

        class OnlyKeys(asyncssh.SSHServer):
            def public_key_auth_supported(self) -> bool:
                return True

            def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
                del username
                offered.append(key.get_fingerprint())
                return True

        with asyncssh_server(setting, accounts=OnlyKeys) as server:
            error = refused(server.webspace, server.secret)
        assert error.step is Step.SIGN_IN
        assert offered == []


class TestPrivateKeys:
    @pytest.mark.parametrize("form", ["openssh", "pkcs8-pem", "pkcs1-pem"])
    def test_open_it(self, setting: Setting, form: str) -> None:
        mine = key("ssh-rsa")
        with asyncssh_server(setting, accounts=_knows(mine)) as server:
            secret = Secret(key=mine.export_private_key(form).decode())
            with opened(server.webspace, secret) as space:
                assert space.names() == []

    def test_with_a_password_of_their_own(self, setting: Setting) -> None:
        mine = key()
        locked = mine.export_private_key(passphrase="Über den Wolken", rounds=50).decode()
        with asyncssh_server(setting, accounts=_knows(mine)) as server:
            with opened(server.webspace, Secret(key=locked, key_password="Über den Wolken")):
                pass
            for wrong in ("falsch", ""):
                error = refused(server.webspace, Secret(key=locked, key_password=wrong))
                assert error.step is Step.SIGN_IN
                assert "locked by a password" in str(error)

    @pytest.mark.parametrize(
        "nonsense",
        ["kein Schlüssel", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", "ssh-ed25519 AAAA", "\0"],
    )
    def test_that_are_none(self, setting: Setting, nonsense: str) -> None:
        with asyncssh_server(setting) as server:
            error = refused(server.webspace, Secret(key=nonsense))
        assert error.step is Step.SIGN_IN
        assert "no private key" in str(error)
        assert nonsense not in str(error)


def _knows(mine: asyncssh.SSHKey) -> type[asyncssh.SSHServer]:
    class Knows(asyncssh.SSHServer):
        def public_key_auth_supported(self) -> bool:
            return True

        def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
            return username == USER and key.public_data == mine.public_data

    return Knows


class _Plain(Files):
    """Knows no posix-rename, and renames over nothing."""

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        del oldpath, newpath
        raise asyncssh.SFTPOpUnsupported("no")


def lies_at(path: bytes) -> Path:
    """Return where a file of the server lies: SFTP puts a stroke before a drive of Windows."""
    text = os.fsdecode(path)
    return Path(text.removeprefix("/") if WINDOWS else text)


class _Overwriting(_Plain):
    """Knows no posix-rename, but its rename replaces."""

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        lies_at(self.map_path(oldpath)).replace(lies_at(self.map_path(newpath)))


class _Sticky(_Plain):
    """Lets nobody delete or replace anything."""

    def remove(self, path: bytes) -> None:
        if not path.endswith(b".new"):
            raise asyncssh.SFTPPermissionDenied("no")
        super().remove(path)

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        raise asyncssh.SFTPPermissionDenied(f"{oldpath!r} {newpath!r}")


class _Short(Files):
    """Takes half of each file, and says nothing."""

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        super().write(file_obj, offset, data[: len(data) // 2])
        return len(data)


class _Quota(Files):
    """Says that the quota is used up, in the words of the newer protocol."""

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        del file_obj, offset, data
        raise asyncssh.SFTPFailure("Disk quota exceeded")


class _Overwrites_Nothing(Files):  # noqa: N801
    """Opens no file for writing that is there, as ProFTPD does."""

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        if pflags & asyncssh.FXF_WRITE and lies_at(self.map_path(path)).exists():
            raise asyncssh.SFTPPermissionDenied("there is one")
        return super().open(path, pflags, attrs)


def served_by(files: type[Files], setting: Setting) -> Callable[..., asyncssh.SFTPServer]:
    return lambda chan: files(chan, setting.home)


class TestServersThatCannotDoEverything:
    def test_without_posix_rename_the_next_best_and_the_log_says_so_once(
        self, setting: Setting, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        with (
            asyncssh_server(setting, serve=served_by(_Plain, setting)) as server,
            opened(server.webspace, server.secret) as space,
        ):
            for body in (b"one", b"two", b"three"):
                space.put(NAME, body)
                assert (server.root / NAME).read_bytes() == body
            assert [path.name for path in server.root.iterdir()] == [NAME]
        said = [line for line in caplog.messages if "cannot replace a file in one step" in line]
        assert len(said) == 1

    def test_where_rename_replaces_nothing_is_ever_missing(
        self, setting: Setting, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        with (
            asyncssh_server(setting, serve=served_by(_Overwriting, setting)) as server,
            opened(server.webspace, server.secret) as space,
        ):
            space.put(NAME, b"one")
            space.put(NAME, b"two")
            assert (server.root / NAME).read_bytes() == b"two"
        assert not [line for line in caplog.messages if "in one step" in line]

    def test_where_nothing_may_be_replaced_the_old_file_stays(self, setting: Setting) -> None:
        with asyncssh_server(setting, serve=served_by(_Sticky, setting)) as server:
            server.root.mkdir(parents=True)
            (server.root / NAME).write_bytes(b"old")
            with opened(server.webspace, server.secret) as space:
                with pytest.raises(WebspaceError, match="Replacing files") as told:
                    space.put(NAME, b"new")
                with pytest.raises(WebspaceError, match="Deleting files"):
                    space.delete(NAME)
            assert told.value.step is Step.REPLACE
            assert {p.name: p.read_bytes() for p in server.root.iterdir()} == {NAME: b"old"}

    @pytest.mark.parametrize("files", [_Short, _Quota])
    def test_a_file_that_is_not_taken_whole_replaces_nothing(
        self, setting: Setting, files: type[Files]
    ) -> None:
        with asyncssh_server(setting, serve=served_by(files, setting)) as server:
            server.root.mkdir(parents=True)
            (server.root / NAME).write_bytes(b"old")
            with (
                opened(server.webspace, server.secret) as space,
                pytest.raises(WebspaceError, match="probably full") as told,
            ):
                space.put(NAME, b"the new one")
            assert told.value.step is Step.WRITE
            assert {p.name: p.read_bytes() for p in server.root.iterdir()} == {NAME: b"old"}

    def test_what_was_left_is_deleted_where_nothing_is_overwritten(self, setting: Setting) -> None:
        serve = served_by(_Overwrites_Nothing, setting)
        with asyncssh_server(setting, serve=serve) as server:
            server.root.mkdir(parents=True)
            (server.root / f"{NAME}.new").write_bytes(b"")
            with opened(server.webspace, server.secret) as space:
                space.put(NAME, b"whole")
            assert {p.name: p.read_bytes() for p in server.root.iterdir()} == {NAME: b"whole"}

    def test_ssh_without_files(self, setting: Setting) -> None:
        with asyncssh_server(setting, without_files=True) as server:
            error = refused(server.webspace, server.secret)
        assert error.step is Step.CONNECT
        assert "does not speak SFTP" in str(error)

    def test_old_encryption_alone(self) -> None:
        with strange(_of_the_nineties) as port:
            space = Webspace(kind=WebspaceKind.SFTP, host="localhost", port=port, user=USER)
            error = refused(space, Secret(password=PASSWORD))
        assert error.step is Step.CONNECT
        assert "no longer safe" in str(error)


def _of_the_nineties(guest: socket.socket, end: threading.Event) -> None:
    """Offer what was good then: https://www.rfc-editor.org/rfc/rfc4253#section-7.1."""
    lists = ["diffie-hellman-group1-sha1", "ssh-dss", *["3des-cbc"] * 2, *["hmac-md5"] * 2]
    lists += ["none", "none", "", ""]
    names = b"".join(len(each).to_bytes(4) + each.encode() for each in lists)
    offer = b"\x14" + bytes(16) + names + bytes(5)
    padding = 8 - (len(offer) + 5) % 8 + 8
    packet = (len(offer) + padding + 1).to_bytes(4) + bytes([padding]) + offer + bytes(padding)
    guest.sendall(b"SSH-2.0-old\r\n" + packet)
    end.wait()


@pytest.mark.parametrize("folder", ["~/web", "/web", "web/", "", "."])
def test_folders_from_home_and_from_the_top(setting: Setting, folder: str) -> None:
    with asyncssh_server(replace(setting, folder=folder)) as server:
        with opened(server.webspace, server.secret) as space:
            space.put(NAME, b"one")
            assert space.get(NAME) == b"one"
            assert NAME in space.names()
        where = setting.home / folder.strip("~/.")
        assert (where / NAME).read_bytes() == b"one"


def test_folders_are_not_named_among_files(setting: Setting) -> None:
    with asyncssh_server(setting) as server:
        (server.root / "bilder").mkdir(parents=True)
        with opened(server.webspace, server.secret) as space:
            assert space.names() == []


def test_a_name_that_is_looked_up_forever(
    monkeypatch: pytest.MonkeyPatch, short_limits: Callable[[], None]
) -> None:
    short_limits()
    end = threading.Event()

    def look_up(*_: object, **__: object) -> list[object]:
        end.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    space = Webspace(kind=WebspaceKind.SFTP, host="langsam.example", port=22, user="anna")
    try:
        error = refused(space, Secret(password=PASSWORD))
    finally:
        end.set()
    assert error.passing
    assert "There is no computer called" in str(error)


def test_it_works_on_any_thread_beside_a_loop(setting: Setting) -> None:
    with asyncssh_server(setting) as server:

        def put() -> None:
            with opened(server.webspace, server.secret) as space:
                space.put(NAME, b"one")

        async def beside() -> None:
            await asyncio.to_thread(put)

        asyncio.run(beside())
        assert (server.root / NAME).read_bytes() == b"one"


@pytest.mark.parametrize(
    "words",
    [
        b"SSH-1.5-old\r\n",
        b"220 FTP ready\r\n",
        b"220-Welcome\r\n220 ready\r\n",
        b"\x16\x03\x01\r\n",
    ],
)
def test_a_server_of_another_kind(words: bytes, short_limits: Callable[[], None]) -> None:
    is_told_apart = words[:3] in {b"SSH", b"220"}
    if not is_told_apart:
        short_limits()

    def greet(guest: socket.socket, end: threading.Event) -> None:
        guest.sendall(words)
        end.wait()

    with strange(greet) as port:
        space = Webspace(kind=WebspaceKind.SFTP, host="localhost", port=port, user="anna")
        error = refused(space, Secret(password=PASSWORD))
    assert error.step is Step.CONNECT
    assert ("does not speak SFTP" if is_told_apart else "takes too long") in str(error)
