"""What floats: a card with round corners, a soft shadow and a fine line; menus that look alike."""

from __future__ import annotations

import ctypes
import functools
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPainterPath, QPen, QRegion
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QMenu, QStyledItemDelegate, QVBoxLayout

from app.override import override
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QLayout, QWidget

RADIUS: Final = 10
SHADOW: Final = 12
"""How far the shadow reaches, in pixels: so much of the window is not the card."""
_SHADE: Final = 7
"""How dark each of the layers of the shadow is, of 255."""
_FLAGS: Final = Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint


def shadow_room() -> int:
    """How much room the shadow has around a card: none where windows cannot be translucent."""
    return SHADOW if _composited() else 0


def let_float(window: QWidget) -> None:
    """Take the system's frame and shadow from a window that is a popup."""
    window.setWindowFlags(window.windowFlags() | _FLAGS)
    if _composited():
        window.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)


def let_completions_float(completer: QCompleter | None) -> None:
    """Let the list of what could be meant, if there is one, look like the other cards."""
    view = None if completer is None else completer.popup()
    if view is None or view.objectName():
        return
    view.setObjectName("completions")
    view.setItemDelegate(QStyledItemDelegate(view))
    let_float(view)


def paint_card(window: QWidget) -> None:
    """Paint the card with its shadow; called before anything else is painted on it."""
    theme, room = current_theme(), shadow_room()
    card = QRectF(window.rect()).adjusted(room, room, -room, -room)
    painter = QPainter(window)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, _SHADE * 2 if theme.is_dark else _SHADE))
    for far in range(room - 2, 0, -2):
        # Lower than the card, as if light fell from above.
        painter.drawRoundedRect(
            card.adjusted(-far, 2 - far, far, far + 1), RADIUS + far, RADIUS + far
        )
    painter.setBrush(theme.colour("surface"))
    painter.setPen(QPen(theme.colour("line"), 1))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.end()


def round_off(window: QWidget) -> None:
    """Cut the corners off where windows cannot be translucent."""
    if _composited():
        return
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(window.rect()), RADIUS, RADIUS)
    window.setMask(QRegion(outline.toFillPolygon().toPolygon()))


class Popup(QFrame):
    """A card that floats until Escape or a click elsewhere; put a layout into it with `hold`."""

    def __init__(self, parent: QWidget, *, name: str = "") -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        let_float(self)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        room = shadow_room() + 1
        column.setContentsMargins(room, room, room, room)
        column.setSpacing(0)

    def hold(self, content: QWidget) -> None:
        """Show this."""
        layout: QLayout | None = self.layout()
        assert layout is not None  # made in the constructor
        layout.addWidget(content)

    def hold_above(self, content: QWidget) -> None:
        """Show this above what it holds already."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # made in the constructor
        layout.insertWidget(0, content)

    def open_below(self, anchor: QWidget, *, gap: int = 2) -> None:
        """Show the card under `anchor`, above it where the screen ends."""
        self.adjustSize()
        room, screen = shadow_room(), anchor.screen().availableGeometry()
        corner = anchor.mapToGlobal(QPoint(-room, anchor.height() + gap - room))
        if corner.y() + self.height() - room > screen.bottom():
            corner.setY(anchor.mapToGlobal(QPoint(0, 0)).y() - gap + room - self.height())
        right = screen.right() - self.width() + room
        corner.setX(max(screen.left() - room, min(corner.x(), right)))
        self.open_at(corner + QPoint(room, room))

    def open_at(self, corner: QPoint) -> None:
        """Show the card with its upper left corner here (global)."""
        self.adjustSize()
        self.move(corner - QPoint(shadow_room(), shadow_room()))
        self.show()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        round_off(self)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_card(self)


class Menu(QMenu):
    """A menu on such a card. `popup` puts the card, not its shadow, where it is told to."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        let_float(self)
        self.setObjectName(name)
        room = shadow_room()
        # By the style alone: Qt asks it, not the widget, where the entries of a menu begin.
        self.setStyleSheet(f"QMenu {{ margin: {room}px; background: transparent; border: none; }}")

    @override
    def popup(self, where: QPoint, at: object = None) -> None:
        """Open with the card's upper left corner here (global)."""
        assert at is None, "no menu of ours opens at one of its entries"
        super().popup(where - QPoint(shadow_room(), shadow_room()))

    def open_above(self, anchor: QWidget) -> None:
        """Open over `anchor`, as high as its entries need."""
        top = anchor.mapToGlobal(QPoint(0, 0))
        high = self.sizeHint().height() - 2 * shadow_room()
        self.popup(top - QPoint(0, high + 4))
        self.aboutToHide.connect(self.deleteLater)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        round_off(self)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_card(self)
        super().paintEvent(event)


class ComboBox(QComboBox):
    """A field to choose from a list, which floats as a card. Signals are those of QComboBox."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._floats = False
        # The stylesheet's rows are drawn by this one alone.
        self.setItemDelegate(QStyledItemDelegate(self))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        let_completions_float(self.completer())
        super().focusInEvent(event)

    @override
    def showPopup(self) -> None:
        container = self.view().window()
        if not self._floats:
            self._floats = True
            let_float(container)
            container.installEventFilter(self)
            room = shadow_room()
            container.setContentsMargins(room, room, room, room)
            self.view().setIconSize(self.iconSize())
        super().showPopup()
        room = shadow_room()
        if room:
            place = container.geometry()
            above = place.top() < self.mapToGlobal(QPoint(0, 0)).y()
            step = room - 3 if above else 3 - room
            container.setGeometry(place.adjusted(-room, 0, room, 0).translated(0, step))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            paint_card(self.view().window())
            return True
        if event.type() is QEvent.Type.Resize:
            round_off(self.view().window())
        return super().eventFilter(watched, event)


@functools.cache
def _composited() -> bool:
    """Whether windows may be translucent: everywhere but under X11 without a compositor."""
    if QGuiApplication.platformName() != "xcb" or not sys.platform.startswith("linux"):
        return True
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return False
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_ulong
    display = x11.XOpenDisplay(None)
    if not display:
        return False
    number = x11.XDefaultScreen(ctypes.c_void_p(display))
    atom = x11.XInternAtom(ctypes.c_void_p(display), f"_NET_WM_CM_S{number}".encode(), 0)
    owner = x11.XGetSelectionOwner(ctypes.c_void_p(display), ctypes.c_ulong(atom))
    x11.XCloseDisplay(ctypes.c_void_p(display))
    return bool(owner)
