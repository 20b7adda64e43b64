"""Where the owner's handbook lies: in a clone, a wheel and a bundle beside the resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import resources

if TYPE_CHECKING:
    from pathlib import Path

    from app.i18n import Language


def handbook(language: Language) -> Path | None:
    """Return the handbook in a language, None where it is not part of this installation."""
    if language.handbook is None:
        return None
    path = resources.root().parent / "docs" / language.handbook
    return path if path.is_file() else None
