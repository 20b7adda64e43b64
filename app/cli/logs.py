"""The log: a file in the data folder that turns over, without tokens and without guests' data.

Commands write nothing but their one line to standard error; what happened in detail stands here.
"""

from __future__ import annotations

import logging
import re
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.override import override
from app.core.errors import UserError

logger = logging.getLogger(__name__)

FILE_NAME = "zimmerfrei.log"
_BYTES = 1_000_000
_KEPT = 3
_TOKEN = re.compile(r"(/cal/|/kalender/)[^/\s\"']+|\b[A-Za-z0-9]{24}\b")


class DiscreetFormatter(logging.Formatter):
    """Writes records without secrets.

    Of a :class:`UserError` its marked text is written, not its values, which name guests; what
    looks like the token of a link is left out.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s")

    @override
    def format(self, record: logging.LogRecord) -> str:
        if isinstance(record.args, tuple):
            told = tuple(_told(a) if isinstance(a, UserError) else a for a in record.args)
            record = logging.makeLogRecord({**record.__dict__, "args": told, "exc_text": None})
        return _TOKEN.sub(r"\1…", super().format(record))

    @override
    def formatException(self, ei: object) -> str:
        error = ei[1] if isinstance(ei, tuple) else None
        return "".join(_chain(error)).rstrip() if isinstance(error, BaseException) else ""


def _told(error: BaseException) -> str:
    return error.message if isinstance(error, UserError) else str(error)


def _chain(error: BaseException) -> Iterator[str]:
    """Yield a traceback with its causes, oldest first, as Python writes them."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from _chain(earlier)
        yield "then:\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__qualname__}: {_told(error)}\n"


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
        if self._file is not None:
            self._file.close()
        super().close()

    def _opened(self) -> logging.Handler:
        # Imported on demand: it brings sockets and more, for what most commands never do.
        from logging.handlers import RotatingFileHandler  # noqa: PLC0415

        class Quiet(RotatingFileHandler):
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
