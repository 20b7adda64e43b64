"""The strip above the table: options that have expired and about which nobody has decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.ui import override
from app.ui.kit import Button, Tone, Variant
from app.ui.stays.strips import Strip
from app.ui.stays.words import who_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue
    from app.ui.occupancies.book import Row


class ExpiredStrip(Strip):
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
            button.clicked.connect(lambda _=False, s=signal: s.emit(self._stays[self.at][0]))
            self.add_action(button)
        self.end_actions()
        self.hide()

    def show_options(self, rows: Sequence[Row]) -> None:
        """Show these, or nothing where there are none."""
        self._stays = [(row.occupancy, self._line(row)) for row in rows]
        self.set_count(len(self._stays))
        self.draw_current()

    def _line(self, row: Row) -> str:
        stay = row.occupancy
        return self._texts.tr(
            "{unit}, {days}: {who} (held until {until})",
            unit=row.unit.name,
            days=self._texts.day_range(stay.arrival, stay.departure),
            who=who_line(self._texts, stay),
            until=self._texts.day(stay.option_until or stay.arrival),
        )

    @override
    def draw_current(self) -> None:
        if not self._stays:
            return
        texts, count = self._texts, len(self._stays)
        lead = texts.tr("Option expired:")
        if count > 1:
            lead = texts.tr("Expired option {n} of {count}:", n=self.at + 1, count=count)
        self.set_content(Tone.CAREFUL, lead, self._stays[self.at][1], icon="clock")
