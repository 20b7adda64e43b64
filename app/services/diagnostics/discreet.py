"""Records and errors in words that hold no secret: for the log, and for whoever helps."""

from __future__ import annotations

import errno
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

from app.core.discretion import TOKEN
from app.core.errors import UserError
from app.override import override

_APP = Path(__file__).resolve().parents[2]
_OF_CODE = {
    AttributeError,
    ImportError,
    ModuleNotFoundError,
    NameError,
    NotImplementedError,
    RecursionError,
    TypeError,
    UnboundLocalError,
    ZeroDivisionError,
}
"""What the interpreter says of code, with its names and types."""


class DiscreetFormatter(logging.Formatter):
    """Writes records without secrets.

    Of a :class:`UserError` its marked text is written, not its values, which name guests. Of other
    exceptions what they are, the codes of SQLite and the system, and where they come from: their
    own texts quote what could not be read or written. What looks like the token of a link is left
    out.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s")

    @override
    def format(self, record: logging.LogRecord) -> str:
        args = record.args
        if isinstance(args, tuple):
            args = tuple(_without_texts(a) if isinstance(a, BaseException) else a for a in args)
        # Another handler may have noted the traceback in full already.
        record = logging.makeLogRecord({**record.__dict__, "args": args, "exc_text": None})
        return TOKEN.sub(r"\1…", super().format(record))

    @override
    def formatException(self, ei: object) -> str:
        error = ei[1] if isinstance(ei, tuple) else None
        return "".join(_chain(error)).rstrip() if isinstance(error, BaseException) else ""


def _without_texts(error: BaseException) -> str:
    """Return what an exception is, without any value that it may quote."""
    if isinstance(error, UserError):
        return error.message
    kind = type(error).__qualname__
    if isinstance(error, OSError):
        # Not its text: that names the file, which the owner may have named after a guest.
        return f"{kind} {errno.errorcode.get(error.errno or 0, '?')}"
    if code := getattr(error, "sqlite_errorname", None):
        return f"{kind} {code}"
    return f"{kind}: {error}" if _is_of_code(error) else kind


def _is_of_code(error: BaseException) -> bool:
    """Tell whether the interpreter itself has raised it in our code: then it quotes that alone."""
    trace = error.__traceback__
    if type(error) not in _OF_CODE or trace is None:
        return False
    while trace.tb_next is not None:
        trace = trace.tb_next
    return Path(trace.tb_frame.f_code.co_filename).is_relative_to(_APP)


def _chain(error: BaseException) -> Iterator[str]:
    """Yield a traceback with its causes, oldest first, as Python writes them."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from _chain(earlier)
        yield "then:\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    kind = f"{type(error).__qualname__}: " if isinstance(error, UserError) else ""
    yield f"{kind}{_without_texts(error)}\n"


def error_text(error: BaseException) -> str:
    """Return an error with its traceback, as the log has it."""
    return TOKEN.sub(r"\1…", "".join(_chain(error)).rstrip())
