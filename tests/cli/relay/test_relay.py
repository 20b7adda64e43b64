"""The commands of who runs a calendar service."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from app.core.publishing.relay.protocol import is_secret
from app.relay.uses.relay import Relay
from tests.cli.conftest import Say, Zimmerfrei, first_line, real
from tests.clocks import SetClock
from tests.ports import free_port
from tests.systems import HEARS_THE_END, ask_to_end

ADDRESS = "https://kalender.example.org"


@pytest.fixture
def said(data: Path) -> None:
    """The service's address is known."""
    data.mkdir(mode=0o700)
    relay = Relay(data / "zimmerfrei-relay.db", SetClock())
    relay.hosting.describe(ADDRESS)
    relay.stop()


@pytest.mark.usefixtures("zimmerfrei", "said")
def test_an_invitation_is_printed_alone(done: Say, zimmerfrei: Zimmerfrei) -> None:
    address = done("relay", "invite", "Gästehaus Huber", "--links", "10")
    assert address.startswith(f"{ADDRESS}/einladung/")
    assert address.count("\n") == 1
    told = zimmerfrei("relay", "invite", "Maier", "--days", "3", "--json").json
    assert told["name"] == "Maier"
    assert told["links"] == 50
    assert told["expires_at"] == "2027-07-09T12:00:00+00:00"
    again = done("relay", "invite", "maier", "--again", "--links", "7")
    assert again != told["address"]
    assert zimmerfrei("relay", "show", "MAIER", "--json").json["links_most"] == 7


@pytest.mark.usefixtures("zimmerfrei", "said")
def test_owners_are_listed_shown_and_given_up(done: Say, zimmerfrei: Zimmerfrei) -> None:
    assert done("relay", "list").strip() == "Nobody has been invited yet."
    assert zimmerfrei("relay", "list", "--json").json == []
    assert done("relay", "list", "--silent").strip() == "No owner has gone silent."
    done("relay", "invite", "Huber")
    done("relay", "invite", "Maier")
    assert "given up" in done("relay", "revoke", "maier")
    rows = zimmerfrei("relay", "list", "--json").json
    assert [row["name"] for row in rows] == ["Huber", "Maier"]
    assert rows[0] == {
        "id": 1,
        "name": "Huber",
        "links_most": 50,
        "links": 0,
        "bytes": 0,
        "created_at": "2027-07-06T12:00:00+00:00",
        "invited_until": "2027-07-20T12:00:00+00:00",
        "accepted_at": None,
        "seen_at": None,
        "uploaded_at": None,
        "read_at": None,
        "revoked_at": None,
        "silent": False,
    }
    table = done("relay", "list")
    assert "0/50" in table
    assert "invited until" in table
    assert "given up" in table
    assert "Huber" in done("relay", "show", "Huber")
    stats = zimmerfrei("relay", "stats", "--json").json
    assert stats == {
        "owners": 1,
        "accepted": 0,
        "revoked": 1,
        "silent": 0,
        "links": 0,
        "bytes": 0,
        "fetches": {},
    }
    assert "Owners" in done("relay", "stats")


def test_the_service_says_of_itself_what_its_host_has_said(
    done: Say, refused: Say, zimmerfrei: Zimmerfrei
) -> None:
    assert done("relay", "describe").split("\n")[0].endswith("not said yet")
    told = zimmerfrei("relay", "describe", "--address", f"{ADDRESS}/", "--json").json
    assert told == {"address": ADDRESS, "operator": ""}
    said = done("relay", "describe", "--operator", "  Tourist board\tSeeland ")
    assert [line.split(maxsplit=1)[1] for line in said.splitlines()] == [
        ADDRESS,
        "Tourist board Seeland",
    ]
    assert zimmerfrei("relay", "describe", "--json").json["address"] == ADDRESS
    # Nothing runs for that, and an invitation can be made at once.
    assert done("relay", "invite", "Huber").startswith(f"{ADDRESS}/einladung/")
    assert "https://" in refused("relay", "describe", "--address", "http://example.org")
    assert "500" in refused("relay", "describe", "--operator", "x" * 501)
    assert done("relay", "describe", "--operator", "").count("not said yet") == 1


def test_what_the_environment_says_holds_more(
    done: Say, refused: Say, zimmerfrei: Zimmerfrei, monkeypatch: pytest.MonkeyPatch
) -> None:
    done("relay", "describe", "--address", "https://alt.example.org", "--operator", "Before")
    monkeypatch.setenv("ZIMMERFREI_RELAY_ADDRESS", f" {ADDRESS}/ ")
    told = zimmerfrei("relay", "describe", "--json").json
    assert told == {"address": ADDRESS, "operator": "Before"}
    assert "ZIMMERFREI_RELAY_ADDRESS" in refused("relay", "describe", "--address", ADDRESS)
    done("relay", "describe", "--operator", "After")
    monkeypatch.setenv("ZIMMERFREI_RELAY_OPERATOR", "Board")
    assert "ZIMMERFREI_RELAY_OPERATOR" in refused("relay", "describe", "--operator", "x")
    assert done("relay", "invite", "Huber").startswith(ADDRESS)
    # It is remembered, for commands that have another environment.
    monkeypatch.delenv("ZIMMERFREI_RELAY_ADDRESS")
    monkeypatch.delenv("ZIMMERFREI_RELAY_OPERATOR")
    told = zimmerfrei("relay", "describe", "--json").json
    assert told == {"address": ADDRESS, "operator": "Board"}
    monkeypatch.setenv("ZIMMERFREI_RELAY_ADDRESS", "http://example.org")
    assert "https://" in refused("relay", "list")


def test_the_key_to_the_host_s_page_is_printed_alone_and_once(done: Say, data: Path) -> None:
    first, second = (done("relay", "admin-key") for _ in range(2))
    assert is_secret(first.rstrip("\n"))
    assert first.count("\n") == 1
    assert first != second
    relay = Relay(data / "zimmerfrei-relay.db", SetClock())
    assert relay.admitting.sign_in(first.strip()) is None
    token = relay.admitting.sign_in(second.strip())
    assert token is not None
    assert "Nobody is let in" in done("relay", "admin-key", "--remove")
    assert not relay.admitting.has_key()
    assert not relay.admitting.is_signed_in(token)
    assert relay.admitting.sign_in(second.strip()) is None
    relay.stop()
    # In no log and no file.
    for path in data.rglob("*"):
        if path.is_file():
            assert second.strip().encode() not in path.read_bytes()


@pytest.mark.parametrize("said", ["0.0.0.0:8644", "x", "192.168.1.5:1"])
def test_numbers_are_told_to_this_computer_or_nobody(
    refused: Say, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("ZIMMERFREI_RELAY_METRICS", said)
    assert "ZIMMERFREI_RELAY_METRICS" in refused("relay", "serve", "--port", str(free_port()))


def test_without_an_address_it_says_what_to_do(refused: Say) -> None:
    assert "relay describe --address" in refused("relay", "invite", "Huber")


@pytest.mark.usefixtures("zimmerfrei", "said")
def test_what_cannot_be_is_one_sentence(refused: Say, done: Say, zimmerfrei: Zimmerfrei) -> None:
    done("relay", "invite", "Huber")
    assert "invited already" in refused("relay", "invite", "Huber")
    assert "1 to" in refused("relay", "invite", "Maier", "--links", "0")
    assert "1 to" in refused("relay", "invite", "Maier", "--days", "9999")
    assert "no owner" in refused("relay", "show", "Maier")
    assert "no owner" in refused("relay", "revoke", "Maier")
    assert "https://" in refused("relay", "serve", "--address", "http://example.org")
    assert zimmerfrei("relay", "invite", "Maier", "--links", "x").status == 2


@pytest.mark.parametrize("named", ["mysql://x/y", "postgresql://geheim:geheim@127.0.0.1:1/x"])
def test_a_database_that_is_not_there_is_one_sentence(
    refused: Say, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("ZIMMERFREI_RELAY_DATABASE", named)
    assert "geheim" not in refused("relay", "list")


def test_it_serves_until_it_is_asked_to_end(data: Path) -> None:
    port = free_port()
    program = f"{HEARS_THE_END}\nfrom app.cli import main\nmain()"
    served = ["relay", "serve", "--port", str(port), "--address", ADDRESS]
    process = subprocess.Popen(
        [sys.executable, "-c", program, *served],
        env={**os.environ, "ZIMMERFREI_RELAY_METRICS": str(numbers := free_port())},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert f"127.0.0.1:{port}" in first_line(process)
        with urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
            assert answer.read() == b"lives\n"
        # Its numbers: nobody else may have begun to tell them, so they are there at once.
        with urlopen(f"http://127.0.0.1:{numbers}/metrics", timeout=10) as answer:
            assert b'requests_total{kind="other",status="200"} 1' in answer.read()
        # Another command beside it, over the same data.
        answer_of = real("relay", "invite", "Huber")
        assert answer_of.out.startswith(ADDRESS), answer_of.err
        ask_to_end(process)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (0, "", "")
    finally:
        process.kill()
        process.wait()
    assert (data / "zimmerfrei-relay.db").is_file()
