"""How much memory the process keeps for its threads: of what each has needed once, not for good.

glibc gives nearly every thread a heap of its own, up to eight for each processor, and every heap
keeps what was needed in it for a moment: by a day of jobs, uploads and restarts the process grew by
8 % so, and grows by 2 % with two heaps. They are enough, for Python lets its threads take turns.
"""

from __future__ import annotations

import sys
from typing import Any

HEAPS = 2
_ARENA_MAX = -8
"""M_ARENA_MAX of mallopt(3)."""


def share_heaps() -> None:
    """Let all threads that begin from now on share `HEAPS`; for good, and only with glibc."""
    if sys.platform != "linux":
        return
    import ctypes  # noqa: PLC0415  # other systems' libraries have no such thing

    choose: Any = getattr(ctypes.CDLL(None), "mallopt", None)
    if choose is not None:
        choose(_ARENA_MAX, HEAPS)
