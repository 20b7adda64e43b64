"""Lines of ours in an ``.htaccess``, which tells Apache how to serve a folder.

The file may be the owner's: their lines stay as they are, to the byte; ours stand between two
marks. They come first: what the owner says of the same thing counts then, as the later line does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.core.publishing.content import CALENDAR_TYPE, PAGE_TYPE
from app.core.publishing.webspace import CALENDAR_END, PAGE_END, WebspaceKind

NAME = ".htaccess"
BEGIN, END = "# Begin of Zimmerfrei", "# End of Zimmerfrei"

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BLOCK = re.compile(
    rb"^[ \t]*%b[ \t]*\r?\n(?:.*\n)*?[ \t]*%b[ \t]*(?:\r?\n|\Z)"
    % (re.escape(BEGIN.encode()), re.escape(END.encode())),
    re.MULTILINE,
)
_READ_BY = {WebspaceKind.SFTP, WebspaceKind.FTPS, WebspaceKind.WEBDAV, WebspaceKind.FOLDER}


def may_help(kind: WebspaceKind) -> bool:
    """Tell whether an Apache may be what serves there; the others keep types that they are told."""
    return kind in _READ_BY


def type_lines() -> tuple[str, ...]:
    """Return what makes Apache name calendars and pages as what they are.

    Servers that were set up long ago know no type for calendars, and some say another charset.
    """
    return (
        "<IfModule mod_mime.c>",
        f'AddType "{CALENDAR_TYPE}" {CALENDAR_END}',
        f'AddType "{PAGE_TYPE}" {PAGE_END}',
        "</IfModule>",
    )


def hiding_lines() -> tuple[str, ...]:
    """Return what keeps the names of our files out of the list that some servers show of a folder.

    Whoever knows a name can read the calendar.
    """
    return (
        "<IfModule mod_autoindex.c>",
        f"IndexIgnore *{CALENDAR_END} *{PAGE_END} *.new",
        "</IfModule>",
    )


def with_ours(there: bytes | None, lines: Sequence[str]) -> bytes:
    """Return a file with these lines of ours in place of all that were ours before.

    Args:
        there: what the file holds, None where there is none.
        lines: without ends of lines.
    """
    owners = without_ours(there) or b""
    end = b"\r\n" if b"\r\n" in owners else b"\n"
    block = b"".join(line.encode() + end for line in (BEGIN, *lines, END))
    mark = _mark_of(owners)
    return mark + block + owners.removeprefix(mark)


def without_ours(there: bytes | None) -> bytes | None:
    """Return a file without our lines; None where nothing else was in it.

    A mark that has lost its other one tells nothing of the lines beside it: they stay.
    """
    if there is None:
        return None
    mark = _mark_of(there)
    left = _BLOCK.sub(b"", there.removeprefix(mark))
    return None if not mark + left and there else mark + left


def holds_ours(there: bytes | None) -> bool:
    """Tell whether lines of ours are in a file."""
    return there is not None and _BLOCK.search(there.removeprefix(_mark_of(there))) is not None


def _mark_of(there: bytes) -> bytes:
    """Return the mark of UTF-8 that some editors put first, where Apache lets it stand."""
    return _BYTE_ORDER_MARK if there.startswith(_BYTE_ORDER_MARK) else b""
