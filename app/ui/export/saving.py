"""Asking where a file shall go, and showing where it went."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from app.core.file_names import file_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.ui.base.context import Context

_FOLDER_KEY = "export/folder"


def ask_where(
    parent: QWidget,
    context: Context,
    *,
    title: str,
    name: str,
    kind: str,
    suffix: str,
    on_chosen: Callable[[Path], object],
) -> QFileDialog:
    """Ask over `parent` where to save, in the folder used last; returns at once.

    Args:
        parent: what the dialog is over.
        context: the window's.
        title: of the dialog.
        name: what the file might be called; signs that no file may have are replaced.
        kind: the sort of file in words, "PDF".
        suffix: without its dot; added where the owner leaves it out.
        on_chosen: called with the path, which the owner has agreed to replace if it exists.
    """
    dialog = QFileDialog(parent, title)
    dialog.setObjectName("where")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(f"{kind} (*.{suffix})")
    dialog.setDefaultSuffix(suffix)
    dialog.setDirectory(str(_folder(context)))
    dialog.selectFile(f"{file_name(name)}.{suffix}")

    def take(text: str) -> None:
        chosen = Path(text)
        context.preferences.note(_FOLDER_KEY, str(chosen.parent))
        on_chosen(chosen)

    dialog.fileSelected.connect(take)
    dialog.open()
    return dialog


def say_saved(context: Context, target: Path) -> None:
    """Say where the file lies, with the way to it."""
    texts = context.texts
    folder = QUrl.fromLocalFile(str(target.parent))
    context.notices.say(
        texts.tr("Saved: {name}", name=target.name),
        texts.tr("Open folder"),
        lambda: QDesktopServices.openUrl(folder),
    )


def _folder(context: Context) -> Path:
    """Return the folder used last, else one that is there: on a bare system few are."""
    noted = context.preferences.text(_FOLDER_KEY)
    places = QStandardPaths.StandardLocation
    usual = (places.DocumentsLocation, places.DownloadLocation, places.HomeLocation)
    for name in (noted, *map(QStandardPaths.writableLocation, usual)):
        if name and Path(name).is_dir():
            return Path(name)
    return context.services.folder.path
