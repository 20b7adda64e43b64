"""Bugs of the whole program as they are logged: each once, with how often it has happened.

Whatever nobody expected is logged with its traceback, by the window, by jobs, by the server: that
is where it is heard of.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.core.errors import UserError
from app.dataclass import dataclass
from app.override import override
from app.services.diagnostics.discreet import error_text

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST: Final = 50
"""So many different ones are kept: where there are more, one fault causes all of them."""
_ROOT: Final = "app"

_Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Bug:
    """A bug in words, without what it may quote; `count` says how often it has come up."""

    key: _Key
    where: str
    text: str
    count: int = 1


class BugWatch(logging.Handler):
    """Notes every bug that is logged, and calls `happened` with it, on whatever thread that is."""

    def __init__(self, happened: Callable[[Bug], object]) -> None:
        super().__init__(logging.ERROR)
        self._happened = happened
        self._bugs: dict[_Key, Bug] = {}
        self._guard = threading.Lock()

    def watch(self) -> None:
        """Begin."""
        logging.getLogger(_ROOT).addHandler(self)

    def stop(self) -> None:
        """End."""
        logging.getLogger(_ROOT).removeHandler(self)

    def bugs(self) -> tuple[Bug, ...]:
        """Return those that there have been, the last one first."""
        with self._guard:
            return tuple(reversed(self._bugs.values()))

    @override
    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is None or isinstance(error, UserError):
            return
        key = _key(error)
        with self._guard:
            before = self._bugs.pop(key, None)
            if before is None:
                bug = Bug(key, record.name, error_text(error))
            else:
                bug = replace(before, count=before.count + 1)
            self._bugs[key] = bug
            if len(self._bugs) > _MOST:
                self._bugs.pop(next(iter(self._bugs)))
        self._happened(bug)


def _key(error: BaseException) -> _Key:
    """Return what makes two bugs the same: what it is, and the line that it comes from."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    kind = type(error).__qualname__
    return (kind, trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else (kind, "", 0)
