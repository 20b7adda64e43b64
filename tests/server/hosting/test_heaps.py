"""Threads share their heaps; told by glibc itself, in a process of its own, for it is for good."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.server.hosting.heaps import HEAPS, share_heaps

_THREADS = 12
_COUNTED = f"""
import ctypes, sys, threading
from app.server.hosting.heaps import share_heaps

if sys.argv[1] == "shared":
    share_heaps()
glibc = ctypes.CDLL(None)
there = threading.Barrier({_THREADS} + 1)

def work():
    kept = [bytes(5000) for _ in range(100)]
    there.wait()
    there.wait()
    assert len(kept) == 100

threads = [threading.Thread(target=work) for _ in range({_THREADS})]
for thread in threads:
    thread.start()
there.wait()
glibc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(glibc.fopen(sys.argv[2].encode(), b"w"))
glibc.malloc_info(0, file)
glibc.fclose(file)
there.wait()
for thread in threads:
    thread.join()
"""


def has_glibc() -> bool:
    return sys.platform == "linux" and Path("/proc/self/maps").read_text().find("/libc.so.6") >= 0


def counted(how: str, folder: Path, program: str = _COUNTED) -> int:
    """Return how many heaps a process with many threads has."""
    told = folder / f"{how}.xml"
    subprocess.run([sys.executable, "-c", program, how, str(told)], check=True, timeout=60)
    return len(re.findall(r"<heap nr=", told.read_text("utf-8")))


@pytest.mark.skipif(not has_glibc(), reason="only glibc has heaps for threads, and tells of them")
def test_many_threads_share_few_heaps(tmp_path: Path) -> None:
    assert counted("shared", tmp_path) <= HEAPS
    assert counted("each its own", tmp_path) > HEAPS


@pytest.mark.skipif(not has_glibc(), reason="only glibc has heaps for threads, and tells of them")
def test_a_server_shares_them_before_its_threads_begin(tmp_path: Path) -> None:
    program = _COUNTED.replace(
        "from app.server.hosting.heaps import share_heaps",
        "from app.server.hosting.host import Host, listen",
    ).replace(
        "    share_heaps()\n",
        "    Host(lambda environ, start: [], listen('127.0.0.1', 0)).stop()\n",
    )
    assert counted("shared", tmp_path, program) <= HEAPS


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_are_left_alone(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setitem(sys.modules, "ctypes", None)
    share_heaps()
    assert threading.active_count() >= 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is asked for")
def test_another_library_of_c_has_no_such_thing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Musl:
        """It has no `mallopt`."""

    monkeypatch.setattr("ctypes.CDLL", lambda _name: Musl())
    share_heaps()
