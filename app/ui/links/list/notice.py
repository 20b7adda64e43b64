"""The line below a link on what the owner has just done to it, or still has to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.override import override
from app.ui.kit import Button, Role, Variant
from app.ui.links.base import words
from app.ui.links.base.access import before_pasting
from app.ui.links.base.parts import Picture, Sentence
from app.ui.look.theme import current_theme
from app.ui.look.tone import set_style_property

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from app.i18n import Catalogue
    from app.ui.kit import Toggle
    from app.ui.links.base.intents import Intents
    from app.ui.links.list.looks import LinkLook


_RADIUS = 8.0


def warning(texts: Catalogue, look: LinkLook) -> str:
    """What an owner must know who has just copied the link; empty where nothing."""
    if not look.just_copied:
        return ""
    return before_pasting(texts, look.access, look.address, look.link, look.now)


def notice_text(texts: Catalogue, look: LinkLook, *, with_readers: bool) -> str:
    """What is to be said of a link; empty where nothing is."""
    if not look.answers:
        return ""
    if not look.link.enabled:
        return _locked(texts, look, with_readers=with_readers)
    return warning(texts, look) or _old_address(texts, look)


class Notice(QWidget):
    """A sentence with what can be done about it."""

    def __init__(
        self,
        texts: Catalogue,
        intents: Intents,
        toggle: Toggle,
        *,
        prefix: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        # What takes over the focus of a button that goes away.
        self._toggle = toggle
        self._link_id = 0
        self._loud = False
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._words = Sentence(Role.SMALL, name=f"{prefix}_notice", parent=self)
        self._undo = Button(
            texts.tr("Undo"), Variant.LINK, icon="undo-2", name=f"{prefix}_undo", parent=self
        )
        self._undo.clicked.connect(lambda: intents.enable.emit(self._link_id))
        self._set_up = Button(
            texts.tr("Set up access …"), Variant.LINK, name=f"{prefix}_set_up", parent=self
        )
        self._set_up.clicked.connect(intents.set_up_access)
        for button in self.tab_stops():
            button.setProperty("inline", True)
        for widget in (Picture("triangle-alert", "careful", self), self._words):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in self.tab_stops():
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)

    def show_look(self, look: LinkLook, text: str) -> None:
        """Say `text`, where there is any."""
        self._link_id = look.link.id
        enabled = look.link.enabled
        held = any(button.hasFocus() for button in self.tab_stops())
        self._words.setText(text)
        self._undo.setVisible(not enabled and look.just_locked)
        early = look.just_copied and look.unread_outside
        self._set_up.setVisible(enabled and early)
        self._loud = enabled and look.just_copied
        set_style_property(self._words, "role", (Role.PLAIN if self._loud else Role.SMALL).value)
        margin = 8 if self._loud else 0
        self._row.setContentsMargins(margin, margin // 2, margin, margin // 2)
        self.update()
        self.setVisible(bool(text))
        if held and not any(button.hasFocus() for button in self.tab_stops()):
            self._toggle.setFocus(Qt.FocusReason.OtherFocusReason)

    def tab_stops(self) -> list[QWidget]:
        """Where Tab goes, in order."""
        return [self._undo, self._set_up]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._loud:
            return
        # What is to be known before the link is pasted anywhere must not be overlooked.
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current_theme().colour("careful_tint"))
        painter.drawRoundedRect(QRectF(self.contentsRect()), _RADIUS, _RADIUS)
        painter.end()


def _locked(texts: Catalogue, look: LinkLook, *, with_readers: bool) -> str:
    said = words.on_locked(texts, look.link)
    if not with_readers or look.readings is None or not look.readings.readers:
        return said
    readers = words.read_by(texts, look.readings.readers, look.now)
    return said + " " + texts.tr("Last read by: {readers}", readers=readers)


def _old_address(texts: Catalogue, look: LinkLook) -> str:
    old = None if look.readings is None else look.readings.old_address
    if old is None:
        return ""
    return words.old_address(texts, old, look.now)
