"""What the environment says of the service, and a service on a real socket."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.core.publishing.relay.protocol import new_secret
from app.relay.opening import CACHE, DATABASE, PROXY, proxy_of, relay_of
from app.relay.serving import served
from app.relay.uses.relay import Relay
from app.server.hosting.host import PortTakenError
from tests.relay.conftest import calendar, new_token

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("named", "file"),
    [("", "zimmerfrei-relay.db"), ("{}/a.db", "a.db"), ("sqlite:///{}/b.db", "b.db")],
)
def test_a_file_is_the_database_unless_one_is_named(tmp_path: Path, named: str, file: str) -> None:
    relay = relay_of({DATABASE: named.format(tmp_path)}, tmp_path)
    relay.prepare()
    relay.stop()
    assert (tmp_path / file).is_file()


@pytest.mark.parametrize("named", ["mysql://a/b", "http://x", "sqlite:///http://x"])
def test_a_database_that_nobody_knows_is_refused(tmp_path: Path, named: str) -> None:
    with pytest.raises(UserError, match=DATABASE):
        relay_of({DATABASE: named}, tmp_path)


@pytest.mark.parametrize("said", ["x", "-1", "1.5", "²", "9" * 7, " "])
def test_a_size_that_is_none_is_refused(tmp_path: Path, said: str) -> None:
    with pytest.raises(UserError, match=CACHE):
        relay_of({CACHE: said}, tmp_path)


def test_the_proxy_is_this_computer_unless_one_is_named() -> None:
    assert proxy_of({}) == proxy_of({PROXY: ""}) == "127.0.0.1"
    assert proxy_of({PROXY: "unix"}) == "unix"


def ask(
    port: int, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_it_serves_on_a_socket_and_ends_with_all_noted(tmp_path: Path) -> None:
    relay = Relay(tmp_path / "relay.db")
    with served(relay, "127.0.0.1", 0) as port:
        with pytest.raises(PortTakenError), served(Relay(tmp_path / "b.db"), "127.0.0.1", port):
            pass
        relay.hosting.describe(f"http://127.0.0.1:{port}")
        key, token = new_secret(), new_token()
        relay.accepting.accept(relay.hosting.invite("Huber").secret, key, "h")
        bearer = f"Bearer {key}"
        body = calendar(nights=2000)
        path = f"/api/v1/files/{token}.ics"
        assert ask(port, "PUT", path, body, Authorization=bearer)[0] == 200
        assert ask(port, "GET", f"/cal/{token}/x.ics", User_Agent="Google") == (200, body)
        too_large = b" " * (5 * 2**20 + 1)
        status, said = ask(port, "PUT", path, too_large, Authorization=bearer)
        assert (status, said) == (413, b'{"error": "too_large"}\n')
    with relay.store.engine.read():
        assert relay.store.engine.run("SELECT status, agent FROM reading") == [(200, "Google")]
    # And again: what was stopped may be started.
    with served(relay, "127.0.0.1", 0) as port:
        assert ask(port, "GET", f"/cal/{token}/x.ics") == (200, body)


def test_the_wsgi_app_is_made_of_the_environment_and_waits_for_its_database(
    tmp_path: Path,
) -> None:
    code = """
        import sys
        from app.relay.wsgi import application
        from werkzeug.test import Client
        assert not any(name.startswith(("PySide6", "shiboken6")) for name in sys.modules)
        client = Client(application)
        print(client.get("/cal/x/x.ics").status_code, client.get("/health").status_code)
        """
    import textwrap

    environment = {**os.environ, DATABASE: str(tmp_path / "later" / "relay.db")}
    command = [sys.executable, "-c", textwrap.dedent(code)]

    def said() -> str:
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        ).stdout.strip()

    assert said() == "503 200"
    (tmp_path / "later").mkdir()
    assert said() == "404 200"


@pytest.mark.parametrize("path", ["/cal/", "/kalender/", "/einladung/", "/api/v1/files/"])
def test_no_secret_of_a_path_stands_in_the_log_of_the_server(path: str) -> None:
    record = logging.LogRecord("waitress", logging.INFO, "", 1, "at %s", (f"{path}geheim",), None)
    for one in logging.getLogger("waitress").filters:
        assert isinstance(one, logging.Filter)
        one.filter(record)
    assert "geheim" not in record.getMessage()
