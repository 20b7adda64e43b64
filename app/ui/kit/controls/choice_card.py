"""One of several ways to go on, as a card with a radio button, a title and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.override import override
from app.ui.kit.controls.labels import Chip, Label, Role
from app.ui.kit.controls.layouts import add_layout
from app.ui.look.tone import Tone, set_style_property

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent


class ChoiceCard(QFrame):
    """A card that is chosen by a click anywhere on it; put its `radio` into a group.

    What is added to `more` belongs to this choice and is shown only while it is chosen.
    """

    def __init__(
        self, title: str, sentence: str, *, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("choice", "off")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 9, 14, 10)
        column.setSpacing(1)
        upper = QHBoxLayout()
        # The radio button has room for a word beside it, which is the title here.
        upper.setSpacing(0)
        self.radio = QRadioButton(parent=self)
        self.radio.setObjectName(f"{name}_radio")
        self._title = Label("", Role.STRONG, wrap=True, name=f"{name}_title", parent=self)
        self.chip = Chip("", Tone.GOOD, name=f"{name}_chip", parent=self)
        self.chip.hide()
        upper.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        upper.addWidget(self._title, 1)
        upper.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        add_layout(column, upper)
        self._lower = QWidget(self)
        self.more = QVBoxLayout(self._lower)
        self.more.setContentsMargins(0, 6, 0, 2)
        self.more.setSpacing(4)
        self._sentence = Label("", Role.MUTED, wrap=True, name=f"{name}_sentence", parent=self)
        words = QVBoxLayout()
        words.setContentsMargins(26, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self._sentence)
        words.addWidget(self._lower)
        add_layout(column, words)
        self.set_words(title, sentence)
        self.radio.toggled.connect(self._follow)
        self._follow(chosen=False)

    def set_words(self, title: str, sentence: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self.radio.setAccessibleName(title)
        self.radio.setAccessibleDescription(sentence)

    def words(self) -> tuple[str, str]:
        """Title and sentence."""
        return self._title.text(), self._sentence.text()

    def set_chip(self, text: str, tone: Tone = Tone.GOOD) -> None:
        """Say a word about this choice at its right end, or nothing."""
        self.chip.set_state(text, tone)
        self.chip.setVisible(bool(text))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside and self.radio.isEnabled():
            self.radio.setChecked(True)
            self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
            return
        super().mouseReleaseEvent(event)

    def _follow(self, chosen: bool) -> None:
        set_style_property(self, "choice", "on" if chosen else "off")
        self._lower.setVisible(chosen and self.more.count() > 0)
