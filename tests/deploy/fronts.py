"""What stands in front of a server of ours, and how it is asked from outside."""

from __future__ import annotations

import os
import re
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
from tests.ports import free_port

NAME = "kalender.example.org"
LINES = 2000
"""More than any of these programs says before it is ready."""


@dataclass(frozen=True)
class Started:
    """A program that runs, and what it says."""

    process: subprocess.Popen[str]
    said: list[str]


@contextmanager
def running(command: list[str], ready: str, env: Mapping[str, str], cwd: Path) -> Iterator[Started]:
    """Run a program; inside, it has said a line with `ready` in it; after it, all is in `said`."""
    with subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        said: list[str] = []
        # Whoever does not read what it says keeps it from answering.
        reading = threading.Thread(target=said.extend, args=(process.stdout,), daemon=True)
        try:
            for _ in range(LINES):
                said.append(process.stdout.readline())
                if not said[-1]:
                    pytest.fail(f"{command[0]} has ended:\n{''.join(said)}")
                if ready in said[-1]:
                    break
            reading.start()
            yield Started(process, said)
        finally:
            process.terminate()
            if reading.ident is not None:
                reading.join()


@contextmanager
def caddy(
    configuration: str, ports: tuple[int, int], more: str, folder: Path
) -> Iterator[list[str]]:
    """Run Caddy; inside, it has its certificate and answers by it; yields what it says.

    Args:
        configuration: what stands in a file of ours, which says something of the whole Caddy.
        ports: for http and https.
        more: what else is said of the whole: where certificates come from.
        folder: an empty one for what it keeps.
    """
    http, https = ports
    here = (
        "{\n"
        "\tadmin off\n\tdebug\n"
        f"\thttp_port {http}\n\thttps_port {https}\n\tdefault_bind 127.0.0.1\n"
        f"\tstorage file_system {folder / 'caddy'}\n"
        f"{more}\n"
    )
    whole = re.sub(r"^\{\n", lambda _: here, configuration, count=1, flags=re.MULTILINE)
    assert whole != configuration
    (folder / "Caddyfile").write_text(whole)
    command = ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    homes = {name: str(folder / "home") for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME")}
    # That it has obtained one is said a moment before it answers by it.
    with running(command, "added certificate to cache", homes, folder) as started:
        yield started.said


def assert_nothing_is_written_down(configuration: str, variables: str, folder: Path) -> None:
    """Nobody is served behind Caddy: who asks is told to come back, and no log knows of it."""
    root = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    http, https, nobody = free_port(), free_port(), free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(f"{variables}_NAME", NAME)
        patch.setenv(f"{variables}_SERVER", f"127.0.0.1:{nobody}")
        # A test does not wait for who never comes.
        at_once = re.sub(r"lb_try_duration \w+", "lb_try_duration 10ms", configuration)
        with caddy(at_once, (http, https), "local_certs\nskip_install_trust", folder) as said:
            front = Front(https, ssl.create_default_context(cafile=str(root)))
            answer, body = front.get("/cal/secret-of-a-link/x.ics", User_Agent="who-reads")
    assert (answer.status, body) == (503, b"")
    assert answer.headers["Retry-After"] is not None
    assert answer.headers["Server"] is None
    assert said
    for word in ("secret-of-a-link", "who-reads"):
        assert not [line for line in said if word in line]


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
