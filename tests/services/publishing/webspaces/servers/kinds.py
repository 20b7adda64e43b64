"""Every kind of server that the contract of webspaces is held against: add yours here."""

from __future__ import annotations

from tests.services.publishing.webspaces.servers import cloud, dav, here, s3, ssh
from tests.services.publishing.webspaces.servers.server import Kind

KINDS = (
    Kind(name="folder", start=here.folder, signs_in=False, tcp=False),
    Kind(name="asyncssh", start=ssh.asyncssh_server),
    Kind(name="openssh", start=ssh.openssh),
    # It moves over a file by deleting that first.
    Kind(name="wsgidav", start=dav.wsgidav, tls=True, atomic=False),
    Kind(name="nginx", start=dav.nginx, tls=True),
    Kind(name="apache", start=dav.apache, tls=True, writes_aside=False),
    Kind(name="nextcloud", start=cloud.nextcloud, tls=True, atomic=False),
    Kind(name="rclone", start=s3.rclone, tls=True, writes_aside=False, folders=False),
)
