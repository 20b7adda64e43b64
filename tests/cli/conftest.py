"""Runs command lines: in this process where speed matters, as the real program elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli.program import run
from tests.clocks import SetClock
from tests.systems import HEARS_THE_END

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Answer:
    """What a command line came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Zimmerfrei = Callable[..., Answer]
Say = Callable[..., str]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that is not there yet, on a path with a space and an umlaut."""
    folder = tmp_path / "Gäste und Häuser"
    monkeypatch.setenv("ZIMMERFREI_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def zimmerfrei(data: Path, capsys: pytest.CaptureFixture[str]) -> Zimmerfrei:
    """Carry out a command line in this process."""

    assert not data.exists()

    def call(*arguments: str) -> Answer:
        capsys.readouterr()
        status = run(arguments, SetClock())
        out, err = capsys.readouterr()
        return Answer(status, out, err)

    return call


@pytest.fixture
def done(zimmerfrei: Zimmerfrei) -> Say:
    """Carry out a command line that must succeed; return what it printed."""

    def call(*arguments: str) -> str:
        answer = zimmerfrei(*arguments)
        assert (answer.status, answer.err) == (0, ""), answer.err
        return answer.out

    return call


@pytest.fixture
def refused(zimmerfrei: Zimmerfrei) -> Say:
    """Carry out a command line that must be refused by one sentence; return that."""

    def call(*arguments: str) -> str:
        answer = zimmerfrei(*arguments)
        assert (answer.status, answer.out) == (1, "")
        return sentence(answer)

    return call


def sentence(answer: Answer) -> str:
    """Return the one line on standard error."""
    assert answer.err.count("\n") == 1, answer.err
    assert "Traceback" not in answer.err
    return answer.err.strip()


def real(
    *arguments: str | bytes,
    env: Mapping[str, str] | None = None,
    through: Sequence[str] = (),
    **more: Any,
) -> Answer:
    """Run the real program in a process of its own, `through` a command that sets it up."""
    answer = subprocess.run(
        [*through, sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        **more,
    )
    return Answer(answer.returncode, answer.stdout, answer.stderr)


AT_THE_SAME_TIME = f"""{HEARS_THE_END}
import sys
from app.cli.program import run
from tests.clocks import SetClock
sys.exit(run(sys.argv[1:], SetClock()))
"""
Serve = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def serve(data: Path) -> Iterator[Serve]:
    """Start ``zimmerfrei serve`` at the time of the commands in these tests, 6 July 2027.

    What still runs at the end of the test is ended.
    """
    with ExitStack() as stack:

        def start(*arguments: str) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [sys.executable, "-c", AT_THE_SAME_TIME, "serve", *arguments],
                cwd=ROOT,
                env={
                    **os.environ,
                    "ZIMMERFREI_DATA_DIR": str(data),
                    "PYTHONIOENCODING": "utf-8",
                },
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        yield start


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()
