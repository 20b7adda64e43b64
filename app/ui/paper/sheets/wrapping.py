"""Texts of several lines on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.paper.sheets.canvas import text_width

if TYPE_CHECKING:
    from collections.abc import Iterator


def wrapped(text: str, size: float, width: float, most: int) -> tuple[str, ...]:
    """Break `text` into lines of letters of `size` that are no wider than `width`, both in mm.

    Of more than `most` lines the last one ends with "…". Blank lines take no room on paper.
    """
    lines: list[str] = []
    for part in text.splitlines():
        for line in _lines(part.split(), size, width):
            if len(lines) == most:
                lines[-1] = _shortened(f"{lines[-1]} …", size, width)
                return tuple(lines)
            lines.append(line)
    return tuple(lines)


def _lines(words: list[str], size: float, width: float) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if text_width(longer, size) <= width:
            line = longer
            continue
        if line:
            yield line
        # A word that no line has room for, such as an address, is broken where it must be.
        *whole, line = _pieces(word, size, width)
        yield from whole
    if line:
        yield line


def _pieces(word: str, size: float, width: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _shortened(line: str, size: float, width: float) -> str:
    while len(line) > 2 and text_width(line, size) > width:
        line = f"{line[:-2].rstrip()}…"
    return line
