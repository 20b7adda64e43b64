"""Choices as cards: an icon, a name, a sentence, and perhaps a word of advice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.override import override
from app.ui.kit import Chip, Label, Role, Tone
from app.ui.kit.controls.focus import RingButton
from app.ui.kit.controls.layouts import add_layout
from app.ui.look import icons
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

_ICON = 20
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the choices: its key, its icon (Lucide's name) and what is said of it."""

    key: str
    icon: str
    name: str
    sentence: str
    advice: str = ""


class ChoiceCard(RingButton):
    """A card that can be chosen, by mouse or keyboard.

    Signals:
        stepped(int): an arrow key was pressed that leads back (-1) or ahead (1).
    """

    stepped = Signal(int)

    def __init__(self, choice: Choice, name: str, parent: QWidget) -> None:
        super().__init__("", parent)
        self._icon = choice.icon
        self.setObjectName(name)
        self.setCheckable(True)
        self.setAccessibleName(" – ".join(filter(None, (choice.name, choice.advice))))
        self.setAccessibleDescription(choice.sentence)
        self.ring_radius = 12.0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 14, 14)
        row.setSpacing(12)
        self._picture = Label(parent=self)
        self._picture.setFixedWidth(_ICON)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(3)
        heading = QHBoxLayout()
        heading.setSpacing(8)
        heading.addWidget(Label(choice.name, Role.STRONG, wrap=True, parent=self), 1)
        if choice.advice:
            chip = Chip(choice.advice, Tone.GOOD, parent=self)
            heading.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        add_layout(words, heading)
        words.addWidget(Label(choice.sentence, Role.MUTED, wrap=True, parent=self))
        add_layout(row, words, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.toggled.connect(self._draw)
        current_theme().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        token = "accent" if self.isChecked() else "muted"
        self._picture.setPixmap(icons.pixmap(self._icon, token, _ICON, self.devicePixelRatioF()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
            return
        super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return self._rows().sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return self._rows().minimumSize()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._rows().heightForWidth(width)

    def _rows(self) -> QHBoxLayout:
        rows = self.layout()
        assert isinstance(rows, QHBoxLayout)
        return rows


class ChoiceList(QWidget):
    """Cards one below the other, of which one is chosen; the keyboard has them as radio buttons.

    Signals:
        chosen(str): the owner chose the card with this key (`select` does not emit it).
    """

    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[Choice], *, accessible_name: str, name: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._group = QButtonGroup(self)
        self.cards: dict[str, ChoiceCard] = {}
        for at, choice in enumerate(choices):
            card = ChoiceCard(choice, f"{name}_{choice.key}", self)
            card.clicked.connect(lambda _on, key=choice.key: self._choose(key))
            card.stepped.connect(lambda step, at=at: self._step(at, step))
            self._group.addButton(card)
            self.cards[choice.key] = card
            column.addWidget(card)
        column.addStretch(1)

    def current(self) -> str:
        """The key of the chosen card, empty where none is."""
        return next((key for key, card in self.cards.items() if card.isChecked()), "")

    def select(self, key: str) -> None:
        """Choose a card; Tab stops at it."""
        self.cards[key].setChecked(True)
        for other, card in self.cards.items():
            tab = Qt.FocusPolicy.StrongFocus if other == key else Qt.FocusPolicy.ClickFocus
            card.setFocusPolicy(tab)

    def _choose(self, key: str) -> None:
        self.select(key)
        self.chosen.emit(key)

    def _step(self, at: int, step: int) -> None:
        cards = list(self.cards.items())
        key, card = cards[(at + step) % len(cards)]
        self._choose(key)
        card.setFocus(Qt.FocusReason.TabFocusReason)
