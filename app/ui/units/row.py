"""The row of one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.override import override
from app.ui.kit import Chip, ElidedLabel, IconButton, Label, Role, Tone, tabular
from app.ui.kit.controls.layouts import add_layout
from app.ui.stays.dots import dot_edge
from app.ui.units import looks
from app.ui.units.handle import GRIP_WIDTH, Handle
from app.ui.units.menu import MenuEntry, MoreButton

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from app.i18n import Catalogue
    from app.ui.units.intents import Intents
    from app.ui.units.looks import UnitLook

_DOT = 10
_HEIGHT = 52


class Dot(QWidget):
    """A unit's colour, as a round spot; its name stands beside it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(_DOT, _DOT))
        self._colour = ""

    def set_colour(self, colour: str) -> None:
        """Show another colour, ``#rrggbb``."""
        self._colour = colour
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self._colour)
        painter.setPen(dot_edge(colour))
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()


class UnitRow(Handle):
    """Colour, name, what it is, what is ahead, whether a link answers; edit and menu."""

    def __init__(
        self,
        texts: Catalogue,
        intents: Intents,
        look: UnitLook,
        *,
        chip_width: int,
        parent: QWidget,
    ) -> None:
        """`chip_width` is that of `chip_width`, so that the rows stand in columns."""
        super().__init__(f"unit_row_{look.unit.id}", parent)
        self._texts = texts
        self._intents = intents
        self.look = look
        self.setMinimumHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        line = QHBoxLayout(self)
        line.setContentsMargins(GRIP_WIDTH, 6, 8, 6)
        line.setSpacing(12)
        self._dot = Dot(self)
        line.addWidget(self._dot)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        self._name = ElidedLabel("", Role.STRONG, name="unit_name", parent=self)
        self._facts = ElidedLabel("", Role.SMALL, name="unit_facts", parent=self)
        words.addWidget(self._name)
        words.addWidget(self._facts)
        words.addStretch(1)
        add_layout(line, words, 1)
        self._ahead = Label("", Role.SMALL, name="unit_ahead", parent=self)
        self._ahead.setFont(tabular(self._ahead.font()))
        self._ahead.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._ahead)
        line.addWidget(self._make_chip(chip_width))
        self.edit_button = IconButton(
            "pencil", texts.tr("Edit"), ghost=True, name="unit_edit", parent=self
        )
        self.edit_button.clicked.connect(self.edit_wanted)
        line.addWidget(self.edit_button)
        self.more_button = MoreButton(self._entries, name="unit_more", parent=self)
        line.addWidget(self.more_button)
        self._connect()
        self.show_look(look)

    def show_look(self, look: UnitLook) -> None:
        """Show how the unit is now."""
        self.look = look
        texts, unit = self._texts, look.unit
        facts = looks.facts(texts, unit)
        ahead = looks.ahead_words(texts, look.ahead)
        enabled = looks.enabled_words(texts, look.enabled)
        self._dot.set_colour(unit.colour)
        self._name.setText(unit.name)
        self._facts.setText(facts)
        self._ahead.setText(ahead)
        self._chip.setVisible(look.enabled)
        self._no_chip.setVisible(not look.enabled)
        self.setAccessibleName(f"{unit.name}, {facts}, {enabled}, {ahead}")
        self.edit_button.setAccessibleName(texts.tr("Edit {unit}", unit=unit.name))
        self.more_button.set_meaning(texts.tr("More about {unit}", unit=unit.name))

    def _make_chip(self, width: int) -> QWidget:
        column = QWidget(self)
        inner = QHBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        words = looks.enabled_words
        # What needs no eye has no colour: where no link answers, the words stand alone.
        self._chip = Chip(words(self._texts, True), Tone.GOOD, name="unit_chip", parent=column)
        self._no_chip = Label(
            words(self._texts, False), Role.SMALL, name="unit_no_chip", parent=column
        )
        inner.addWidget(self._chip)
        inner.addWidget(self._no_chip)
        inner.addStretch(1)
        column.setFixedWidth(width)
        return column

    def _entries(self) -> tuple[MenuEntry, ...]:
        tr = self._texts.tr
        return (
            MenuEntry("unit_menu_edit", "pencil", tr("Edit …"), self.edit_wanted.emit, "F2"),
            MenuEntry("unit_menu_up", "chevron-up", tr("Move up"), self._up, "Alt+Up", apart=True),
            MenuEntry("unit_menu_down", "chevron-down", tr("Move down"), self._down, "Alt+Down"),
            MenuEntry(
                "unit_menu_archive", "archive", tr("Archive …"), self._archive, "Del", apart=True
            ),
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self._archive()
            return
        super().keyPressEvent(event)

    def _connect(self) -> None:
        intents = self._intents
        self.edit_wanted.connect(lambda: intents.edit_unit.emit(self.look.unit.id))
        self.stepped.connect(lambda step: intents.step_unit.emit(self.look.unit.id, step))

    def _up(self) -> None:
        self.stepped.emit(-1)

    def _down(self) -> None:
        self.stepped.emit(1)

    def _archive(self) -> None:
        self._intents.archive_unit.emit(self.look.unit.id)


def chip_width(texts: Catalogue, parent: QWidget) -> int:
    """Return the width of the wider of the words about links, in the style of `parent`."""
    words = looks.enabled_words
    both = (
        Chip(words(texts, True), Tone.GOOD, parent=parent),
        Label(words(texts, False), Role.SMALL, parent=parent),
    )
    widths = []
    for label in both:
        label.hide()
        label.ensurePolished()
        widths.append(label.sizeHint().width())
        label.deleteLater()
    return max(widths)
