"""The file of the log, with several programs at it and folders that come and go."""

from __future__ import annotations

import errno
import itertools
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.cli.common.log_file import LogFile
from app.storage.engine.claim import Claim
from tests.conftest import Start
from tests.systems import appends

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


class AfterLooking(LogFile):
    """Lets something happen as soon as it has looked how large the file is."""

    then: Callable[[], object] = staticmethod(lambda: None)

    def _size(self) -> int:
        size = super()._size()
        self.then()
        return size


@pytest.fixture
def other(log: Path) -> Iterator[AfterLooking]:
    """That of another program over the same data folder."""
    other = AfterLooking(log, logging.Formatter("%(message)s"))
    yield other
    other.close()


def files(log: Path) -> dict[str, list[int]]:
    """The records of each file."""
    return {
        file.name: [int(line.split()[0]) for line in file.read_text("utf-8").splitlines()]
        for file in log.parent.glob("zimmerfrei.log*")
    }


def test_what_another_has_turned_over_meanwhile_is_not_turned_over_again(
    log: Path, handler: LogFile, other: AfterLooking
) -> None:
    """Both find it full; the second has looked before the first turns it over."""
    for number in range(9):
        write(handler, f"{number} {'x' * LONG}")

    def before() -> None:
        del other.then
        write(handler, f"9 {'x' * LONG}")

    other.then = before
    write(other, f"10 {'x' * LONG}")
    assert files(log) == {log.name: [9, 10], f"{log.name}.1": list(range(9))}


def test_no_record_is_lost_where_each_turn_over_is_wanted_twice(
    log: Path, handler: LogFile, other: AfterLooking
) -> None:
    more = itertools.count()
    other.then = lambda: write(handler, f"{next(more)} {'x' * LONG}")
    for _ in range(20):
        write(other, f"{next(more)} {'x' * LONG}")
    kept = numbers(log)
    assert kept == list(range(kept[0], next(more)))
    # That is three full files.
    assert len(kept) >= 27


def test_nobody_else_turns_it_over_in_between(
    log: Path, handler: LogFile, other: AfterLooking, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(27):
        write(handler, f"{number} {'x' * LONG}")
    more, moves = itertools.count(28), list[Path]()
    replace = os.replace

    def moved(source: Path, target: Path) -> None:
        # While it looks whether it may move, and before and after each move.
        moves.append(target)
        if len(moves) < 8:
            write(other, f"{next(more)} {'x' * LONG}")
        replace(source, target)

    monkeypatch.setattr(os, "replace", moved)
    write(handler, f"27 {'x' * LONG}")
    monkeypatch.undo()
    assert len(moves) > 2
    assert numbers(log) == list(range(next(more)))


@pytest.mark.parametrize("done", [1, 2])
def test_what_was_broken_off_is_ended_the_next_time_and_loses_nothing(
    log: Path, handler: LogFile, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    """The program was killed, or one file held, after so many were moved."""
    for number in range(36):
        write(handler, f"{number} {'x' * LONG}")
    assert sorted(files(log)) == [log.name, *(f"{log.name}.{number}" for number in (1, 2, 3))]
    replace, left = os.replace, done

    def ends(source: Path, target: Path) -> None:
        nonlocal left
        if source != target:
            left -= 1
            if left < 0:
                raise PermissionError(13, "x")
        replace(source, target)

    monkeypatch.setattr(os, "replace", ends)
    write(handler, f"36 {'x' * LONG}")
    monkeypatch.undo()
    assert len(files(log)) == 3
    write(handler, f"37 {'x' * LONG}")
    assert files(log)[log.name] == [37]
    assert numbers(log) == list(range(9, 38))


def test_it_is_turned_over_where_nothing_can_be_locked(
    log: Path, handler: LogFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a share without locks: else it would grow until the disk is full."""

    def none(_: Claim) -> bool:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(Claim, "take", none)
    for number in range(12):
        write(handler, f"{number} {'x' * LONG}")
    assert files(log) == {log.name: [9, 10, 11], f"{log.name}.1": list(range(9))}


def test_the_turn_over_is_let_go_whatever_happens(
    log: Path, handler: LogFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(9):
        write(handler, f"{number} {'x' * LONG}")

    def torn(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(os, "replace", torn)
    with pytest.raises(MemoryError):
        write(handler, f"9 {'x' * LONG}")
    monkeypatch.undo()
    claim = Claim(log.with_name("turning.lock"))
    assert claim.take()
    claim.release()


def test_one_that_is_held_for_long_keeps_nobody_from_writing(log: Path, handler: LogFile) -> None:
    claim = Claim(log.with_name("turning.lock"))
    write(handler, f"0 {'x' * LONG}")
    assert claim.take()
    for number in range(1, 30):
        write(handler, f"{number} {'x' * LONG}")
    assert files(log) == {log.name: list(range(30))}
    claim.release()
    write(handler, "30")
    assert files(log) == {log.name: [30], f"{log.name}.1": list(range(30))}


PROGRAM = """
import logging, sys
from pathlib import Path
from app.cli.common.log_file import LogFile

handler = LogFile(Path(sys.argv[1]), logging.Formatter("%(message)s"))
print("there", flush=True)
for number in sys.stdin:
    text = f"{number.strip()} {'x' * 30_000}"
    handler.handle(logging.LogRecord("app", 20, "", 0, text, None, None))
    print("done", flush=True)
"""


class Writing:
    """A program that writes the records it is told, and says when each is written."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._in, self._out = process.stdin, process.stdout
        assert self._out.readline() == "there\n"

    def tell(self, *numbers: int) -> None:
        self._in.write("".join(f"{number}\n" for number in numbers))
        self._in.flush()
        self._told = len(numbers)

    def wait(self) -> None:
        assert [self._out.readline() for _ in range(self._told)] == ["done\n"] * self._told


@pytest.fixture
def programs(log: Path, start: Start) -> list[Writing]:
    return [Writing(process) for process in [start(PROGRAM, log) for _ in range(2)]]


@appends
def test_two_programs_write_into_one_log_and_turn_it_over(
    log: Path, programs: list[Writing]
) -> None:
    for first, program in enumerate(programs):
        program.tell(*range(first, 100, 2))
    for program in programs:
        program.wait()
    assert numbers(log) == list(range(100))


def test_two_programs_turn_it_over_by_turns(log: Path, programs: list[Writing]) -> None:
    for number in range(100):
        program = programs[number % 2]
        program.tell(number)
        program.wait()
    assert files(log) == {
        log.name: [99],
        f"{log.name}.1": list(range(66, 99)),
        f"{log.name}.2": list(range(33, 66)),
        f"{log.name}.3": list(range(33)),
    }


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
