"""Which year is looked at, and what counts in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.stays.figures import ALL_KINDS
from app.core.stays.occupancy import Kind
from app.ui.kit import IconButton, SegmentedControl
from app.ui.kit.floating.popups import ComboBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.i18n import Catalogue

_ALL: Final = "all"
_BOOKINGS: Final = "bookings"


class Choice(QWidget):
    """A row: all occupancies or bookings alone, and the year with its neighbours.

    Signals:
        changed(): another year, or something else counts.
    """

    changed = Signal()

    def __init__(self, texts: Catalogue, this_year: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._this_year = this_year
        self._kinds = SegmentedControl(
            [(_ALL, texts.tr("All occupancies")), (_BOOKINGS, texts.tr("Bookings only"))],
            accessible_name=texts.tr("What counts"),
            name="figures_kinds",
            parent=self,
        )
        self._back = IconButton(
            "chevron-left", texts.tr("Year before"), name="figures_back", parent=self
        )
        self._on = IconButton(
            "chevron-right", texts.tr("Year after"), name="figures_on", parent=self
        )
        self._years = ComboBox(self)
        self._years.setObjectName("figures_year")
        self._years.setAccessibleName(texts.tr("Year"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for widget in (self._kinds, self._back, self._years, self._on):
            row.addWidget(widget)
        self._kinds.chosen.connect(self._tell)
        self._years.currentIndexChanged.connect(self._tell)
        self._back.clicked.connect(lambda: self._turn(-1))
        self._on.clicked.connect(lambda: self._turn(1))

    @property
    def year(self) -> int:
        """The year that is looked at."""
        chosen = self._years.currentData()
        return chosen if isinstance(chosen, int) else self._this_year

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds that count."""
        return frozenset({Kind.BOOKING}) if self._kinds.current() == _BOOKINGS else ALL_KINDS

    def offer_years(self, years: Sequence[int], this_year: int) -> None:
        """Offer these years; the one that was chosen stays, else it is this one."""
        wanted = self.year if self.year in years else this_year
        self._this_year = this_year
        with QSignalBlocker(self._years):
            self._years.clear()
            for year in sorted(years, reverse=True):
                self._years.addItem(str(year), year)
            self._years.setCurrentIndex(self._years.findData(wanted))
        self._show_ends()

    def _turn(self, step: int) -> None:
        # The newest year stands first.
        self._years.setCurrentIndex(self._years.currentIndex() - step)

    def _tell(self) -> None:
        self._show_ends()
        self.changed.emit()

    def _show_ends(self) -> None:
        at = self._years.currentIndex()
        self._back.setEnabled(at + 1 < self._years.count())
        self._on.setEnabled(at > 0)
