"""Where the owner's handbook lies: in a clone, a wheel and a bundle beside the resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import resources

if TYPE_CHECKING:
    from pathlib import Path

_FILES = {"de": "handbuch.md", "en": "handbook.md"}


def handbook(language: str) -> Path | None:
    """Return the handbook in a language, None where it is not part of this installation."""
    path = resources.root().parent / "docs" / _FILES[language]
    return path if path.is_file() else None
