"""What the window remembers about itself, in ``window.ini`` in the data folder."""

from __future__ import annotations

import contextlib
import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

from app.ui.base.size import SIZES

if TYPE_CHECKING:
    from app.ui.look.theme import Appearance


class OnClose(StrEnum):
    """What closing the window does where there is a tray."""

    ASK = "ask"
    KEEP_SERVING = "keep_serving"
    QUIT = "quit"


class Preferences:
    """Geometry, page, appearance and which hints were read. Nothing here is worth a backup."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def geometry(self) -> QByteArray:
        value = self._settings.value("window/geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._write("window/geometry", value)

    @property
    def page(self) -> str:
        return self._text("window/page")

    @page.setter
    def page(self, key: str) -> None:
        self._write("window/page", key)

    @property
    def ground(self) -> tuple[str, ...]:
        """The colours of ground, sidebar and lines as they were last, ``#rrggbb``; or none."""
        return tuple(self._text("window/ground").split())

    @ground.setter
    def ground(self, colours: tuple[str, ...]) -> None:
        self._write("window/ground", " ".join(colours))

    @property
    def appearance(self) -> Appearance:
        from app.ui.look.theme import Appearance  # noqa: PLC0415  # after the window shows

        text = self._text("window/appearance")
        return next((a for a in Appearance if a.value == text), Appearance.SYSTEM)

    @appearance.setter
    def appearance(self, value: Appearance) -> None:
        self._write("window/appearance", value.value)

    @property
    def size(self) -> int:
        """How large everything is drawn, one of `SIZES`, in per cent; from the next start on."""
        text = self._text("window/size")
        return next((size for size in SIZES if str(size) == text), SIZES[0])

    @size.setter
    def size(self, percent: int) -> None:
        self._write("window/size", str(percent))

    @property
    def on_close(self) -> OnClose:
        text = self._text("window/on_close")
        return next((o for o in OnClose if o.value == text), OnClose.ASK)

    @on_close.setter
    def on_close(self, value: OnClose) -> None:
        self._write("window/on_close", value.value)

    def dismissed(self, hint: str) -> bool:
        """Tell whether the owner has put this hint away."""
        return self._text(f"dismissed/{hint}") == "yes"

    def dismiss(self, hint: str) -> None:
        """Never show this hint again."""
        self._write(f"dismissed/{hint}", "yes")

    def text(self, key: str) -> str:
        """Return what a page has noted under `key` ("occupancies/columns"), else an empty text."""
        return self._text(f"page/{key}")

    def note(self, key: str, value: str) -> None:
        """Note something of a page's own."""
        self._write(f"page/{key}", value)

    def save(self) -> None:
        """Write to the file now."""
        if self._path.parent.is_dir():
            self._settings.sync()

    def _write(self, key: str, value: object) -> None:
        # Qt would make the folder: one whose drive was taken away is not to come back with nothing
        # but this file in it, which looks like a house that has lost its data.
        if not self._path.parent.is_dir():
            return
        # Qt makes a file that everybody may read, but leaves one that is there as it is.
        with contextlib.suppress(OSError):
            os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        self._settings.setValue(key, value)

    def _text(self, key: str) -> str:
        value = self._settings.value(key)
        return value if isinstance(value, str) else ""
