"""What cards and rows are put together from."""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.override import override
from app.ui.kit import ElidedLabel, IconButton, Label, Role, Toggle
from app.ui.kit.controls.labels import TipLabel
from app.ui.kit.floating.menus import Menu
from app.ui.look import icons
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QPaintEvent

    from app.i18n import Catalogue

NAME_HEIGHT = 38
_LEAST_NAME, _MOST_NAME = 140, 220
_NAME_SIZE = 14
_NAMES_MEASURED = 30
_DOT = 10


def name_width(font: QFont, names: Iterable[str], page: int) -> int:
    """How wide names may be on cards `page` pixels wide; the same on all, so they stand in line.

    As wide as the longest in `font`, but no more than leaves the addresses enough room.
    """
    bold = QFont(font)
    bold.setPixelSize(_NAME_SIZE)
    bold.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetrics(bold)
    # To measure a name takes a while, and there may be thousands: those with the most letters do.
    many = nlargest(_NAMES_MEASURED, names, key=len)
    # One pixel more: with fractions cut off, a name would be shortened for its last letter.
    longest = max((metrics.horizontalAdvance(name) + 1 for name in many), default=0)
    return max(_LEAST_NAME, min(longest, _MOST_NAME, page // 6))


class ColourDot(QWidget):
    """The colour of a unit; the name beside it says which one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(_DOT, NAME_HEIGHT)
        self._colour = QColor()

    def set_colour(self, colour: str) -> None:
        """Show this colour, ``#rrggbb``."""
        self._colour = QColor(colour)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawEllipse(QRectF(0, (self.height() - _DOT) / 2, _DOT, _DOT))
        painter.end()


class Picture(Label):
    """A small icon in a colour of the theme, which it follows."""

    def __init__(self, icon: str, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._icon, self._token = icon, token
        self.setFixedWidth(16)
        current_theme().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(icons.pixmap(self._icon, self._token, 15, self.devicePixelRatioF()))


class Names(QWidget):
    """A name, and below it in small what goes with it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(NAME_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._name = ElidedLabel("", Role.STRONG, name="card_name", parent=self)
        self._below = ElidedLabel("", Role.SMALL, name="card_capacity", parent=self)
        column.addStretch(1)
        column.addWidget(self._name)
        column.addWidget(self._below)
        column.addStretch(1)

    def show_names(self, name: str, below: str) -> None:
        """Show these; nothing stands below where that is empty."""
        self._name.setText(name)
        self._below.setText(below)
        self._below.setVisible(bool(below))


class Sentence(TipLabel):
    """Words as wide as they are in one line, in several lines where there is less room."""

    def __init__(self, role: Role, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", role, wrap=True, name=name, parent=parent)

    @override
    def sizeHint(self) -> QSize:
        self.ensurePolished()
        return self._size(self.text())

    @override
    def minimumSizeHint(self) -> QSize:
        self.ensurePolished()
        return self._size(max(self.text().split(), key=len, default=""))

    def _size(self, text: str) -> QSize:
        # As text is laid out: what letters advance is up to two pixels less, and would wrap.
        metrics = self.fontMetrics()
        return QSize(metrics.size(0, text).width() + 1, metrics.lineSpacing())


def link_toggle(texts: Catalogue, *, name: str, parent: QWidget) -> Toggle:
    """A switch for a link, as wide as its widest word so that all of them stand in line."""
    on, never = texts.trp("link", "Enabled"), texts.trp("link", "Enable")
    toggle = Toggle(on, never, name=name, parent=parent)
    widest = toggle.sizeHint().width()
    toggle.set_words(on, texts.trp("link", "Disabled"))
    toggle.setMinimumWidth(max(widest, toggle.sizeHint().width()))
    return toggle


def name_toggle(texts: Catalogue, toggle: Toggle, *, ever: bool) -> None:
    """Call the switch's off state by what it is: never enabled, or locked."""
    on = texts.trp("link", "Enabled")
    off = texts.trp("link", "Disabled") if ever else texts.trp("link", "Enable")
    toggle.set_words(on, off)


class MoreButton(IconButton):
    """The rarer things, in a menu that is made when it is opened.

    A page may have hundreds of these buttons, and a menu each would make it open slowly.
    """

    def __init__(
        self,
        text: str,
        fill: Callable[[QMenu], None],
        *,
        ghost: bool = False,
        name: str,
        parent: QWidget,
    ) -> None:
        super().__init__("ellipsis", text, ghost=ghost, name=name, parent=parent)
        self._fill = fill
        self.clicked.connect(self._open)

    def _open(self) -> None:
        menu = Menu(self)
        menu.setObjectName(f"{self.objectName()}_menu")
        self._fill(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
