"""A strip that says how things are, with what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from app.ui.kit.controls.buttons import Button, IconButton
from app.ui.kit.controls.labels import Label
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.tips import rich, set_rich
from app.ui.look import icons
from app.ui.look.theme import current_theme
from app.ui.look.tone import Tone, set_style_property

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Banner(QFrame):
    """A tinted strip: icon, a bold lead, a sentence that wraps, and buttons at the right.

    Signals:
        dismissed(): the owner closed it; it has hidden itself.
    """

    dismissed = Signal()

    def __init__(
        self,
        tone: Tone,
        lead: str,
        text: str = "",
        *,
        icon: str | None = None,
        dismiss_text: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(10)
        self._picture = Label(parent=self)
        self._picture.setFixedWidth(18)
        row.addWidget(self._picture)
        self._words = Label(parent=self)
        self._words.setWordWrap(True)
        self._words.setMinimumHeight(24)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setObjectName(f"{name}_text" if name else "")
        row.addWidget(self._words, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        add_layout(row, self._actions)
        self.dismiss_button = IconButton(
            "x", dismiss_text, ghost=True, name=f"{name}_dismiss", parent=self
        )
        self.dismiss_button.setVisible(bool(dismiss_text))
        self.dismiss_button.clicked.connect(self._dismiss)
        row.addWidget(self.dismiss_button, 0, Qt.AlignmentFlag.AlignTop)
        current_theme().changed.connect(self._draw)
        self.set_content(tone, lead, text, icon=icon)

    def set_content(
        self, tone: Tone, lead: str, text: str = "", *, icon: str | None = None
    ) -> None:
        """Say something else, with the icon of the tone unless one is given."""
        self._tone, self._lead, self._text = tone, lead, text
        self._icon = icon or tone.icon_name
        set_style_property(self, "tone", tone.value)
        self.setAccessibleName(self.plain_text())
        self._draw()

    def add_action(self, button: Button) -> Button:
        """Add a button behind the words; returned, to connect it."""
        self._actions.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return button

    def plain_text(self) -> str:
        """Lead and sentence as they are read, without markup."""
        return " ".join(part for part in (self._lead, self._text) if part)

    def _draw(self) -> None:
        if not (self._lead or self._text):
            return  # it says nothing yet
        token = "text" if self._tone is Tone.NEUTRAL else self._tone.token
        colour = current_theme().colour(token).name()
        bold = '<b style="font-weight:600; color:{colour}">{lead}</b>'
        markup = " ".join((bold,) * bool(self._lead) + ("{text}",) * bool(self._text))
        set_rich(self._words, rich(markup, colour=colour, lead=self._lead, text=self._text))
        self._picture.setPixmap(icons.pixmap(self._icon, token, 18, self.devicePixelRatioF()))

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
