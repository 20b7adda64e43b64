"""A file that is dragged from the desktop onto the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from app.override import override

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QDropEvent
    from PySide6.QtWidgets import QWidget

SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".ics")


def dropped_file(data: QMimeData) -> Path | None:
    """Return the file that is being dragged, None where it is something else or several."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in SUFFIXES else None


class FileDrops(QObject):
    """Lets files be dropped on a widget and all that lies in it; goes with the widget."""

    def __init__(
        self,
        widget: QWidget,
        on_file: Callable[[Path], object],
        ready: Callable[[], bool] = lambda: True,
    ) -> None:
        """`on_file` is called with what was dropped; only while it is `ready`."""
        super().__init__(widget)
        self._on_file = on_file
        self._ready = ready
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in {QEvent.Type.DragEnter, QEvent.Type.Drop}:
            return super().eventFilter(watched, event)
        dropped: QDropEvent = event  # type: ignore[assignment]  # by its type above
        path = dropped_file(dropped.mimeData())
        if path is None or not self._ready():
            return super().eventFilter(watched, event)
        dropped.acceptProposedAction()
        if event.type() is QEvent.Type.Drop:
            self._on_file(path)
        return True
