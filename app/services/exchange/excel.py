"""The lines of an Excel file, as its owner sees them.

Formulas are never evaluated: what is read is the result that Excel has saved beside each.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from app.core.exchange.day_cells import Cell
from app.core.exchange.fields import field_of, field_within
from app.core.exchange.table import COLUMNS_LIMIT
from app.core.progress import Report, StoppedError

_UNPACKED_LIMIT = 1_000_000_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REPORT_EVERY = 500
_LOOKED_AT = 15


class NotExcelError(Exception):
    """This is no Excel file that could be read."""


def rows_of_workbook(path: Path, report: Report) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Yield the lines that hold anything, each with its number, of the sheet that has occupancies.

    Raises:
        NotExcelError, OSError, zipfile.BadZipFile: it cannot be read.
        StoppedError: `report` said so.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  # a tenth of a second, for this alone

    with zipfile.ZipFile(path) as packed:
        if sum(part.file_size for part in packed.infolist()) > _UNPACKED_LIMIT:
            raise NotExcelError
    with path.open("rb") as file:
        try:
            book: Any = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except (KeyError, ValueError, TypeError, SyntaxError) as error:
            raise NotExcelError from error
        try:
            yield from _rows(_sheet(book), report)
        except (KeyError, ValueError, TypeError, SyntaxError, IndexError) as error:
            raise NotExcelError from error
        finally:
            book.close()


def _sheet(book: Any) -> Any:
    """Return the sheet whose first lines have the most headings that are known."""
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise NotExcelError
    for sheet in sheets:
        # Some writers say that a sheet has one cell.
        sheet.reset_dimensions()
    return sheets[0] if len(sheets) == 1 else max(sheets, key=_headings)


def _headings(sheet: Any) -> int:
    rows = sheet.iter_rows(max_row=_LOOKED_AT, max_col=COLUMNS_LIMIT, values_only=True)
    return max(
        (
            len({field_of(cell) or field_within(cell) for cell in row if isinstance(cell, str)})
            for row in rows
        ),
        default=0,
    )


def _rows(sheet: Any, report: Report) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the lines, each as wide as the widest so far: none of them ends too early in Excel."""
    total = width = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number % _REPORT_EVERY == 0:
            total = max(total, number + _REPORT_EVERY)
            if not report(number, total):
                raise StoppedError
        cells = [_cell(value) for value in row[:COLUMNS_LIMIT]]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            width = max(width, len(cells))
            yield number, cells + [""] * (width - len(cells))


def _cell(value: object) -> Cell:
    """Return what a cell shows: a day, else a text; of a moment its day."""
    if value is None:
        return ""
    if isinstance(value, str):
        # Excel's own way to write what XML has no room for (ECMA-376 §22.9.2.19).
        return _ESCAPED.sub(_unescaped, value) if "_x" in value else value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))
