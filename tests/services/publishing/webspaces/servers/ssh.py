"""Servers of SFTP: asyncssh's own in a thread of the test, and Debian's OpenSSH."""

from __future__ import annotations

import asyncio
import getpass
import os
import shutil
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from tests.ports import free_port
from tests.services.publishing.webspaces.servers.processes import running
from tests.services.publishing.webspaces.servers.server import (
    HOST,
    PASSWORD,
    USER,
    Server,
    Setting,
)
from tests.systems import CALLER_GONE


class Accounts(asyncssh.SSHServer):
    def begin_auth(self, username: str) -> bool:
        del username
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


class Files(asyncssh.SFTPServer):
    """Shows a folder of this disk as all there is."""

    def __init__(self, chan: asyncssh.SSHServerChannel[bytes], root: Path) -> None:
        super().__init__(chan, chroot=os.fsencode(root))


class _ReadOnly(Files):
    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        if pflags & asyncssh.FXF_WRITE:
            raise asyncssh.SFTPPermissionDenied("not here")
        return super().open(path, pflags, attrs)

    def remove(self, path: bytes) -> None:
        del path
        raise asyncssh.SFTPPermissionDenied("not here")


Serve = Callable[["asyncssh.SSHServerChannel[bytes]"], asyncssh.SFTPServer]


def _loop() -> asyncio.AbstractEventLoop:
    # The usual loop of Windows listens no more once a caller hangs up too early.
    loop = asyncio.SelectorEventLoop()
    loop.set_exception_handler(_unless_gone)
    return loop


def _unless_gone(loop: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
    """Log what went wrong, as usual, but for callers that are gone: the loop goes on listening."""
    error = told.get("exception")
    gone = isinstance(error, OSError) and error.errno in CALLER_GONE
    if not (gone and "_accept_connection" in told["message"]):
        loop.default_exception_handler(told)


def _run(serving: Coroutine[object, object, None]) -> None:
    with asyncio.Runner(loop_factory=_loop) as runner:
        runner.run(serving)


@contextmanager
def asyncssh_server(
    setting: Setting,
    *,
    keys: tuple[asyncssh.SSHKey, ...] = (),
    serve: Serve | None = None,
    accounts: type[asyncssh.SSHServer] = Accounts,
    without_files: bool = False,
    port: int | None = None,
    **options: object,
) -> Iterator[Server]:
    """Run asyncssh's server; `serve` makes what answers for files, `options` go to it."""
    setting.home.mkdir(parents=True, exist_ok=True)
    files = Files if setting.writable else _ReadOnly
    serving_files = serve or (lambda chan: files(chan, setting.home))
    host_keys = list(keys or (asyncssh.generate_private_key("ssh-ed25519"),))
    port = port or free_port()
    ready, end = threading.Event(), asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def serving() -> None:
        loops.append(asyncio.get_running_loop())
        acceptor = await asyncssh.listen(
            setting.host,
            port,
            server_factory=accounts,
            server_host_keys=host_keys,
            sftp_factory=None if without_files else serving_files,
            allow_scp=False,
            **options,
        )
        ready.set()
        await end.wait()
        acceptor.close()
        await acceptor.wait_closed()

    thread = threading.Thread(target=_run, args=(serving(),))
    thread.start()
    assert ready.wait(10)
    try:
        yield Server(
            webspace=Webspace(
                kind=WebspaceKind.SFTP, host=HOST, port=port, user=USER, folder=setting.folder
            ),
            secret=Secret(password=PASSWORD),
            root=setting.home / setting.folder,
            ports=(port,),
            address=setting.host,
        )
    finally:
        loops[0].call_soon_threadsafe(end.set)
        thread.join(10)
        assert not thread.is_alive()


@contextmanager
def openssh(setting: Setting) -> Iterator[Server]:
    """Run Debian's sshd, as whoever runs the tests; it knows them by a key."""
    program = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("sshd is not installed (Debian: openssh-server)")
    setting.home.mkdir(parents=True, exist_ok=True)
    etc = setting.home.with_name(f"{setting.home.name}-etc")
    etc.mkdir()
    port = free_port()
    host_key, user_key, other_key = (asyncssh.generate_private_key("ssh-ed25519") for _ in "123")
    host_key.write_private_key(etc / "host")
    (etc / "host").chmod(0o600)
    user_key.write_public_key(etc / "authorized")
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    options = "" if setting.writable else "-R"
    (etc / "config").write_text(
        f"""ListenAddress {setting.host}
Port {port}
HostKey {etc / "host"}
AuthorizedKeysFile {etc / "authorized"}
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
Subsystem sftp internal-sftp -d {setting.home} {options}
""",
        "utf-8",
    )
    with running(program, "-D", "-e", "-f", str(etc / "config"), port=port, host=setting.host):
        yield Server(
            webspace=Webspace(
                kind=WebspaceKind.SFTP,
                host=HOST,
                port=port,
                user=getpass.getuser(),
                folder=setting.folder,
            ),
            secret=Secret(key=user_key.export_private_key().decode()),
            root=setting.home / setting.folder,
            wrong=Secret(key=other_key.export_private_key().decode()),
            ports=(port,),
            address=setting.host,
        )
