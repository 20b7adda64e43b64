"""A clock that cannot be right, at the command line: said by ``serve``, shown, confirmed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from app.cli import serve as serving
from app.cli.program import run
from app.core.clock import ClockDoubt
from app.i18n import catalogue
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.ports import free_port
from tests.systems import HEARS_THE_END, ask_to_end

from .conftest import ROOT, Answer, Say, Zimmerfrei

AT = f"""{HEARS_THE_END}
import sys
from datetime import datetime
from pathlib import Path
from app.cli import serve
from app.cli.program import run

class FileClock:
    "Shows the last whole line of a file."
    def now(self):
        return datetime.fromisoformat(Path(sys.argv[1]).read_text().split("\\n")[-2])
    def today(self):
        return self.now().date()

serve._A_MINUTE = 0.02
sys.exit(run(sys.argv[2:], FileClock()))
"""
RIGHT, LATER = "2027-07-06T12:00:00+00:00", "2028-09-09T12:00:00+00:00"


@pytest.fixture
def at(tmp_path: Path) -> Callable[[str], Path]:
    """Set the clock of `serve`; returns the file that it is read from."""
    file = tmp_path / "clock"

    def put(moment: str) -> Path:
        # It is read meanwhile, and Windows replaces no file that somebody has open.
        with file.open("a", encoding="ascii") as lines:
            lines.write(f"{moment}\n")
        return file

    return put


@pytest.fixture
def serve(at: Callable[[str], Path]) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    with ExitStack() as stack:

        def start(moment: str) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [sys.executable, "-c", AT, at(moment), "serve"],
                cwd=ROOT,
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        yield start


@pytest.fixture
def later(zimmerfrei: Zimmerfrei, capsys: pytest.CaptureFixture[str]) -> Zimmerfrei:
    """Carry out a command line fourteen months after `done`."""
    assert zimmerfrei is not None

    def call(*arguments: str) -> Answer:
        capsys.readouterr()
        status = run(arguments, SetClock(datetime.fromisoformat(LATER)))
        out, err = capsys.readouterr()
        return Answer(status, out, err)

    return call


def status_of(url: str) -> int:
    try:
        with urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_serve_says_it_at_the_start_and_when_it_is_over(
    serve: Callable[[str], subprocess.Popen[str]], at: Callable[[str], Path], done: Say
) -> None:
    done("settings", "set", "port", str(free_port()))
    done("unit", "add", "A")
    address = done("link", "enable", "A").strip()
    process = serve("1970-01-01T00:00:00+00:00")
    assert process.stdout is not None
    assert process.stderr is not None
    assert "127.0.0.1" in process.stdout.readline()
    said = process.stderr.readline()
    assert said.startswith("This computer’s clock is wrong: it shows 1 Jan 1970, 00:00")
    assert "6 Jul 2027, 12:00" in said
    assert "zimmerfrei clock confirm" in said
    assert status_of(address) == 503
    at(RIGHT)
    assert process.stderr.readline() == "The clock is right again: links are answered.\n"
    assert status_of(address) == 200
    ask_to_end(process)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (0, "", "")


def test_serve_says_it_when_it_happens_and_a_command_confirms(
    serve: Callable[[str], subprocess.Popen[str]],
    at: Callable[[str], Path],
    done: Say,
    later: Zimmerfrei,
    expect_log: ExpectLog,
) -> None:
    expect_log("app.services.base.house_clock", "no calendar is given")
    done("settings", "set", "port", str(free_port()))
    done("unit", "add", "A")
    address = done("link", "enable", "A").strip()
    process = serve(RIGHT)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    assert status_of(address) == 200
    at(LATER)
    assert "This computer’s clock is wrong" in process.stderr.readline()
    assert status_of(address) == 503
    assert later("clock", "show", "--json").json["believed"] is False
    assert later("clock", "confirm").out == (
        "Confirmed: it is 9 Sep 2028, 12:00. Links are answered.\n"
    )
    assert status_of(address) == 200
    assert "right again" in process.stderr.readline()


def test_what_is_shown(
    done: Say, zimmerfrei: Zimmerfrei, later: Zimmerfrei, expect_log: ExpectLog
) -> None:
    expect_log("app.services.base.house_clock", "no calendar is given")
    assert zimmerfrei("clock", "show", "--json").json == {
        "shown": "2027-07-06T12:00:00+00:00",
        "known": None,
        "believed": True,
    }
    done("unit", "add", "A")
    assert zimmerfrei("clock", "show").out.splitlines() == [
        "The clock shows     6 Jul 2027, 12:00",
        "Last used           6 Jul 2027, 12:00",
        "Links are answered  yes",
    ]
    assert later("clock", "show").out.splitlines() == [
        "The clock shows     9 Sep 2028, 12:00",
        "Last used           6 Jul 2027, 12:00",
        "Links are answered  no: the clock is wrong",
    ]
    assert later("clock", "show", "--json").json == {
        "shown": "2028-09-09T12:00:00+00:00",
        "known": "2027-07-06T12:00:00+00:00",
        "believed": False,
    }


def test_each_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    news = serving._ClockNews(catalogue("de"))
    known = SetClock().now()
    doubt = ClockDoubt(known.replace(year=2038), known)
    for one in (None, doubt, doubt, None, None):
        news.tell(one)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Die Uhr dieses Computers geht falsch: Sie zeigt 06.07.2038, 12:00")
