"""``publish setup --invitation``: the whole way without a window."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import Say, Zimmerfrei
from tests.services.publishing.webspaces.servers.relays import OWNER, Service, service


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: Say) -> Iterator[Service]:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    done("unit", "add", "Seeblick 1")
    done("link", "enable", "Seeblick 1")
    with service(tmp_path / "relay.db") as found:
        yield found


@pytest.fixture
def address(there: Service) -> str:
    return there.relay.hosting.invite(OWNER).address


def status(url: str) -> int:
    return httpx.get(url, trust_env=False).status_code


def test_an_invitation_is_accepted_and_links_lie_there(
    done: Say, there: Service, address: str
) -> None:
    told = done("publish", "setup", "--invitation", address, "--keep", "file")
    assert "✓ Invitation: accepted as “Haus am See”" in told
    assert f"Public address: {there.address}" in told
    assert "1 calendar uploaded." in told
    assert f"Calendar service: 127.0.0.1, access “{OWNER}”" in done("publish", "status")
    (link,) = json.loads(done("link", "list", "--json"))
    assert link["url"].startswith(f"{there.address}/cal/")
    there.relay.answers.look()
    assert status(link["url"]) == 200
    assert "Readers have been counted" in done("publish", "readers")
    assert "taken away" in done("publish", "remove")
    there.relay.answers.look()
    assert status(link["url"]) == 410


def test_it_can_come_from_standard_input_and_be_told_to_programs(
    done: Say, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"Hallo Anna,\n{address}\n"))
    told = json.loads(done("publish", "setup", "--invitation", "-", "--keep", "file", "--json"))
    assert [step["state"] for step in told["steps"]] == ["done"] * 3
    assert told["webspace"]["kind"] == "relay"
    assert told["webspace"]["user"] == OWNER
    assert len(told["uploaded"]) == 1


@pytest.mark.parametrize(
    ("invitation", "said"),
    [
        ("", "Please paste the invitation"),
        ("https://example.org", "This is no invitation"),
        ("http://example.org/einladung/" + "A" * 43, "without encryption"),
        ("https://example.org/einladung/" + "A" * 42, "not complete"),
    ],
)
@pytest.mark.usefixtures("there")
def test_what_is_none_is_refused(refused: Say, invitation: str, said: str) -> None:
    assert said in refused("publish", "setup", "--invitation", invitation, "--keep", "file")


def test_a_used_one_says_so_and_nothing_is_set_up(
    done: Say, zimmerfrei: Zimmerfrei, there: Service, address: str
) -> None:
    there.relay.accepting.accept(address.rpartition("/")[2], "A" * 43, "elsewhere")
    answer = zimmerfrei("publish", "setup", "--invitation", address, "--keep", "file")
    assert answer.status == 1
    assert answer.out.startswith("✗ Invitation: This invitation has been used already")
    assert "used already" in answer.err
    assert json.loads(done("publish", "status", "--json"))["webspace"] is None


def test_without_a_keyring_the_owner_says_where(refused: Say, address: str) -> None:
    assert "--keep file" in refused("publish", "setup", "--invitation", address)


def test_it_is_given_alone(refused: Say, address: str) -> None:
    said = refused("publish", "setup", "sftp", "--invitation", address)
    assert "please give it alone" in said
    said = refused("publish", "setup", "--invitation", address, "--host", "example.org")
    assert "please give it alone" in said


def test_a_password_of_another_place_is_never_its_key(
    refused: Say, address: str, there: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZIMMERFREI_PUBLISH_PASSWORD", "geheim")
    said = refused("publish", "setup", "--invitation", address)
    assert "another webspace" in said
    assert there.relay.hosting.owner(OWNER).account.accepted_at is None


def test_a_key_that_the_environment_gives_is_used(
    done: Say, address: str, there: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZIMMERFREI_PUBLISH_PASSWORD", "A" * 43)
    assert "1 calendar uploaded." in done("publish", "setup", "--invitation", address)
    assert there.relay.uploading.signed_in("A" * 43).name == OWNER


def test_counting_readers_cannot_be_switched(done: Say, refused: Say, address: str) -> None:
    done("publish", "setup", "--invitation", address, "--keep", "file")
    for switch in ("on", "off"):
        assert "always counts" in refused("publish", "readers", switch)
