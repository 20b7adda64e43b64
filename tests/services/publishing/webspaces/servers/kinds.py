"""Every kind of server that the contract of webspaces is held against: add yours here."""

from __future__ import annotations

from tests.services.publishing.webspaces.servers import here, ssh
from tests.services.publishing.webspaces.servers.server import Kind

KINDS = (
    Kind(name="folder", start=here.folder, signs_in=False, tcp=False),
    Kind(name="asyncssh", start=ssh.asyncssh_server),
    Kind(name="openssh", start=ssh.openssh),
)
