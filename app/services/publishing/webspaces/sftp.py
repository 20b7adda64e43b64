"""SFTP, by asyncssh: with a loop of its own on the thread that calls, so that nobody else waits."""

from __future__ import annotations

import asyncio
import logging
import posixpath
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar, cast

import asyncssh

from app.core.publishing import faults
from app.core.publishing.faults import WebspaceError
from app.core.publishing.webspace import Secret, Webspace, temporary_name
from app.services.publishing.webspaces.network import limits
from app.services.publishing.webspaces.sftp_sign_in import closed, signed_in_to

logger = logging.getLogger(__name__)

_Answer = TypeVar("_Answer")

_MISSING = (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath)
_GONE = (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection)
_FULL = (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded)


@contextmanager
def opened(webspace: Webspace, secret: Secret) -> Iterator[SftpConnection]:
    """Connect, compare the host key with the one that is known, sign in, make the folder."""
    # Who signs in where is nobody's business, and what it says of its work is of no use to owners.
    logging.getLogger("asyncssh").setLevel(logging.WARNING)
    with asyncio.Runner() as runner:
        signed_in, identity = signed_in_to(runner, webspace, secret)
        space = SftpConnection(runner, webspace, signed_in, identity)
        try:
            space.enter()
            yield space
        finally:
            runner.run(closed(signed_in))


class SftpConnection:
    """A folder of an SFTP server: ``app.services.publishing.webspaces.connection.Connection``."""

    def __init__(
        self,
        runner: asyncio.Runner,
        webspace: Webspace,
        signed_in: asyncssh.SSHClientConnection,
        identity: str,
    ) -> None:
        self.identity = identity
        self._runner = runner
        self._host = webspace.host
        self._folder = webspace.folder.removeprefix("~/") or "."
        self._signed_in = signed_in
        self._at_once = True
        self._files: asyncssh.SFTPClient

    def enter(self) -> None:
        """Begin the transfer of files, and make the folder where it is missing."""
        try:
            self._files = self._do(self._started())
        except WebspaceError:
            raise
        except asyncssh.Error as error:
            raise faults.other_protocol(self._host, "SFTP") from error
        try:
            self._do(self._make_folder())
        except asyncssh.SFTPError as error:
            raise faults.folder_missing(self._folder) from error

    def put(self, name: str, body: bytes) -> None:
        self._do(self._put(name, body), limits.seconds_for(len(body)))

    def get(self, name: str) -> bytes | None:
        try:
            size = self._do(self._size(name))
            return self._do(self._read(name), limits.seconds_for(size))
        except _MISSING:
            return None
        except asyncssh.SFTPError as error:
            raise faults.not_readable(self._folder) from error

    def delete(self, name: str) -> None:
        try:
            self._do(self._remove(name))
            self._do(self._remove(temporary_name(name)))
        except asyncssh.SFTPError as error:
            raise faults.not_deletable(self._folder) from error

    def names(self) -> list[str]:
        try:
            return self._do(self._names())
        except asyncssh.SFTPError as error:
            raise faults.not_readable(self._folder) from error

    def _do(
        self, doing: Coroutine[object, object, _Answer], seconds: float | None = None
    ) -> _Answer:
        """Do it within this time (else within that of an answer).

        Raises:
            SFTPError: the server does not want to.
        """
        try:
            return self._runner.run(self._within(seconds or limits.ANSWER_SECONDS, doing))
        except TimeoutError as error:
            raise faults.too_slow(self._host) from error
        except _GONE as error:
            raise faults.broken_off(self._host) from error
        except (asyncssh.SFTPError, asyncssh.ChannelOpenError):
            raise
        except (asyncssh.Error, OSError) as error:
            raise faults.broken_off(self._host) from error

    async def _within(self, seconds: float, doing: Coroutine[object, object, _Answer]) -> _Answer:
        """Wait so long; then give the whole connection up, so that nothing waits on for it."""
        task = asyncio.ensure_future(doing)
        done, _ = await asyncio.wait({task}, timeout=seconds)
        if not done:
            self._signed_in.abort()
            await asyncio.wait({task}, timeout=limits.CLOSE_SECONDS)
            if not task.cancel():
                task.exception()
            raise TimeoutError
        return task.result()

    def _path(self, name: str) -> str:
        return posixpath.join(self._folder, name)

    async def _started(self) -> asyncssh.SFTPClient:
        return await self._signed_in.start_sftp_client(path_errors="surrogateescape")

    async def _make_folder(self) -> None:
        path = ""
        for part in self._folder.split("/"):
            path = posixpath.join(path, part) if part else path or "/"
            try:
                await self._files.stat(path)
            except _MISSING:
                await self._files.mkdir(path)
        if not await self._files.isdir(path):
            raise faults.folder_missing(self._folder)

    async def _put(self, name: str, body: bytes) -> None:
        temporary = self._path(temporary_name(name))
        try:
            await self._write(temporary, body)
            await self._move(temporary, self._path(name))
        except (WebspaceError, asyncssh.SFTPError):
            # What was begun is nobody's file, and on a full webspace it is in the way.
            with suppress(asyncssh.Error, OSError):
                await self._files.remove(temporary)
            raise

    async def _write(self, temporary: str, body: bytes) -> None:
        try:
            file = await self._begun(temporary)
        except _GONE:
            raise
        except _MISSING as error:
            raise faults.folder_missing(self._folder) from error
        except _FULL as error:
            raise faults.full(self._host) from error
        except asyncssh.SFTPError as error:
            raise await self._no_room(1) or faults.not_permitted(self._folder) from error
        try:
            async with file:
                await file.write(body)
            size = (await self._files.stat(temporary)).size
        except _GONE:
            raise
        except _FULL as error:
            raise faults.full(self._host) from error
        except asyncssh.SFTPError as error:
            raise await self._no_room(len(body)) or faults.not_whole(self._host) from error
        if size != len(body):
            raise faults.not_whole(self._host)

    async def _begun(self, temporary: str) -> asyncssh.SFTPClientFile:
        """Open the temporary file; one that is left over may not be overwritten everywhere."""
        try:
            return await self._files.open(temporary, "wb")
        except (asyncssh.SFTPPermissionDenied, asyncssh.SFTPFailure) as error:
            try:
                await self._files.remove(temporary)
            except asyncssh.SFTPError:
                raise error from None
            return await self._files.open(temporary, "wb")

    async def _no_room(self, size: int) -> WebspaceError | None:
        """Look whether a write failed for want of room: OpenSSH calls every reason "Failure"."""
        try:
            room = await self._files.statvfs(self._folder)
        except asyncssh.Error:
            return None
        if room.bavail * room.frsize < size + room.frsize:
            return faults.full(self._host)
        return None

    async def _move(self, temporary: str, target: str) -> None:
        try:
            await self._files.posix_rename(temporary, target)
        except _GONE:
            raise
        except asyncssh.SFTPError:
            await self._move_in_steps(temporary, target)

    async def _move_in_steps(self, temporary: str, target: str) -> None:
        """Rename over the old file where the server does that, else delete that one first."""
        try:
            await self._files.rename(temporary, target)
        except _GONE:
            raise
        except asyncssh.SFTPError:
            try:
                await self._files.remove(target)
                await self._files.rename(temporary, target)
            except _GONE:
                raise
            except asyncssh.SFTPError as error:
                raise faults.not_replaceable(self._folder) from error
            if self._at_once:
                self._at_once = False
                logger.info(limits.NOT_AT_ONCE, self._host)

    async def _size(self, name: str) -> int:
        size = (await self._files.stat(self._path(name))).size
        return min(size or 0, limits.LARGEST)

    async def _read(self, name: str) -> bytes:
        async with self._files.open(self._path(name), "rb") as file:
            body = await file.read(limits.LARGEST)
        return cast("bytes", body)  # of a file opened so

    async def _remove(self, name: str) -> None:
        with suppress(*_MISSING):
            await self._files.remove(self._path(name))

    async def _names(self) -> list[str]:
        return [
            str(entry.filename)
            for entry in await self._files.readdir(self._folder)
            if entry.attrs.type != asyncssh.FILEXFER_TYPE_DIRECTORY
        ]
