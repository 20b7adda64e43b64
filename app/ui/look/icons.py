"""Icons: Lucide's drawings in the colours of the theme, and the program's own icon.

An icon asks the theme for its colour each time it is painted, so it never has to be set again
when the appearance changes. Drawings are read through Qt's SVG image plugin at exactly the pixels
that are needed, which loads no further Python module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QIcon,
    QIconEngine,
    QImageReader,
    QPainter,
    QPixmap,
    QPixmapCache,
)

from app.override import override
from app.resources import path as resource_path
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QColor


def icon(name: str, colour: str = "text", *, on: str | None = None, gap: int = 0) -> QIcon:
    """An icon by Lucide's name, in the colour of a token of the theme.

    `on` is the token of the checked state where it differs. `gap` leaves that many pixels free at
    the right, as the space to a button's text (give the button an icon size that much wider).
    """
    return QIcon(_TintedEngine(name, colour, on or colour, gap))


def pixmap(name: str, colour: str = "text", size: int = 16, ratio: float = 1.0) -> QPixmap:
    """A picture of an icon, `size` logical pixels square, for a screen of the given ratio."""
    return _render(name, current_theme().colour(colour), QSize(size, size), ratio)


def pixel_ratio(painter: QPainter) -> float:
    """How many pixels of the screen one of a painter's is, where it neither turns nor scales.

    Not asked of its device: PySide would look for the class of that among those of all widgets, and
    make each of them for it.
    """
    return painter.deviceTransform().m11()


def app_icon() -> QIcon:
    """The program's own icon, for windows, the task bar and the tray."""
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        result.addFile(str(resource_path(f"icons/zimmerfrei-{size}.png")), QSize(size, size))
    return result


def logo(size: int, ratio: float = 1.0) -> QPixmap:
    """The program's icon as a crisp picture of `size` logical pixels, in the theme's colours."""
    data = resource_path("icons/zimmerfrei.svg").read_text(encoding="utf-8")
    theme = current_theme()
    key = f"zimmerfrei logo {theme.tokens.name} {size} {ratio}"
    found = QPixmap()
    if not QPixmapCache.find(key, found):
        tinted = data.replace("#0e6a80", theme.tokens.accent).replace(
            "#ffffff", theme.tokens.on_accent
        )
        found = _rasterize(tinted.encode(), QSize(size, size), ratio)
        QPixmapCache.insert(key, found)
    return found


class _TintedEngine(QIconEngine):
    def __init__(self, name: str, off: str, on: str, gap: int) -> None:
        super().__init__()
        self._name = name
        self._off = off
        self._on = on
        self._gap = gap

    @override
    def clone(self) -> QIconEngine:
        return _TintedEngine(self._name, self._off, self._on, self._gap)

    @override
    def key(self) -> str:
        return f"zimmerfrei-{self._name}"

    @override
    def isNull(self) -> bool:
        return False

    @override
    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        return size

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = pixel_ratio(painter)
        painter.drawPixmap(rect.topLeft(), self._picture(rect.size(), mode, state, ratio))

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._picture(size, mode, state, 1.0)

    @override
    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        # `size` is in logical pixels, as QIcon.pixmap got it; `scale` is the screen's ratio.
        return self._picture(size, mode, state, scale)

    def _picture(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, ratio: float) -> QPixmap:
        wanted = self._on if state is QIcon.State.On else self._off
        if mode is QIcon.Mode.Disabled:
            wanted = "muted"
        colour = current_theme().colour(wanted)
        side = min(size.width() - self._gap, size.height())
        drawn = _render(self._name, colour, QSize(side, side), ratio)
        if drawn.deviceIndependentSize().toSize() == size:
            return drawn
        canvas = QPixmap(size * ratio)
        canvas.setDevicePixelRatio(ratio)
        canvas.fill(Qt.GlobalColor.transparent)
        painter = QPainter(canvas)
        left = (size.width() - self._gap - side) // 2
        painter.drawPixmap(QPoint(left, (size.height() - side) // 2), drawn)
        painter.end()
        return canvas


def _render(name: str, colour: QColor, size: QSize, ratio: float) -> QPixmap:
    key = f"zimmerfrei {name} {colour.name()} {size.width()} {ratio}"
    found = QPixmap()
    if not QPixmapCache.find(key, found):
        data = resource_path(f"icons/lucide/{name}.svg").read_bytes()
        found = _rasterize(data.replace(b"currentColor", colour.name().encode()), size, ratio)
        QPixmapCache.insert(key, found)
    return found


def _rasterize(data: bytes, size: QSize, ratio: float) -> QPixmap:
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, b"svg")
    reader.setScaledSize(size * ratio)
    result = QPixmap.fromImageReader(reader)
    if result.isNull():
        raise RuntimeError(f"an icon cannot be drawn: {reader.errorString()}")
    result.setDevicePixelRatio(ratio)
    return result
