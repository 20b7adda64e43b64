"""Files that an owner wants to take in: CSV, Excel, calendars. What each is, its bytes tell."""

from __future__ import annotations

import errno
import zipfile
from pathlib import Path

from app.core.errors import UserError
from app.core.exchange.table import ROWS_LIMIT, FileTable, decoded_table, rows_of_text, table_of
from app.core.ical.foreign import ForeignCalendar, IncompleteError, NotACalendarError, read
from app.core.ical.foreign_lines import decoded
from app.core.progress import Report, unheard
from app.dataclass import dataclass

SIZE_LIMIT = 100_000_000
"""Bytes. A line of an occupancy has some two hundred; a file of this size is something else."""
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
"""The first file in such a package, stored as it is (OpenDocument 1.3, part 2, section 3.3)."""
_NOT_TEXT = 0.01
_SEEN = 8000


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file as it was read, and what is called how in it."""

    name: str
    content: FileTable | ForeignCalendar


def open_file(path: Path, report: Report = unheard) -> OpenedFile:
    """Read a file whole; takes a while for many lines: for a worker thread.

    Raises:
        UserError: it cannot be read, is something else, or holds more than any house has.
        StoppedError: `report` said so.
    """
    body = _bytes(path)
    if body.startswith(_OLD_OFFICE):
        raise UserError(
            "“{name}” is from an old Excel, or has a password. Please save it in Excel as .xlsx, "
            "without a password.",
            name=path.name,
        )
    if body.startswith(_ZIP) and _OPEN_DOCUMENT in body[:_SEEN]:
        raise UserError(
            "“{name}” is a table of LibreOffice or OpenOffice. Please save it there as .xlsx or "
            ".csv.",
            name=path.name,
        )
    if body.startswith(_ZIP):
        return OpenedFile(path.name, _workbook(path, report))
    if decoded(body[:_SEEN]).lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return OpenedFile(path.name, _calendar(path.name, body))
    text = decoded_table(body)
    del body
    if _is_no_text(text):
        raise UserError(
            "“{name}” is neither a table nor a calendar. Files that end in .csv, .xlsx or .ics can "
            "be imported.",
            name=path.name,
        )
    return OpenedFile(path.name, table_of(rows_of_text(text), guarded=True))


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UserError(
                "“{name}” is a folder. Please choose a file.", name=path.name or str(path)
            )
        if path.stat().st_size > SIZE_LIMIT:
            raise UserError(
                "“{name}” is larger than 100 MB, and no list of occupancies is. Please divide it.",
                name=path.name,
            )
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> UserError:
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return UserError("There is no file “{name}”.", name=path.name)
    if error.errno in {errno.EACCES, errno.EPERM}:
        return UserError("“{name}” may not be read. Is it open in another program?", name=path.name)
    return UserError("“{name}” could not be read. Please try again.", name=path.name)


def _workbook(path: Path, report: Report) -> FileTable:
    from app.services.exchange.excel import NotExcelError, rows_of_workbook  # noqa: PLC0415  # dear

    try:
        return table_of(rows_of_workbook(path, report))
    except (NotExcelError, zipfile.BadZipFile, OSError) as error:
        raise UserError(
            "“{name}” is no Excel file, or it is damaged. Please save it once more as an Excel "
            "file (.xlsx).",
            name=path.name,
        ) from error


def _calendar(name: str, body: bytes) -> ForeignCalendar:
    try:
        return read(body, ROWS_LIMIT)
    except IncompleteError:
        raise UserError(
            "“{name}” breaks off in the middle. Please save or download the calendar once more.",
            name=name,
        ) from None
    except NotACalendarError:
        raise UserError("“{name}” is no calendar.", name=name) from None


def _is_no_text(text: str) -> bool:
    """Tell whether this is something else than text: a picture, a PDF, a page of the web."""
    seen = text[:_SEEN]
    odd = sum(sign == "\ufffd" or (sign < " " and sign not in "\t\r\n\f") for sign in seen)
    begin = seen.lstrip()[:15].lower()
    is_page = begin.startswith(("<!doctype html", "<html", "<?xml", "%pdf-"))
    return is_page or odd > _NOT_TEXT * len(seen)
