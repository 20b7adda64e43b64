"""The strip over plan and list that says where double bookings are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.ui import override
from app.ui.kit import Banner, Button, IconButton, Tone, Variant
from app.ui.stays.words import conflict_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from app.core.stays.occupancy import Conflict
    from app.i18n import Catalogue


class Strip(Banner):
    """One line about one of several things; a button leads on to the next.

    `at` is which of them it is about, counted from 0, `count` how many there are.
    """

    def __init__(self, tone: Tone, next_text: str, name: str, parent: QWidget | None) -> None:
        super().__init__(tone, "", name=name, parent=parent)
        self.at = 0
        self.count = 0
        self._next = IconButton("chevron-right", next_text, ghost=True, name=f"{name}_next")
        self._next.clicked.connect(self._step)

    def end_actions(self) -> None:
        """Put the button that leads on behind all others."""
        self.add_action(self._next)

    def set_count(self, count: int) -> None:
        """There are so many things to tell of; without any it hides."""
        self.count = count
        self.at = min(self.at, max(count - 1, 0))
        self._next.setVisible(count > 1)
        self.setVisible(count > 0)

    def _step(self) -> None:
        self.at = (self.at + 1) % max(self.count, 1)
        self.draw_current()

    def draw_current(self) -> None:
        """Put what it is about into words."""
        raise NotImplementedError


class ConflictStrip(Strip):
    """Stands while there is a double booking.

    Signals:
        view_wanted(Conflict): the owner wants to see this one.
    """

    view_wanted = Signal(object)

    def __init__(self, texts: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(Tone.BAD, texts.tr("Next double booking"), "conflict_strip", parent)
        self._texts = texts
        self._clashes: Sequence[Conflict] = ()
        self._unit_name: Callable[[int], str] = lambda _unit_id: ""
        view = self.add_action(
            Button(texts.tr("View"), Variant.LINK, name="conflict_strip_view", parent=self)
        )
        view.clicked.connect(lambda: self.view_wanted.emit(self._clashes[self.at]))
        self.end_actions()
        self.hide()

    def show_conflicts(self, clashes: Sequence[Conflict], unit_name: Callable[[int], str]) -> None:
        """Show these, or nothing where there are none."""
        # In words only where it is shown: where hundreds of stays overlap, ten thousands do so.
        self._clashes, self._unit_name = clashes, unit_name
        self.set_count(len(clashes))
        self.draw_current()

    @override
    def draw_current(self) -> None:
        if not self._clashes:
            return
        texts, count = self._texts, len(self._clashes)
        clash = self._clashes[self.at]
        lead = texts.tr("Double booking:")
        if count > 1:
            lead = texts.tr("Double booking {n} of {count}:", n=self.at + 1, count=count)
        line = conflict_line(texts, clash, self._unit_name(clash.first.unit_id))
        self.set_content(Tone.BAD, lead, line, icon="triangle-alert")
