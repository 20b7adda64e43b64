"""The units of a calendar service: understood, hardened, and what they run is ours."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from app.cli.relay.commands import _PORT

FOLDER = Path(__file__).parents[2] / "deploy" / "relay"
SERVICE, BACKUP = "zimmerfrei-relay.service", "zimmerfrei-relay-backup.service"
TIMER = "zimmerfrei-relay-backup.timer"
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="needs systemd-analyze"
)


def values(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    # The case of names counts for systemd.
    parser.optionxform = str  # type: ignore[assignment]
    parser.read_string((FOLDER / name).read_text())
    return parser


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """All units, over programs that are there."""
    for name in (SERVICE, BACKUP, TIMER):
        text = (FOLDER / name).read_text()
        (tmp_path / name).write_text(re.sub(r"/opt/zimmerfrei/\S+", "/bin/true", text))
    return tmp_path


@needs_systemd
@pytest.mark.parametrize("name", [SERVICE, BACKUP, TIMER])
def test_systemd_understands_it_all(units: Path, name: str) -> None:
    answer = analyze("verify", str(units / name))
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


@needs_systemd
@pytest.mark.parametrize("name", [SERVICE, BACKUP])
def test_it_may_do_little(units: Path, name: str) -> None:
    answer = analyze("security", "--offline=yes", str(units / name))
    found = re.search(r"Overall exposure level for \S+: (\d+\.\d)", answer.stdout)
    assert found is not None, answer.stderr
    assert float(found[1]) <= 2.0


@pytest.mark.parametrize("name", [SERVICE, BACKUP])
def test_all_work_on_the_same_data_as_the_same_user(name: str) -> None:
    service = values(name)["Service"]
    assert service["User"] == service["Group"] == service["StateDirectory"] == "zimmerfrei-relay"
    text = (FOLDER / name).read_text()
    assert "Environment=ZIMMERFREI_DATA_DIR=/var/lib/zimmerfrei-relay\n" in text
    assert "EnvironmentFile=-/etc/zimmerfrei/relay.env\n" in text


def test_it_never_gives_up_and_is_only_reached_through_what_stands_in_front() -> None:
    found = values(SERVICE)
    assert found["Unit"]["StartLimitIntervalSec"] == "0"
    assert found["Service"]["Restart"] == "always"
    command = shlex.split(found["Service"]["ExecStart"])
    assert command[command.index("--bind") + 1] == f"127.0.0.1:{_PORT}"
    assert command[-1] == "app.relay.wsgi:application"
    # Paths hold secrets, and what is noted of the requests goes into a log.
    assert not any("access-log" in one for one in command)


def test_the_backup_is_started_by_its_timer_and_runs_what_is_installed() -> None:
    assert values(TIMER)["Install"]["WantedBy"] == "timers.target"
    assert "Unit" not in values(TIMER)["Timer"]
    program, folder = values(BACKUP)["Service"]["ExecStart"].split()
    told = (FOLDER / "README.md").read_text("utf-8")
    assert f"deploy/relay/backup.sh {program}\n" in told
    assert f"`{folder}`" in told
