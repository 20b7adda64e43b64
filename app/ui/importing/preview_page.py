"""What taking the file in would do, in groups with their counts: before anything happens."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from app.core.exchange.fields import HEADINGS, FileField
from app.core.exchange.judging import Asked, Judged
from app.core.exchange.stays import Refusal
from app.core.portals import portal_name
from app.core.stays.occupancy import KIND_LABELS, STATUS_LABELS, Kind, Status, title
from app.override import override
from app.ui.kit import Label, Role, SegmentedControl, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.i18n import Catalogue
    from app.services.exchange.file_import import Preview

Row = Asked | Refusal
NEW, CHANGED, REFUSED, FREE = "new", "changed", "refused", "free"
_FOLLOWS = frozenset({FileField.NIGHTS, FileField.ADULTS})
_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX: Final = QModelIndex()


class PreviewPage(QWidget):
    """One group at a time: what is new, what changes, what is refused and why."""

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._judged = Judged()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._lead = Label("", Role.MUTED, wrap=True, name="import_said", parent=self)
        self._column.addWidget(self._lead)
        self.groups: SegmentedControl | None = None
        self.model = PreviewModel(texts, self)
        self.table = Table(
            accessible_name=texts.tr("What the import does"), name="import_preview", parent=self
        )
        self.table.setSortingEnabled(False)
        self.table.setModel(self.model)
        self._column.addWidget(self.table, 1)

    def show_preview(self, preview: Preview, units: Mapping[int, str]) -> None:
        """Show what would happen; `units` are the names of all, by their ids in it."""
        judged = self._judged = preview.judged
        self.model.units = units
        self.model.events = judged.events
        said = self._said(judged)
        if preview.makes:
            names = ", ".join(unit.name for unit in preview.makes)
            said += " " + self._texts.trn(
                "{names} is added as a new unit.",
                "{names} are added as new units.",
                len(preview.makes),
                names=names,
            )
        self._lead.setText(said)
        if self.groups is not None:
            self.groups.hide()
            self.groups.deleteLater()
        groups = {key: text for key, (text, rows) in self._groups().items() if rows}
        self.groups = SegmentedControl(
            list(groups.items()),
            accessible_name=self._texts.tr("What is shown"),
            name="import_groups",
            parent=self,
        )
        self._column.insertWidget(1, self.groups)
        self.groups.chosen.connect(self._show_group)
        self.groups.setVisible(bool(groups))
        self.table.setVisible(bool(groups))
        if groups:
            first = REFUSED if REFUSED in groups and not judged.does else next(iter(groups))
            self.groups.select(first)
            self._show_group(first)

    def _groups(self) -> dict[str, tuple[str, Sequence[Row]]]:
        texts, judged = self._texts, self._judged
        return {
            NEW: (texts.tr("{count} new", count=texts.number(len(judged.new))), judged.new),
            CHANGED: (
                texts.tr("{count} changed", count=texts.number(len(judged.changed))),
                judged.changed,
            ),
            REFUSED: (
                texts.tr("{count} refused", count=texts.number(len(judged.refused))),
                judged.refused,
            ),
            FREE: (
                texts.tr("{count} without a night", count=texts.number(len(judged.free))),
                judged.free,
            ),
        }

    def _said(self, judged: Judged) -> str:
        """Say in sentences what is not in the groups, and what becomes of what is refused."""
        texts, said = self._texts, []
        if not judged.does:
            said.append(texts.tr("There is nothing to import."))
        if judged.same:
            said.append(
                texts.trn(
                    "{n} occupancy stands there already just so.",
                    "{n} occupancies stand there already just so.",
                    judged.same,
                )
            )
        if judged.left_out:
            said.append(
                texts.trn(
                    "{n} line is left out, as you said.",
                    "{n} lines are left out, as you said.",
                    judged.left_out,
                )
            )
        if judged.refused and judged.does:
            said.append(texts.tr("What is refused is left out; all the rest is entered at once."))
        elif judged.does:
            said.append(texts.tr("Nothing has happened yet. All of it is entered at once."))
        return " ".join(said)

    def _show_group(self, key: str) -> None:
        self.model.show_rows(self._groups()[key][1])
        header = self.table.horizontalHeader()
        for section in (0, 1, 2):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
        refused = key in {REFUSED, FREE}
        for section, width in enumerate((70, 290, 10) if refused else (130, 190, 220)):
            self.table.setColumnWidth(section, width)
        self.table.setColumnHidden(2, refused)
        self.table.scrollToTop()


class PreviewModel(QAbstractTableModel):
    """The rows of one group, put into words when they are looked at."""

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._rows: Sequence[Row] = ()
        self.units: Mapping[int, str] = {}
        self.events = False
        """Whether numbers are those of events of a calendar."""

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show another group."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else 4

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        }:
            return None
        return self._cells(self._rows[index.row()])[index.column()]

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        tr = self._texts.tr
        if self._rows and isinstance(self._rows[0], Refusal):
            number = tr("Event") if self.events else tr("Line")
            return (number, tr("In the file"), "", tr("Why"))[section]
        return (tr("Unit"), tr("When"), tr("Guest"), tr("What else"))[section]

    def _cells(self, row: Row) -> tuple[str, str, str, str]:
        texts = self._texts
        if isinstance(row, Refusal):
            line = str(row.line) if row.line else ""
            return line, row.named(texts.day_range), "", texts.tr(row.why.text, **row.why.values)
        after = row.after
        if row.before is None:
            said = title(after)
            more = texts.tr(said.text, **said.values)
        else:
            more = " · ".join(self._differences(row))
        days = texts.day_range(after.arrival, after.departure)
        return self.units.get(after.unit_id, ""), days, after.called, more

    def _differences(self, row: Asked) -> list[str]:
        """Say what changes: "Guest: Huber → Huber, Anna"."""
        assert row.before is not None
        before, found = row.before.draft(), []
        for field in FileField:
            name = {FileField.UNIT: "unit_id", FileField.STAFF: "staff_id"}.get(field, field.value)
            was, now = getattr(before, name, None), getattr(row.after, name, None)
            if was != now and field not in _FOLLOWS:
                label = self._texts.tr(HEADINGS[field])
                if field is FileField.STAFF:
                    found.append(label)
                else:
                    shown = (self._shown(field, was), self._shown(field, now))
                    found.append("{}: {} → {}".format(label, *shown))
        return found

    def _shown(self, field: FileField, value: object) -> str:
        texts = self._texts
        if value is None or value == "":
            return "–"
        if field is FileField.UNIT and isinstance(value, int):
            return self.units.get(value, "")
        if isinstance(value, time):
            return texts.time(value)
        if isinstance(value, Kind):
            return texts.tr(KIND_LABELS[value])
        if isinstance(value, Status):
            return texts.tr(STATUS_LABELS[value])
        if field is FileField.PORTAL:
            return portal_name(str(value))
        if field in {FileField.ARRIVAL, FileField.DEPARTURE, FileField.OPTION_UNTIL}:
            return texts.date(value) if isinstance(value, date) else ""
        return " ".join(str(value).split())[:60]
