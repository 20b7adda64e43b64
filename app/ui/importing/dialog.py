"""Taking a file in, step by step: the file, its columns, what would happen, then all at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from app.core.exchange.columns import Columns, shape_of
from app.core.exchange.table import FileTable
from app.core.ical.foreign import ForeignCalendar
from app.services.base.changes import OccupancyChange
from app.ui.base.long_work import LongWork
from app.ui.base.undoing import Undoing
from app.ui.importing.columns_page import ColumnsPage
from app.ui.importing.dropping import FileDrops
from app.ui.importing.memory import (
    recalled,
    recalled_units,
    remember,
    remember_units,
    with_memory,
)
from app.ui.importing.preview_page import PreviewPage
from app.ui.importing.units_page import UnitsPage
from app.ui.kit import Button, EmptyState
from app.ui.kit.busy import BusyBar
from app.ui.kit.controls.tab_order import tab_as_read
from app.ui.kit.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from app.core.errors import UserError
    from app.core.exchange.unit_names import UnknownUnit
    from app.core.progress import Report
    from app.services.base.changes import CompositeChange, UnitChange
    from app.services.exchange.file_import import Preview
    from app.services.exchange.reading_files import OpenedFile
    from app.ui.base.context import Context

_WIDTH, _HEIGHT = 820, 580


class ImportDialog(Dialog):
    """Nothing happens before the last step, and that can be undone as one.

    Signals:
        imported(CompositeChange): it is entered; the dialog has closed.
    """

    imported = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("Import occupancies"),
            texts.tr("Choose file …"),
            texts.tr("Cancel"),
            name="import",
            width=_WIDTH,
            parent=parent,
        )
        self._context = context
        self._import = context.services.file_import
        self._units = context.services.units.all()
        self._opened: OpenedFile | None = None
        self._preview: Preview | None = None
        self._running: LongWork | None = None
        self._fill()
        FileDrops(self, lambda path: self.take_file(str(path)))
        self.resize(_WIDTH, _HEIGHT)
        self.submitted.connect(self._go_on)
        self.finished.connect(self._stop)
        self._show_step(self._begin)

    def _fill(self) -> None:
        texts = self._context.texts
        self._begin = EmptyState(
            "upload",
            texts.tr("Which file?"),
            texts.tr(
                "A list from Excel or as CSV, or a calendar (.ics), from whatever program. You can "
                "also drop it here. Before anything is entered you see what would happen."
            ),
            name="import_begin",
        )
        self.columns = ColumnsPage(texts, self._units, self)
        self.units: UnitsPage | None = None
        self.preview = PreviewPage(texts, self)
        self._steps = QStackedWidget(self)
        for step in (self._begin, self.columns, self.preview):
            self._steps.addWidget(step)
        self.content.addWidget(self._steps, 1)
        self.busy = BusyBar(texts.tr("Stop"), name="import_busy", parent=self)
        self.content.addWidget(self.busy)
        self.back_button = self.add_left_button(
            Button(texts.tr("Back"), name="import_back", parent=self)
        )
        self.back_button.clicked.connect(self._go_back)
        self.busy.cancelled.connect(self._stop)
        self.columns.changed.connect(lambda: self.set_error(None))

    # ---- steps ----

    def _show_step(self, step: QWidget) -> None:
        texts = self._context.texts
        self._steps.setCurrentWidget(step)
        self.back_button.setVisible(step is not self._begin)
        if step is self._begin:
            self.primary_button.setText(texts.tr("Choose file …"))
        elif step in {self.columns, self.units}:
            self.primary_button.setText(texts.tr("Preview"))
        else:
            count = 0 if self._preview is None else self._preview.judged.does
            said = texts.trn("Import {n} occupancy", "Import {n} occupancies", count)
            self.primary_button.setText(said if count else texts.tr("Import"))
            self.primary_button.setEnabled(count > 0)
        # What the file needs has been made after the buttons.
        tab_as_read(self)

    def _go_on(self) -> None:
        if self.busy.isVisible():
            return
        step = self._steps.currentWidget()
        if step is self._begin:
            self._ask_file()
        elif step is self.columns:
            self._leave_columns()
        elif step is self.units:
            self._leave_units()
        elif self._preview is not None and self._preview.judged.does:
            self._enter(self._preview)

    def _go_back(self) -> None:
        self.set_error(None)
        self.primary_button.setEnabled(True)
        here = self._steps.currentWidget()
        before = self.units if here is self.preview and self.units is not None else self.columns
        self._show_step(self._begin if here is self.columns else before)

    # ---- the file ----

    def _ask_file(self) -> None:
        texts = self._context.texts
        dialog = QFileDialog(self, texts.tr("Import occupancies"))
        dialog.setObjectName("import_file_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        kinds = texts.tr("Lists and calendars"), texts.tr("All files")
        dialog.setNameFilters(
            [f"{kinds[0]} (*.csv *.xlsx *.xlsm *.ics *.txt *.tsv)", f"{kinds[1]} (*)"]
        )
        dialog.fileSelected.connect(self.take_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_file(self, text: str) -> None:
        """Read a file that the owner has picked or dropped."""
        if self.busy.isVisible():
            return
        path, files = Path(text), self._import

        def read(report: Report) -> object:
            opened = files.open(path, report)
            return opened, files.guess(opened)

        self._work(self._context.texts.tr("Reading “{name}” …", name=path.name), read, self._read)

    def _read(self, result: object) -> None:
        opened: OpenedFile
        guess: Columns
        opened, guess = result  # type: ignore[misc]  # as `read` above returns it
        self._opened, content = opened, opened.content
        self.heading.setText(self._context.texts.tr("Import from “{name}”", name=opened.name))
        page = ColumnsPage(self._context.texts, self._units, self)
        self._ask_units(())
        page.changed.connect(lambda: self.set_error(None))
        self._steps.insertWidget(self._steps.indexOf(self.columns), page)
        self._steps.removeWidget(self.columns)
        self.columns.deleteLater()
        self.columns = page
        if isinstance(content, FileTable):
            known = recalled(self._context.preferences, shape_of(content))
            page.show_table(content, with_memory(guess, known, content))
        elif isinstance(content, ForeignCalendar):
            page.show_unit_alone(guess, len(content.events))
        self._show_step(page)

    # ---- looking, and entering ----

    def _leave_columns(self) -> None:
        problem = self.columns.problem()
        if problem or self._opened is None:
            self.set_error(problem or None)
            return
        opened, columns = self._opened, self.columns.columns
        if isinstance(opened.content, FileTable):
            remember(self._context.preferences, shape_of(opened.content), columns.fields)
        self._ask_units(self._import.unknown_units(opened, columns))
        if self.units is None:
            self._look(opened, columns)
        else:
            self._show_step(self.units)

    def _ask_units(self, unknown: Sequence[UnknownUnit]) -> None:
        """Make the step that asks for `unknown` names; none where there are none."""
        said = {} if self.units is None else self.units.said()
        if self.units is not None:
            self._steps.removeWidget(self.units)
            self.units.deleteLater()
            self.units = None
        if unknown:
            page = self.units = UnitsPage(self._context.texts, self._units, self)
            known = recalled_units(self._context.preferences, unknown, self._units)
            page.show_names(unknown, {**known, **said})
            page.changed.connect(lambda: self.set_error(None))
            self._steps.addWidget(page)

    def _leave_units(self) -> None:
        assert self.units is not None
        problem = self.units.problem()
        if problem or self._opened is None:
            self.set_error(problem or None)
            return
        said = self.units.said()
        remember_units(self._context.preferences, said)
        self._look(self._opened, self.columns.columns.with_meant(said))

    def _look(self, opened: OpenedFile, columns: Columns) -> None:
        files = self._import
        words = self._context.texts.tr("Looking at what would happen …")
        self._work(words, lambda report: files.preview(opened, columns, report=report), self._show)

    def _show(self, preview: object) -> None:
        self._preview = preview  # type: ignore[assignment]  # as `_look` makes it
        assert self._preview is not None
        units = (*self._context.services.units.all(archived=True), *self._preview.makes)
        self.preview.show_preview(self._preview, {unit.id: unit.name for unit in units})
        self._show_step(self.preview)

    def _enter(self, preview: Preview) -> None:
        words = self._context.texts.tr("Entering the occupancies …")
        self._work(words, lambda report: self._import.enter(preview, report), self._entered)

    def _entered(self, change: object) -> None:
        done: CompositeChange[OccupancyChange | UnitChange] = change  # type: ignore[assignment]  # as above
        texts = self._context.texts
        count = sum(isinstance(part, OccupancyChange) for part in done.made)
        said = texts.trn("{n} occupancy imported", "{n} occupancies imported", count)
        Undoing(self._context).record(done, said)
        self.accept()
        self._context.bridge.look()
        self.imported.emit(done)

    # ---- work ----

    def _work(
        self,
        words: str,
        job: Callable[[Report], object],
        on_done: Callable[[object], object],
    ) -> None:
        """Do `job` on a worker, with its progress shown and the way to stop it."""
        self.set_error(None)
        self._rest(resting=False)
        self.busy.start(words)
        self._on_done = on_done
        work = self._running = LongWork(job)
        work.progressed.connect(self.busy.set_progress)
        work.done.connect(self._end)
        work.failed.connect(self._fail)
        work.start()

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    def _end(self, result: object) -> None:
        self.busy.finish()
        self._rest(resting=True)
        if result is not None:
            self._on_done(result)

    def _fail(self, error: UserError) -> None:
        self.busy.finish()
        self._rest(resting=True)
        self.set_error(self._context.texts.tell(error))

    def _rest(self, *, resting: bool) -> None:
        for widget in (self._steps, self.primary_button, self.back_button):
            widget.setEnabled(resting)
        if resting:
            # Qt has given the focus to a button beside it: Enter shall go on, and not back.
            self.primary_button.setDefault(True)
            self.primary_button.setFocus(Qt.FocusReason.OtherFocusReason)
