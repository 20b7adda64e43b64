"""How a program is asked to end: by signals, and on Windows by its closing console or its setup.

Whoever serves or has the window open shuts down in order then, and is not cut off.
"""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import PureWindowsPath

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
        # A program that runs from its source has no setup.
        if getattr(sys, "frozen", False):
            stack.enter_context(_told_by_setup(setup_event(sys.executable)))
        stack.enter_context(_told_by_console(ClosingConsole(ended)))
        # First: the console is told nothing more while it waits for us.
        stack.callback(ended.set)
        yield


def setup_event(program: str) -> str:
    """Return the name of the event by which the setup asks all programs of its folder to end.

    Args:
        program: the path of one that runs. `tools/packing/windows/setup.nsi` makes the same name.
    """
    # No backslash may stand in it but after Local, which is the session of who has signed in.
    return rf"Local\Zimmerfrei.End.{PureWindowsPath(program).parent.as_posix().lower()}"


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

    @contextmanager
    def _told_by_setup(name: str) -> Iterator[None]:
        """Ask for the end, on the main thread, when somebody sets the event of that name.

        Where it cannot be made, the setup ends the program the hard way after some seconds.
        """
        import ctypes  # noqa: PLC0415  # as above

        # https://learn.microsoft.com/windows/win32/sync/using-event-objects
        kernel = ctypes.WinDLL("kernel32")
        create = kernel.CreateEventW
        create.restype = ctypes.c_void_p
        create.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_wchar_p)
        # All that run share the first: set once it stays so, and each of them hears it.
        both = (ctypes.c_void_p * 2)(create(None, 1, 0, name), create(None, 1, 0, None))

        def wait() -> None:
            if kernel.WaitForMultipleObjects(2, both, 0, 0xFFFFFFFF) == 0:
                _thread.interrupt_main(signal.SIGTERM)

        waiting = threading.Thread(target=wait, name="setup", daemon=True)
        waiting.start()
        try:
            yield
        finally:
            kernel.SetEvent(ctypes.c_void_p(both[1]))
            waiting.join()
            for handle in both:
                kernel.CloseHandle(ctypes.c_void_p(handle))

else:

    @contextmanager
    def _told_by_console(_handler: ClosingConsole) -> Iterator[None]:
        """Elsewhere a terminal that is closed sends a signal."""
        yield

    @contextmanager
    def _told_by_setup(_name: str) -> Iterator[None]:
        """Elsewhere a setup is the system's, which may exchange the files of what runs."""
        yield
