"""Disks with little room, for what happens when they are full."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, kilobytes: int = 64) -> Iterator[None]:
    """Let this folder have room for so much, and no more; skips where none can be made."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.name != "posix":
        pytest.skip("Windows makes no small disk for a test")
    if os.getuid() != 0:
        pytest.skip("only root may make a small disk")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("no disk can be made here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path, name: str = "filler") -> Path:
    """Take all the room that is left; returns what takes it."""
    filler = folder / name
    # Without a buffer: what did not fit would be written once more when it is closed.
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 4_096, 1):
            try:
                while file.write(b"\0" * size):
                    pass
            except OSError:
                continue
    return filler
