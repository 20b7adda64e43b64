"""The two ways on a row: what goes to the portal, what comes from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.kit import Button, Chip, Role, Tone, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.tips import set_tip
from app.ui.links.base.parts import Picture, Sentence
from app.ui.portals import words

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.ui.links.sources.looks import Comes

_GAP = 8
_SENTENCE = 150
"""So wide, in pixels, the words of a way want to be at least."""


class ComesFrom(QWidget):
    """How reading a portal goes, or what could be done so that something comes.

    Signals:
        wanted(): the owner wants that something comes from there.
    """

    wanted = Signal()

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(_GAP)
        self._chip = Chip("", name="comes_chip", parent=self)
        line.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        add_layout(column, line)
        self._words = Sentence(Role.SMALL, name="comes_words", parent=self)
        self.connect_button = _inline(Button("", Variant.LINK, name="comes_connect", parent=self))
        self.connect_button.clicked.connect(self.wanted)
        add_layout(column, _side_by_side(self._words, self.connect_button))

    def show_comes(self, comes: Comes, portal: str) -> None:
        """Say how it is with what comes from `portal`."""
        tr = self._texts.tr
        look = comes.source
        self.connect_button.setVisible(look is None)
        self.connect_button.setText(tr("add"))
        self.connect_button.setAccessibleName(tr("Read what comes from {portal}", portal=portal))
        self._chip.setVisible(look is not None)
        if look is None:
            self._words.setText(tr("nothing is read from there yet"))
            self._words.show()
            return
        told = words.standing(self._texts, look, comes.clashes, comes.now)
        self._chip.set_state(told.chip, told.tone)
        if comes.reading:
            self._chip.set_state(tr("being read …"), Tone.INFO)
        error = look.progress.error
        set_tip(self._chip, "" if error is None else tr(error.text, **error.values))
        self._words.setText(told.words)
        self._words.setVisible(bool(told.words))

    def wanted_width(self) -> int:
        """Return how wide it is where its words may break."""
        chip = 0 if self._chip.isHidden() else self._chip.sizeHint().width()
        told = min(_SENTENCE, self._words.sizeHint().width())
        return max(chip, told + _shown(self.connect_button))


class NoLink(QWidget):
    """Says that no link goes to a portal, with the way to one.

    Signals:
        wanted(): the owner wants a link for it.
    """

    wanted = Signal()

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._words = Sentence(Role.SMALL, name="goes_words", parent=self)
        self.add_button = _inline(Button("", Variant.LINK, name="goes_add", parent=self))
        self.add_button.clicked.connect(self.wanted)
        add_layout(column, _side_by_side(self._words, self.add_button))

    def show_missing(self, portal: str, *, missing: bool) -> None:
        """Say that there is no link for `portal`; a dash where another row has it."""
        tr = self._texts.tr
        self._words.setText(tr("no link of its own yet") if missing else "–")
        self.add_button.setVisible(missing)
        self.add_button.setText(tr("add"))
        self.add_button.setAccessibleName(tr("Make a link for {portal}", portal=portal))

    def wanted_width(self) -> int:
        """Return how wide it is where its words may break."""
        return min(_SENTENCE, self._words.sizeHint().width()) + _shown(self.add_button)


class TwoWays(QWidget):
    """Both ways side by side, each behind an arrow; the second may be missing."""

    def __init__(
        self, texts: Catalogue, goes: QWidget, *, prefix: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        self._up = Picture("arrow-up-to-line", "muted", self)
        self._up.setObjectName(f"{prefix}_goes")
        self._down = Picture("arrow-down-to-line", "muted", self)
        self._down.setObjectName(f"{prefix}_comes")
        self.comes = ComesFrom(texts, self)
        self._goes = goes
        for picture, way in ((self._up, goes), (self._down, self.comes)):
            way.setParent(self)
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(way, 1, Qt.AlignmentFlag.AlignVCenter)
        self.show_comes(None, "")

    def show_comes(self, comes: Comes | None, portal: str) -> None:
        """Show what comes from `portal`; None where nothing ever could."""
        tr = self._texts.tr
        for widget in (self._up, self._down, self.comes):
            widget.setVisible(comes is not None)
        set_tip(self._up, tr("What goes to {portal}", portal=portal))
        set_tip(self._down, tr("What comes from {portal}", portal=portal))
        if comes is not None:
            self.comes.show_comes(comes, portal)

    @property
    def both(self) -> bool:
        """Whether something comes, or could, and not only goes."""
        return not self.comes.isHidden()

    def least(self) -> int:
        """Return how wide what goes there is at least."""
        return self._goes.minimumSizeHint().width()

    def set_least(self, width: int) -> None:
        """Let what goes there be so wide at least, as on other rows."""
        self._goes.setMinimumWidth(width)

    def wanted_width(self, goes: int) -> int:
        """Return how wide both are where the first wants `goes` pixels: each gets as much."""
        if not self.both:
            return goes
        pictures = self._up.width() + self._down.width()
        return pictures + 3 * _GAP + 2 * max(goes, self.comes.wanted_width())


def _side_by_side(words: QWidget, button: Button) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(0)
    for widget in (words, button):
        line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    line.addStretch(1)
    return line


def _inline(button: Button) -> Button:
    button.setProperty("inline", True)
    return button


def _shown(button: Button) -> int:
    return 0 if button.isHidden() else button.sizeHint().width()
