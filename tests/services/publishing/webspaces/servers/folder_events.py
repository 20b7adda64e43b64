"""Waiting for what the system tells of a folder: Linux by inotify, Windows by a notification."""

from __future__ import annotations

import ctypes
import os
import select
import sys
from collections.abc import Callable
from pathlib import Path

_VANISHED = 0x40 | 0x200
"""IN_MOVED_FROM and IN_DELETE of inotify(7): a file is called otherwise now, or is gone."""
_NAMES = 1
"""FILE_NOTIFY_CHANGE_FILE_NAME: a file has come, is called otherwise, or is gone."""
HANGS = 60.0
"""Seconds after which a test has failed rather than waits on."""


if sys.platform == "win32":

    def wait_while(folder: Path, still: Callable[[], bool]) -> None:
        """Return when `still` tells no more, asked whenever names in `folder` have changed."""
        # https://learn.microsoft.com/windows/win32/fileio/obtaining-directory-change-notifications
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.FindFirstChangeNotificationW.restype = ctypes.c_void_p
        found = kernel.FindFirstChangeNotificationW(str(folder), 0, _NAMES)
        events = ctypes.c_void_p(found)
        assert events.value != ctypes.c_void_p(-1).value, ctypes.get_last_error()
        try:
            # What vanished before the folder was watched is seen by the first look.
            while still():
                told = kernel.WaitForSingleObject(events, int(HANGS * 1000))
                assert told == 0, f"nothing has vanished from {folder}"
                assert kernel.FindNextChangeNotification(events)
        finally:
            kernel.FindCloseChangeNotification(events)
else:

    def wait_while(folder: Path, still: Callable[[], bool]) -> None:
        """Return when `still` tells no more, asked whenever a file of `folder` has vanished."""
        libc = ctypes.CDLL(None, use_errno=True)
        events = libc.inotify_init1(os.O_CLOEXEC)
        assert events >= 0, os.strerror(ctypes.get_errno())
        try:
            watch = libc.inotify_add_watch(events, os.fsencode(folder), _VANISHED)
            assert watch >= 0, os.strerror(ctypes.get_errno())
            # What vanished before the folder was watched is seen by the first look.
            while still():
                told, _, _ = select.select([events], [], [], HANGS)
                assert told, f"nothing has vanished from {folder}"
                os.read(events, 65_536)
        finally:
            os.close(events)
