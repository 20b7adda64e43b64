"""The log: a file in the data folder that turns over, without tokens and without guests' data.

Commands write nothing but their one line to standard error; what happened in detail stands here.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path

from app.override import override
from app.services.diagnostics.discreet import DiscreetFormatter

logger = logging.getLogger(__name__)

FILE_NAME = "zimmerfrei.log"
_BYTES = 1_000_000
_KEPT = 3


class LogFile(logging.Handler):
    """Writes to `path`, which is made with the first record: most commands have none.

    Where it cannot be written, on a full disk or in a folder that is read-only, the program goes
    on without it.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None
        self.setFormatter(DiscreetFormatter())

    @override
    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self._file is None:
                self._file = self._opened()
        except OSError:
            return
        self._file.emit(record)

    @override
    def close(self) -> None:
        # What the disk did not take before, it does not take now.
        with suppress(OSError):
            if self._file is not None:
                self._file.close()
        super().close()

    def _opened(self) -> logging.Handler:
        # Imported on demand: it brings sockets and more, for what most commands never do.
        from logging.handlers import RotatingFileHandler  # noqa: PLC0415

        class Quiet(RotatingFileHandler):
            @override
            def _open(self) -> TextIOWrapper:
                """Open a file that only its owner may read."""
                file = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
                return TextIOWrapper(os.fdopen(file, "ab"), encoding=self.encoding)

            @override
            def handleError(self, record: logging.LogRecord) -> None:
                """Go on: standard error is for the one line."""

        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = Quiet(self._path, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8")
        file.setFormatter(self.formatter)
        return file


def _log_fault(fault: threading.ExceptHookArgs) -> None:
    """Log what ended a thread, instead of printing it."""
    if fault.exc_value is not None:
        name = fault.thread.name if fault.thread else "?"
        logger.error("thread %s ended by a fault", name, exc_info=fault.exc_value)


@contextmanager
def logging_to(folder: Path) -> Iterator[None]:
    """Write the program's log below `folder` meanwhile."""
    handler = LogFile(folder / FILE_NAME)
    root, ours = logging.getLogger(), logging.getLogger("app")
    level, hook = ours.level, threading.excepthook
    root.addHandler(handler)
    ours.setLevel(logging.INFO)
    threading.excepthook = _log_fault
    try:
        yield
    finally:
        threading.excepthook = hook
        root.removeHandler(handler)
        ours.setLevel(level)
        handler.close()
