"""What every kind of webspace can do, and the one way to open one."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from app.core.publishing.webspace import Secret, Webspace, WebspaceKind


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
