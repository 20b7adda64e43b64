"""Standard input and output as every part of the program may take them for granted.

A program without a console has none: Python sets them to None there (``pythonw``, the windowed
program of the bundle, ``>&-``), and whatever prints, logs or asks would stumble over that.
"""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


def prepare_streams(platform: str = sys.platform) -> None:
    """Put a stream in the place of each that is missing, and let none break off over a sign.

    Redirected output of Windows is UTF-8, as that of other systems: the code page that Python takes
    there has no “→”, no 民宿 and no emoji, and no guest may lose a letter on the way into a file.

    Args:
        platform: as in ``sys.platform``.
    """
    sys.stdin = sys.stdin or _nothing("r")
    sys.stdout = sys.stdout or _nothing("w")
    sys.stderr = sys.stderr or _nothing("w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            chosen = "PYTHONIOENCODING" in os.environ
            if platform == "win32" and not chosen and not stream.isatty():
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="replace")


def drop_output() -> None:
    """Let standard output go nowhere, after its reader has closed the pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _nothing(mode: str) -> TextIO:
    # Open until the program ends, as the stream whose place it takes.
    return open(os.devnull, mode, encoding="utf-8")  # type: ignore[return-value]  # noqa: PTH123
