"""Lines of ours in an ``.htaccess``, which tells Apache how to serve a folder.

The file may be the owner's: their lines stay as they are, to the byte; ours stand between two
marks. They come first: what the owner says of the same thing counts then, as the later line does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.core.publishing.apache.content import CALENDAR_TYPE, PAGE_TYPE
from app.core.publishing.webspace import CALENDAR_END, PAGE_END, WebspaceKind

NAME = ".htaccess"
BEGIN, END = "# Begin of Zimmerfrei", "# End of Zimmerfrei"

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BLOCK = re.compile(
    rb"^[ \t]*%b[ \t]*\r?\n(?:.*\n)*?[ \t]*%b[ \t]*(?:\r?\n|\Z)"
    % (re.escape(BEGIN.encode()), re.escape(END.encode())),
    re.MULTILINE,
)
LEADING = "<IfModule mod_rewrite.c>"
"""The first line of what `leading_lines` returns."""
_SECTION_END = "</IfModule>"
_READ_BY = {WebspaceKind.SFTP, WebspaceKind.FTPS, WebspaceKind.WEBDAV, WebspaceKind.FOLDER}


def may_lead(kind: WebspaceKind) -> bool:
    """Tell whether a script may answer there: what serves it may be a web server with PHP."""
    return kind in _READ_BY


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


def leading_lines(script: str, path: str = "") -> tuple[str, ...]:
    """Return what leads the address of every calendar and page to a script; addresses stay.

    Args:
        script: its name, beside the calendars.
        path: what the addresses of the folder begin with behind the server's name, for servers
            that cannot tell it from where the folder lies on their disk; empty for the others.
    """
    base = (f'RewriteBase "{path}/"',) if path else ()
    return (
        "<IfModule mod_rewrite.c>",
        "RewriteEngine On",
        *base,
        rf"RewriteRule ^[A-Za-z0-9]{{24}}\.(?:ics|html)(?:[\s/]|\xC2\xA0)*$ {script} [NC,L]",
        "</IfModule>",
    )


Section = tuple[str, ...]
"""Lines of ours about one module of Apache; its first line tells which."""


def sections(there: bytes | None) -> tuple[Section, ...]:
    """Return the lines of ours in a file, cut up by the modules that they are for."""
    found: list[Section] = []
    lines: list[str] = []
    for block in _BLOCK.findall((there or b"").removeprefix(_mark_of(there or b""))):
        for line in block.decode("ascii", "replace").splitlines()[1:-1]:
            lines.append(line.strip())
            if lines[-1] == _SECTION_END:
                found.append(tuple(lines))
                lines = []
    return tuple(found)


def with_section(there: bytes | None, *new: Section) -> bytes:
    """Return a file with these lines of ours beside all others of ours.

    They take the place of those that were there for the same modules.
    """
    names = {section[0] for section in new}
    kept = [section for section in sections(there) if section[0] not in names]
    return with_ours(there, [line for section in (*kept, *new) for line in section])


def without_section(there: bytes | None, name: str) -> bytes | None:
    """Return a file without our lines for one module; None where nothing else was in it."""
    kept = [line for section in sections(there) if section[0] != name for line in section]
    return with_ours(there, kept) if kept else without_ours(there)


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
