"""The preview of what is printed and how the page lies; then a printer or a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSizeF
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo, QPrintPreviewWidget
from PySide6.QtWidgets import QCheckBox, QDialog, QGraphicsView, QSizePolicy, QWidget

from app.core.errors import UserError
from app.ui.base.work import Work
from app.ui.export.saving import ask_where, say_saved
from app.ui.kit import Button, Label, Role, SegmentedControl
from app.ui.kit.dialog import Dialog
from app.ui.kit.flow import FlowLayout
from app.ui.paper.frames import PageFrames
from app.ui.paper.output import Orientation, a4, paint_sheet, print_sheet, save_pdf
from app.ui.paper.sheets.canvas import page_size

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.ui.base.context import Context
    from app.ui.paper.sheets.sheet import Sheet

MOST_SHOWN: Final = 24
"""So many pages are shown before they are printed: of more, nobody looks at each."""


class PreviewDialog(Dialog):
    """Shows a sheet as it will come out, prints it, saves it.

    Put what the owner chooses into `content`, above the preview, and call `show_sheet` whenever
    another sheet is wanted.

    Args:
        context: the window's.
        title: of the dialog.
        lies: how the page lies at first.
        parent: what it opens over.
    """

    def __init__(self, context: Context, title: str, lies: Orientation, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(
            title,
            texts.tr("Print …"),
            texts.tr("Close"),
            name="paper",
            width=720,
            parent=parent,
        )
        self._context = context
        self._texts = texts
        self._sheet: Sheet | None = None
        self._target: Path | None = None
        self.resize(980, 760)
        self._make_looks(lies)
        self._make_preview()
        self._pdf = self.add_left_button(
            Button(texts.tr("Save as PDF …"), icon="download", name="paper_pdf", parent=self)
        )
        self.primary_button.set_icon("printer")
        self.lie.chosen.connect(self._lay)
        self.preview.paintRequested.connect(self._paint)
        self._pdf.clicked.connect(self._ask_where)
        self.submitted.connect(self._ask_printer)

    def _make_preview(self) -> None:
        self._device = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.preview = QPrintPreviewWidget(self._device, self)
        self.preview.setObjectName("paper_preview")
        self.preview.setMinimumHeight(300)
        self.content.addWidget(self.preview, 1)
        view = self.preview.findChild(QGraphicsView)
        assert view is not None  # it is made of nothing else
        self._view = view
        self.frames = PageFrames(view, self._pages)
        self._more = Label("", Role.SMALL, name="paper_more", parent=self)
        self._more.hide()
        self.content.addWidget(self._more)

    def _make_looks(self, lies: Orientation) -> None:
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
        self.lie.select(lies.value)
        row = QWidget(self)
        self.looks = FlowLayout(row, 16, first_grows=False)
        self.looks.addWidget(self.lie)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        self.content.addWidget(row)

    def add_tick(
        self, words: str, name: str, *, on: bool, changed: Callable[[], object]
    ) -> QCheckBox:
        """Add something that the owner may leave out, to the row of how it looks."""
        tick = QCheckBox(words, self)
        tick.setObjectName(f"paper_{name}")
        tick.setChecked(on)
        tick.toggled.connect(lambda _on: changed())
        self.looks.addWidget(tick)
        return tick

    def _pages(self) -> tuple[int, QSizeF]:
        paper = self._device.pageLayout().fullRectPixels(self._device.resolution()).size()
        return self.preview.pageCount(), QSizeF(paper)

    # ---- what is shown ----

    @property
    def _orientation(self) -> Orientation:
        return Orientation(self.lie.current())

    def show_sheet(self, read: Callable[[], Sheet | None]) -> None:
        """Show what `read` returns; nothing can be printed where that is None or a UserError."""
        self.set_error(None)
        try:
            self._sheet = read()
        except UserError as error:
            self._sheet = None
            self.set_error(self._texts.tell(error))
        self._pdf.setEnabled(self._sheet is not None)
        self.primary_button.setEnabled(self._sheet is not None)
        self._lay()

    def _lay(self) -> None:
        """Show the sheet as the page lies now."""
        self._device.setPageLayout(a4(self._orientation))
        sheet = self._sheet
        title = sheet.title if sheet is not None else ""
        # What Tab reaches is the view inside.
        for part in (self.preview, self._view):
            part.setAccessibleName(self._texts.tr("Preview: {title}", title=title))
        self.preview.updatePreview()
        # More than one page stand beside each other.
        if self.preview.pageCount() > 1:
            self.preview.setAllPagesViewMode()
        else:
            self.preview.setSinglePageViewMode()
        self.preview.fitInView()
        self.frames.update()
        pages = 0 if sheet is None else sheet.pages(page_size(self._device))
        self._more.setVisible(pages > MOST_SHOWN)
        self._more.setText(
            self._texts.tr("The first {n} of {count} pages are shown.", n=MOST_SHOWN, count=pages)
        )

    def _paint(self, printer: QPrinter) -> None:
        if self._sheet is not None:
            paint_sheet(self._sheet, printer, MOST_SHOWN)

    # ---- PDF ----

    def _ask_where(self) -> None:
        if self._sheet is None:
            return
        self.set_error(None)
        ask_where(
            self,
            self._context,
            title=self._texts.tr("Save as PDF"),
            name=self._sheet.file_name,
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
