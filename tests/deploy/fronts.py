"""What stands in front of a server of ours, and how it is asked from outside."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest

from app.override import override

NAME = "kalender.example.org"
LINES = 2000
"""More than any of these programs says before it is ready."""


@contextmanager
def running(
    command: list[str], ready: str, env: Mapping[str, str], cwd: Path
) -> Iterator[subprocess.Popen[str]]:
    """Run a program; inside, it has said a line with `ready` in it."""
    with subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            said = []
            for _ in range(LINES):
                said.append(process.stdout.readline())
                if not said[-1]:
                    pytest.fail(f"{command[0]} has ended:\n{''.join(said)}")
                if ready in said[-1]:
                    break
            # Whoever does not read what it says keeps it from answering.
            threading.Thread(target=process.stdout.read, daemon=True).start()
            yield process
        finally:
            process.terminate()


@contextmanager
def caddy(configuration: Path, ports: tuple[int, int], more: str, folder: Path) -> Iterator[None]:
    """Run Caddy by a file of ours; inside, it has its certificate and answers by it.

    Args:
        configuration: the file.
        ports: for http and https.
        more: says of the whole Caddy where certificates come from.
        folder: an empty one for what it keeps.
    """
    http, https = ports
    (folder / "Caddyfile").write_text(
        "{\n"
        "admin off\ndebug\n"
        f"http_port {http}\nhttps_port {https}\ndefault_bind 127.0.0.1\n"
        f"storage file_system {folder / 'caddy'}\n"
        f"{more}\n"
        "}\n"
        f"import {configuration}\n"
    )
    command = ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    homes = {name: str(folder / "home") for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME")}
    # That it has obtained one is said a moment before it answers by it.
    with running(command, "added certificate to cache", homes, folder):
        yield


class Pinned(HTTPSConnection):
    """Asks the server at a port of this computer, whatever the name leads to elsewhere."""

    @override
    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Front:
    """The address in the internet, and what its certificate is trusted by."""

    port: int
    trust: ssl.SSLContext

    def get(self, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        return self.ask("GET", path, None, **headers)

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[HTTPResponse, bytes]:
        """Ask; underscores in names of headers are hyphens."""
        with closing(Pinned(NAME, self.port, context=self.trust)) as connection:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return answer, answer.read()
