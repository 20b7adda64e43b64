"""The sign of a link: its portal's badge, or a picture of what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

from app.core.link import LinkKind, Scope
from app.core.portals import portal_name, portals
from app.ui import icons, override
from app.ui.plan.colours import OTHER, colour_of
from app.ui.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from app.core.link import Link

SIDE = 18
_ICON = 15
_RADIUS = 5
_LETTER = 11


def link_icon(link: Link) -> str:
    """The icon of a link that was made for no portal."""
    if link.kind is LinkKind.WEBSITE:
        return "globe"
    if link.target.scope is Scope.STAFF:
        return "calendar-range"
    return "user" if link.label else "link"


class PortalBadge(QWidget):
    """A coloured initial for a portal, an icon for anything else; the words beside it say which."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(SIDE, SIDE)
        self._portal = ""
        self._icon = "link"

    def show_link(self, link: Link) -> None:
        """Show the sign of this link."""
        self._portal = "" if link.kind is LinkKind.WEBSITE else link.portal
        self._icon = link_icon(link)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._portal:
            self._paint_badge(painter)
        else:
            picture = icons.pixmap(self._icon, "muted", _ICON, self.devicePixelRatioF())
            painter.drawPixmap((SIDE - _ICON) // 2, (SIDE - _ICON) // 2, picture)
        painter.end()

    def _paint_badge(self, painter: QPainter) -> None:
        ground = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour_of(self._portal if self._portal in portals() else OTHER))
        painter.drawRoundedRect(ground, _RADIUS, _RADIUS)
        font = QFont(self.font())
        font.setPixelSize(_LETTER)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(current_theme().colour("on_bar"))
        painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, initial(portal_name(self._portal)))


def initial(name: str) -> str:
    """The letter or figure that stands for `name`."""
    return next((sign for sign in name if sign.isalnum()), "?").upper()
