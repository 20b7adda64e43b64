"""Being the only one that changes something on a webspace, of all processes over a data folder."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.errors import UserError
from app.storage.engine.claim import Claim

PATIENCE = 20.0
"""Seconds for which another one is waited for: most uploads take less."""
_PAUSE = 0.1


@contextmanager
def alone(lock: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of uploads inside; who holds it is waited for.

    Raises:
        UserError: another one still holds it after so many seconds.
    """
    claim = Claim(lock)
    until = time.monotonic() + patience
    while not claim.take():
        if time.monotonic() >= until:
            raise UserError("Another Zimmerfrei is uploading at this moment. Please try again.")
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        claim.release()
