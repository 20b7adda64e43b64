"""The mark ``override``, which ``typing`` has from Python 3.12 on. Open to every layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

_Method = TypeVar("_Method", bound=Callable[..., object])

if TYPE_CHECKING:
    from typing_extensions import override
else:
    # Importing typing_extensions at run time would cost the window's start some milliseconds.
    def override(method: _Method) -> _Method:
        """Mark a method that overrides one of its base class; the type checker verifies it."""
        return method


__all__ = ["override"]
