"""A folder of this computer, which is its own server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from tests.services.publishing.webspaces.servers.server import Server, Setting


@contextmanager
def folder(setting: Setting) -> Iterator[Server]:
    root = setting.home / setting.folder
    if not setting.writable:
        if os.getuid() == 0:
            pytest.skip("root may write everywhere")
        root.chmod(0o500)
    yield Server(
        webspace=Webspace(kind=WebspaceKind.FOLDER, folder=str(root)), secret=Secret(), root=root
    )
    if not setting.writable:
        root.chmod(0o700)
