"""A file is written whole or not at all, and every refusal is a sentence."""

from __future__ import annotations

import errno
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.services.exchange.files import written_whole

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


def test_what_nobody_thought_of_is_told_with_the_systems_reason(tmp_path: Path) -> None:
    def fail() -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with (
        pytest.raises(UserError, match=f"could not be written: {os.strerror(errno.EIO)}"),
        written_whole(tmp_path / "list.csv"),
    ):
        fail()
