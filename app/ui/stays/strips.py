"""The strips above the table: double bookings, and options about which nobody has decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.override import override
from app.ui.kit import Banner, Button, IconButton, Tone, Variant
from app.ui.stays.words import conflict_line, who_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from app.core.stays.double_booking import Alarm
    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue


class _Strip(Banner):
    """One line about one of several things; a button leads on to the next."""

    def __init__(self, tone: Tone, next_text: str, name: str, parent: QWidget | None) -> None:
        super().__init__(tone, "", name=name, parent=parent)
        self._at = 0
        self._count = 0
        self._next = IconButton("chevron-right", next_text, ghost=True, name=f"{name}_next")
        self._next.clicked.connect(self._step)

    def _end_actions(self) -> None:
        self.add_action(self._next)

    def _set_count(self, count: int) -> None:
        self._count = count
        self._at = min(self._at, max(count - 1, 0))
        self._next.setVisible(count > 1)
        self.setVisible(count > 0)

    def _step(self) -> None:
        self._at = (self._at + 1) % max(self._count, 1)
        self._draw_current()

    def _draw_current(self) -> None:
        raise NotImplementedError


class ConflictStrip(_Strip):
    """Stands while there is a double booking.

    Signals:
        view_wanted(Alarm), solve_wanted(Alarm): the owner wants to see this one, or to solve it.
    """

    view_wanted = Signal(object)
    solve_wanted = Signal(object)

    def __init__(self, texts: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(Tone.BAD, texts.tr("Next double booking"), "conflict_strip", parent)
        self._texts = texts
        self._clashes: Sequence[Alarm] = ()
        self._unit_name: Callable[[int], str] = lambda _unit_id: ""
        for name, words, signal in (
            ("view", texts.tr("View"), self.view_wanted),
            ("solve", texts.tr("Solve …"), self.solve_wanted),
        ):
            button = Button(words, Variant.LINK, name=f"conflict_strip_{name}", parent=self)
            button.clicked.connect(lambda _=False, s=signal: s.emit(self._clashes[self._at]))
            self.add_action(button)
        self._end_actions()
        self.hide()

    def show_conflicts(self, clashes: Sequence[Alarm], unit_name: Callable[[int], str]) -> None:
        """Show these, or nothing where there are none."""
        # In words only where it is shown: where hundreds of stays overlap, ten thousands do so.
        self._clashes, self._unit_name = clashes, unit_name
        self._set_count(len(clashes))
        self._draw_current()

    @override
    def _draw_current(self) -> None:
        if not self._clashes:
            return
        texts, count = self._texts, len(self._clashes)
        clash = self._clashes[self._at]
        lead = texts.tr("Double booking:")
        if count > 1:
            lead = texts.tr("Double booking {n} of {count}:", n=self._at + 1, count=count)
        line = conflict_line(texts, clash, self._unit_name(clash.unit_id))
        self.set_content(Tone.BAD, lead, line, icon="triangle-alert")


class ExpiredStrip(_Strip):
    """Stands while there are expired options, one after the other.

    Signals:
        book_wanted(Occupancy), extend_wanted(Occupancy), release_wanted(Occupancy): what the
            owner has decided about this one.
    """

    book_wanted = Signal(object)
    extend_wanted = Signal(object)
    release_wanted = Signal(object)

    def __init__(self, texts: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(Tone.CAREFUL, texts.tr("Next expired option"), "expired_strip", parent)
        self._texts = texts
        self._stays: list[tuple[Occupancy, str]] = []
        for name, words, signal in (
            ("book", texts.tr("Book firmly"), self.book_wanted),
            ("extend", texts.tr("Extend deadline …"), self.extend_wanted),
            ("release", texts.tr("Release"), self.release_wanted),
        ):
            button = Button(words, Variant.LINK, name=f"expired_strip_{name}", parent=self)
            button.clicked.connect(lambda _=False, s=signal: s.emit(self._stays[self._at][0]))
            self.add_action(button)
        self._end_actions()
        self.hide()

    def show_options(self, options: Sequence[tuple[Occupancy, str]]) -> None:
        """Show these, each with the name of its unit, or nothing where there are none."""
        self._stays = [(stay, self._line(stay, unit)) for stay, unit in options]
        self._set_count(len(self._stays))
        self._draw_current()

    def _line(self, stay: Occupancy, unit: str) -> str:
        return self._texts.tr(
            "{unit}, {days}: {who} (held until {until})",
            unit=unit,
            days=self._texts.day_range(stay.arrival, stay.departure),
            who=who_line(self._texts, stay),
            until=self._texts.day(stay.option_until or stay.arrival),
        )

    @override
    def _draw_current(self) -> None:
        if not self._stays:
            return
        texts, count = self._texts, len(self._stays)
        lead = texts.tr("Option expired:")
        if count > 1:
            lead = texts.tr("Expired option {n} of {count}:", n=self._at + 1, count=count)
        self.set_content(Tone.CAREFUL, lead, self._stays[self._at][1], icon="clock")
