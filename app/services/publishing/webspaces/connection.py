"""What every kind of webspace can do, and the one way to open one."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from app.core.publishing.webspace import Secret, Webspace, WebspaceKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime


class Connection(Protocol):
    """One connection to a webspace, open; for one thread.

    Names are those of files in the webspace's folder, without a path. Whatever fails raises
    ``WebspaceError``, and the files there are as they were.
    """

    identity: str
    """What the server showed of itself: of SFTP a fingerprint (``SHA256:…``); else empty."""

    def put(self, name: str, body: bytes) -> None:
        """Put a file there, or replace one: who reads it gets the old one or the new, whole.

        Written under a fixed temporary name beside it, its size checked, then moved.
        """
        ...

    def get(self, name: str) -> bytes | None:
        """Return what lies there under this name, None where nothing does."""
        ...

    def delete(self, name: str) -> None:
        """Take a file away; no fault where there is none."""
        ...

    def names(self) -> list[str]:
        """Return the names of all files in the folder, ours and others'."""
        ...


@runtime_checkable
class ServiceConnection(Connection, Protocol):
    """A connection to a place that answers readers by a program of ours, and knows who they are.

    `standing` is what it last said of itself, None where it has said nothing: which database it is,
    and how often this owner's files have changed there. Less often than before, or another one:
    somebody has put a backup back.
    """

    standing: tuple[str, int] | None

    def digests(self) -> dict[str, bytes]:
        """Return by name the SHA-256 of each file there."""
        ...

    def set_states(self, gone: Collection[str], closed: Collection[str]) -> None:
        """Say of which addresses nothing lies there: they were given up, or are switched off."""
        ...

    def reads(self, after: str) -> tuple[bytes, datetime | None]:
        """Return who has read since, in the lines of the script, and what time it is there."""
        ...

    def leave(self) -> None:
        """Take all away at once, and let nobody of this house in any more."""
        ...


Opened = AbstractContextManager[Connection]


def opened(webspace: Webspace, secret: Secret) -> Opened:
    """Connect to a webspace and sign in; the folder is made where it is missing.

    A server whose identity is not known yet (`webspace.identity` empty) is believed this time; the
    connection tells it.

    Raises:
        WebspaceError: at which step it failed, and what to do.
    """
    # Each kind brings its own library, and most owners need one of them.
    match webspace.kind:
        case WebspaceKind.FOLDER:
            from app.services.publishing.webspaces import folder  # noqa: PLC0415

            return folder.opened(webspace, secret)
        case WebspaceKind.SFTP:
            from app.services.publishing.webspaces import sftp  # noqa: PLC0415

            return sftp.opened(webspace, secret)
        case WebspaceKind.FTPS:
            from app.services.publishing.webspaces import ftps  # noqa: PLC0415

            return ftps.opened(webspace, secret)
        case WebspaceKind.WEBDAV:
            from app.services.publishing.webspaces import webdav  # noqa: PLC0415

            return webdav.opened(webspace, secret)
        case WebspaceKind.NEXTCLOUD:
            from app.services.publishing.webspaces import nextcloud  # noqa: PLC0415

            return nextcloud.opened(webspace, secret)
        case WebspaceKind.S3:
            from app.services.publishing.webspaces import s3  # noqa: PLC0415

            return s3.opened(webspace, secret)
        case WebspaceKind.RELAY:
            from app.services.publishing.webspaces import relay  # noqa: PLC0415

            return relay.opened(webspace, secret)


def completed(webspace: Webspace, secret: Secret) -> Webspace:
    """Return a webspace with what it tells of itself: of a Nextcloud its public address.

    Its folder is shared for that, if it is not yet; what others tell stays as it is.

    Raises:
        WebspaceError: at which step it failed, and what to do.
    """
    if webspace.kind is not WebspaceKind.NEXTCLOUD:
        return webspace
    from app.services.publishing.webspaces import nextcloud  # noqa: PLC0415

    return nextcloud.shared(webspace, secret)
