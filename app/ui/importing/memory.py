"""Remembers what the owner said of the columns of a file, for the next file of the same program."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from app.core.exchange.fields import FileField

if TYPE_CHECKING:
    from app.ui.base.preferences import Preferences

_LEFT_OUT = "-"


def remember(preferences: Preferences, shape: str, fields: tuple[FileField | None, ...]) -> None:
    """Note what the columns of files with these headings say."""
    words = (_LEFT_OUT if field is None else field.value for field in fields)
    preferences.note(_key(shape), " ".join(words))


def recalled(preferences: Preferences, shape: str) -> tuple[FileField | None, ...] | None:
    """Return what was noted, None where nothing was, or by another version of the program."""
    known = {field.value: field for field in FileField}
    words = preferences.text(_key(shape)).split()
    if not words or not set(words) <= {*known, _LEFT_OUT}:
        return None
    fields = tuple(known.get(word) for word in words)
    said = [field for field in fields if field is not None]
    return fields if len(said) == len(set(said)) else None


def _key(shape: str) -> str:
    # Headings may be anything; a name of a setting may not.
    return f"import/{hashlib.sha256(shape.encode()).hexdigest()[:20]}"
