"""QR codes, painted module by module: black on white, whatever the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.override import override
from app.services.exchange.files import written_whole

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPaintEvent

QUIET = 4
"""Light modules around the code: what ISO/IEC 18004 asks for, so that every camera finds it."""
_SIDE = 240
_PNG_MODULE = 12  # pixels: sharp on paper at 5 cm


class QrCode(QWidget):
    """The code of a text. Not coloured with the theme: many cameras cannot read light on dark."""

    def __init__(self, *, name: str = "qr_code", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.content = ""
        self._rows: tuple[bytearray, ...] = ()

    def show_content(self, content: str, accessible_name: str) -> None:
        """Show the code of another text; `accessible_name` says what it leads to."""
        self.content = content
        self._rows = tuple(bytearray(row) for row in _code(content).matrix)
        self.setAccessibleName(accessible_name)
        self.update()

    def save(self, target: Path) -> None:
        """Write the code as a PNG, whole or not at all (UserError)."""
        with written_whole(target) as draft:
            _code(self.content).save(str(draft), kind="png", scale=_PNG_MODULE, border=QUIET)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        ratio = self.devicePixelRatioF()
        # In the screen's own pixels, and a whole number of them to a module: no edge is blurred.
        painter.scale(1 / ratio, 1 / ratio)
        side = round(min(self.width(), self.height()) * ratio)
        count = len(self._rows) + 2 * QUIET
        module = max(1, side // count)
        start = (side - module * len(self._rows)) // 2
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    place = QRect(start + x * module, start + y * module, module, module)
                    painter.fillRect(place, Qt.GlobalColor.black)
        painter.end()


def _code(content: str) -> segno.QRCode:
    """Return the code of `content`, as small as it gets with 15 % that may be unreadable."""
    return segno.make(content, error="m", micro=False)
