"""How names are found that look alike, those among them that were there before this was asked."""

from __future__ import annotations

import peewee

from app.core import texts

ALIKE = "\n"
"""Between the key of a name and the number of its row, where an older row has the key itself.

No name has a line break in it, so this can be nobody's key.
"""
_AFTER = "\x0b"


def looks_like(column: peewee.Column, name: str) -> peewee.Expression:
    """Return what is true of rows whose key, in `column`, is that of `name`."""
    key = texts.name_key(name)
    alike = (column >= key + ALIKE) & (column < key + _AFTER)
    return (column == key) | alike
