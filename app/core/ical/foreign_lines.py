"""The content lines of a calendar that somebody else has written, as well as it can be read.

What the standard asks for (RFC 5545 §3.1: CRLF, UTF-8, folds by a space) is not what all send.
Folds are undone on bytes, for some writers fold in the middle of a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LINE_LIMIT = 100_000
"""Characters of one whole line; what is longer is no word of a calendar."""

_FOLD = re.compile(rb"\n[ \t]")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_UTF_8 = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """A property: its name in capitals, its parameters by name in capitals, its value as it is."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as a text (§3.3.11), its escapes undone."""
        if "\\" not in self.value:
            return self.value
        return _ESCAPE.sub(_unescaped, self.value)


def decoded(body: bytes) -> str:
    """Return the text of `body`: lines end in a line feed, folds are undone.

    UTF-8, with its mark or without; UTF-16 and Latin-1, which some send by mistake.
    """
    utf_16 = _UTF_16.get(body[:2]) or _unmarked_utf_16(body)
    if utf_16 is not None:
        body = body.decode(utf_16, "replace").removeprefix("\ufeff").encode("utf-8", "replace")
    body = body.removeprefix(_UTF_8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    body = _FOLD.sub(b"", body)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield each line of `text` with its name in capitals, empty where there is none."""
    for line in text.split("\n"):
        found = _NAME.match(line)
        yield (found[0].upper() if found else ""), line


def parsed(line: str) -> Line | None:
    """Return the property of a line, None where it is none."""
    if len(line) > LINE_LIMIT:
        return None
    head, colon, value = line.partition(":")
    if '"' in head:
        at = _unquoted(line, ":")
        if at is None:
            return None
        head, colon, value = line[:at], ":", line[at + 1 :]
    if not colon:
        return None
    name, *parameters = _split(head, ";")
    if not _NAME.fullmatch(name):
        return None
    return Line(name.upper(), dict(map(_parameter, parameters)), value)


def _unmarked_utf_16(body: bytes) -> str | None:
    """Tell UTF-16 without its mark: each letter of BEGIN has a zero beside it."""
    begin = "BEGIN"
    for encoding in ("utf-16-le", "utf-16-be"):
        if body[:10].upper() == begin.encode(encoding):
            return encoding
    return None


def _unquoted(text: str, sign: str) -> int | None:
    inside = False
    for at, one in enumerate(text):
        if one == '"':
            inside = not inside
        elif one == sign and not inside:
            return at
    return None


def _split(text: str, sign: str) -> list[str]:
    if '"' not in text:
        return text.split(sign)
    parts, begin, inside = [], 0, False
    for at, one in enumerate(text):
        if one == '"':
            inside = not inside
        elif one == sign and not inside:
            parts.append(text[begin:at])
            begin = at + 1
    return [*parts, text[begin:]]


def _parameter(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip().upper(), value.strip().strip('"')


def _unescaped(found: re.Match[str]) -> str:
    sign = found[1]
    if sign in "nN":
        return "\n"
    return sign if sign in '\\;,:"' else found[0]
