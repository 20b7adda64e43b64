"""The backup of a calendar service, of either database, while somebody is at work in it."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.relay.uses.relay import Relay
from tests.relay.cluster import Cluster
from tests.relay.conftest import ADDRESS, cluster, command

SCRIPT = Path(__file__).parents[2] / "deploy" / "relay" / "backup.sh"
_ = cluster  # a fixture
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell's script")


def copied(into: Path, *within: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Make a copy; `within` is how a command is run where the database is."""
    return subprocess.run(
        [str(SCRIPT), str(into), *within],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "ZIMMERFREI_PYTHON": sys.executable, **environment},
    )


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[Relay]:
    (tmp_path / "data").mkdir()
    relay = Relay(tmp_path / "data" / "zimmerfrei-relay.db")
    relay.hosting.describe(ADDRESS)
    relay.hosting.invite("Gästehaus Huber")
    yield relay
    relay.stop()


@pytest.mark.parametrize(
    "named", ["", "{}/data/zimmerfrei-relay.db", "sqlite:///{}/data/zimmerfrei-relay.db"]
)
def test_a_copy_is_whole_while_the_service_goes_on(
    relay: Relay, tmp_path: Path, named: str
) -> None:
    environment = {"ZIMMERFREI_DATA_DIR": str(tmp_path / "data")}
    database = {"ZIMMERFREI_RELAY_DATABASE": named.format(tmp_path)}
    answer = copied(tmp_path / "a folder" / "copies", **environment, **database)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    [copy] = (tmp_path / "a folder" / "copies").iterdir()
    assert re.fullmatch(r"relay-\d{8}-\d{6}\.db", copy.name)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.parent.stat().st_mode & 0o777 == 0o700
    again = Relay(copy)
    assert [one.account.name for one in again.hosting.owners()] == ["Gästehaus Huber"]
    assert again.store.instance == relay.store.instance
    again.stop()


def test_old_copies_go_and_others_files_stay(relay: Relay, tmp_path: Path) -> None:
    assert relay.store.instance
    into = tmp_path / "copies"
    into.mkdir()
    for name in ("relay-20200101-000000.db", "relay-20200101-000000.dump", "letter.txt"):
        (into / name).touch()
        os.utime(into / name, (0, 0))
    assert copied(into, ZIMMERFREI_DATA_DIR=str(tmp_path / "data")).returncode == 0
    kept = {path.name for path in into.iterdir()}
    assert "letter.txt" in kept
    assert len(kept) == 2


def test_a_database_that_is_not_there_is_no_backup(tmp_path: Path) -> None:
    answer = copied(tmp_path / "copies", ZIMMERFREI_DATA_DIR=str(tmp_path))
    assert answer.returncode != 0
    assert list((tmp_path / "copies").iterdir()) == []
    assert not (tmp_path / "zimmerfrei-relay.db").exists()


def test_a_damaged_database_does_not_push_good_copies_out(tmp_path: Path, relay: Relay) -> None:
    file = tmp_path / "data" / "zimmerfrei-relay.db"
    relay.stop()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    damaged = bytearray(file.read_bytes())
    damaged[size + 100 :] = b"\xa5" * (len(damaged) - size - 100)
    file.write_bytes(damaged)
    into = tmp_path / "copies"
    into.mkdir()
    good = into / "relay-20200101-000000.db"
    good.touch()
    os.utime(good, (0, 0))
    assert copied(into, ZIMMERFREI_DATA_DIR=str(tmp_path / "data")).returncode != 0
    assert list(into.iterdir()) == [good]


def invited(cluster: Cluster) -> None:
    """Leave in the database a service that has invited one owner."""
    command(cluster.address, "DROP SCHEMA public CASCADE")
    command(cluster.address, "CREATE SCHEMA public")
    relay = Relay(cluster.address)
    relay.hosting.describe(ADDRESS)
    relay.hosting.invite("Gästehaus Huber")
    relay.stop()


@pytest.mark.skipif(shutil.which("pg_dump") is None, reason="needs pg_dump")
def test_postgresql_is_copied_as_well(cluster: Cluster, tmp_path: Path) -> None:
    invited(cluster)
    answer = copied(tmp_path / "copies", ZIMMERFREI_RELAY_DATABASE=cluster.address)
    assert (answer.returncode, answer.stderr) == (0, "")
    [copy] = (tmp_path / "copies").iterdir()
    assert copy.suffix == ".dump"
    told = subprocess.run(
        ["pg_restore", "--file=-", str(copy)], capture_output=True, text=True, check=True
    ).stdout
    assert "Gästehaus Huber" in told


CONTAINER = """#!/bin/sh
# A container with the database, to whoever calls it as a composition is called.
[ "$1 $2 $3" = "exec -T database" ] || exit 9
shift 3
program=$1
shift
# Nobody is called relay here, nor is the database.
[ "$*" = "--username relay --format=custom relay" ] || exit 8
exec "$program" --format=custom "$DATABASE"
"""


def container(folder: Path) -> str:
    script = folder / "compose"
    script.write_text(CONTAINER)
    script.chmod(0o755)
    return str(script)


@pytest.mark.skipif(shutil.which("pg_dump") is None, reason="needs pg_dump")
def test_a_database_in_a_container_is_copied_from_outside(cluster: Cluster, tmp_path: Path) -> None:
    invited(cluster)
    into = tmp_path / "copies"
    within = (container(tmp_path), "exec", "-T", "database")
    # What the environment says of a database on the machine itself is not asked.
    for named in ("", "in a container.db"):
        shutil.rmtree(into, ignore_errors=True)
        answer = copied(into, *within, DATABASE=cluster.address, ZIMMERFREI_RELAY_DATABASE=named)
        assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
        [copy] = into.iterdir()
        assert re.fullmatch(r"relay-\d{8}-\d{6}\.dump", copy.name)
        assert copy.stat().st_mode & 0o777 == 0o600
        told = subprocess.run(
            ["pg_restore", "--file=-", str(copy)], capture_output=True, text=True, check=True
        ).stdout
        assert "Gästehaus Huber" in told


def test_a_container_that_does_not_run_is_no_backup_and_pushes_no_good_one_out(
    tmp_path: Path,
) -> None:
    into = tmp_path / "copies"
    into.mkdir()
    good = into / "relay-20200101-000000.dump"
    good.touch()
    os.utime(good, (0, 0))
    answer = copied(into, container(tmp_path), "exec", "-T", "nobody")
    assert answer.returncode == 9
    assert list(into.iterdir()) == [good]
