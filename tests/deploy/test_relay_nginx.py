"""nginx by the lines that hosts read, before real workers and before none."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from app.core.publishing.relay.protocol import SENT_MOST
from app.relay.uses.relay import Relay
from tests.deploy.fronts import NAME
from tests.ports import free_port
from tests.relay.workers import running

PROGRAM = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
README = Path(__file__).parents[2] / "deploy" / "relay" / "README.md"
TRIES = 20_000

pytest.importorskip("gunicorn")
pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="needs nginx"),
    pytest.mark.skipif(sys.platform != "linux", reason="the workers are those of Linux"),
]


def lines() -> str:
    """Return what the README says of nginx."""
    said = README.read_text("utf-8")
    [found] = re.findall(
        r"^((?:    .*\n)*    client_max_body_size.*\n(?:    .*\n)*)", said, re.MULTILINE
    )
    return str(found)


@contextmanager
def nginx(server: int, folder: Path) -> Iterator[int]:
    """Run it before a port; yields its own."""
    assert PROGRAM is not None
    port = free_port()
    ours = lines().replace("127.0.0.1:8643", f"127.0.0.1:{server}")
    ours = ours.replace("/var/log/nginx/error.log", f"{folder}/error.log")
    places = " ".join(
        f"{what}_temp_path {folder}/{what};"
        for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/first.log crit;\n"
        f"{'user root;' if os.geteuid() == 0 else ''} events {{ }}\n"
        f"http {{ {places}\nserver {{ listen 127.0.0.1:{port}; server_name {NAME};\n{ours}}} }}\n"
    )
    with subprocess.Popen(
        [PROGRAM, "-e", f"{folder}/first.log", "-c", str(folder / "nginx.conf")]
    ) as process:
        try:
            for _ in range(TRIES):
                assert process.poll() is None, "nginx has ended"
                if listens(port):
                    break
            yield port
        finally:
            process.terminate()


def listens(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        try:
            connection.connect()
        except OSError:
            return False
        return True


def ask(port: int, path: str, **headers: str) -> HTTPResponse:
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers={"Host": NAME, **sent})
        answer = connection.getresponse()
        answer.read()
        return answer


def test_it_leads_to_the_service_and_takes_as_much(tmp_path: Path) -> None:
    relay = Relay(str(tmp_path / "relay.db"))
    relay.hosting.describe(f"https://{NAME}")
    secret = relay.hosting.invite("Huber").secret
    relay.stop()
    with running(str(tmp_path / "relay.db"), 1) as workers, nginx(workers.port, tmp_path) as port:
        assert ask(port, f"/einladung/{secret}").status == 200
        unknown = ask(port, "/cal/secret-of-a-link/x.ics")
        assert (unknown.status, unknown.headers["X-Content-Type-Options"]) == (404, "nosniff")
    [most] = re.findall(r"client_max_body_size (\d+)m;", lines())
    assert int(most) * 2**20 == SENT_MOST


def test_while_no_worker_lives_readers_come_back_and_nothing_is_written_down(
    tmp_path: Path,
) -> None:
    with nginx(free_port(), tmp_path) as port:
        answer = ask(port, "/cal/secret-of-a-link/x.ics", User_Agent="who-reads")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
    assert answer.headers["Server"] == "nginx"
    logs = [*tmp_path.rglob("*.log")]
    assert logs
    for log in logs:
        assert "secret-of-a-link" not in log.read_text()
