"""What commands print: sentences, tables that line up, JSON, whatever the terminal can show."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.cli.common.streams import drop_output
from app.core.errors import UserError
from app.dataclass import dataclass
from app.storage.files.troubles import Trouble, code_name, trouble

if TYPE_CHECKING:
    from app.services.services import Services

GAP = "  "
_NARROWEST = 8


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; a `flexible` one is shortened where the terminal is too narrow."""

    title: str
    right: bool = False
    flexible: bool = False


def say(text: str) -> None:
    """Print a text on standard output at once.

    Raises:
        UserError: it cannot be written, as into a file on a full disk.
        BrokenPipeError: its reader has gone.
    """
    with _written():
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


@contextlib.contextmanager
def _written() -> Iterator[None]:
    """Turn what can go wrong with standard output into a sentence."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if is_closed_pipe(error):
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from error
        drop_output()  # or the interpreter stumbles over the rest once more when it ends
        if trouble(error) is Trouble.FULL:
            raise UserError(
                "What this command prints could not be written: the disk is full."
            ) from error
        raise UserError(
            "What this command prints could not be written ({reason}).", reason=code_name(error)
        ) from error


def is_closed_pipe(error: OSError, platform: str = sys.platform) -> bool:
    """Tell whether the reader of what is printed has gone.

    Windows' library of C says EINVAL where the pipe is being closed, and EPIPE where it is closed.
    """
    codes = {errno.EPIPE, errno.EINVAL} if platform == "win32" else {errno.EPIPE}
    return error.errno in codes


def say_bytes(body: bytes) -> None:
    """Print bytes exactly as they are, without a line break after them (raises as `say`)."""
    with _written():
        sys.stdout.flush()
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()


def say_json(rows: object) -> None:
    """Print JSON; in pure ASCII where standard output is not UTF-8, so that it stays whole."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    say(json.dumps(rows, ensure_ascii=not unicode, indent=2, default=_plain))


def complain(sentence: str) -> None:
    """Print one line on standard error."""
    # Nobody may be there to read it: a service without a terminal, a closed pipe.
    with contextlib.suppress(OSError):
        sys.stderr.write(single_line(sentence) + "\n")
        sys.stderr.flush()


def single_line(text: str) -> str:
    """Return `text` without line breaks and control characters, which terminals would obey."""
    return "".join(
        " " if unicodedata.category(character) in {"Cc", "Zl", "Zp"} else character
        for character in text
    ).strip()


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> str:
    """Return rows under their titles, aligned, within the terminal where there is one."""
    cells = [[single_line(cell) for cell in row] for row in rows]
    titles = [column.title for column in columns]
    widest = [max(map(width, column)) for column in zip(titles, *cells, strict=True)]
    widths = _fitted(columns, widest)
    lines = [
        GAP.join(
            _cell(text, room, right=column.right)
            for text, room, column in zip(row, widths, columns, strict=True)
        ).rstrip()
        for row in (titles, *cells)
    ]
    lines.insert(1, GAP.join("─" * room for room in widths))
    return "\n".join(lines)


def pairs(rows: Sequence[tuple[str, str]]) -> str:
    """Return what is called how, a line each, the values below one another."""
    room = max((width(name) for name, _ in rows), default=0)
    return "\n".join(
        f"{_cell(single_line(name), room, right=False)}{GAP}{single_line(value)}".rstrip()
        for name, value in rows
    )


def width(text: str) -> int:
    """Return how many places `text` takes in a terminal (Unicode UAX 11; emoji are wide)."""
    places = 0
    last = 0
    for character in text:
        if character == "\N{VARIATION SELECTOR-16}":  # draws what precedes it as an emoji
            places += 2 - last
            last = 2
        elif unicodedata.category(character) in {"Mn", "Me", "Cf"}:
            continue
        else:
            last = 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
            places += last
    return places


def _fitted(columns: Sequence[Column], widths: Sequence[int]) -> Sequence[int]:
    """Return widths that the terminal has room for, `widths` where that cannot be."""
    if not sys.stdout.isatty():
        return widths
    room = shutil.get_terminal_size().columns - len(GAP) * (len(widths) - 1)
    fitted = list(widths)
    while sum(fitted) > room:
        wide = [
            index
            for index, column in enumerate(columns)
            if column.flexible and fitted[index] > _NARROWEST
        ]
        if not wide:
            return widths
        fitted[max(wide, key=lambda index: fitted[index])] -= 1
    return fitted


def _cell(text: str, room: int, *, right: bool) -> str:
    if width(text) > room:
        while width(text) > room - 1:
            text = text[:-1]
        text += "…"
    padding = " " * (room - width(text))
    return padding + text if right else text + padding


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


Record = Mapping[str, object]
"""A row of a JSON listing."""


def unit_names(services: Services) -> dict[int, str]:
    """Return the names of all units by id, archived ones too."""
    return {unit.id: unit.name for unit in services.units.all(archived=True)}
