"""Keeps what PySide would compile at every start, as Python keeps its own compiled modules.

PySide carries a dozen of its modules as texts inside a library, and compiles them whenever it is
imported: a fifth of the time until an empty window is painted. Nothing here loads PySide.
"""

from __future__ import annotations

import builtins
import importlib.util
import marshal
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_THEIRS = ("shibokensupport/", "signature_bootstrap")
_UNREADABLE = (OSError, EOFError, ValueError, TypeError)


@contextmanager
def kept_compiled(kept_in: Path | None = None) -> Iterator[None]:
    """Compile inside only what is not kept yet; keep it where Python may keep compiled modules.

    A text that has changed, as with another version of PySide, is compiled anew. This is no part of
    what PySide promises: where it is made otherwise one day, nothing happens here.

    Args:
        kept_in: the file; beside the compiled form of this module where None.
    """
    keeping = _Keeping(kept_in or _beside_this_module())
    plainly = builtins.compile
    builtins.compile = keeping.compile
    try:
        yield
    finally:
        builtins.compile = plainly
    keeping.note()


class _Keeping:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._plainly: Any = builtins.compile
        self._known = _read(file)
        self._used: dict[str, tuple[bytes, CodeType]] = {}

    def compile(self, source: Any, filename: Any, mode: Any, *others: Any, **named: Any) -> Any:
        """Stand in for Python's own `compile`, which does all that is not PySide's."""
        theirs = isinstance(source, bytes) and str(filename).startswith(_THEIRS)
        if not theirs or mode != "exec" or others or named:
            return self._plainly(source, filename, mode, *others, **named)
        state = importlib.util.source_hash(source)
        kept = self._known.get(filename)
        if kept is None or kept[0] != state:
            kept = (state, self._plainly(source, filename, mode))
        self._used[filename] = kept
        return kept[1]

    def note(self) -> None:
        """Keep what was used, where that is not what is kept; without a word where one may not."""
        if sys.dont_write_bytecode or self._used == self._known or not self._used:
            return
        beside = self._file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(marshal.dumps(self._used))
            beside.replace(self._file)


def _read(file: Path) -> dict[str, tuple[bytes, CodeType]]:
    try:
        found = marshal.loads(file.read_bytes())  # noqa: S302  # as Python does with its own
    except _UNREADABLE:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: kept for name, kept in found.items() if _is_kept(kept)}


def _is_kept(found: object) -> bool:
    """Tell whether this is what `note` has written: a state and what was compiled."""
    match found:
        case (bytes(), CodeType()):
            return True
        case _:
            return False


def _beside_this_module() -> Path:
    return Path(importlib.util.cache_from_source(__file__)).with_suffix(".pyside")
