"""The page of ``man zimmerfrei``, of what the commands say of themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping

_HYPHENS = re.compile(r"-")


def page(version: str, summary: str, helps: Mapping[str, str], headings: Mapping[str, str]) -> str:
    """Return the page in troff's language.

    Args:
        version: that of the program.
        summary: what it is, in a few words.
        helps: what ``--help`` says, by the command that it was asked of ("" for the program).
        headings: the words for NAME, DESCRIPTION and COMMANDS.
    """
    lines = [
        f'.TH ZIMMERFREI 1 "" "Zimmerfrei {version}"',
        f".SH {headings['NAME']}",
        f"zimmerfrei \\- {_plain(summary)}",
        f".SH {headings['DESCRIPTION']}",
        *_verbatim(helps[""]),
        f".SH {headings['COMMANDS']}",
    ]
    for command, text in helps.items():
        if command:
            lines += [f".SS zimmerfrei {_plain(command)}", *_verbatim(text)]
    return "\n".join(lines) + "\n"


def _verbatim(text: str) -> list[str]:
    return [".nf", *(_line(line) for line in text.strip("\n").splitlines()), ".fi"]


def _line(line: str) -> str:
    """A line as it is: troff takes one that begins with a point or an accent for its own."""
    plain = _plain(line)
    return rf"\&{plain}" if plain.startswith((".", "'")) else plain


def _plain(text: str) -> str:
    return _HYPHENS.sub(r"\\-", text.replace("\\", r"\e"))
