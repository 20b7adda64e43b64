"""Standard input and output where there are none, or of another encoding."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.common import output
from app.cli.common.streams import prepare_streams
from app.core.errors import UserError
from tests.cli.conftest import ROOT, real

WORDS = "Gäste → 民宿 🏡 Łódź"


class Written(io.BytesIO):
    """What a redirected stream wrote, also after that is closed."""

    def close(self) -> None:
        pass


def redirected(monkeypatch: pytest.MonkeyPatch) -> Written:
    """Put standard output and error into a file of Windows, in its code page."""
    written = Written()
    for name in ("stdout", "stderr"):
        stream = io.TextIOWrapper(written, encoding="cp1252", newline="")
        monkeypatch.setattr(sys, name, stream)
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    return written


def test_nothing_is_lost_on_the_way_into_a_file_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    file = redirected(monkeypatch)
    prepare_streams("win32")
    output.say(WORDS)
    output.complain(WORDS)
    output.say_json(WORDS)
    assert file.getvalue().decode("utf-8") == f'{WORDS}\n{WORDS}\n"{WORDS}"\n'


def test_an_encoding_that_somebody_asked_for_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    file = redirected(monkeypatch)
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    prepare_streams("win32")
    output.say("Gäste → 民宿")
    assert file.getvalue() == "Gäste ? ??\n".encode("cp1252")


def test_elsewhere_the_users_encoding_stays_and_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = redirected(monkeypatch)
    prepare_streams("linux")
    output.say("Gäste 民宿")
    assert file.getvalue() == "Gäste ??\n".encode("cp1252")


def test_a_program_without_a_console_says_nothing_and_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    prepare_streams()
    output.say(WORDS)
    output.say_bytes(WORDS.encode())
    output.say_json([WORDS])
    output.complain(WORDS)
    sys.stderr.write(WORDS)
    assert output.table([output.Column("A")], [("b",)]).splitlines()[2] == "b"
    assert sys.stdin.read() == ""
    # A traceback of a crash wants a number of a file.
    assert sys.stderr.fileno() > 0
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.close()


def test_streams_that_are_there_stay(capsys: pytest.CaptureFixture[str]) -> None:
    before = (sys.stdin, sys.stdout, sys.stderr)
    prepare_streams()
    assert (sys.stdin, sys.stdout, sys.stderr) == before
    output.say(WORDS)
    assert capsys.readouterr().out == f"{WORDS}\n"


WITHOUT = """
import sys
sys.stdin = sys.stdout = sys.stderr = None
sys.argv[0] = "zimmerfrei"
from app.cli import main
main()
"""
COMMANDS = [
    (["--version"], 0),
    (["--help"], 0),
    (["unit", "add", "Seeblick"], 0),
    (["unit", "list", "--json"], 0),
    (["unit", "--nonsense"], 2),
    (["nonsense"], 2),
    (["unit", "archive", "Nobody"], 1),
]


@pytest.mark.parametrize(("line", "status"), COMMANDS)
def test_every_command_bears_a_missing_console(data: Path, line: list[str], status: int) -> None:
    """As the windowed program of the bundle starts it, and ``pythonw``."""
    ended = subprocess.run(
        [sys.executable, "-c", WITHOUT, *line], cwd=ROOT, capture_output=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (status, b"", b"")
    log = data / "logs" / "zimmerfrei.log"
    assert not log.exists() or "Traceback" not in log.read_text("utf-8")


@pytest.mark.usefixtures("data")
def test_redirected_output_is_whole() -> None:
    """Through a pipe, in whatever encoding this system prefers."""
    assert real("unit", "add", WORDS).status == 0
    assert WORDS in real("unit", "list").out
    assert WORDS in real("unit", "list", "--json").out
    assert WORDS in real("unit", "archive", f"{WORDS}!").err


@pytest.mark.parametrize(
    ("number", "platform", "closed"),
    [
        (errno.EPIPE, "linux", True),
        (errno.EPIPE, "win32", True),
        (errno.EINVAL, "win32", True),
        (errno.EINVAL, "linux", False),
        (errno.ENOSPC, "win32", False),
    ],
)
def test_a_closed_pipe_is_known_by_its_code(number: int, platform: str, closed: bool) -> None:
    assert output.is_closed_pipe(OSError(number, ""), platform) is closed


class Broken(io.StringIO):
    """A stream into which nothing can be written."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def write(self, text: str) -> int:
        raise OSError(self._number, f"words of the system about {text!r}")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, "the disk is full"), (errno.EIO, r"\(EIO\)"), (errno.EBADF, r"\(EBADF\)")],
)
def test_what_cannot_be_printed_is_said_by_its_code(
    number: int, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "drop_output", lambda: None)
    monkeypatch.setattr(sys, "stdout", Broken(number))
    with pytest.raises(UserError, match=sentence) as told:
        output.say("a")
    assert "words" not in str(told.value)


def test_a_reader_that_has_gone_is_no_fault(data: Path) -> None:
    """Its end of the pipe is closed before anything is written."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as output_end:
        ended = subprocess.run(
            [sys.executable, "-m", "app", "--help"],
            cwd=ROOT,
            stdout=output_end,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert not data.exists()
