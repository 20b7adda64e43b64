"""The log: a file in the data folder that turns over, without tokens and without guests' data.

Commands write nothing but their one line to standard error; what happened in detail stands here.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.common.log_file import LogFile
from app.services.diagnostics.discreet import DiscreetFormatter

logger = logging.getLogger(__name__)

FILE_NAME = "zimmerfrei.log"


def _log_fault(fault: threading.ExceptHookArgs) -> None:
    """Log what ended a thread, instead of printing it."""
    if fault.exc_value is not None:
        name = fault.thread.name if fault.thread else "?"
        logger.error("thread %s ended by a fault", name, exc_info=fault.exc_value)


@contextmanager
def logging_to(folder: Path) -> Iterator[None]:
    """Write the program's log below `folder` meanwhile."""
    handler = LogFile(folder / FILE_NAME, DiscreetFormatter())
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
