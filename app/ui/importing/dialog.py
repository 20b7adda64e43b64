"""Taking a file in, step by step: the file, its columns, what would happen, then all at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from app.core.exchange.columns import Columns, shape_of, with_order
from app.core.exchange.fields import FileField
from app.core.exchange.table import FileTable
from app.core.ical.foreign import ForeignCalendar
from app.ui.base.long_work import LongWork
from app.ui.base.undoing import Undoing
from app.ui.importing.columns_page import ColumnsPage
from app.ui.importing.dropping import FileDrops
from app.ui.importing.memory import recalled, remember
from app.ui.importing.preview_page import PreviewPage
from app.ui.kit import Button, EmptyState
from app.ui.kit.busy import BusyBar
from app.ui.kit.controls.tab_order import tab_as_read
from app.ui.kit.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.core.errors import UserError
    from app.core.progress import Report
    from app.services.base.changes import CompositeChange, OccupancyChange
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
        elif step is self.columns:
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
            self._look()
        elif self._preview is not None and self._preview.judged.does:
            self._enter(self._preview)

    def _go_back(self) -> None:
        self.set_error(None)
        self.primary_button.setEnabled(True)
        here = self._steps.currentWidget()
        self._show_step(self.columns if here is self.preview else self._begin)

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
        page.changed.connect(lambda: self.set_error(None))
        self._steps.insertWidget(self._steps.indexOf(self.columns), page)
        self._steps.removeWidget(self.columns)
        self.columns.deleteLater()
        self.columns = page
        if isinstance(content, FileTable):
            known = recalled(self._context.preferences, shape_of(content))
            page.show_table(content, _with_memory(guess, known, content))
        elif isinstance(content, ForeignCalendar):
            page.show_unit_alone(guess, len(content.events))
        self._show_step(page)

    # ---- looking, and entering ----

    def _look(self) -> None:
        problem = self.columns.problem()
        if problem or self._opened is None:
            self.set_error(problem or None)
            return
        opened, columns, files = self._opened, self.columns.columns, self._import
        if isinstance(opened.content, FileTable):
            remember(self._context.preferences, shape_of(opened.content), columns.fields)
        words = self._context.texts.tr("Looking at what would happen …")
        self._work(words, lambda report: files.preview(opened, columns, report=report), self._show)

    def _show(self, preview: object) -> None:
        self._preview = preview  # type: ignore[assignment]  # as `_look` makes it
        assert self._preview is not None
        units = {unit.id: unit.name for unit in self._context.services.units.all(archived=True)}
        self.preview.show_judged(self._preview.judged, units)
        self._show_step(self.preview)

    def _enter(self, preview: Preview) -> None:
        words = self._context.texts.tr("Entering the occupancies …")
        self._work(words, lambda report: self._import.enter(preview, report), self._entered)

    def _entered(self, change: object) -> None:
        done: CompositeChange[OccupancyChange] = change  # type: ignore[assignment]  # as above
        texts = self._context.texts
        said = texts.trn("{n} occupancy imported", "{n} occupancies imported", len(done.made))
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


def _with_memory(
    guess: Columns, known: tuple[FileField | None, ...] | None, table: FileTable
) -> Columns:
    """Return what was said of such columns before, where it was; else what is guessed."""
    if known is None or len(known) != len(guess.fields):
        return guess
    return with_order(replace(guess, fields=known), table)
