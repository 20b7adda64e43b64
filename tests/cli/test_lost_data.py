"""What a folder tells of its past: lost data, first starts that were broken off, waiting."""

from __future__ import annotations

import http.client
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.cli.common.session import Session
from app.storage.engine import database as storage
from app.storage.engine import founding
from app.storage.engine.claim import Claim
from app.storage.engine.steps import MIGRATIONS
from tests import ports
from tests.conftest import ExpectLog
from tests.systems import mode_bits

from .conftest import ROOT, Say, Serve, Zimmerfrei, first_line

LINES = [("unit", "list"), ("unit", "add", "B"), ("demo",), ("serve",)]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("content", [None, b""])
def test_a_lost_database_is_refused_with_the_command_that_brings_it_back(
    done: Say, refused: Say, data: Path, line: tuple[str, ...], content: bytes | None
) -> None:
    done("unit", "add", "A")
    done("unit", "list")
    database = data / "zimmerfrei.db"
    (copy,) = (data / "backups").glob("zimmerfrei-*.db")
    database.unlink()
    if content is not None:
        database.write_bytes(content)
    said = refused(*line)
    assert str(database) in said
    assert said.endswith(f"zimmerfrei backup restore {copy.name}")
    assert database.exists() is (content is not None)


def test_a_fault_before_the_first_data_makes_nobody_believe_in_a_loss(
    zimmerfrei: Zimmerfrei,
    done: Say,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: ExpectLog,
) -> None:
    expect_log("app.cli.common.edge", "a command failed")

    def broken(_self: Session) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(Session, "opened", broken)
        assert zimmerfrei("unit", "list").status == 1
    assert (data / "logs" / "zimmerfrei.log").exists()
    done("unit", "add", "A")


def test_a_command_that_is_killed_at_its_first_start_is_simply_repeated(
    data: Path, done: Say
) -> None:
    """Killed as soon as anything lies in the folder: whatever that is."""
    with subprocess.Popen(
        [sys.executable, "-m", "app", "unit", "add", "A"],
        cwd=ROOT,
        env={**os.environ, "ZIMMERFREI_DATA_DIR": str(data)},
        stdout=subprocess.DEVNULL,
    ) as process:
        while process.poll() is None and not (data.exists() and any(data.iterdir())):
            pass
        process.kill()
    assert "A" in done("unit", "add", "A2")


def test_who_waits_for_a_migration_says_so_and_gives_up(
    zimmerfrei: Zimmerfrei, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.Database.__init__, "__defaults__", (MIGRATIONS, 0.4))
    data.mkdir(mode=0o700)
    other = Claim(data / "zimmerfrei.migrating.lock")
    assert other.take()
    founding.begin(data / "zimmerfrei.db")  # the other one's first act
    answer = zimmerfrei("unit", "add", "A")
    other.release()
    assert (answer.status, answer.out) == (1, "")
    waiting, gives_up = answer.err.splitlines()
    assert waiting.startswith("Another Zimmerfrei is bringing the data up to date")
    assert gives_up.startswith("Error: Another Zimmerfrei has been bringing")
    assert "waiting for another program" in (data / "logs" / "zimmerfrei.log").read_text()
    # That log was no trace of an earlier use.
    assert zimmerfrei("unit", "add", "A").status == 0


def status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with closing(connection):
        connection.request("GET", path)
        return connection.getresponse().status


@mode_bits
def test_serve_says_that_others_could_read_the_folder(done: Say, serve: Serve, data: Path) -> None:
    done("unit", "add", "A")
    done("settings", "set", "port", str(ports.free_port()))
    data.chmod(0o755)
    process = serve()
    first_line(process)
    assert (data / "serving.lock").stat().st_mode & 0o777 == 0o600
    process.terminate()
    _, told = process.communicate()
    assert told == (
        f"Other users of this computer could read the data folder {data}. Now only you can.\n"
    )
    assert data.stat().st_mode & 0o777 == 0o700
    log = data / "logs" / "zimmerfrei.log"
    assert "Other users of this computer could read the data folder" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


GUEST = "Hildegard full"


def test_a_guest_that_cannot_be_read_is_damage_and_stays_out_of_the_log(
    done: Say, refused: Say, data: Path
) -> None:
    done("unit", "add", "A")
    done("occupancy", "add", "A", "2027-07-14", "2027-07-21", "--guest", GUEST)
    with closing(sqlite3.connect(data / "zimmerfrei.db")) as raw, raw:
        raw.execute("UPDATE occupancy SET guest = CAST(x'' || guest || x'ff' AS TEXT)")
    said = refused("occupancy", "list")
    assert "is damaged" in said
    assert "full" not in said
    everything = "".join(log.read_text() for log in (data / "logs").glob("*"))
    assert "Hildegard" not in everything


def test_a_serving_program_that_meets_damage_logs_no_guest(
    done: Say, serve: Serve, data: Path
) -> None:
    done("unit", "add", "A")
    done("occupancy", "add", "A", "2027-07-14", "2027-07-21", "--guest", GUEST)
    port = ports.free_port()
    done("settings", "set", "port", str(port))
    path = urlsplit(done("link", "enable", "A").strip()).path
    first_line(serve())
    assert status(port, path) == 200
    with closing(sqlite3.connect(data / "zimmerfrei.db")) as raw, raw:
        raw.execute("UPDATE occupancy SET guest = CAST(x'' || guest || x'ff' AS TEXT)")
        raw.execute("UPDATE unit SET revision = revision + 1")
    assert status(port, path) == 503
    written = (data / "logs" / "zimmerfrei.log").read_text()
    assert "a feed was refused" in written
    assert "is damaged or no Zimmerfrei database" in written
    assert "Hildegard" not in written
