"""The file of the log, with several programs at it and folders that come and go."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.common.log_file import LogFile
from tests.conftest import Start

LONG = 100_000


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "Gäste" / "logs" / "zimmerfrei.log"


@pytest.fixture
def handler(log: Path) -> Iterator[LogFile]:
    handler = LogFile(log, logging.Formatter("%(message)s"))
    yield handler
    handler.close()


def write(handler: LogFile, text: str) -> None:
    handler.handle(logging.LogRecord("app", logging.INFO, "", 0, text, None, None))


def numbers(log: Path) -> list[int]:
    """The records that are kept, by the number that each begins with."""
    texts = [file.read_text("utf-8") for file in log.parent.glob("zimmerfrei.log*")]
    return sorted(int(line.split()[0]) for text in texts for line in text.splitlines())


def test_no_record_is_lost_while_another_program_has_the_file_open(
    log: Path, handler: LogFile
) -> None:
    write(handler, f"0 {'x' * LONG}")
    with log.open("a", encoding="utf-8"):
        for number in range(1, 30):
            write(handler, f"{number} {'x' * LONG}")
    assert numbers(log) == list(range(30))


def test_it_turns_over_as_soon_as_the_other_program_has_ended(log: Path, handler: LogFile) -> None:
    write(handler, "0")
    with log.open("a", encoding="utf-8"):
        for number in range(1, 25):
            write(handler, f"{number} {'x' * LONG}")
        held = log.stat().st_size
    write(handler, f"25 {'x' * LONG}")
    assert numbers(log) == list(range(26))
    assert log.stat().st_size < 1_000_000
    # Only Windows keeps anybody from turning it over.
    assert (held > 1_000_000) is (sys.platform == "win32")


def test_older_files_stay_while_it_cannot_be_turned_over(
    log: Path, handler: LogFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(25):
        write(handler, f"{number} {'x' * LONG}")
    before = sorted(file.name for file in log.parent.iterdir())
    replace = os.replace

    def held(source: Path, target: Path) -> None:
        if source == log:
            raise PermissionError(13, "x")
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    for number in range(25, 40):
        write(handler, f"{number} {'x' * LONG}")
    assert sorted(file.name for file in log.parent.iterdir()) == before
    assert numbers(log) == list(range(40))


PROGRAM = """
import logging, sys
from pathlib import Path
from app.cli.common.log_file import LogFile

handler = LogFile(Path(sys.argv[1]), logging.Formatter("%(message)s"))
print("there", flush=True)
sys.stdin.readline()
for number in map(int, sys.argv[2:]):
    record = logging.LogRecord("app", 20, "", 0, f"{number} {'x' * 30_000}", None, None)
    handler.handle(record)
print("done", flush=True)
"""


def test_two_programs_write_into_one_log_and_turn_it_over(log: Path, start: Start) -> None:
    programs = [start(PROGRAM, log, *range(first, 60, 2)) for first in range(2)]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "there\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "done\n"
    assert numbers(log) == list(range(60))


def test_a_log_that_was_deleted_begins_anew(log: Path, handler: LogFile) -> None:
    write(handler, "0")
    log.unlink()
    write(handler, "1")
    shutil.rmtree(log.parent)
    write(handler, "2")
    assert numbers(log) == [2]


def test_a_data_folder_that_is_gone_does_not_come_back_with_a_log_alone(
    log: Path, handler: LogFile
) -> None:
    write(handler, "0")
    data = log.parents[1]
    shutil.rmtree(data)
    write(handler, "1")
    assert not data.exists()
    data.mkdir()
    write(handler, "2")
    assert numbers(log) == [2]


def test_a_text_that_is_none_is_written_all_the_same(log: Path, handler: LogFile) -> None:
    write(handler, "0 G\udce4ste 民宿")
    assert log.read_text("utf-8") == "0 G\\udce4ste 民宿\n"


def test_nobody_is_told_where_it_cannot_be_written(
    log: Path, handler: LogFile, capsys: pytest.CaptureFixture[str]
) -> None:
    log.mkdir(parents=True)
    write(handler, "0")
    assert capsys.readouterr() == ("", "")
    log.rmdir()
    write(handler, "1")
    assert numbers(log) == [1]
