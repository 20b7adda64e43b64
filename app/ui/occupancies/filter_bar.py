"""The row of fields above the table that say what it shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from app.core.stays.agenda import Due
from app.core.stays.occupancy import KIND_LABELS, Kind
from app.dataclass import dataclass
from app.ui.kit import SearchField, SegmentedControl
from app.ui.kit.controls.choices import Segment
from app.ui.kit.floating.popups import ComboBox
from app.ui.kit.floating.tips import set_tip
from app.ui.kit.flow import FlowLayout
from app.ui.occupancies.filters import Filter, Period, Standing
from app.ui.stays.dots import dot_icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.house.unit import Unit
    from app.i18n import Catalogue


@dataclass(frozen=True, slots=True)
class _UnitChoice:
    """What the list of units offers: all of them, one, or the archived ones."""

    unit_id: int | None = None
    archived: bool = False


class FilterBar(QWidget):
    """Fields for each part of a `Filter`.

    Signals:
        changed(): another filter stands in the fields, by whatever way.
    """

    changed = Signal()

    def __init__(self, texts: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._quiet = False
        self.search = SearchField(
            texts.tr("Search guest, note, portal …"), clear_text=texts.tr("Clear"), name="search"
        )
        self._period = SegmentedControl(
            [
                (Period.AHEAD.value, texts.trp("period", "From today")),
                (Period.WEEK.value, texts.trp("period", "Next 7 days")),
                (Period.ALL.value, texts.trp("period", "All")),
                (Period.PAST.value, texts.trp("period", "Past")),
            ],
            accessible_name=texts.tr("Period"),
            name="period",
        )
        week = self._period.segment(Period.WEEK.value)
        set_tip(week, texts.tr("Today and the next 7 days"))
        self._due = _combo("due_filter", texts.tr("What is due"))
        self._unit = _combo("unit_filter", texts.tr("Unit"))
        self._kind = _combo("kind_filter", texts.tr("Kind"))
        self._standing = _combo("standing_filter", texts.tr("Status"))
        self._clashing = _flag("clashing_filter")
        self._expired = _flag("expired_filter")
        set_tip(self._expired, texts.tr("Options whose day has passed"))
        self._fill()
        flow = FlowLayout(self)
        for widget in (
            self.search,
            self._period,
            self._due,
            self._unit,
            self._kind,
            self._standing,
            self._clashing,
            self._expired,
        ):
            flow.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._connect()

    def _fill(self) -> None:
        texts = self._texts
        for due, words in (
            (None, texts.tr("All that is due")),
            (Due.DEPARTURE, texts.tr("Departures")),
            (Due.ARRIVAL, texts.tr("Arrivals")),
            (Due.CHANGEOVER, texts.tr("Changeovers")),
            (Due.OWN, texts.tr("Owner stays and blocks")),
            (Due.OPTION, texts.tr("Options")),
        ):
            self._due.addItem(words, due)
        self._due.hide()
        self._kind.addItem(texts.tr("All kinds"), None)
        for kind, label in KIND_LABELS.items():
            self._kind.addItem(texts.tr(label), kind)
        for standing, words in (
            (Standing.TAKEN, texts.tr("Without cancelled")),
            (Standing.CONFIRMED, texts.tr("Confirmed only")),
            (Standing.OPTION, texts.tr("Options only")),
            (Standing.CANCELLED, texts.tr("Cancelled only")),
            (Standing.ANY, texts.tr("With cancelled")),
        ):
            self._standing.addItem(words, standing)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._tell)
        self._period.chosen.connect(self._choose_period)
        for combo in (self._due, self._unit, self._kind, self._standing):
            combo.currentIndexChanged.connect(self._tell)
        for flag in (self._clashing, self._expired):
            flag.toggled.connect(self._tell)

    def current(self) -> Filter:
        """What is asked for."""
        unit = self._unit.currentData() or _UnitChoice()
        kind, due = self._kind.currentData(), self._due.currentData()
        week = self._period.current() == Period.WEEK
        return Filter(
            text=self.search.text(),
            unit_id=unit.unit_id,
            archived=unit.archived,
            period=Period(self._period.current()),
            kind=None if kind is None else Kind(kind),
            standing=Standing(self._standing.currentData()),
            clashing=self._clashing.isChecked(),
            expired=self._expired.isChecked(),
            due=Due(due) if week and due is not None else None,
        )

    def words(self) -> list[str]:
        """What is asked for, in words; of what is asked of nothing, none."""
        texts, wanted = self._texts, self.current()
        said = [self._period.segment(wanted.period.value).text()]
        for combo, asked in (
            (self._due, wanted.due is not None),
            (self._unit, wanted.unit_id is not None or wanted.archived),
            (self._kind, wanted.kind is not None),
            (self._standing, True),
        ):
            if asked:
                said.append(combo.currentText())
        said += [flag.text() for flag in (self._clashing, self._expired) if flag.isChecked()]
        if wanted.text.strip():
            said.append(texts.tr("Search: {words}", words=wanted.text.strip()))
        return said

    def show_filter(self, wanted: Filter) -> None:
        """Ask for this."""
        self._quiet = True
        self.search.setText(wanted.text)
        self._period.select(wanted.period.value)
        self._due.setVisible(wanted.period is Period.WEEK)
        _choose(self._due, wanted.due)
        _choose(self._unit, _UnitChoice(wanted.unit_id, wanted.archived))
        _choose(self._kind, wanted.kind)
        _choose(self._standing, wanted.standing)
        self._clashing.setChecked(wanted.clashing)
        self._expired.setChecked(wanted.expired)
        self._quiet = False
        self._tell()

    def offer_units(self, units: Sequence[Unit], *, archived: bool) -> None:
        """Offer these units, and the archive where `archived`; the choice stays where it can."""
        chosen = self._unit.currentData() or _UnitChoice()
        self._unit.blockSignals(True)
        self._unit.clear()
        self._unit.addItem(self._texts.tr("All units"), _UnitChoice())
        for unit in units:
            self._unit.addItem(dot_icon(unit.colour), unit.name, _UnitChoice(unit.id))
        if archived:
            self._unit.addItem(self._texts.tr("Archived units"), _UnitChoice(archived=True))
        _choose(self._unit, chosen)
        self._unit.blockSignals(False)

    def offer_flags(self, clashing: int, expired: int) -> None:
        """Offer the double bookings and expired options, with their number, while there are any."""
        self._clashing.setText(self._texts.tr("Double bookings {n}", n=clashing))
        self._expired.setText(self._texts.tr("Expired {n}", n=expired))
        for flag, count in ((self._clashing, clashing), (self._expired, expired)):
            flag.setVisible(bool(count))
            if not count and flag.isChecked():
                # What it showed is solved; an empty table would only puzzle.
                flag.setChecked(False)

    def narrow(self, **parts: object) -> None:
        """Ask for something else in these parts of the filter alone."""
        self.show_filter(replace(self.current(), **parts))  # type: ignore[arg-type]  # by name

    def _choose_period(self, key: str) -> None:
        self._due.setVisible(key == Period.WEEK)
        self._tell()

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit()


def _combo(name: str, accessible_name: str) -> QComboBox:
    combo = ComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(accessible_name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    combo.setMaximumWidth(280)
    return combo


def _flag(name: str) -> Segment:
    flag = Segment()
    flag.setObjectName(name)
    flag.setCheckable(True)
    flag.setProperty("place", "only")
    flag.hide()
    return flag


def _choose(combo: QComboBox, data: object) -> None:
    """Choose by value: Qt compares Python objects in a combo box by identity."""
    found = (at for at in range(combo.count()) if combo.itemData(at) == data)
    combo.setCurrentIndex(next(found, 0))
