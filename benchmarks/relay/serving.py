"""What is measured against what: the service's workers, a bare function in them, nginx."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import psutil

from benchmarks.relay.bare import ANSWER
from tests.ports import free_port
from tests.relay.workers import Running, running

_OF_THE_SERVER = {"server", "date", "connection", "transfer-encoding"}


@dataclass(frozen=True)
class Said:
    """One answer of the service."""

    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def etag(self) -> str:
        return dict(self.headers)["ETag"]


def said(port: int, path: str, tag: str | None = None) -> Said:
    """Ask once."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers={"If-None-Match": tag} if tag else {})
        answer = connection.getresponse()
        return Said(answer.status, answer.reason, answer.getheaders(), answer.read())


@contextmanager
def bare(answer: Said, folder: Path, workers: int = 1) -> Iterator[Running]:
    """Run a function that says the same, on the same server."""
    body, told = folder / "body", folder / "answer.json"
    body.write_bytes(answer.body)
    headers = [pair for pair in answer.headers if pair[0].lower() not in _OF_THE_SERVER]
    status = f"{answer.status} {answer.reason}"
    told.write_text(json.dumps({"status": status, "headers": headers, "body": str(body)}))
    app = "benchmarks.relay.bare:made()"
    with running("", workers, app=app, environment={ANSWER: str(told)}) as served:
        yield served


@contextmanager
def nginx(bodies: Sequence[tuple[str, bytes]], folder: Path) -> Iterator[int | None]:
    """Serve files by nginx with one worker; yields its port, None where there is no nginx."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        yield None
        return
    for path, body in bodies:
        file = folder / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    port = free_port()
    (folder / "nginx.conf").write_text(
        f"worker_processes 1; daemon off; pid {folder}/pid; error_log stderr crit;\n"
        f"{'user root;' if os.geteuid() == 0 else ''} events {{ worker_connections 256; }}\n"
        f"http {{ access_log off; sendfile on; keepalive_requests 10000000;\n"
        "types { text/calendar ics; } open_file_cache max=100000;\n"
        f"server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n"
    )
    with subprocess.Popen([program, "-c", str(folder / "nginx.conf")]) as process:
        try:
            while not _listens(port):
                assert process.poll() is None, "nginx has ended"
            yield port
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.connect()
        except OSError:
            return False
        return True


def cpu_seconds(pids: Sequence[int]) -> float:
    """Return how much time of a processor these processes have used until now."""
    times = [psutil.Process(pid).cpu_times() for pid in pids]
    return sum(one.user + one.system for one in times)


def memory(pid: int) -> int:
    """Return how many bytes a process has for itself alone."""
    return int(psutil.Process(pid).memory_full_info().uss)
