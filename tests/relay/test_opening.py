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
from app.relay.uses.inviting import ADDRESS_VARIABLE, OPERATOR_VARIABLE
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


ASKED = """
import sys
from app.relay.wsgi import application
from werkzeug.test import Client
assert not any(name.startswith(("PySide6", "shiboken6")) for name in sys.modules)
client = Client(application)
print(client.get("/cal/x/x.ics").status_code, client.get("/health").status_code)
"""


def asked(**environment: str) -> tuple[str, str]:
    """Ask the WSGI app that this environment makes; what it answered, and what was said."""
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip(), done.stderr


def test_the_wsgi_app_is_made_of_the_environment_and_waits_for_its_database(
    tmp_path: Path,
) -> None:
    # A folder that the host has named, and that is not there: a disk that was not mounted, say.
    named = {DATABASE: str(tmp_path / "later" / "relay.db")}
    assert asked(**named)[0] == "503 200"
    assert not (tmp_path / "later").exists()
    (tmp_path / "later").mkdir()
    assert asked(**named)[0] == "404 200"


def test_the_wsgi_app_makes_its_data_folder(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    assert asked(ZIMMERFREI_DATA_DIR=str(folder)) == ("404 200", "")
    assert (folder / "zimmerfrei-relay.db").is_file()
    if os.name != "nt":
        assert folder.stat().st_mode & 0o077 == 0


def test_where_it_cannot_make_it_the_log_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "data"
    answered, said = asked(ZIMMERFREI_DATA_DIR=str(folder))
    assert answered == "503 200"
    first = said.splitlines()[0]
    assert f"The data folder {folder} cannot be made" in first
    assert os.name == "nt" or first.endswith("(ENOTDIR)")
    # PostgreSQL needs none: nothing is said of it.
    elsewhere = {DATABASE: "postgresql://relay@127.0.0.1:1/x"}
    answered, said = asked(ZIMMERFREI_DATA_DIR=str(folder), **elsewhere)
    assert answered == "503 200"
    assert "data folder" not in said


@pytest.mark.skipif(os.name == "nt", reason="bits of permission are not Windows' own")
def test_a_folder_that_others_can_look_into_is_tightened_and_said(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    (tmp_path / "data").chmod(0o755)
    answered, said = asked(ZIMMERFREI_DATA_DIR=str(tmp_path / "data"))
    assert answered == "404 200"
    assert "could read the data folder" in said
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_the_environment_says_where_the_service_is_and_who_runs_it(tmp_path: Path) -> None:
    said = {ADDRESS_VARIABLE: " https://kalender.example.org/ ", OPERATOR_VARIABLE: " The\tboard "}
    relay = relay_of(said, tmp_path)
    service = relay.hosting.service()
    assert (service.address, service.operator) == ("https://kalender.example.org", "The board")
    with pytest.raises(UserError, match=ADDRESS_VARIABLE):
        relay.hosting.describe(address="https://other.example.org")
    with pytest.raises(UserError, match=OPERATOR_VARIABLE):
        relay.hosting.describe(operator="")
    relay.stop()
    # It is written down: whoever starts it without that says the same.
    relay = relay_of({ADDRESS_VARIABLE: "", OPERATOR_VARIABLE: ""}, tmp_path)
    assert relay.hosting.service() == service
    relay.hosting.describe("https://other.example.org", "")
    assert relay.hosting.service().operator == ""
    relay.stop()


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        (ADDRESS_VARIABLE, "http://kalender.example.org"),
        (ADDRESS_VARIABLE, "x y"),
        (ADDRESS_VARIABLE, "ftp://kalender.example.org"),
        (OPERATOR_VARIABLE, "x" * 501),
        (OPERATOR_VARIABLE, "\ud800"),
    ],
)
def test_what_the_environment_cannot_mean_is_refused(
    tmp_path: Path, variable: str, said: str
) -> None:
    with pytest.raises(UserError):
        relay_of({variable: said}, tmp_path)


@pytest.mark.parametrize("path", ["/cal/", "/kalender/", "/einladung/", "/api/v1/files/"])
def test_no_secret_of_a_path_stands_in_the_log_of_the_server(path: str) -> None:
    record = logging.LogRecord("waitress", logging.INFO, "", 1, "at %s", (f"{path}geheim",), None)
    for one in logging.getLogger("waitress").filters:
        assert isinstance(one, logging.Filter)
        one.filter(record)
    assert "geheim" not in record.getMessage()
