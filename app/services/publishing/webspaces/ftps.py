"""FTPS: FTP with explicit TLS. FTP without TLS is not spoken."""

from __future__ import annotations

import ftplib
import logging
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from app.core.publishing import faults
from app.core.publishing.faults import WebspaceError
from app.core.publishing.webspace import Secret, Webspace, temporary_name
from app.services.publishing.webspaces.ftp_client import FtpClient
from app.services.publishing.webspaces.network import limits
from app.services.publishing.webspaces.network.reaching import ended_after, reached
from app.services.publishing.webspaces.network.tls import not_believed

logger = logging.getLogger(__name__)

_FULL = re.compile(r"552|452|.*\b(?:no space|disk full|quota|speicherplatz)\b", re.IGNORECASE)
_UNKNOWN_COMMAND = ("500", "501", "502", "504")
_BUSY = ("421", "425", "426", "450")
_NO_FILE = "550"
_NOBODY = "430"


@contextmanager
def opened(webspace: Webspace, secret: Secret) -> Iterator[FtpsConnection]:
    """Connect, encrypt, prove the certificate, sign in, make the folder."""
    if not secret.password:
        raise faults.secret_missing(webspace.host)
    space = FtpsConnection(
        FtpClient(reached(webspace.host, webspace.port), webspace.host), webspace
    )
    try:
        space.enter(webspace.user, secret.password)
        yield space
    finally:
        space.close()


class FtpsConnection:
    """A folder of an FTP server: ``app.services.publishing.webspaces.connection.Connection``.

    `names` tells folders too where the server knows no MLSD.
    """

    identity = ""

    def __init__(self, client: FtpClient, webspace: Webspace) -> None:
        self._client = client
        self._host = webspace.host
        self._folder = webspace.folder.removeprefix("~/")
        self._at_once = True

    def enter(self, user: str, password: str) -> None:
        """Go through the door and into the folder."""
        with self._within():
            self._encrypt()
            self._sign_in(user, password)
            self._client.prot_p()
            with suppress(ftplib.error_perm):
                self._client.sendcmd("OPTS UTF8 ON")
            self._client.voidcmd("TYPE I")
            self._go_into_folder()

    def close(self) -> None:
        with suppress(TimeoutError), ended_after(limits.CLOSE_SECONDS, self._client.sockets):
            self._client.closed()

    def put(self, name: str, body: bytes) -> None:
        temporary = temporary_name(name)
        with self._within(limits.seconds_for(len(body))):
            try:
                self._write(temporary, body)
                self._move(temporary, name)
            except (WebspaceError, ftplib.Error):
                # What was begun is nobody's file, and on a full webspace it is in the way.
                with suppress(ftplib.Error, OSError, EOFError):
                    self._client.delete(temporary)
                raise

    def get(self, name: str) -> bytes | None:
        with self._within():
            size = self._told_size(name)
        with self._within(limits.seconds_for(size or 0)):
            return self._body(name)

    def delete(self, name: str) -> None:
        with self._within():
            for each in (name, temporary_name(name)):
                try:
                    self._client.delete(each)
                except ftplib.error_perm as error:
                    if each in self._names():
                        raise faults.not_deletable(self._folder) from error

    def names(self) -> list[str]:
        with self._within():
            return self._names()

    @contextmanager
    def _within(self, seconds: float | None = None) -> Iterator[None]:
        """Do it within this time (else within that of an answer), and tell what went wrong."""
        client = self._client
        try:
            with ended_after(seconds or limits.ANSWER_SECONDS, client.sockets):
                yield
        except TimeoutError as error:
            client.close()
            raise faults.too_slow(self._host) from error
        except (EOFError, OSError) as error:
            client.close()
            raise faults.broken_off(self._host) from error
        except (ftplib.Error, ValueError) as error:
            raise self._told(str(error)) from error

    def _told(self, answer: str) -> WebspaceError:
        """Return what to tell of an answer of the server that nobody has expected."""
        if _FULL.match(answer):
            return faults.full(self._host)
        if answer.startswith(_BUSY):
            return faults.broken_off(self._host)
        return faults.refused(self._host, answer.splitlines()[0][:200] if answer else "–")

    def _encrypt(self) -> None:
        try:
            self._client.welcomed()
        except ftplib.error_temp as error:
            raise faults.too_many(self._host) from error
        except ftplib.Error as error:
            raise faults.other_protocol(self._host, "FTP") from error
        try:
            self._client.auth()
        except ssl.SSLCertVerificationError as error:
            raise not_believed(self._host, error) from error
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
            raise
        except ssl.SSLError as error:
            raise faults.too_old(self._host) from error
        except ftplib.Error as error:
            raise faults.not_encrypted(self._host) from error

    def _sign_in(self, user: str, password: str) -> None:
        try:
            self._client.login(user, password)
        except ftplib.error_temp as error:
            refused = str(error).startswith(_NOBODY)
            fault = faults.sign_in_refused(self._host, user) if refused else None
            raise fault or faults.too_many(self._host) from None
        except (ftplib.Error, ValueError):
            # Without what the server has said: some repeat the line that they were sent.
            raise faults.sign_in_refused(self._host, user) from None

    def _go_into_folder(self) -> None:
        if not self._folder or self._gone_into(self._folder):
            return
        if self._folder.startswith("/"):
            self._gone_into("/")
        for part in filter(None, self._folder.split("/")):
            if not self._gone_into(part):
                try:
                    self._client.mkd(part)
                    self._client.cwd(part)
                except ftplib.error_perm as error:
                    raise faults.folder_missing(self._folder) from error

    def _gone_into(self, folder: str) -> bool:
        try:
            self._client.cwd(folder)
        except ftplib.error_perm:
            return False
        return True

    def _write(self, temporary: str, body: bytes) -> None:
        try:
            self._again_if_in_the_way(temporary, lambda: self._client.store(temporary, body))
        except ftplib.error_perm as error:
            if _FULL.match(str(error)):
                raise
            raise faults.not_permitted(self._folder) from error
        except ftplib.error_temp as error:
            if _FULL.match(str(error)) or str(error).startswith(_BUSY):
                raise
            raise faults.not_whole(self._host) from error
        if self._size(temporary) != len(body):
            raise faults.not_whole(self._host)

    def _again_if_in_the_way(self, name: str, do: Callable[[], None]) -> None:
        """Do it; where the server overwrites nothing, delete what is in the way and do it again."""
        try:
            do()
        except ftplib.error_perm as error:
            try:
                self._client.delete(name)
            except ftplib.error_perm:
                raise error from None
            do()

    def _size(self, name: str) -> int:
        size = self._told_size(name)
        return len(self._client.fetch(f"RETR {name}")) if size is None else size

    def _told_size(self, name: str) -> int | None:
        try:
            return self._client.size(name)
        except ftplib.error_perm:
            return None

    def _move(self, temporary: str, name: str) -> None:
        try:
            self._client.rename(temporary, name)
        except ftplib.error_perm:
            try:
                self._again_if_in_the_way(name, lambda: self._rename(temporary, name))
            except ftplib.error_perm as error:
                raise faults.not_replaceable(self._folder) from error
            if self._at_once:
                self._at_once = False
                logger.info(limits.NOT_AT_ONCE, self._host)

    def _rename(self, temporary: str, name: str) -> None:
        self._client.rename(temporary, name)

    def _body(self, name: str) -> bytes | None:
        try:
            return self._client.fetch(f"RETR {name}")
        except ftplib.error_perm as error:
            if str(error).startswith(_NO_FILE) and name not in self._names():
                return None
            raise faults.not_readable(self._folder) from error

    def _names(self) -> list[str]:
        try:
            entries = [line.partition(" ") for line in self._lines("MLSD")]
        except ftplib.error_perm as error:
            if not str(error).startswith(_UNKNOWN_COMMAND):
                raise faults.not_readable(self._folder) from error
        else:
            return [name for facts, _, name in entries if "type=file" in facts.lower().split(";")]
        try:
            return [line.rpartition("/")[2] for line in self._lines("NLST")]
        except ftplib.error_perm as error:
            if str(error).startswith(_NO_FILE):
                # What some say of a folder in which nothing lies.
                return []
            raise faults.not_readable(self._folder) from error

    def _lines(self, command: str) -> list[str]:
        said = self._client.fetch(command).decode("utf-8", "surrogateescape")
        return [line for line in said.split("\r\n") if line]
