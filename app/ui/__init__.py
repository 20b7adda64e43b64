"""The window: Qt widgets that show services and the server's state.

Nothing here touches SQL, Flask or sockets. Importing this package does not load PySide6.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

_Method = TypeVar("_Method", bound=Callable[..., object])

if TYPE_CHECKING:
    from typing_extensions import override
else:
    # typing.override exists from Python 3.12 on; at run time it only marks the method, and
    # importing typing_extensions for that would cost the window's start some milliseconds.
    def override(method: _Method) -> _Method:
        """Mark a method that overrides a Qt virtual; the type checker verifies it."""
        return method


__all__ = ["override"]
