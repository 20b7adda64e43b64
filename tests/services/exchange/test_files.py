"""A file is written whole or not at all, and every refusal is a sentence."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.services.exchange.files import written_whole
from app.storage.files.reach import extended, reachable
from tests.systems import links, mode_bits

NOBODY = 65534


def write(target: Path, content: bytes = b"new") -> None:
    with written_whole(target) as draft:
        draft.write_bytes(content)


@contextmanager
def not_root() -> Iterator[None]:
    """Root may write anywhere: be nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_is_there_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "Gäste & Häuser.csv"
    write(target)
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_what_stands_there_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_bytes(b"old")
    write(target)
    assert target.read_bytes() == b"new"


@links
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "list.csv", tmp_path / "link.csv"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write(link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_whatever_goes_wrong_leaves_what_stood_there(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_bytes(b"old")

    def break_off(draft: Path) -> None:
        draft.write_bytes(b"half")
        assert draft.parent == tmp_path
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), written_whole(target) as draft:
        break_off(draft)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@mode_bits
def test_a_folder_that_may_not_be_written_to_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    with pytest.raises(UserError, match="Nothing may be written in") as told, not_root():
        write(folder / "list.csv")
    assert told.value.values["folder"] == str(folder)
    folder.chmod(0o755)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("lock", [".~lock.list.xlsx#", "~$list.xlsx"])
def test_a_file_that_is_open_elsewhere_is_left_alone(tmp_path: Path, lock: str) -> None:
    target = tmp_path / "list.xlsx"
    target.write_bytes(b"old")
    (tmp_path / lock).touch()
    with pytest.raises(UserError, match=r"“list\.xlsx” is open in another program"):
        write(target)
    assert target.read_bytes() == b"old"


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is gone"):
        write(tmp_path / "stick" / "list.csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        write(tmp_path)


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="too long"):
        write(tmp_path / f"{'ö' * 200}.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_what_stood_there(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_bytes(b"old")
    resource = pytest.importorskip("resource", reason="Windows limits no file's size")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(UserError, match=r"no room left for “list\.csv”"):
            write(target, b"x" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EIO, "does not answer"),
        (errno.EROFS, "Nothing may be written"),
        (errno.EDQUOT, "no room left"),
        (errno.EBUSY, "is open in another program"),
        (errno.EFAULT, r"could not be written \(EFAULT\)"),
        (999_999, r"could not be written \(999999\)"),
    ],
)
def test_the_code_chooses_the_sentence_and_no_word_of_the_system_is_in_it(
    tmp_path: Path, number: int, sentence: str
) -> None:
    def fail() -> None:
        raise OSError(number, "words of the system")

    with pytest.raises(UserError, match=sentence) as told, written_whole(tmp_path / "list.csv"):
        fail()
    assert "words of the system" not in str(told.value)


def test_a_name_is_too_long_where_the_folder_is_there_and_windows_calls_it_missing(
    tmp_path: Path,
) -> None:
    def fail() -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    with pytest.raises(UserError, match="too long"), written_whole(tmp_path / "list.csv"):
        fail()


@pytest.mark.parametrize(
    "name", ["CON", "nul.csv", "COM1.xlsx", "list.csv.", "list ", "a:b.csv", "what?.csv"]
)
def test_a_name_that_windows_takes_for_something_else_is_refused_there(
    tmp_path: Path, name: str
) -> None:
    if sys.platform == "win32":
        with pytest.raises(UserError, match="Windows does not take"):
            # Not joined by pathlib, for which the part before a colon is a drive.
            write(Path(f"{tmp_path}\\{name}"))
        assert list(tmp_path.iterdir()) == []
    else:
        write(tmp_path / name)
        assert (tmp_path / name).read_bytes() == b"new"


def test_a_path_beyond_260_signs_is_written_and_replaced(tmp_path: Path) -> None:
    folder = reachable(tmp_path / ("Gäste " * 20).strip() / ("Häuser " * 20).strip())
    # Made by its long form; what is asked for is the plain one, as a dialog gives it.
    Path(extended(str(folder)) if sys.platform == "win32" else folder).mkdir(parents=True)
    target = tmp_path / ("Gäste " * 20).strip() / ("Häuser " * 20).strip() / "Liste.csv"
    assert len(str(target)) > 260
    write(target, b"old")
    write(target, b"new")
    assert reachable(target).read_bytes() == b"new"
    assert [each.name for each in reachable(target).parent.iterdir()] == ["Liste.csv"]


def test_a_file_that_a_program_keeps_open_on_windows_is_said_so(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_bytes(b"old")

    def fail() -> None:
        error = PermissionError(errno.EACCES, "x")
        error.winerror = 5  # type: ignore[attr-defined,unused-ignore]  # of Windows alone
        raise error

    with pytest.raises(UserError, match="is open in another program"), written_whole(target):
        fail()
    assert target.read_bytes() == b"old"
