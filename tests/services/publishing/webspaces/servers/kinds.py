"""Every kind of server that the contract of webspaces is held against: add yours here."""

from __future__ import annotations

from tests.services.publishing.webspaces.servers import cloud, dav, ftp, here, s3, ssh
from tests.services.publishing.webspaces.servers.server import Kind
from tests.systems import WINDOWS

KINDS = (
    Kind(name="folder", start=here.folder, signs_in=False, tcp=False, can_be_read_only=False),
    # Each connection agrees on keys first. What speaks with both is the same.
    Kind(name="asyncssh", start=ssh.asyncssh_server, pulled_at=2),
    Kind(name="openssh", start=ssh.openssh, pulled_at=3),
    # It breaks down itself on a full disk; on Windows it renames over no file.
    Kind(
        name="pyftpdlib",
        start=ftp.pyftpdlib,
        tls=True,
        atomic=not WINDOWS,
        tells_when_full=False,
    ),
    Kind(name="vsftpd", start=ftp.vsftpd, tls=True),
    # It renames over no file.
    Kind(name="proftpd", start=ftp.proftpd, tls=True, atomic=False),
    # It moves over a file by deleting that first.
    Kind(name="wsgidav", start=dav.wsgidav, tls=True, atomic=False, tells_when_full=False),
    Kind(name="nginx", start=dav.nginx, tls=True, tells_when_full=False),
    Kind(
        name="apache",
        start=dav.apache,
        tls=True,
        writes_aside=False,
        can_be_read_only=False,
        tells_when_full=False,
    ),
    Kind(
        name="nextcloud",
        start=cloud.nextcloud,
        tls=True,
        atomic=False,
        can_be_read_only=False,
        tells_when_full=False,
    ),
    Kind(
        name="rclone",
        start=s3.rclone,
        tls=True,
        writes_aside=False,
        folders=False,
        # What speaks with it tries again by itself.
        pulled_at=5,
        can_be_read_only=False,
        tells_when_full=False,
    ),
)
