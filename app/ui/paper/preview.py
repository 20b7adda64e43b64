"""The preview: what is printed, how it lies, whose names stand on it; then a printer or a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo, QPrintPreviewWidget
from PySide6.QtWidgets import QCheckBox, QDialog, QGraphicsView, QHBoxLayout

from app.core.errors import UserError
from app.ui.base.work import Work
from app.ui.export.saving import ask_where, say_saved
from app.ui.kit import Button, SegmentedControl
from app.ui.kit.dialog import Dialog
from app.ui.paper.choice import Choice
from app.ui.paper.content import read_month, read_year
from app.ui.paper.frames import PageFrames
from app.ui.paper.month_sheet import MonthSheet
from app.ui.paper.output import Orientation, a4, paint_sheet, print_sheet, save_pdf
from app.ui.paper.what import Holidays, What, no_holidays
from app.ui.paper.year_sheet import YearSheet

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.ui.base.context import Context
    from app.ui.paper.sheet import Sheet


class PaperDialog(Dialog):
    """Shows the sheet as it will come out, prints it, saves it.

    Args:
        context: the window's.
        what: what to begin with; the owner may turn to the other.
        day: a day of the month or year to begin with.
        unit_id: the unit to begin with, None for the first one.
        parent: what it opens over.
        holidays: the public holidays of a year.
    """

    def __init__(
        self,
        context: Context,
        what: What,
        day: date,
        unit_id: int | None,
        parent: QWidget,
        holidays: Holidays = no_holidays,
    ) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("Print the plan"),
            texts.tr("Print …"),
            texts.tr("Close"),
            name="paper",
            width=720,
            parent=parent,
        )
        self._context = context
        self._texts = texts
        self._holidays = holidays
        self._sheet: Sheet | None = None
        self._target: Path | None = None
        self.resize(980, 760)
        self.choice = Choice(texts, context.services.units.all(), what, day, unit_id, self)
        self.content.addWidget(self.choice)
        self.content.addLayout(self._make_looks())
        self._make_preview()
        self._pdf = self.add_left_button(
            Button(texts.tr("Save as PDF …"), icon="download", name="paper_pdf", parent=self)
        )
        self.primary_button.set_icon("printer")
        self.choice.changed.connect(self._show)
        self.lie.chosen.connect(self._show)
        self.names.toggled.connect(self._show)
        self.preview.paintRequested.connect(self._paint)
        self._pdf.clicked.connect(self._ask_where)
        self.submitted.connect(self._ask_printer)
        context.bridge.day_changed.connect(self._show)
        self._show()

    def _make_preview(self) -> None:
        self._device = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.preview = QPrintPreviewWidget(self._device, self)
        self.preview.setObjectName("paper_preview")
        self.preview.setMinimumHeight(300)
        self.content.addWidget(self.preview, 1)
        view = self.preview.findChild(QGraphicsView)
        assert view is not None  # it is made of nothing else
        self.frames = PageFrames(view, self._pages)

    def _make_looks(self) -> QHBoxLayout:
        texts = self._texts
        self.lie = SegmentedControl(
            [
                (Orientation.LANDSCAPE.value, texts.tr("Landscape")),
                (Orientation.PORTRAIT.value, texts.tr("Portrait")),
            ],
            accessible_name=texts.tr("How the page lies"),
            name="paper_lie",
            parent=self,
        )
        self.names = QCheckBox(texts.tr("Name the guests"), self)
        self.names.setObjectName("paper_names")
        self.names.setChecked(True)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.lie)
        row.addWidget(self.names)
        row.addStretch(1)
        return row

    def _pages(self) -> tuple[int, QSizeF]:
        paper = self._device.pageLayout().fullRectPixels(self._device.resolution()).size()
        return self.preview.pageCount(), QSizeF(paper)

    # ---- what is shown ----

    @property
    def _orientation(self) -> Orientation:
        return Orientation(self.lie.current())

    def _show(self) -> None:
        self.set_error(None)
        try:
            self._sheet = self._read()
        except UserError as error:
            self._sheet = None
            self.set_error(self._texts.tell(error))
        self._pdf.setEnabled(self._sheet is not None)
        self.primary_button.setEnabled(self._sheet is not None)
        self._device.setPageLayout(a4(self._orientation))
        title = self._sheet.title if self._sheet is not None else ""
        self.preview.setAccessibleName(self._texts.tr("Preview: {title}", title=title))
        self.preview.updatePreview()
        # More than one page stand beside each other.
        if self.preview.pageCount() > 1:
            self.preview.setAllPagesViewMode()
        else:
            self.preview.setSinglePageViewMode()
        self.preview.fitInView()
        self.frames.update()

    def _read(self) -> Sheet | None:
        context, choice, names = self._context, self.choice, self.names.isChecked()
        today = context.services.house_clock.today()
        holidays = self._holidays(choice.day.year)
        if choice.what is What.MONTH:
            month = read_month(
                context.services.units, context.services.occupancies, choice.day, today
            )
            return MonthSheet(month, self._texts, names, holidays)
        if choice.unit_id is None:
            return None
        year = read_year(
            context.services.units,
            context.services.occupancies,
            choice.unit_id,
            choice.day.year,
            today,
        )
        return YearSheet(year, self._texts, names, holidays)

    def _paint(self, printer: QPrinter) -> None:
        if self._sheet is not None:
            paint_sheet(self._sheet, printer)

    # ---- PDF ----

    def _ask_where(self) -> None:
        if self._sheet is None:
            return
        self.set_error(None)
        title = self._sheet.title
        ask_where(
            self,
            self._context,
            title=self._texts.tr("Save as PDF"),
            name=self._texts.tr("Occupancy plan {title}", title=title),
            kind="PDF",
            suffix="pdf",
            on_chosen=self._save,
        )

    def _save(self, target: Path) -> None:
        sheet, orientation = self._sheet, self._orientation
        if sheet is None:
            return
        self._target = target
        self._pdf.setEnabled(False)
        work = Work(lambda: save_pdf(sheet, target, orientation))
        work.done.connect(self._saved)
        work.failed.connect(self._fail)
        work.start()

    def _saved(self) -> None:
        self._pdf.setEnabled(True)
        if self._target is not None:
            say_saved(self._context, self._target)
        self.accept()

    def _fail(self, error: UserError) -> None:
        self._pdf.setEnabled(True)
        self.set_error(self._texts.tell(error))

    # ---- printer ----

    def _ask_printer(self) -> None:
        if self._sheet is None:
            return
        self.set_error(None)
        if not QPrinterInfo.availablePrinterNames():
            self._fail(
                UserError(
                    "This computer has no printer. Please set one up in the system, or save the "
                    "page as PDF."
                )
            )
            return
        from PySide6.QtPrintSupport import QPrintDialog  # noqa: PLC0415  # only with a printer

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(a4(self._orientation))
        dialog = QPrintDialog(printer, self)
        dialog.finished.connect(lambda result: self._print(printer, result))
        QDialog.open(dialog)

    def _print(self, printer: QPrinter, result: int) -> None:
        if result != int(QDialog.DialogCode.Accepted) or self._sheet is None:
            return
        try:
            print_sheet(self._sheet, printer)
        except UserError as error:
            self._fail(error)
            return
        self._context.notices.say(
            self._texts.tr("Sent to the printer: {title}", title=self._sheet.title)
        )
        self.accept()
