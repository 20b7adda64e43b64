"""What systems differ in, for tests: marks with their reason, and what is done another way."""

import ctypes
import errno
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

WINDOWS = sys.platform == "win32"
WINE = WINDOWS and hasattr(ctypes.CDLL("ntdll"), "wine_get_version")
"""Whether that is not Windows itself but stands in for it."""

KILLED = 9 if WINDOWS else -9
"""The status of a process that did `os.kill(os.getpid(), 9)`: it ends at once, on Windows too."""

mode_bits = pytest.mark.skipif(WINDOWS, reason="Windows has no mode bits")
# There a process is ended at once, by whatever signal but those of the keyboard.
signals = pytest.mark.skipif(WINDOWS, reason="Windows sends no such signal to a process")
open_files = pytest.mark.skipif(WINDOWS, reason="Windows takes no file away that is open")
links = pytest.mark.skipif(WINDOWS, reason="on Windows a link takes an administrator")
# There each append finds out where the end is, and writes there only then; Windows does it at once.
appends = pytest.mark.skipif(WINE, reason="Wine lets two programs write over each other")
workshop = pytest.mark.skipif(
    WINDOWS, reason="it is set up and packed by shell, git, make and dpkg"
)


# Put before a child's code, it lets `ask_to_end` reach the child on Windows: there no process can
# send another a signal but by a console that both share, which tests have not.
HEARS_THE_END = """
import os, signal, sys, threading

def _hear():
    told = os.read(0, 16)
    if told:
        signal.raise_signal(int(told))

if sys.platform == "win32":
    threading.Thread(target=_hear, daemon=True).start()
"""


def ask_to_end(process: "subprocess.Popen[str]", number: int = signal.SIGTERM) -> None:
    """Ask a child to end, by a signal: on Windows one with `HEARS_THE_END` and piped input."""
    if not WINDOWS:
        process.send_signal(number)
        return
    assert process.stdin is not None
    process.stdin.write(f"{number:d}\n")
    process.stdin.flush()


def open_handles(process: psutil.Process) -> int:
    """Return how many files, sockets and the like a process has open."""
    # Windows’ own question is not known to the types elsewhere.
    return int(getattr(process, "num_handles" if WINDOWS else "num_fds")())


def is_private(path: Path) -> bool:
    """Tell whether nobody but its owner may reach it, by its mode bits where there are any.

    On Windows the folders of an account are private by the rights that they hand down.
    """
    return WINDOWS or path.stat().st_mode & 0o077 == 0


CALLER_GONE = {errno.ECONNABORTED, errno.ECONNRESET, errno.ENOTCONN}
"""What systems say of a caller that was gone before anybody let it in: Wine says the last."""


def next_caller(listening: socket.socket) -> socket.socket:
    """Let the next caller in, past those of whom the system says that they are gone.

    Raises:
        OSError: it listens no more.
    """
    while True:
        try:
            caller, _ = listening.accept()
        except OSError as error:
            if error.errno not in CALLER_GONE:
                raise
        else:
            return caller
