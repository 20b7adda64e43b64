"""A folder of this computer, which is its own server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from tests.services.publishing.webspaces.servers.server import Server, Setting


@contextmanager
def folder(setting: Setting) -> Iterator[Server]:
    root = setting.home / setting.folder
    yield Server(
        webspace=Webspace(kind=WebspaceKind.FOLDER, folder=str(root)), secret=Secret(), root=root
    )
