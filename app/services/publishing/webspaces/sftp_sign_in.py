"""Signing in to an SFTP server: its identity first, then a password or a private key."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import asyncssh

from app.core.publishing import faults
from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.webspace import Secret, Webspace
from app.services.publishing.webspaces.network import limits
from app.services.publishing.webspaces.network.reaching import reached

_HOST_KEYS = (
    ("ssh-ed25519",),
    ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
    ("rsa-sha2-512", "rsa-sha2-256"),
)
"""Kinds of host keys, in an order of our own: a newer library must not make a server show another
key than the one that is known."""


class _Client(asyncssh.SSHClient):
    """Believes the known host key alone, or the first one where none is known yet."""

    def __init__(self, known: str) -> None:
        self._known = known
        self.shown = ""

    def validate_host_public_key(
        self, host: str, addr: str, port: int, key: asyncssh.SSHKey
    ) -> bool:
        del host, addr, port
        self.shown = key.get_fingerprint()
        return self._known in {"", self.shown}


def signed_in_to(
    runner: asyncio.Runner, webspace: Webspace, secret: Secret
) -> tuple[asyncssh.SSHClientConnection, str]:
    """Sign in; return the connection and the fingerprint that the server has shown.

    A server with several keys may show another one than before because it has got one more. Only
    where it no longer has the known one at all is it somebody else.
    """
    key = _key(webspace, secret)
    first = ""
    every = tuple(name for names in _HOST_KEYS for name in names)
    for algorithms in (every, *_HOST_KEYS):
        client = _Client(webspace.identity)
        try:
            signed_in = runner.run(_sign_in(client, webspace, secret.password, key, algorithms))
        except asyncssh.HostKeyNotVerifiable:
            first = first or client.shown
        except WebspaceError as error:
            # It has no key of this kind; some servers just hang up then.
            if not first or error.step is not Step.CONNECT:
                raise
        else:
            return signed_in, client.shown
    raise faults.another_identity(webspace.host, webspace.identity, first)


def _key(webspace: Webspace, secret: Secret) -> asyncssh.SSHKey | None:
    if not secret:
        raise faults.secret_missing(webspace.host)
    if not secret.key:
        return None
    try:
        return asyncssh.import_private_key(secret.key, secret.key_password or None)
    except asyncssh.KeyEncryptionError:
        raise faults.key_locked() from None
    except (asyncssh.KeyImportError, ValueError) as error:
        locked = "passphrase" in str(error).lower()
        raise (faults.key_locked() if locked else faults.key_unreadable()) from None


async def _sign_in(
    client: _Client,
    webspace: Webspace,
    password: str,
    key: asyncssh.SSHKey | None,
    algorithms: tuple[str, ...],
) -> asyncssh.SSHClientConnection:
    host = webspace.host
    with ExitStack() as unless_it_works:
        sock = reached(host, webspace.port)
        unless_it_works.callback(sock.close)
        with _told(webspace):
            if _is_ftp(sock):
                raise faults.other_protocol(host, "SFTP")
            sock.setblocking(False)
            async with asyncio.timeout(limits.ANSWER_SECONDS):
                signed_in = await asyncssh.connect(
                    host,
                    webspace.port,
                    sock=sock,
                    # Nothing of what the user has set up for their own ssh: not their
                    # configuration, keys, agents, known hosts.
                    config=None,
                    known_hosts=([], [], []),
                    client_keys=None if key is None else [key],
                    agent_path=None,
                    gss_host=None,
                    x509_trusted_certs=None,
                    pkcs11_provider=None,
                    client_factory=lambda: client,
                    server_host_key_algs=algorithms,
                    preferred_auth=("publickey", "password", "keyboard-interactive"),
                    username=webspace.user,
                    password=password or None,
                )
        unless_it_works.pop_all()
        return signed_in


@contextmanager
def _told(webspace: Webspace) -> Iterator[None]:
    """Tell what went wrong on the way in; a host key that is not the known one stays what it is."""
    host = webspace.host
    try:
        yield
    except asyncssh.HostKeyNotVerifiable:
        raise
    except asyncssh.KeyExchangeFailed as error:
        raise faults.too_old(host) from error
    except TimeoutError as error:
        raise faults.too_slow(host) from error
    except asyncssh.PermissionDenied:
        raise faults.sign_in_refused(host, webspace.user) from None
    except (asyncssh.ProtocolError, asyncssh.ProtocolNotSupported) as error:
        raise faults.other_protocol(host, "SFTP") from error
    except (asyncssh.Error, OSError) as error:
        raise faults.broken_off(host) from error


def _is_ftp(sock: socket.socket) -> bool:
    """Look at the first words: SSH would take those of FTP for a preface, and wait for its own."""
    sock.settimeout(min(1.0, limits.ANSWER_SECONDS))
    try:
        return sock.recv(3, socket.MSG_PEEK) == b"220"
    except TimeoutError:
        return False


async def closed(signed_in: asyncssh.SSHClientConnection) -> None:
    """Say goodbye, and do not wait for a server that does not answer any more."""
    signed_in.close()
    with suppress(TimeoutError, asyncssh.Error, OSError):
        async with asyncio.timeout(limits.CLOSE_SECONDS):
            await signed_in.wait_closed()
    signed_in.abort()
