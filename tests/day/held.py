"""What a process holds: its memory, objects, threads, open files, sockets, database connections."""

from __future__ import annotations

import ctypes
import gc
import threading
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

_SAMPLES = 5
_PAGE = 4096
_MORE_OBJECTS = 1.02
_PASSING = {"threads": 1, "files": 3, "sockets": 2, "databases": 3}
"""What may be open just then, and a moment later is not: the log of fetches writes meanwhile."""


@dataclass(frozen=True)
class Held:
    """How much of each; `databases` are open files of databases and their logs.

    `memory` is in bytes, what it needs; `resident` is with what it has had free since it needed
    more for a moment, and keeps for the next time.
    """

    memory: int
    resident: int
    objects: int
    threads: int
    files: int
    sockets: int
    databases: int

    def __str__(self) -> str:
        return (
            f"{self.memory / 2**20:.1f} MB ({self.resident / 2**20:.1f} with what is free), "
            f"{self.objects:,} objects, {self.threads} threads, "
            f"{self.files} open files ({self.sockets} sockets, {self.databases} of databases)"
        )


def held() -> Held:
    """Return what this process holds for longer than a moment: the least of some looks."""
    gc.collect()
    resident = _resident()
    _give_back()
    looks = [astuple(_look(resident)) for _ in range(_SAMPLES)]
    return Held(*(min(values) for values in zip(*looks, strict=True)))


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE


def _give_back() -> None:
    """Let the C library give back what it keeps free, where it can (malloc_trim(3))."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _look(resident: int) -> Held:
    targets = []
    for file in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            targets.append(str(file.readlink()))
    return Held(
        memory=_resident(),
        resident=resident,
        objects=len(gc.get_objects()),
        threads=threading.active_count(),
        files=len(targets),
        sockets=sum(target.startswith("socket:") for target in targets),
        databases=sum(".db" in target.rpartition("/")[2] for target in targets),
    )


def grown(first: Held, last: Held) -> list[str]:
    """Return in words what a process holds more of than chance explains, but for its memory."""
    found = []
    if last.objects > first.objects * _MORE_OBJECTS:
        found.append(f"objects are {last.objects / first.objects:.3f} times what they were")
    for name, passing in _PASSING.items():
        before, after = getattr(first, name), getattr(last, name)
        if after > before + passing:
            found.append(f"{name} have become {after} from {before}")
    return found
