"""How a system asks a program to end: by signals, and on Windows by closing its console.

Whoever serves or has the window open shuts down in order then, and is not cut off.
"""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

_NAMES = ("SIGTERM", "SIGINT", "SIGBREAK", "SIGHUP")
"""SIGHUP: the terminal is closed. SIGBREAK is Windows' Ctrl-Break, which services are ended by."""
_CLOSED = {2, 5, 6}
"""CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT and CTRL_SHUTDOWN_EVENT."""
_PATIENCE = 4.5
"""Seconds; after five Windows ends the program."""


@contextmanager
def asked_to_end(ask: Callable[[], object]) -> Iterator[None]:
    """Have `ask` called where the program shall end while this is open; on the main thread.

    What it stands around must have ended when it is left: on Windows the program may be gone then.
    """
    ended = threading.Event()
    with ExitStack() as stack:
        for name in _NAMES:
            number = getattr(signal, name, None)
            # Who starts a program with `nohup` wants it to outlive the terminal.
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                before = signal.signal(number, lambda *_: ask())
                stack.callback(signal.signal, number, before)
        stack.enter_context(_told_by_console(ClosingConsole(ended)))
        # First: the console is told nothing more while it waits for us.
        stack.callback(ended.set)
        yield


class ClosingConsole:
    """What Windows calls, on a thread of its own, when something becomes of the console.

    When it returns, Windows ends the program. So it asks for the end and waits for that.

    Args:
        ended: set when the program has shut down.
        patience: seconds to wait for it.
    """

    def __init__(self, ended: threading.Event, patience: float = _PATIENCE) -> None:
        self._ended = ended
        self._patience = patience

    def __call__(self, event: int) -> bool:
        """Tell whether the event was seen to; Ctrl-C and Ctrl-Break are signals already."""
        if event not in _CLOSED:
            return False
        _thread.interrupt_main(signal.SIGTERM)
        self._ended.wait(self._patience)
        return True


if sys.platform == "win32":

    @contextmanager
    def _told_by_console(handler: ClosingConsole) -> Iterator[None]:
        """Have the system call `handler`; a program without a console hears nothing."""
        import ctypes  # noqa: PLC0415  # only who serves or has a window needs it

        # https://learn.microsoft.com/windows/console/setconsolectrlhandler
        kind = ctypes.WINFUNCTYPE(ctypes.c_int, ctypes.c_uint)
        called = kind(lambda event: int(handler(event)))
        console = ctypes.WinDLL("kernel32").SetConsoleCtrlHandler
        console.argtypes = (kind, ctypes.c_int)
        console(called, 1)
        try:
            yield
        finally:
            console(called, 0)
else:

    @contextmanager
    def _told_by_console(_handler: ClosingConsole) -> Iterator[None]:
        """Elsewhere a terminal that is closed sends a signal."""
        yield
