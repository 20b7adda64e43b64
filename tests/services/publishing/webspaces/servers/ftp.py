"""Servers of FTPS: pyftpdlib in a thread of the test, and Debian's vsftpd and ProFTPD."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme
from OpenSSL import SSL

with warnings.catch_warnings():
    # It is built on asyncore, which Python 3.12 no longer has; there it comes as a package.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import DTPHandler, TLS_DTPHandler, TLS_FTPHandler
    from pyftpdlib.ioloop import IOLoop
    from pyftpdlib.servers import FTPServer

from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from tests.ports import free_port
from tests.services.publishing.webspaces.servers.folder_events import HANGS
from tests.services.publishing.webspaces.servers.processes import running
from tests.services.publishing.webspaces.servers.server import (
    HOST,
    PASSWORD,
    USER,
    Server,
    Setting,
)


def _pem(certificate: trustme.LeafCert, folder: Path) -> Path:
    """Write a certificate with its key."""
    file = folder / "server.pem"
    certificate.private_key_and_cert_chain_pem.write_to_path(str(file))
    file.chmod(0o600)
    return file


def _etc(setting: Setting) -> Path:
    """Return a folder beside what the server shows, for what it is told."""
    setting.home.mkdir(parents=True, exist_ok=True)
    etc = setting.home.with_name(f"{setting.home.name}-etc")
    etc.mkdir(exist_ok=True)
    return etc


def _data_ports() -> tuple[int, ...]:
    """Return some free ports in a row: one that was used a moment ago may still be taken."""
    while True:
        first = free_port()
        ports = tuple(range(first, first + 6))
        with ExitStack() as sockets:
            try:
                for port in ports:
                    sock = sockets.enter_context(socket.socket())
                    sock.bind(("127.0.0.1", port))
            except OSError:
                continue
            return ports


class _Data(TLS_DTPHandler):  # type: ignore[misc]  # written without types
    """Closes socket and file also where the other end is gone without a goodbye.

    Where no goodbye can be said any more, pyftpdlib leaves both open for good; on Windows nobody
    can rename or delete the file then. Elsewhere it asks the socket first, and closes.
    """

    def _do_ssl_shutdown(self) -> None:
        self._ssl_want_read = self._ssl_want_write = False
        super()._do_ssl_shutdown()
        waits = self._ssl_want_read or self._ssl_want_write
        if self._ssl_closing and not waits:
            DTPHandler.close(self)


class _Passive(TLS_FTPHandler.passive_dtp):  # type: ignore[misc]  # written without types
    """Waits seconds, and not half a minute, for a caller who may be gone."""

    timeout = 3


class _Handler(TLS_FTPHandler):  # type: ignore[misc]  # written without types
    """Closes the file also where the connection breaks while it answers that it takes it."""

    dtp_handler = _Data
    passive_dtp = _Passive
    _in_dtp_queue: Any

    def ftp_STOR(self, file: str, mode: str = "w") -> Any:  # noqa: N802  # as it calls commands
        try:
            return super().ftp_STOR(file, mode)
        except AttributeError:
            if not self._closed:
                raise
            return None
        finally:
            # One that is closed may have lost it.
            waiting = getattr(self, "_in_dtp_queue", None)
            if self._closed and waiting is not None:
                waiting[0].close()
                self._in_dtp_queue = None


def _server(
    setting: Setting,
    port: int,
    data: tuple[int, ...],
    user: str = USER,
    secret: str = PASSWORD,
    left: Callable[[], None] | None = None,
) -> Server:
    return Server(
        webspace=Webspace(
            kind=WebspaceKind.FTPS, host=HOST, port=port, user=user, folder=setting.folder
        ),
        secret=Secret(password=secret),
        root=setting.home / setting.folder,
        ports=(port, *data),
        address=setting.host,
        left=left,
    )


@contextmanager
def pyftpdlib(setting: Setting, **values: object) -> Iterator[Server]:
    """Run pyftpdlib; `values` are attributes of its handler."""
    etc = _etc(setting)
    port, data = free_port(), _data_ports()
    accounts = DummyAuthorizer()
    accounts.add_user(
        USER, PASSWORD, str(setting.home), perm="elradfmwMT" if setting.writable else "elr"
    )
    attributes = {
        "authorizer": accounts,
        "certfile": str(_pem(setting.certificate, etc)),
        "ssl_context": None,
        "ssl_protocol": SSL.TLS_SERVER_METHOD,
        "tls_control_required": True,
        "auth_failed_timeout": 0.01,
        "tls_data_required": True,
        "passive_ports": list(data),
        "banner": "Willkommen beim größten Anbieter",
    }
    handler = type("Handler", (_Handler,), {**attributes, **values})
    # One of its own: its usual one is shared by all servers of a process.
    server = FTPServer((setting.host, port), handler, IOLoop())
    ended, turned = threading.Event(), threading.Condition()
    sockets = 1  # what it listens on

    def serve() -> None:
        nonlocal sockets
        while not ended.is_set():
            server.serve_forever(timeout=0.02, blocking=False, handle_exit=False)
            with turned:
                sockets = len(server.ioloop.socket_map)
                turned.notify_all()
        server.close_all()

    def left() -> None:
        with turned:
            assert turned.wait_for(lambda: sockets == 1, HANGS), "somebody is still connected"

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield _server(setting, port, data, left=left)
    finally:
        ended.set()
        thread.join(10)
        assert not thread.is_alive()


@contextmanager
def vsftpd(setting: Setting) -> Iterator[Server]:
    """Run Debian's vsftpd as whoever runs the tests; it asks for the TLS session to be continued.

    Its only user without accounts of the system is the anonymous one, who needs a password here.
    """
    program = shutil.which("vsftpd", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("vsftpd is not installed")
    etc = _etc(setting)
    port, data = free_port(), _data_ports()
    (etc / "empty").mkdir()
    (etc / "passwords").write_text("geheim@example.org\n", "utf-8")
    choices = {
        "listen": "YES",
        "listen_address": setting.host,
        "listen_port": port,
        "background": "NO",
        "run_as_launching_user": "YES",
        "seccomp_sandbox": "NO",
        "secure_chroot_dir": etc / "empty",
        "anonymous_enable": "YES",
        "secure_email_list_enable": "YES",
        "email_password_file": etc / "passwords",
        "local_enable": "NO",
        "anon_root": setting.home,
        "anon_umask": "022",
        "write_enable": "YES" if setting.writable else "NO",
        "anon_upload_enable": "YES",
        "anon_mkdir_write_enable": "YES",
        "anon_other_write_enable": "YES",
        "anon_world_readable_only": "NO",
        "allow_writeable_chroot": "YES",
        "ssl_enable": "YES",
        "allow_anon_ssl": "YES",
        "force_anon_logins_ssl": "YES",
        "force_anon_data_ssl": "YES",
        "require_ssl_reuse": "YES",
        "rsa_cert_file": _pem(setting.certificate, etc),
        "rsa_private_key_file": etc / "server.pem",
        "ssl_ciphers": "HIGH",
        "pasv_min_port": data[0],
        "pasv_max_port": data[-1],
        "xferlog_enable": "NO",
    }
    config = etc / "vsftpd.conf"
    config.write_text("".join(f"{key}={value}\n" for key, value in choices.items()), "utf-8")
    with running(program, str(config), port=port, host=setting.host):
        yield _server(setting, port, data, "ftp", "geheim@example.org")


@contextmanager
def proftpd(setting: Setting) -> Iterator[Server]:
    """Run Debian's ProFTPD as it is given away: it overwrites nothing."""
    program = shutil.which("proftpd", path=f"{os.environ['PATH']}:/usr/sbin")
    modules = Path("/usr/lib/proftpd")
    if program is None or not (modules / "mod_tls.so").exists():
        pytest.skip("ProFTPD is not installed (Debian: proftpd-core, proftpd-mod-crypto)")
    import grp  # there is none on Windows, and no ProFTPD

    etc = _etc(setting)
    port, data = free_port(), _data_ports()
    pem = _pem(setting.certificate, etc)
    hashed = subprocess.run(
        ["openssl", "passwd", "-6", "-stdin"],
        input=PASSWORD,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    uid, gid = os.getuid(), os.getgid()
    (etc / "users").write_text(f"{USER}:{hashed}:{uid}:{gid}::{setting.home}:/bin/sh\n", "utf-8")
    (etc / "users").chmod(0o600)
    deny = "" if setting.writable else "<Limit WRITE>\nDenyAll\n</Limit>\n"
    (etc / "proftpd.conf").write_text(
        f"""ModulePath {modules}
LoadModule mod_tls.c
ServerType standalone
DefaultAddress {setting.host}
SocketBindTight on
Port {port}
PassivePorts {data[0]} {data[-1]}
UseIPv6 off
User {getpass.getuser()}
Group {grp.getgrgid(gid).gr_name}
RootLogin on
RequireValidShell off
AuthOrder mod_auth_file.c
AuthUserFile {etc / "users"}
AuthPAM off
DefaultRoot ~
PidFile {etc / "pid"}
ScoreboardFile {etc / "scoreboard"}
DelayEngine off
WtmpLog off
TransferLog none
SystemLog {etc / "log"}
TLSEngine on
TLSRequired on
TLSRSACertificateFile {pem}
TLSRSACertificateKeyFile {pem}
<Directory />
{deny}</Directory>
""",
        "utf-8",
    )
    with running(program, "-n", "-c", str(etc / "proftpd.conf"), port=port, host=setting.host):
        yield _server(setting, port, data)
