"""What the keys of the whole window do, and a file that is dropped on it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from app.ui.base.keys import on_keys
from app.ui.importing.actions import open_import
from app.ui.importing.dropping import FileDrops

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.ui.base.undoing import Undoing
    from app.ui.window.shell.shell import Shell


def add_shortcuts(
    shell: Shell,
    pages: Iterable[str],
    undoing: Undoing,
    new_entry: Callable[[], object],
    ready: Callable[[], bool],
) -> None:
    """Let the keys work in a shell.

    Args:
        shell: where.
        pages: their keys, the first is opened by Ctrl+1.
        undoing: what Ctrl+Z and its opposite do.
        new_entry: enters something on the open page.
        ready: whether files may be dropped yet.
    """
    for number, key in enumerate(pages, start=1):
        QShortcut(QKeySequence(f"Ctrl+{number}"), shell).activated.connect(partial(shell.go, key))
    on_keys("new", shell, new_entry)
    on_keys("undo", shell, undoing.undo)
    on_keys("redo", shell, undoing.redo)
    on_keys("quit", shell, shell.quit_wanted.emit)
    on_keys("help", shell, shell.helping.open_handbook)
    FileDrops(shell, lambda path: open_import(shell.context, shell, path), ready)
