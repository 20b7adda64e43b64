"""Buttons: filled, tinted, quiet, dangerous, icon alone; and the one that copies."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QSizePolicy

from app.override import override
from app.ui.kit.controls.focus import RingButton, announce
from app.ui.kit.floating.tips import set_tip
from app.ui.look import icons

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QWidget


class Variant(enum.StrEnum):
    """How loud a button is. One PRIMARY per page."""

    PRIMARY = "primary"
    TINTED = "tinted"
    QUIET = "quiet"
    DANGER = "danger"
    LINK = "link"
    ICON = "icon"
    GHOST = "ghost"

    @property
    def token(self) -> str:
        """The token of the theme in which the icon of such a button is drawn."""
        return {
            "primary": "on_accent",
            "tinted": "accent",
            "danger": "on_bad",
            "link": "accent",
            "ghost": "muted",
        }.get(self.value, "text")


_ICON = 16
_GAP = 4  # added to the 4 px that Qt leaves between icon and text


class Button(RingButton):
    """A button 32 pixels high; Space and Enter press it. Signals are those of QPushButton."""

    def __init__(
        self,
        text: str,
        variant: Variant = Variant.QUIET,
        *,
        icon: str | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._variant = variant
        self.setObjectName(name)
        self.setProperty("variant", variant.value)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if variant in (Variant.PRIMARY, Variant.DANGER):
            # On their own colour, a little inside: there it is seen as well as their text is.
            self.ring_colour, self.ring_inset = variant.token, 3.0
        if icon is not None:
            self.set_icon(icon)

    def set_icon(self, name: str, colour: str | None = None) -> None:
        """Show Lucide's icon `name`, in the button's own colour unless a token is given."""
        gap = _GAP if self.text() else 0
        self.setIcon(icons.icon(name, colour or self._variant.token, gap=gap))
        self.setIconSize(QSize(_ICON + gap, _ICON))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


class IconButton(Button):
    """A square button with an icon alone; `text` is its tooltip and its accessible name."""

    def __init__(
        self,
        icon: str,
        text: str,
        *,
        ghost: bool = False,
        name: str = "",
        menu: QMenu | None = None,
        parent: QWidget | None = None,
    ) -> None:
        variant = Variant.GHOST if ghost else Variant.ICON
        super().__init__("", variant, icon=icon, name=name, parent=parent)
        self.ring_radius = 6.0 if ghost else 8.0
        self.set_meaning(text)
        if menu is not None:
            self.setMenu(menu)

    def set_meaning(self, text: str) -> None:
        """Say what the button does, in its tooltip and to screen readers."""
        set_tip(self, text)
        self.setAccessibleName(text)


class CopyButton(Button):
    """Copies `content` to the clipboard and says so on itself for two seconds.

    Its width fits both texts from the start, so nothing jumps.

    Signals:
        copied(str): this is in the clipboard now.
    """

    copied = Signal(str)

    def __init__(
        self,
        text: str,
        done_text: str,
        *,
        content: str = "",
        variant: Variant = Variant.TINTED,
        done_ms: int = 2000,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, variant, icon="copy", name=name, parent=parent)
        self.content = content
        self._text = text
        self._done_text = done_text
        self._timer = QTimer(self, singleShot=True, interval=done_ms)
        self._timer.timeout.connect(self._show_ready)
        self.clicked.connect(self.copy)

    def copy(self) -> None:
        """Put `content` into the clipboard, as a click does."""
        QGuiApplication.clipboard().setText(self.content)
        self.setText(self._done_text)
        self.set_icon("check")
        self._timer.start()
        announce(self, self._done_text)
        self.copied.emit(self.content)

    def _show_ready(self) -> None:
        self.setText(self._text)
        self.set_icon("copy")

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        self.ensurePolished()
        metrics = self.fontMetrics()
        shown = metrics.horizontalAdvance(self.text())
        widest = max(metrics.horizontalAdvance(t) for t in (self._text, self._done_text))
        return QSize(hint.width() + widest - shown, hint.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
