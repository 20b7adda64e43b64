"""The sidebar with the pages of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from app.override import override
from app.ui.kit.controls.focus import RingButton
from app.ui.kit.controls.labels import Label, Role
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.tips import set_tip
from app.ui.look import icons
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QMenu, QWidget

_WIDTH, _MARGIN, _ICON, _GAP = 212, 10, 18, 6
_BADGE_ROOM = 34
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)


class SidebarItem(RingButton):
    """One page in the sidebar: icon, text and, where something waits there, a badge.

    Signals:
        badge_pressed(): the badge itself was clicked; `clicked` comes before it.
    """

    badge_pressed = Signal()

    def __init__(self, key: str, icon: str, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.key = key
        self.at_bottom = False
        self.setObjectName(f"sidebar_{key}")
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setIcon(icons.icon(icon, "text", on="accent", gap=_GAP))
        self.setIconSize(QSize(_ICON + _GAP, _ICON))
        self._badge = ""

    @property
    def badge(self) -> str:
        """The figure in the badge, empty where there is none."""
        return self._badge

    def set_badge(self, badge: str, meaning: str) -> None:
        """Show a figure; `meaning` says what it counts, to screen readers and as tooltip."""
        self._badge = badge
        set_tip(self, meaning if badge else "")
        self.setAccessibleDescription(meaning if badge else "")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + _BADGE_ROOM, hint.height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MOVES:
            # QAbstractButton would go to the next widget in the tab order.
            event.ignore()
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._badge:
            return
        theme, font, pill = current_theme(), self._badge_font(), self._pill()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("careful_tint"))
        painter.drawRoundedRect(pill, 8.5, 8.5)
        painter.setPen(theme.colour("careful"))
        painter.setFont(font)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self._badge)
        painter.end()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed = self.isDown() and event.button() is Qt.MouseButton.LeftButton
        super().mouseReleaseEvent(event)
        # A little around it counts as well: it is small.
        near = self._pill().adjusted(-6, -8, 6, 8)
        if pressed and self._badge and near.contains(event.position()):
            self.badge_pressed.emit()

    def _badge_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(11)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _pill(self) -> QRectF:
        """Where the badge is."""
        words = QFontMetricsF(self._badge_font()).horizontalAdvance(self._badge)
        width = max(18.0, words + 11)
        return QRectF(self.width() - width - 10, (self.height() - 17) / 2, width, 17)


class SidebarMenu(SidebarItem):
    """An entry at the foot that opens a menu above itself; `fill` puts into it what is offered."""

    def __init__(
        self, key: str, icon: str, text: str, fill: Callable[[QMenu], object], parent: QWidget
    ) -> None:
        super().__init__(key, icon, text, parent)
        self.setCheckable(False)
        # Arrow keys come here as to the pages; Tab goes on from the open page.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._fill = fill
        self.clicked.connect(self._open)

    def _open(self) -> None:
        from app.ui.kit.floating.menus import Menu  # noqa: PLC0415  # seldom needed

        menu = Menu(self, name=f"{self.objectName()}_menu")
        self._fill(menu)
        menu.open_above(self)


class Sidebar(QFrame):
    """The list of pages. Only the page that is open is in the tab order; arrow keys move on.

    Signals:
        page_chosen(str): the owner chose the page with this key (`select` does not emit it).
        badge_pressed(str): the owner clicked the badge of this page, which was chosen by it.
    """

    page_chosen = Signal(str)
    badge_pressed = Signal(str)

    def __init__(
        self, title: str, *, accessible_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAccessibleName(accessible_name or title)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._items: dict[str, SidebarItem] = {}
        self._menu: SidebarMenu | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 18, _MARGIN, 14)
        layout.setSpacing(2)
        add_layout(layout, self._brand(title))
        layout.addSpacing(16)
        self._top = QVBoxLayout()
        self._bottom = QVBoxLayout()
        for part in (self._top, self._bottom):
            part.setSpacing(2)
        add_layout(layout, self._top)
        layout.addStretch(1)
        add_layout(layout, self._bottom)
        current_theme().changed.connect(self._draw_logo)

    def _brand(self, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(10, 0, 0, 0)
        row.setSpacing(9)
        self._logo = Label(parent=self)
        self._logo.setFixedSize(24, 24)
        self._draw_logo()
        row.addWidget(self._logo)
        row.addWidget(Label(title, Role.BRAND, name="sidebar_title", parent=self), 1)
        return row

    @override
    def sizeHint(self) -> QSize:
        return self._wide_enough(super().sizeHint())

    @override
    def minimumSizeHint(self) -> QSize:
        return self._wide_enough(super().minimumSizeHint())

    def _wide_enough(self, hint: QSize) -> QSize:
        # Not a fixed least width: that would let long names be cut where the window is narrow.
        return QSize(max(_WIDTH, hint.width()), hint.height())

    def _draw_logo(self) -> None:
        self._logo.setPixmap(icons.logo(24, self.devicePixelRatioF()))

    def add_item(self, key: str, icon: str, text: str, *, bottom: bool = False) -> SidebarItem:
        """Add a page; `bottom` puts it below the space, where the settings stand."""
        item = SidebarItem(key, icon, text, self)
        item.at_bottom = bottom
        self._items[key] = item
        (self._bottom if bottom else self._top).addWidget(item)
        item.clicked.connect(lambda: self._choose(key))
        item.badge_pressed.connect(lambda: self.badge_pressed.emit(key))
        if len(self._items) == 1:
            self.select(key)
        else:
            item.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        return item

    def add_menu(
        self, key: str, icon: str, text: str, fill: Callable[[QMenu], object]
    ) -> SidebarMenu:
        """Add an entry at the very foot that opens a menu and is no page."""
        menu = self._menu = SidebarMenu(key, icon, text, fill, self)
        self._bottom.addWidget(menu)
        return menu

    def item(self, key: str) -> SidebarItem:
        """The item of a page; an unknown key is a KeyError."""
        return self._items[key]

    def keys(self) -> list[str]:
        """The keys of all pages, from top to bottom as they are shown."""
        items = self._items.values()
        return [item.key for item in sorted(items, key=lambda item: item.at_bottom)]

    def current_key(self) -> str:
        """The key of the page that is marked, empty before there is one."""
        return next((key for key, item in self._items.items() if item.isChecked()), "")

    def select(self, key: str) -> None:
        """Mark a page as the open one; an unknown key is a KeyError."""
        chosen = self._items[key]
        for item in self._items.values():
            item.setChecked(item is chosen)
            tab = item is chosen
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tab else Qt.FocusPolicy.ClickFocus)

    def set_badge(self, key: str, badge: str, meaning: str) -> None:
        """Show a figure at a page, or nothing where `badge` is empty."""
        self._items[key].set_badge(badge, meaning)

    def _choose(self, key: str) -> None:
        self.select(key)
        self.page_chosen.emit(key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = self.keys()
        at_foot = self._menu is not None and self._menu.hasFocus()
        here = len(keys) if at_foot else keys.index(self.current_key()) if keys else 0
        there = {
            Qt.Key.Key_Up: here - 1,
            Qt.Key.Key_Down: here + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(keys) - 1,
        }.get(Qt.Key(event.key()))
        if there is None:
            super().keyPressEvent(event)
        elif there == len(keys) and self._menu is not None:
            self._menu.setFocus(Qt.FocusReason.TabFocusReason)
        elif 0 <= there < len(keys):
            self._choose(keys[there])
            self._items[keys[there]].setFocus(Qt.FocusReason.TabFocusReason)
