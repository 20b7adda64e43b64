"""What every line of a link on a card can do: be chosen, walked through, copied from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeySequence, QPainter
from PySide6.QtWidgets import QWidget

from app.override import override
from app.ui.kit.focus import paint_ring, shows_ring
from app.ui.links.list import parts
from app.ui.links.list.notice import Notice, notice_text
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from app.i18n import Catalogue
    from app.ui.kit import CopyButton
    from app.ui.links.intents import Intents
    from app.ui.links.list.looks import LinkLook

_RADIUS = 8.0
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class LinkLine(QWidget):
    """A line of a card: a click, Enter or Space choose its link, arrow keys go to the next one.

    A line without a link can be seen and nothing else.
    """

    def __init__(self, texts: Catalogue, intents: Intents, *, prefix: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._intents = intents
        self._prefix = prefix
        self._link_look: LinkLook | None = None
        self._ring = False
        self._notice: Notice | None = None
        self._toggle = parts.link_toggle(texts, name=f"{prefix}_toggle", parent=self)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def link_look(self) -> LinkLook | None:
        """What is shown of the link, None where there is none."""
        return self._link_look

    @property
    def notice_stops(self) -> list[QWidget]:
        """Where Tab goes in the line's notice."""
        return [] if self._notice is None else self._notice.tab_stops()

    def copy_button(self) -> CopyButton:
        """What copies the address."""
        raise NotImplementedError

    def place_notice(self, notice: Notice) -> None:
        """Put the notice, which is made when there is something to say, into the layout."""
        raise NotImplementedError

    def take_link(self, look: LinkLook | None) -> None:
        """Be the line of this link from now on."""
        self._link_look = look
        # Who walks with Tab comes here first, then to what is on the line.
        policy = Qt.FocusPolicy.NoFocus if look is None else Qt.FocusPolicy.StrongFocus
        self.setFocusPolicy(policy)
        self.update()

    def draw_notice(self, look: LinkLook | None, *, with_readers: bool) -> None:
        """Say what there is to say of the link, if anything."""
        text = "" if look is None else notice_text(self._texts, look, with_readers=with_readers)
        if self._notice is None and text:
            self._notice = Notice(
                self._texts, self._intents, self._toggle, prefix=self._prefix, parent=self
            )
            self.place_notice(self._notice)
        if self._notice is not None:
            if look is None:
                self._notice.hide()
            else:
                self._notice.show_look(look, text)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._link_look is not None:
            self._intents.select.emit(self._link_look.link.id)
        else:
            super().mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        look = self._link_look
        if look is not None and event.matches(QKeySequence.StandardKey.Copy):
            if self.copy_button().isEnabled():
                self.copy_button().copy()
        elif look is not None and self.hasFocus() and event.key() in _OPENING:
            self._intents.select.emit(look.link.id)
        elif look is not None and self.hasFocus() and event.key() in _STEPS:
            self._intents.step.emit(look.link.id, _STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = shows_ring(event, self._ring)
        super().focusInEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._link_look
        if look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if look.selected or self.underMouse():
            token = "accent_tint" if look.selected else "past"
            painter.setBrush(current_theme().colour(token))
            painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        if self._ring and self.hasFocus():
            paint_ring(painter, QRectF(self.rect()), _RADIUS)
        painter.end()
