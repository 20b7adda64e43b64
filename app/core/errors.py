"""The errors that an owner can mend. Everything else is a bug and keeps its traceback."""

from __future__ import annotations

from collections.abc import Mapping


class UserError(Exception):
    """Something the owner can mend, as one marked sentence that says what happened and what to do.

    Layers raise it with an English source text and its values; only the edge (window, command)
    translates it, through ``Catalogue.tell``.

    Args:
        message: the English sentence, a ``str.format`` template, marked for translation.
        values: what stands in its braces; dates and ``Message`` values are put into the reader's
            language by the catalogue.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message.format(**values))
        self.message = message
        self.values: Mapping[str, object] = values


class UnsoundError(UserError):
    """Data, or a backup of it, that has failed its check: nobody may pass this over."""
