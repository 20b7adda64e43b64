"""How large the window and all that is in it is drawn: chosen by the owner, true from the start."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QSize

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES: Final = (100, 125, 150, 175, 200)
"""Per cent of what the system would have."""
_VARIABLE: Final = "QT_SCALE_FACTOR"
LEAST_ROOM: Final = QSize(900, 500)
"""The smallest screen for which a size is offered, measured at that size."""
_NOTED: Final = "size in per cent"


@contextlib.contextmanager
def drawn_at(percent: int) -> Iterator[None]:
    """Begin the application at this size, on top of what the environment asks for already.

    Qt looks once. Afterwards the environment is as it was, for programs that are started from here.
    """
    before = os.environ.get(_VARIABLE)
    if percent != SIZES[0]:
        os.environ[_VARIABLE] = str(_factor(before) * percent / 100)
    try:
        yield
    finally:
        if before is not None:
            os.environ[_VARIABLE] = before
        else:
            os.environ.pop(_VARIABLE, None)
    app = QCoreApplication.instance()
    if app is not None:
        app.setProperty(_NOTED, percent)


def size_now() -> int:
    """Return at how many per cent the application was begun."""
    app = QCoreApplication.instance()
    noted = app.property(_NOTED) if app is not None else None
    return noted if isinstance(noted, int) else SIZES[0]


def sizes_for(screen: QSize, now: int) -> tuple[int, ...]:
    """Return the sizes at which the window fits a screen that measures `screen` at the size `now`.

    What there is now is always among them.
    """

    def fits(percent: int) -> bool:
        width, height = screen.width() * now // percent, screen.height() * now // percent
        return width >= LEAST_ROOM.width() and height >= LEAST_ROOM.height()

    return tuple(one for one in SIZES if one in (SIZES[0], now) or fits(one))


def _factor(text: str | None) -> float:
    with contextlib.suppress(ValueError):
        factor = float(text or 1)
        return factor if 0.1 <= factor <= 10 else 1.0
    return 1.0
