"""The real gunicorn as the unit of `deploy/relay` runs it, at any free port."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from app.core.publishing.relay.protocol import API, new_secret
from app.relay.opening import DATABASE

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "relay" / "zimmerfrei-relay.service"
HOUSE = "a-house"
LINES = 200
"""More than it says before it is ready."""


@dataclass(frozen=True)
class Running:
    """The service at a port, its process and those of its workers."""

    port: int
    process: subprocess.Popen[str]
    workers: tuple[int, ...]

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, bytes]:
        """Ask over a connection of its own, which any of the workers may take."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, {"Connection": "close", **sent})
            answer = connection.getresponse()
            return answer.status, answer.read()

    def accept(self, secret: str) -> str:
        """Accept an invitation; return the header that lets the desktop in."""
        key = new_secret()
        told = {"secret": secret, "key": key, "house": HOUSE}
        assert self.ask("POST", f"{API}/accept", json.dumps(told).encode())[0] == 200
        return f"Bearer {key}"

    def end(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=60)


def command(port: int = 0, app: str = "") -> list[str]:
    """Return what the unit runs, by this Python; another app than the service's where named."""
    [started] = re.findall(r"^ExecStart=(.*)$", UNIT.read_text(), re.MULTILINE)
    arguments = shlex.split(started)[1:]
    arguments[arguments.index("--bind") + 1] = f"127.0.0.1:{port}"
    if app:
        arguments[-1] = app
    return [sys.executable, "-m", "gunicorn", *arguments]


@contextmanager
def running(
    database: str,
    workers: int = 2,
    *,
    port: int = 0,
    app: str = "",
    environment: Mapping[str, str] | None = None,
) -> Iterator[Running]:
    """Run it until the end of this context; `environment` beside the database's address."""
    said_to_it = {
        **os.environ,
        DATABASE: database,
        "WEB_CONCURRENCY": str(workers),
        **(environment or {}),
    }
    with subprocess.Popen(
        command(port, app), cwd=ROOT, env=said_to_it, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr is not None
            said = ""
            for _ in range(LINES):
                line = process.stderr.readline()
                assert line, said
                said += line
                booted = re.findall(r"Booting worker with pid: (\d+)", said)
                if len(booted) == workers:
                    break
            # Whoever does not read what it says keeps it from answering.
            threading.Thread(target=process.stderr.read, daemon=True).start()
            [bound] = re.findall(r"Listening at: http://127\.0\.0\.1:(\d+)", said)
            yield Running(int(bound), process, tuple(map(int, booted)))
        finally:
            process.terminate()
