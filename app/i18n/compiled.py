"""A compiled catalogue, of which only those texts are read that are asked for.

The standard reader takes every text apart at once, which costs the start of the window some
milliseconds. The format is GNU gettext's ("The Format of GNU MO Files" in its manual).
"""

from __future__ import annotations

import gettext
import struct
from collections.abc import Callable
from pathlib import Path

_MAGIC = 0x950412DE
_CONTEXT = "\x04"


class CompiledTexts(gettext.NullTranslations):
    """The translations in the bytes of a compiled catalogue.

    Raises:
        ValueError: they are none.
    """

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = data
        try:
            order = next(one for one in "<>" if struct.unpack_from(f"{one}I", data)[0] == _MAGIC)
            _, _, count, originals, translations = struct.unpack_from(f"{order}5I", data)
            of = struct.unpack_from(f"{order}{2 * count}I", data, originals)
            self._translations = struct.unpack_from(f"{order}{2 * count}I", data, translations)
        except (struct.error, StopIteration) as error:
            raise ValueError("no compiled catalogue") from error
        # Of a text with several forms the first one is its name.
        self._places: dict[bytes, int] = {}
        self._of_number: set[bytes] = set()
        for at in range(0, 2 * count, 2):
            original, several, _ = data[of[at + 1] : of[at + 1] + of[at]].partition(b"\0")
            self._places[original] = at
            if several:
                self._of_number.add(original)
        self._form = self._rule()

    def _rule(self) -> Callable[[int], int]:
        """Return which form suits a number: C's expression in the header, else Germanic."""
        for line in (self._found("") or "").splitlines():
            name, _, value = line.partition(":")
            if name.lower() == "plural-forms":
                rule: Callable[[int], int] = gettext.c2py(value.split("plural=")[1].strip(" ;"))
                return rule
        return lambda n: int(n != 1)

    def _found(self, message: str) -> str | None:
        at = self._places.get(message.encode("utf-8", "surrogatepass"))
        if at is None:
            return None
        length, start = self._translations[at : at + 2]
        return self._data[start : start + length].decode("utf-8")

    def gettext(self, message: str) -> str:
        """Return the translation of a text, itself where there is none."""
        found = self._found(message)
        return message if found is None else found.split("\0")[0]

    def pgettext(self, context: str, message: str) -> str:
        """Return the translation of a text that means different things in different places."""
        found = self._found(f"{context}{_CONTEXT}{message}")
        return message if found is None else found.split("\0")[0]

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the form that suits the number."""
        found = self._found(singular) if singular.encode() in self._of_number else None
        if found is None:
            return singular if n == 1 else plural
        return found.split("\0")[self._form(n)]


def compiled_texts(folder: str, language: str, domain: str) -> CompiledTexts:
    """Read the catalogue of a language (OSError where it is missing or none)."""
    path = Path(folder, language, "LC_MESSAGES", f"{domain}.mo")
    try:
        return CompiledTexts(path.read_bytes())
    except ValueError as error:
        raise OSError(f"{path.name}: {error}") from error
