"""The unit for systemd: understood, hardened, and what it runs is a command of ours."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.cli.program import run

UNIT = Path(__file__).parents[2] / "deploy" / "zimmerfrei.service"
pytestmark = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="needs systemd-analyze"
)


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit, over a program that is there."""
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text().replace("/opt/zimmerfrei/bin/zimmerfrei", "/bin/true"))
    return copy


def values() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    # The case of names counts for systemd.
    parser.optionxform = str  # type: ignore[assignment]
    parser.read_string(UNIT.read_text())
    return parser


def test_systemd_understands_it_all(unit: Path) -> None:
    answer = analyze("verify", str(unit))
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_a_mistake_in_it_would_be_told(unit: Path) -> None:
    unit.write_text(unit.read_text().replace("ProtectHome=yes", "ProtectHome=maybe\nShield=up"))
    answer = analyze("verify", str(unit))
    assert "Shield" in answer.stderr
    assert "protect home" in answer.stderr


def test_it_may_do_little(unit: Path) -> None:
    answer = analyze("security", "--offline=yes", str(unit))
    found = re.search(r"Overall exposure level for \S+: (\d+\.\d)", answer.stdout)
    assert found is not None, answer.stderr
    assert float(found[1]) <= 2.0


def test_it_waits_for_the_network_and_never_gives_up() -> None:
    found = values()
    assert "network-online.target" in found["Unit"]["After"].split()
    assert "network-online.target" in found["Unit"]["Wants"].split()
    assert found["Unit"]["StartLimitIntervalSec"] == "0"
    assert found["Service"]["Restart"] == "on-failure"


def test_what_it_runs_is_ours(capsys: pytest.CaptureFixture[str]) -> None:
    program, *arguments = values()["Service"]["ExecStart"].split()
    assert program.endswith("/zimmerfrei")
    folder = arguments[arguments.index("--data-dir") + 1]
    assert folder == f"/var/lib/{values()['Service']['StateDirectory']}"
    assert run([arguments[0], "--help"]) == 0
    assert "--data-dir" in capsys.readouterr().out
