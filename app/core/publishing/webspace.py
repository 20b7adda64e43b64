"""A webspace: a place that is always on, where calendars are put as files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import urlsplit

from app.core.links.link import Link, LinkKind


class WebspaceKind(StrEnum):
    """How files get there.

    FOLDER is one on this computer that another program serves or syncs; RELAY a calendar service,
    to which an invitation has led (`app.core.publishing.relay`).
    """

    SFTP = "sftp"
    FTPS = "ftps"
    WEBDAV = "webdav"
    NEXTCLOUD = "nextcloud"
    S3 = "s3"
    FOLDER = "folder"
    RELAY = "relay"


USUAL_PORTS = {
    WebspaceKind.SFTP: 22,
    WebspaceKind.FTPS: 21,
    WebspaceKind.WEBDAV: 443,
    WebspaceKind.NEXTCLOUD: 443,
    WebspaceKind.S3: 443,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Webspace:
    """Where calendars are put, and under which address the world reads them there.

    Attributes:
        preset: key of ``resources/webspaces.toml``, or empty.
        host: of SFTP and FTPS its name; of WebDAV, Nextcloud and S3 the whole address
            (``https://cloud.example.org/remote.php/dav/files/anna``; of Nextcloud that of its start
            page, of S3 that of its endpoint, of a relay what its addresses begin with); empty for
            a folder.
        port: of SFTP and FTPS.
        user: who signs in; of S3 the access key, of a relay what it calls this owner's access.
        folder: where the files lie, as the server calls it; of S3 the bucket, and behind a slash
            what names begin with; of a folder its path on this computer.
        address: what public addresses begin with, without a slash at the end.
        identity: what the server showed of itself when it was set up: of SFTP the fingerprint of
            its host key. Another one is refused.
        share: of Nextcloud the token of the public share, which the program makes.
        php: a script answers there and counts readers; a relay does so by itself.
    """

    kind: WebspaceKind
    preset: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    folder: str = ""
    address: str = ""
    identity: str = ""
    share: str = ""
    php: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptWebspace(Webspace):
    """A webspace as it is kept.

    One with `removed_at` is on its way out: its files are deleted there, then it is forgotten.
    """

    id: int
    sequence: int
    created_at: datetime
    removed_at: datetime | None = None

    @property
    def secret_name(self) -> str:
        """What its secret is called where secrets are kept; no other webspace has it, ever.

        Its number alone would not do: going back to a backup brings numbers back, which may have
        been given to another webspace meanwhile.
        """
        return f"{self.id}-{self.created_at.astimezone(UTC):%Y%m%d-%H%M%S-%f}"


@dataclass(frozen=True, slots=True)
class Secret:
    """What opens a webspace: a password (of S3 the secret key), or a private key in OpenSSH's form.

    Kept in the system's keyring; never in the database, a log, a backup, a process list.
    """

    password: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    key_password: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.password or self.key)


CALENDAR_END, PAGE_END = ".ics", ".html"
OUR_NAME = re.compile(r"[A-Za-z0-9]{24}\.(?:ics|html)")
"""A file that a Zimmerfrei has put there. Others in the same folder are never touched."""


def temporary_name(name: str) -> str:
    """Return under which name a file is written, beside the one that it then replaces.

    Each has its own, so that two programs that write into one folder never write into one file;
    and it is fixed, so that the next try takes up what a broken one has left behind. No leading
    dot: some servers forbid those.
    """
    return f"{name}.new"


def calendar_file(link: Link) -> str:
    """Return what a link's calendar is called on a webspace: fixed by its address for life."""
    return f"{link.token}{CALENDAR_END}"


def page_file(link: Link) -> str:
    """Return what the page of a link for a website is called on a webspace."""
    return f"{link.token}{PAGE_END}"


def files_of(link: Link) -> tuple[str, ...]:
    """Return the names of all files that a link has on a webspace, the one it is read by first."""
    if link.kind is LinkKind.WEBSITE:
        return page_file(link), calendar_file(link)
    return (calendar_file(link),)


def signs_in(webspace: Webspace) -> bool:
    """Tell whether a webspace is opened by a password or key that its owner can type."""
    return webspace.kind not in {WebspaceKind.FOLDER, WebspaceKind.RELAY}


def same_folder(one: Webspace, other: Webspace) -> bool:
    """Tell whether both put their files into the same folder in the same way."""

    def place(webspace: Webspace) -> tuple[object, ...]:
        return webspace.kind, webspace.host, webspace.port, webspace.user, webspace.folder

    return place(one) == place(other)


def host_name(webspace: Webspace) -> str:
    """Return the name of the computer that is connected to, for people; of a folder its path."""
    if webspace.kind is WebspaceKind.FOLDER:
        return webspace.folder
    if "://" in webspace.host:
        return urlsplit(webspace.host).hostname or webspace.host
    return webspace.host
