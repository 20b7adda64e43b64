"""Waiting for what the system tells of a folder (inotify), which only Linux does."""

from __future__ import annotations

import ctypes
import os
import select
from collections.abc import Callable
from pathlib import Path

_VANISHED = 0x40 | 0x200
"""IN_MOVED_FROM and IN_DELETE of inotify(7): a file is called otherwise now, or is gone."""
_HANGS = 60.0
"""Seconds after which a test has failed rather than waits on."""


def wait_while(folder: Path, still: Callable[[], bool]) -> None:
    """Return when `still` tells no more, asked again whenever a file of `folder` has vanished."""
    libc = ctypes.CDLL(None, use_errno=True)
    events = libc.inotify_init1(os.O_CLOEXEC)
    assert events >= 0, os.strerror(ctypes.get_errno())
    try:
        watch = libc.inotify_add_watch(events, os.fsencode(folder), _VANISHED)
        assert watch >= 0, os.strerror(ctypes.get_errno())
        # What vanished before the folder was watched is seen by the first look.
        while still():
            told, _, _ = select.select([events], [], [], _HANGS)
            assert told, f"nothing has vanished from {folder}"
            os.read(events, 65_536)
    finally:
        os.close(events)
