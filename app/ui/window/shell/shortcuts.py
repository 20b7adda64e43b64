"""What the keys of the whole window do, and a file that is dropped on it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from app.ui.base.keys import on_keys
from app.ui.importing.actions import open_import
from app.ui.importing.dropping import FileDrops

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from PySide6.QtWidgets import QWidget

    from app.ui.base.context import Context
    from app.ui.base.undoing import Undoing


def add_keys(
    shell: QWidget,
    pages: Iterable[str],
    go: Callable[[str], object],
    undoing: Undoing,
    keys: Mapping[str, Callable[[], object]],
) -> None:
    """Let the keys work in a shell.

    Args:
        shell: where.
        pages: their keys, the first is opened by Ctrl+1.
        go: opens a page.
        undoing: takes back and does again.
        keys: what others do, by their names in `app.ui.base.keys`.
    """
    for number, page in enumerate(pages, start=1):
        QShortcut(QKeySequence(f"Ctrl+{number}"), shell).activated.connect(partial(go, page))
    on_keys("undo", shell, undoing.undo)
    on_keys("redo", shell, undoing.redo)
    for name, action in keys.items():
        on_keys(name, shell, action)


def add_drops(shell: QWidget, context: Context, ready: Callable[[], bool]) -> None:
    """Take in files that are dropped anywhere on a shell, while it is `ready`."""
    FileDrops(shell, lambda path: open_import(context, shell, path), ready)
