"""The sign of a link: its portal's badge, or a picture of what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from app.core.links.link import LinkKind, Scope
from app.core.portals import portal_name, portals
from app.override import override
from app.ui.look import icons
from app.ui.look.theme import current_theme
from app.ui.stays.colours import OTHER, colour_of

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPaintEvent

    from app.core.links.link import Link

SIDE = 18
IN_LISTS = 22
"""How large badges are in lists to pick from, where there is more room."""
_ICON = 15
_RADIUS, _LETTER = 0.27, 0.6
_RATIO = 2.0


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

    def show_portal(self, portal: str) -> None:
        """Show the sign of this portal."""
        self._portal, self._icon = portal, "link"
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._portal:
            _paint(painter, SIDE, portal_name(self._portal), _portal_colour(self._portal))
        else:
            picture = icons.pixmap(self._icon, "muted", _ICON, self.devicePixelRatioF())
            painter.drawPixmap((SIDE - _ICON) // 2, (SIDE - _ICON) // 2, picture)
        painter.end()


def badge_icon(name: str, portal: str = "") -> QIcon:
    """Return the badge of `name` for a list, in the colour of a portal; a quiet grey without one.

    Made for the theme of this moment: lists fill themselves anew when it changes.
    """
    picture = QPixmap(round(IN_LISTS * _RATIO), round(IN_LISTS * _RATIO))
    picture.setDevicePixelRatio(_RATIO)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = _portal_colour(portal) if portal else current_theme().colour("block")
    _paint(painter, IN_LISTS, name, colour)
    painter.end()
    icon = QIcon(picture)
    # Qt would tint it in the chosen row.
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon


def _portal_colour(portal: str) -> QColor:
    return colour_of(portal if portal in portals() else OTHER)


def _paint(painter: QPainter, side: int, name: str, colour: QColor) -> None:
    """Paint the initial of `name` on a rounded ground."""
    ground = QRectF(0, 0, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(ground, _RADIUS * side, _RADIUS * side)
    font = QFont(painter.font())
    font.setPixelSize(round(_LETTER * side))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(current_theme().colour("on_bar"))
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, _initial(name))


def _initial(name: str) -> str:
    """The letter or figure that stands for `name`."""
    return next((sign for sign in name if sign.isalnum()), "?").upper()
