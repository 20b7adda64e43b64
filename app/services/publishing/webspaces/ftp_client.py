"""The FTP client of Python's library, as servers of our days want it: TLS throughout, one session.

https://www.rfc-editor.org/rfc/rfc4217 (TLS), https://www.rfc-editor.org/rfc/rfc2428 (EPSV)
"""

# ruff: noqa: S321  # It finds FTP unsafe, which it is without TLS.

from __future__ import annotations

import ftplib
import io
import selectors
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from app.override import override
from app.services.publishing.webspaces.network import limits
from app.services.publishing.webspaces.network.tls import verified_tls

_BLOCK = 65_536
_MOST_LINES = 1000
"""Of one answer. Some greet with the rules of the house."""


class FtpClient(ftplib.FTP_TLS):
    """Speaks over a socket that is connected already. The connection of data continues the session.

    vsftpd and ProFTPD refuse a data connection that is not of the control connection's session:
    anybody could have made it.
    """

    def __init__(self, sock: socket.socket, host: str) -> None:
        super().__init__(context=verified_tls(), timeout=limits.ANSWER_SECONDS, encoding="utf-8")
        self.host = host
        self._take(sock)
        self.af = sock.family
        self.data: socket.socket | None = None
        self._epsv = True

    def _take(self, sock: socket.socket) -> None:
        # Servers say things in old encodings too; what matters of it are the digits.
        self.sock = sock
        sock.settimeout(limits.ANSWER_SECONDS)
        self.file = sock.makefile("r", encoding=self.encoding, errors="replace")

    def sockets(self) -> list[socket.socket | None]:
        """Return what has to be shut so that nothing of it waits on."""
        return [self.sock, self.data]

    def welcomed(self) -> None:
        """Wait for the server's first words."""
        self.welcome = self.getresp()

    @override
    def getmultiline(self) -> str:
        """Read an answer; what does not begin with its number is none, and not waited out."""
        lines = [self.getline()]
        number = lines[0][:3]
        if not (number.isascii() and number.isdigit()):
            raise ftplib.error_proto(lines[0])
        while lines[-1][:4] != f"{number} " and (len(lines) > 1 or lines[0][3:4] == "-"):
            if len(lines) > _MOST_LINES:
                raise ftplib.error_proto(lines[0])
            lines.append(self.getline())
        return "\n".join(lines)

    @override
    def auth(self) -> str:
        """Encrypt from here on; what was sent before in the clear is forgotten."""
        answer = self.voidcmd("AUTH TLS")
        plain, said = self.sock, self.file
        assert plain is not None
        assert said is not None
        self._take(self._encrypted(plain))
        said.close()
        return answer

    def _encrypted(
        self, plain: socket.socket, session: ssl.SSLSession | None = None
    ) -> ssl.SSLSocket:
        """Shake hands; the bare socket is gone afterwards, whatever happens."""
        sock = self.context.wrap_socket(plain, server_hostname=self.host, session=session)
        if sock.version() is None:
            # Python passes over the handshake where the connection has broken off just before.
            sock.close()
            raise ConnectionResetError
        return sock

    @override
    def makepasv(self) -> tuple[str, int]:
        """Ask for a port, on the host that is connected already, whatever the server says of it."""
        assert self.sock is not None
        host: str = self.sock.getpeername()[0]
        if self._epsv:
            try:
                said = self.sendcmd("EPSV")
            except ftplib.error_perm:
                if self.af == socket.AF_INET6:
                    raise
                self._epsv = False
            else:
                return host, ftplib.parse229(said, self.sock.getpeername())[1]
        return host, ftplib.parse227(self.sendcmd("PASV"))[1]

    @override
    def ntransfercmd(
        self, cmd: str, rest: int | str | None = None
    ) -> tuple[socket.socket, int | None]:
        assert isinstance(self.sock, ssl.SSLSocket)
        plain, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        return self._encrypted(plain, self.sock.session), size

    def store(self, name: str, body: bytes) -> None:
        """Send a file. What the server says of one that it does not take comes as its error."""
        broken: OSError | None = None
        with self._transfer(f"STOR {name}") as data:
            try:
                data.sendall(body)
                _end(data)
            except OSError as error:
                broken = error
        self.voidresp()
        if broken is not None:
            raise broken

    def fetch(self, command: str) -> bytes:
        """Return what the server sends in answer, at most ``limits.LARGEST`` bytes of it."""
        taken = io.BytesIO()
        with self._transfer(command) as data:
            while taken.tell() <= limits.LARGEST and (block := data.recv(_BLOCK)):
                taken.write(block)
        self.voidresp()
        return taken.getvalue()

    @contextmanager
    def _transfer(self, command: str) -> Iterator[socket.socket]:
        self.data = self.transfercmd(command)
        try:
            yield self.data
        finally:
            self.data.close()
            self.data = None

    def closed(self) -> None:
        """Say goodbye, and do not wait for a server that does not answer any more."""
        with suppress(OSError, EOFError, ftplib.Error):
            if self.sock is not None:
                self.sock.settimeout(limits.CLOSE_SECONDS)
                self.putcmd("QUIT")
        self.close()


def _end(data: socket.socket) -> None:
    """Say that all was sent, and wait until the server has heard it.

    Closing at once could take away what is still on its way: unread words of the server's (session
    tickets) make TCP reset a connection. Waiting for the server's farewell under TLS alone will
    not do either: some wait for the end of TCP first.
    """
    assert isinstance(data, ssl.SSLSocket)
    with selectors.DefaultSelector() as waiting:
        waiting.register(data, selectors.EVENT_WRITE)
        waiting.select(limits.ANSWER_SECONDS)
    data.settimeout(0)
    with suppress(OSError):
        data.unwrap()
    with suppress(OSError):
        socket.socket.shutdown(data, socket.SHUT_WR)
        data.settimeout(limits.ANSWER_SECONDS)
        while socket.socket.recv(data, _BLOCK):
            pass
