"""A small disk for the data folder, which a test may fill, protect, pull out and put back."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.data_folder.folder import DataFolder

_SIZE = "4m"


def _run(*line: str) -> bool:
    return subprocess.run(line, capture_output=True, check=False).returncode == 0


class Disk:
    """A disk of memory at `place`; what it holds outlives its being pulled out."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.held = place.with_name("held")
        self._filler = self.held / "filler"
        for folder in (self.place, self.held):
            folder.mkdir()

    def put_in(self) -> bool:
        """Mount it, for the first time or again."""
        if not self.held.is_mount() and not _run(
            "mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(self.held)
        ):
            return False
        return _run("mount", "--bind", str(self.held), str(self.place))

    def pull_out(self) -> None:
        """Take it away, whoever has something open there."""
        assert _run("umount", "--lazy", str(self.place))

    def fill(self) -> None:
        """Leave no room at all."""
        with self._filler.open("wb", buffering=0) as filler, contextlib.suppress(OSError):
            while True:
                filler.write(bytes(1024))

    def free(self) -> None:
        """Make room again."""
        self._filler.unlink()

    def protect(self, *, on: bool) -> None:
        """Let nothing be written to it, or let it be written to again."""
        assert _run("mount", "-o", f"remount,{'ro' if on else 'rw'}", str(self.held))

    def end(self) -> None:
        """Leave nothing mounted."""
        for folder in (self.place, self.held):
            while folder.is_mount() and _run("umount", "--lazy", str(folder)):
                pass


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    if os.name != "posix":
        pytest.skip("Windows makes no disk for a test")
    if os.getuid() != 0:
        pytest.skip("only root may make a disk")
    disk = Disk(tmp_path / "disk")
    try:
        if not disk.put_in():
            pytest.skip("no disk can be made here")
        yield disk
    finally:
        disk.end()


@pytest.fixture
def folder(disk: Disk) -> DataFolder:
    """The data folder, on the small disk."""
    return DataFolder(disk.place / "Gäste und Häuser")
