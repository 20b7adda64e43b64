"""Moving and deleting files that another program holds for a moment.

A virus scanner, a search index or a backup opens each new file for about a second; Windows lets no
file be replaced or deleted meanwhile. There is no way but to try again. Everything of ours that is
moved or deleted goes through here.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from app.storage.files.troubles import may_be_held

PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between tries; one and a half all told, and none where nobody holds the file."""
Pause = Callable[[float], object]


def replace(source: Path, target: Path, pause: Pause = time.sleep) -> None:
    """Move a file to `target`, in place of what stands there.

    Args:
        source: what is moved.
        target: where to.
        pause: waits for so many seconds.

    Raises:
        OSError: it cannot be moved, or somebody has held one of the two for too long.
    """
    _patiently(lambda: os.replace(source, target), pause)  # noqa: PTH105  # tests stand in for it


def delete(path: Path, *, missing_ok: bool = True, pause: Pause = time.sleep) -> None:
    """Delete a file (OSError as `replace`).

    Args:
        path: of the file.
        missing_ok: it need not be there.
        pause: waits for so many seconds.
    """
    _patiently(lambda: path.unlink(missing_ok=missing_ok), pause)


def _patiently(act: Callable[[], object], pause: Pause) -> None:
    for seconds in PAUSES:
        try:
            act()
        except OSError as error:
            if not may_be_held(error):
                raise
            pause(seconds)
        else:
            return
    act()
