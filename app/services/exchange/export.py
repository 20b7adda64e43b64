"""The list of occupancies as a file: for Excel, or as CSV for whatever else.

Every text stays the text that it is. An Excel file can say of a cell that it is text; how CSV,
which cannot, keeps it so is told in ``csv_text``. Dates are real dates in Excel, and ISO 8601 in
CSV, which every spreadsheet takes for a date in every language.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from app.core.exchange.csv_text import in_csv, must_stay_text
from app.core.exchange.fields import EXPORTED, HEADINGS, FileField
from app.core.portals import portal_name
from app.core.progress import Report, StoppedError, unheard
from app.core.stays.occupancy import KIND_LABELS, STATUS_LABELS, Occupancy
from app.dataclass import dataclass
from app.services.exchange.files import written_whole

if TYPE_CHECKING:
    from app.i18n import Catalogue

Cell = str | int | date | time | None

_REPORT_EVERY = 250
# What XML 1.0 §2.2 has no room for, and what Excel's own escape looks like (ECMA-376 §22.9.2.19).
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EXCEL_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS = (22, 12, 12, 8, 28, 18, 26, 28, 10, 8, 8, 8, 8, 14, 16, 14, 12, 60, 20)


class Format(StrEnum):
    """The kinds of file, by their suffix."""

    EXCEL = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class ListedStay:
    """One row of the list: an occupancy, the name of its unit, and who is in charge."""

    unit: str
    occupancy: Occupancy
    staff: str = ""


def export_list(
    target: Path,
    form: Format,
    rows: Sequence[ListedStay],
    texts: Catalogue,
    report: Report = unheard,
) -> bool:
    """Write `rows`, in their order, with the headings of the list in the reader's language.

    Takes a while for many thousands: for a worker thread.

    Returns:
        Whether the file was written; False where `report` stopped it. What stood there stands.

    Raises:
        UserError: the file cannot be written there; says why and what to do.
    """
    write = _write_excel if form is Format.EXCEL else _write_csv
    try:
        with written_whole(target) as draft:
            write(draft, rows, texts, report)
    except StoppedError:
        return False
    return True


def _headings(texts: Catalogue) -> list[str]:
    return [texts.tr(HEADINGS[field]) for field in EXPORTED]


_VALUES: Mapping[FileField, Callable[[ListedStay, Catalogue], Cell]] = MappingProxyType(
    {
        FileField.UNIT: lambda row, _: row.unit,
        FileField.ARRIVAL: lambda row, _: row.occupancy.arrival,
        FileField.DEPARTURE: lambda row, _: row.occupancy.departure,
        FileField.NIGHTS: lambda row, _: row.occupancy.nights,
        FileField.GUEST: lambda row, _: row.occupancy.guest,
        FileField.PHONE: lambda row, _: row.occupancy.phone,
        FileField.EMAIL: lambda row, _: row.occupancy.email,
        FileField.CONTACT: lambda row, _: row.occupancy.contact,
        FileField.ARRIVAL_TIME: lambda row, _: row.occupancy.arrival_time,
        FileField.PERSONS: lambda row, _: row.occupancy.persons,
        FileField.ADULTS: lambda row, _: row.occupancy.adults,
        FileField.CHILDREN: lambda row, _: row.occupancy.children,
        FileField.PETS: lambda row, _: row.occupancy.pets,
        FileField.KIND: lambda row, texts: texts.tr(KIND_LABELS[row.occupancy.kind]),
        FileField.PORTAL: lambda row, _: portal_name(row.occupancy.portal),
        FileField.STATUS: lambda row, texts: texts.tr(STATUS_LABELS[row.occupancy.status]),
        FileField.OPTION_UNTIL: lambda row, _: row.occupancy.option_until,
        FileField.NOTE: lambda row, _: row.occupancy.note,
        FileField.STAFF: lambda row, _: row.staff,
    }
)


def _cells(row: ListedStay, texts: Catalogue) -> list[Cell]:
    return [_VALUES[field](row, texts) for field in EXPORTED]


def _counted(rows: Sequence[ListedStay], texts: Catalogue, report: Report) -> Iterator[list[Cell]]:
    for done, row in enumerate(rows):
        if done % _REPORT_EVERY == 0 and not report(done, len(rows)):
            raise StoppedError
        yield _cells(row, texts)
    report(len(rows), len(rows))


def _write_csv(draft: Path, rows: Sequence[ListedStay], texts: Catalogue, report: Report) -> None:
    # Without the mark at its beginning Excel reads UTF-8 as the system's old code page.
    with draft.open("w", encoding="utf-8-sig", newline="") as file:
        # Every text in quotes: opened with another separator, it does not fall apart at once.
        separator = texts.language.list_separator
        writer = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(_headings(texts))
        for cells in _counted(rows, texts, report):
            writer.writerow([_in_csv(cell) for cell in cells])


def _in_csv(cell: Cell) -> str | int | None:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return in_csv(cell) if isinstance(cell, str) else cell


def _write_excel(draft: Path, rows: Sequence[ListedStay], texts: Catalogue, report: Report) -> None:
    from openpyxl import Workbook  # noqa: PLC0415  # a tenth of a second, for this alone
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    book = Workbook(write_only=True)
    book.properties.creator = "Zimmerfrei"
    sheet: Any = book.create_sheet(texts.tr("Occupancies"))
    sheet.freeze_panes = "A2"
    last = chr(ord("A") + len(_WIDTHS) - 1)
    sheet.auto_filter.ref = f"A1:{last}{len(rows) + 1}"
    for at, width in enumerate(_WIDTHS):
        sheet.column_dimensions[chr(ord("A") + at)].width = width

    def heading(text: str) -> object:
        cell = WriteOnlyCell(sheet, text)
        cell.font = Font(bold=True)
        return cell

    def written(value: Cell) -> object:
        if isinstance(value, date | time):
            moment: Any = value
            cell = WriteOnlyCell(sheet, moment)
            clock = isinstance(value, time)
            cell.number_format = "HH:MM" if clock else texts.language.excel_date
            return cell
        if not isinstance(value, str) or not value:
            return value or None
        text = _EXCEL_ESCAPE.sub("_x005F_", _NOT_XML.sub("\ufffd", value))
        cell = WriteOnlyCell(sheet, text)
        # openpyxl takes "=…" for a formula and "#N/A" for an error; here all text is text.
        cell.data_type = "s"
        # So that it stays one when somebody edits it in Excel.
        cell.quotePrefix = must_stay_text(value)
        return cell

    try:
        sheet.append([heading(text) for text in _headings(texts)])
        for cells in _counted(rows, texts, report):
            sheet.append([written(cell) for cell in cells])
    except StoppedError:
        # It keeps a file of its own open until then.
        sheet.close()
        raise
    book.save(draft)
