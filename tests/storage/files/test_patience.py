"""Files that another program holds for a moment."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path

import pytest

from app.storage.files.patience import PAUSES, delete, replace
from app.storage.files.troubles import may_be_held

APP = Path(__file__).parents[3] / "app"
Waiting = Callable[[float], object]


class Scanner:
    """Has a file open, as a virus scanner, and lets it go at the `lasts`-th look.

    Where the system knows no such hindrance it stands in for Windows: what is done to the file is
    refused by Windows' code meanwhile.
    """

    def __init__(self, path: Path, lasts: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.waited: list[float] = []
        self._lasts = lasts
        self._open: BufferedReader | None = path.open("rb") if lasts else None
        if sys.platform != "win32":
            for name in ("replace", "unlink"):
                monkeypatch.setattr(os, name, self._held(getattr(os, name)))

    def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        if len(self.waited) == self._lasts:
            self.let_go()

    def let_go(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _held(self, act: Callable[..., None]) -> Callable[..., None]:
        def refused(*paths: Path, **more: object) -> None:
            if self._open is not None:
                error = PermissionError(errno.EACCES, "x")
                error.winerror = 32  # type: ignore[attr-defined,unused-ignore]  # of Windows alone
                raise error
            act(*paths, **more)

        return refused


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "zimmerfrei.db"
    path.write_bytes(b"old")
    return path


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "zimmerfrei.db.new"
    path.write_bytes(b"new")
    return path


@pytest.mark.parametrize("lasts", [0, 1, 3, len(PAUSES)])
def test_a_file_is_replaced_as_soon_as_it_is_let_go(
    target: Path, draft: Path, lasts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanner = Scanner(target, lasts, monkeypatch)
    replace(draft, target, scanner.pause)
    assert target.read_bytes() == b"new"
    assert not draft.exists()
    assert scanner.waited == list(PAUSES[:lasts])


@pytest.mark.parametrize("lasts", [0, 1, len(PAUSES)])
def test_a_file_that_is_held_is_moved_later(
    target: Path, draft: Path, lasts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanner = Scanner(draft, lasts, monkeypatch)
    replace(draft, target, scanner.pause)
    assert target.read_bytes() == b"new"
    assert len(scanner.waited) == lasts


@pytest.mark.parametrize("lasts", [0, 1, len(PAUSES)])
def test_a_file_is_deleted_as_soon_as_it_is_let_go(
    target: Path, lasts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanner = Scanner(target, lasts, monkeypatch)
    delete(target, pause=scanner.pause)
    assert not target.exists()
    assert len(scanner.waited) == lasts


def test_it_is_not_tried_for_ever_and_nothing_is_lost(
    target: Path, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanner = Scanner(target, 99, monkeypatch)
    with pytest.raises(PermissionError) as told:
        replace(draft, target, scanner.pause)
    assert may_be_held(told.value)
    assert scanner.waited == list(PAUSES)
    assert 1 <= sum(PAUSES) <= 2, "a scanner takes about a second, and an owner waits meanwhile"
    scanner.let_go()
    assert (target.read_bytes(), draft.read_bytes()) == (b"old", b"new")


def test_what_no_patience_helps_against_is_told_at_once(tmp_path: Path) -> None:
    waited: list[float] = []
    with pytest.raises(FileNotFoundError):
        replace(tmp_path / "none", tmp_path / "target", waited.append)
    with pytest.raises(FileNotFoundError):
        delete(tmp_path / "none", missing_ok=False, pause=waited.append)
    assert waited == []


def test_a_file_that_is_not_there_need_not_be_deleted(tmp_path: Path) -> None:
    delete(tmp_path / "none")


def test_a_fault_at_the_last_try_is_that_of_the_last_try(
    target: Path, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two tries the drive may be taken away."""
    scanner = Scanner(target, 2, monkeypatch)

    def pause(seconds: float) -> None:
        scanner.pause(seconds)
        if len(scanner.waited) == 2:
            draft.rename(draft.with_name("elsewhere"))

    with pytest.raises(FileNotFoundError):
        replace(draft, target, pause)
    assert len(scanner.waited) == 2


# Where files are moved or deleted on other systems only, or by a way of the library's own.
ALLOWED = {
    "storage/files/patience.py",
    "cli/common/log_file.py",  # tries again with the next record
    "services/system/login_start.py",  # a file of the desktop, not on Windows
    "ui/links/share/private_opening.py",  # the same
    "services/publishing/webspaces/ftps.py",  # on a server
    "services/publishing/webspaces/sftp.py",
}


def test_nothing_of_ours_is_moved_or_deleted_without_patience() -> None:
    calls = (".unlink(", "os.replace(", "os.rename(", "os.remove(", ".rename(")
    found = {
        f"{path.relative_to(APP).as_posix()}: {line.strip()}"
        for path in APP.rglob("*.py")
        if path.relative_to(APP).as_posix() not in ALLOWED
        for line in path.read_text("utf-8").splitlines()
        if any(call in line for call in calls) and "units.rename(" not in line
    }
    assert found == set()
