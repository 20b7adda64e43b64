"""Sheets become a PDF, or pages of a printer."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from app.core.errors import UserError
from app.services.exchange.files import written_whole
from app.ui.paper.sheets.canvas import begin_page, page_size

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPagedPaintDevice
    from PySide6.QtPrintSupport import QPrinter

    from app.ui.paper.sheets.sheet import Sheet

_MARGIN: Final = 10.0
_PDF_DPI: Final = 600


class Orientation(enum.StrEnum):
    """How the sheet of A4 lies."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"


def a4(orientation: Orientation) -> QPageLayout:
    """The page: A4 with margins that every printer leaves."""
    lies = QPageLayout.Orientation
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        lies.Landscape if orientation is Orientation.LANDSCAPE else lies.Portrait,
        QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN),
        QPageLayout.Unit.Millimeter,
    )


def paint_sheet(sheet: Sheet, device: QPagedPaintDevice, most: int | None = None) -> bool:
    """Paint all pages of `sheet`, or the first `most`; False where the device takes them not."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    pages = sheet.pages(page_size(device))
    for page in range(pages if most is None else min(pages, most)):
        if page and not device.newPage():
            painter.end()
            return False
        sheet.paint(begin_page(painter, device), page)
    return painter.end()


def save_pdf(sheet: Sheet, target: Path, orientation: Orientation) -> None:
    """Write `sheet` to a PDF file; for a worker thread (UserError where it cannot be written)."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_PDF_DPI)
    writer.setPageLayout(a4(orientation))
    writer.setTitle(sheet.title)
    writer.setCreator("Zimmerfrei")
    if not paint_sheet(sheet, writer):
        raise UserError("The PDF could not be made. Please try again.")
    with written_whole(target) as draft:
        draft.write_bytes(buffer.data().data())


def print_sheet(sheet: Sheet, printer: QPrinter) -> None:
    """Send `sheet` to a printer.

    Raises:
        UserError: the printer is not there, or broke off.
    """
    printer.setDocName(sheet.title)
    there = printer.isValid() and _is_there(printer)
    if (
        not there
        or not paint_sheet(sheet, printer)
        or printer.printerState() == printer.PrinterState.Error
    ):
        raise UserError(
            "The printer “{printer}” does not answer. Please check that it is switched on, or save "
            "the page as PDF.",
            printer=printer.printerName(),
        )


def _is_there(printer: QPrinter) -> bool:
    """Tell whether the system still knows a printer; Qt prints to a lost one without a word."""
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415  # with a printer only

    to_file = printer.outputFormat() is printer.OutputFormat.PdfFormat
    return to_file or printer.printerName() in QPrinterInfo.availablePrinterNames()
