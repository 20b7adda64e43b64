"""Caddy in front of ``serve``, with a certificate of an authority, as a portal sees both."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
import trustme

from tests.deploy.fronts import NAME, Front, assert_nothing_is_written_down, caddy, running
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
CADDYFILE = ROOT / "deploy" / "Caddyfile"

pytestmark = [
    pytest.mark.skipif(shutil.which("caddy") is None, reason="needs caddy"),
    pytest.mark.skipif(shutil.which("pebble") is None, reason="needs pebble"),
]


def zimmerfrei(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout


@dataclass(frozen=True)
class Served:
    """A link that is being served: its public address, and by which process."""

    address: str
    process: subprocess.Popen[str]

    @property
    def path(self) -> str:
        return urlsplit(self.address).path


@pytest.fixture
def link() -> Iterator[Served]:
    """Serve a house with one enabled link."""
    port = free_port()
    zimmerfrei("settings", "set", "port", str(port))
    zimmerfrei("settings", "set", "public_url", f"https://{NAME}")
    zimmerfrei("settings", "set", "trusted_proxy", "127.0.0.1")
    zimmerfrei("unit", "add", "Seeblick 1")
    address = zimmerfrei("link", "enable", "Seeblick 1").strip()
    with (
        pytest.MonkeyPatch.context() as patch,
        running([sys.executable, "-u", "-m", "app", "serve"], str(port), {}, ROOT) as started,
    ):
        patch.setenv("ZIMMERFREI_SERVER", f"127.0.0.1:{port}")
        yield Served(address, started.process)


@pytest.fixture
def front(link: Served, tmp_path: Path) -> Iterator[Front]:
    """Put Caddy with our Caddyfile in front, an authority for certificates beside it."""
    assert urlsplit(link.address).hostname == NAME
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "root.pem")
    own = authority.issue_cert("localhost", "127.0.0.1")
    own.private_key_pem.write_to_path(tmp_path / "key.pem")
    own.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    acme, management, http, https = (free_port() for _ in range(4))
    (tmp_path / "pebble.json").write_text(
        json.dumps(
            {
                "pebble": {
                    "listenAddress": f"127.0.0.1:{acme}",
                    "managementListenAddress": f"127.0.0.1:{management}",
                    "certificate": str(tmp_path / "cert.pem"),
                    "privateKey": str(tmp_path / "key.pem"),
                    "httpPort": http,
                    "tlsPort": https,
                }
            }
        )
    )
    # Nobody finds this name in the internet: the authority takes our word for it.
    valid = {"PEBBLE_VA_ALWAYS_VALID": "1", "PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0"}
    pebble = ["pebble", "-config", str(tmp_path / "pebble.json")]
    with (
        running(pebble, "ACME directory available", valid, tmp_path),
        caddy(
            CADDYFILE.read_text(),
            (http, https),
            f"acme_ca https://127.0.0.1:{acme}/dir\nacme_ca_root {tmp_path / 'root.pem'}",
            tmp_path,
        ),
    ):
        trusting = ssl.create_default_context(cafile=str(tmp_path / "root.pem"))
        with urlopen(f"https://127.0.0.1:{management}/roots/0", context=trusting) as answer:
            trusting = ssl.create_default_context(cadata=answer.read().decode())
        yield Front(https, trusting)


def test_a_portal_reads_the_link_and_that_is_noted(link: Served, front: Front) -> None:
    answer, body = front.get(link.path, **{"User-Agent": "Google-Calendar-Importer"})
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Encoding"] is None
    assert answer.headers["Server"] is None
    assert body.startswith(b"BEGIN:VCALENDAR")
    again, nothing = front.get(link.path, **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status, nothing) == (304, b"")
    robots, text = front.get("/robots.txt")
    assert (robots.status, b"Disallow" in text) == (200, False)
    # What it has noted is stored when it ends.
    link.process.terminate()
    link.process.wait(timeout=30)
    (listed,) = json.loads(zimmerfrei("link", "list", "--json"))
    assert listed["url"] == link.address
    assert listed["last_read"] is not None


def test_while_nobody_serves_readers_come_back_and_nothing_is_written_down(tmp_path: Path) -> None:
    assert_nothing_is_written_down(CADDYFILE.read_text(), "ZIMMERFREI", tmp_path)


def test_what_strangers_say_of_themselves_changes_nothing(link: Served, front: Front) -> None:
    unknown, _ = front.get("/cal/x/y.ics", **{"X-Forwarded-For": "127.0.0.1"})
    assert unknown.status == 404
    answer, _ = front.get(link.path, **{"X-Forwarded-Proto": "http,https"})
    assert answer.status == 200
