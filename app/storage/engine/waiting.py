"""Waiting for a claim that another program holds: said after a moment, and not for ever."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.core.errors import UserError
from app.storage.engine.claim import Claim

logger = logging.getLogger(__name__)

_UNSAID = 1.0
_LOOK = 0.05


@contextmanager
def waited_for(
    claim: Claim, patience: float, waiting: Callable[[], object], folder: str
) -> Iterator[None]:
    """Hold the claim for bringing data up to date.

    Args:
        claim: what is waited for.
        patience: seconds until it is given up.
        waiting: called again and again while it waits, from the first second on.
        folder: the data folder, for the sentence.

    Raises:
        UserError: another program still holds it.
        OSError: it can be held by nobody here.
    """
    began = time.monotonic()
    said = False
    while not claim.take():
        waited = time.monotonic() - began
        if waited >= patience:
            raise UserError(
                "Another Zimmerfrei has been bringing the data in {folder} up to date for too "
                "long. Please end it, or wait until it has finished, and try again.",
                folder=folder,
            )
        if waited >= min(_UNSAID, patience / 2):
            if not said:
                logger.info("waiting for another program that brings the data up to date")
                said = True
            waiting()
        time.sleep(_LOOK)
    try:
        yield
    finally:
        claim.release()
