"""The list as a file, or the whole house: which sort of file, where to, and how far it is."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from app.services.exchange.everything import Whole, everything, write_whole
from app.services.exchange.export import Format, export_list
from app.ui.base.work import Work
from app.ui.export.saving import ask_where, say_saved
from app.ui.kit import Label, Role, SegmentedControl
from app.ui.kit.busy import BusyBar
from app.ui.kit.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.core.errors import UserError
    from app.services.exchange.export import ListedStay
    from app.ui.base.context import Context


class _Reports(QObject):
    """Carries reports from the worker; the dialog may be gone before the worker hears of it."""

    made = Signal(int, int)


class ExportDialog(Dialog):
    """Exports `rows`, in their order, or everything that the house holds.

    Signals:
        saved(Path): the file lies there.
    """

    saved = Signal(object)

    def __init__(self, context: Context, rows: Sequence[ListedStay], parent: QWidget) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("Export"),
            texts.tr("Save as …"),
            texts.tr("Cancel"),
            name="export",
            parent=parent,
        )
        self._context = context
        self._rows = tuple(rows)
        self._stop = threading.Event()
        self._reports = _Reports()
        self._target: Path | None = None
        self._said = self.add_text(self._lead(Format.EXCEL))
        self.form = SegmentedControl(
            [
                (Format.EXCEL.value, texts.tr("Excel")),
                (Format.CSV.value, texts.tr("CSV")),
                (Whole.CALENDAR.value, texts.tr("Calendar")),
                (Whole.JSON.value, texts.tr("Everything")),
            ],
            accessible_name=texts.tr("Sort of file"),
            name="export_form",
            parent=self,
        )
        self.content.addWidget(self.form)
        # One upon the other: the dialog is high enough for all and does not jump.
        self._hints = QStackedWidget(self)
        for form, hint in self._hint_texts().items():
            self._hints.addWidget(
                Label(hint, Role.MUTED, wrap=True, name=f"export_hint_{form}", parent=self)
            )
        self.content.addWidget(self._hints)
        self._busy = BusyBar(texts.tr("Stop"), name="export_busy", parent=self)
        self.content.addWidget(self._busy)
        self.form.chosen.connect(self._show_hint)
        self._busy.cancelled.connect(self._stop.set)
        self._reports.made.connect(self._busy.set_progress)
        self.submitted.connect(self._ask_where)
        self.finished.connect(self._stop.set)

    def _lead(self, form: Format | Whole) -> str:
        """Say what will be in the file."""
        texts = self._context.texts
        if isinstance(form, Whole):
            return texts.tr(
                "The whole house, whatever is filtered now. The file holds names, contacts and "
                "notes of your guests."
            )
        return texts.tr(
            "{count}, as filtered and sorted now. The file holds names, contacts and notes of "
            "your guests.",
            count=texts.trn("{n} occupancy", "{n} occupancies", len(self._rows)),
        )

    def _hint_texts(self) -> dict[str, str]:
        texts = self._context.texts
        return {
            Format.EXCEL.value: texts.tr(
                "For Excel and LibreOffice: dates, leading zeros and all signs stay."
            ),
            Format.CSV.value: texts.tr(
                "For other programs. A text that a spreadsheet would take for a formula or a "
                "number has an apostrophe before it."
            ),
            Whole.CALENDAR.value: texts.tr(
                "All occupancies that take nights, as a file (.ics) that every calendar program "
                "shows and Zimmerfrei imports."
            ),
            Whole.JSON.value: texts.tr(
                "Units, occupancies, links without their addresses, staff and settings, as a file "
                "(.json) for other programs."
            ),
        }

    def _show_hint(self) -> None:
        chosen = self._chosen
        self._said.setText(self._lead(chosen))
        self._hints.setCurrentIndex(list(self._hint_texts()).index(chosen.value))

    @property
    def _chosen(self) -> Format | Whole:
        current = self.form.current()
        return Whole(current) if current in set(Whole) else Format(current)

    def _ask_where(self) -> None:
        texts, chosen = self._context.texts, self._chosen
        self.set_error(None)
        what = "Zimmerfrei" if chosen is Whole.JSON else texts.tr("Occupancies")
        today = self._context.services.house_clock.today().isoformat()
        kinds = {Format.EXCEL: texts.tr("Excel"), Whole.CALENDAR: texts.tr("Calendar")}
        ask_where(
            self,
            self._context,
            title=self.windowTitle(),
            name=f"{what} {today}",
            kind=kinds.get(chosen, chosen.value.upper()),
            suffix=chosen.value,
            on_chosen=self._export,
        )

    def _export(self, target: Path) -> None:
        form, rows, texts = self._chosen, self._rows, self._context.texts
        database = self._context.services.database
        stop, reports = self._stop, self._reports
        self._target = target
        stop.clear()
        self._show_busy(True)

        def report(done: int, total: int) -> bool:
            reports.made.emit(done, total)
            return not stop.is_set()

        def write() -> bool:
            if isinstance(form, Format):
                return export_list(target, form, rows, texts, report)
            write_whole(target, form, everything(database), texts)
            return True

        work = Work(write)
        work.done.connect(self._end)
        work.failed.connect(self._fail)
        work.start()

    def _end(self, written: bool) -> None:
        self._show_busy(False)
        if not written or self._target is None:
            return
        self.saved.emit(self._target)
        say_saved(self._context, self._target)
        self.accept()

    def _fail(self, error: UserError) -> None:
        self._show_busy(False)
        self.set_error(self._context.texts.tell(error))

    def _show_busy(self, busy: bool) -> None:
        self.form.setEnabled(not busy)
        self.primary_button.setEnabled(not busy)
        if busy:
            self._busy.start(self._context.texts.tr("Writing the file …"))
        else:
            self._busy.finish()
