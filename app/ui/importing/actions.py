"""The way to the import from the menu of a page with a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from app.ui.look import icons

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.ui.base.context import Context
    from app.ui.importing.dialog import ImportDialog


def import_action(context: Context, page: QWidget) -> QAction:
    """Return the action that takes a file in, for the "…" menu of `page`, its parent."""
    action = QAction(icons.icon("upload", "muted"), context.texts.tr("Import …"), page)
    action.setObjectName("import_file")
    action.triggered.connect(lambda: open_import(context, page))
    return action


def open_import(context: Context, parent: QWidget, path: Path | None = None) -> ImportDialog | None:
    """Open the dialog over `parent`, at once with the file at `path` where there is one.

    Where nothing is let, nobody can stay: the page of the units opens instead.
    """
    if not context.services.units.all():
        context.notices.go("units")
        return None
    from app.ui.importing.dialog import ImportDialog  # noqa: PLC0415  # seldom needed

    dialog = ImportDialog(context, parent.window())
    dialog.open()
    if path is not None:
        dialog.take_file(str(path))
    return dialog
