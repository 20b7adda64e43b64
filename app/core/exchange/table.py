"""A file of lines and columns, as a spreadsheet or another program has written it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.core.errors import UserError
from app.core.exchange.csv_text import out_of_csv
from app.core.exchange.day_cells import Cell, looks_like_a_day
from app.core.exchange.fields import field_of, field_within, is_own_list
from app.dataclass import dataclass

ROWS_LIMIT = 200_000
"""More than any house has in a lifetime."""
COLUMNS_LIMIT = 200
CELL_LIMIT = 50_000
"""Characters; what is longer is no field of an occupancy, and refused when it is read as one."""
_HEADING_WITHIN = 15
"""Lines: some programs write a title and the day of the export above the headings."""
_SAMPLE = 40_000
_SEPARATORS = ";\t,|"
_SEP_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class FileTable:
    """Headings, and below them the lines, each with a cell for every column.

    `numbers` are those of the lines in the file, counted from 1. `own` says that our own program
    has written it. A line that ends too early has empty cells at its end; `short` holds the numbers
    of those lines.
    """

    headings: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    numbers: Sequence[int]
    own: bool = False
    short: frozenset[int] = frozenset()


def decoded_table(body: bytes) -> str:
    """Return the text of a CSV file: UTF-8, UTF-16, or Windows-1252, which has a sign for all."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    for encoding, zeros in (("utf-16-le", body[1:400:2]), ("utf-16-be", body[:400:2])):
        if len(zeros) > 1 and zeros.count(0) > 0.8 * len(zeros):
            return body.decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def rows_of_text(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of a CSV file that hold anything, each with its number in the file.

    Separators are semicolons, tabs, commas or bars, whichever makes the most even columns.
    """
    found = _SEP_LINE.match(text)
    separator = found[1] if found else _separator(text[:_SAMPLE])
    before = csv.field_size_limit(CELL_LIMIT * 20)
    begin = found.end() if found else 0
    reader = csv.reader(io.StringIO(text[begin:], newline=""), delimiter=separator)
    first = 2 if found else 1
    try:
        line = first
        for cells in reader:
            if any(map(str.strip, cells)):
                yield line, cells
            line = first + reader.line_num
    except csv.Error:
        raise UserError(
            "Line {line} of the file cannot be read: a text in quotes does not end there.",
            line=first + reader.line_num,
        ) from None
    finally:
        csv.field_size_limit(before)


def table_of(lines: Iterator[tuple[int, Sequence[Cell]]], *, guarded: bool = False) -> FileTable:
    """Return the table that these lines are; the line with the best headings begins it.

    Args:
        lines: each with its number in the file.
        guarded: texts of our own list have an apostrophe where a spreadsheet needs it, as in CSV.

    Raises:
        UserError: there is nothing in it, or more than any house has.
    """
    numbers: list[int] = []
    rows: list[tuple[Cell, ...]] = []
    known: dict[Cell, Cell] = {}
    for number, cells in lines:
        if len(rows) > ROWS_LIMIT + _HEADING_WITHIN:
            raise UserError(
                "The file has more than {limit} lines, which is more than a house has. Please "
                "divide it.",
                limit=ROWS_LIMIT,
            )
        # The same text again and again is kept once: a guest's name, "Airbnb", an empty cell.
        kept = cells[:COLUMNS_LIMIT]
        rows.append(tuple(map(known.setdefault, kept, kept)))
        numbers.append(number)
    if not rows:
        raise UserError("There is nothing in this file.")
    return _begun(rows, numbers, _unguarded(known) if guarded else {})


def _unguarded(cells: Iterable[Cell]) -> dict[Cell, Cell]:
    """Return what stands for another text in a CSV file of our own, with that text."""
    return {
        cell: text
        for cell in cells
        if isinstance(cell, str) and (text := out_of_csv(cell)) is not cell
    }


def _begun(
    rows: list[tuple[Cell, ...]], numbers: list[int], guarded: Mapping[Cell, Cell]
) -> FileTable:
    at = _heading_row(rows)
    headings = [] if at is None else [str(cell).strip() for cell in rows[at]]
    first = 0 if at is None else at + 1
    width = max(map(len, rows[first:]), default=0) if at is None else len(headings)
    # What stands beyond the last heading is shown, too, where it holds anything.
    width = max(width, *(_filled(row) for row in rows[first:]), 0)
    headings += [""] * (width - len(headings))
    own = at is not None and is_own_list(headings)
    short = set()
    for place in range(first, len(rows)):
        row = rows[place]
        if len(row) < width:
            if at is not None and len(row) < len(rows[at]):
                short.add(numbers[place])
            row += ("",) * (width - len(row))
        if own and guarded:
            row = tuple(map(guarded.get, row, row))
        rows[place] = row[:width]
    del rows[:first], numbers[:first]
    return FileTable(tuple(headings), rows, numbers, own, frozenset(short))


def _heading_row(rows: Sequence[tuple[Cell, ...]]) -> int | None:
    """Return the place of the line of headings, None where the lines begin at once."""
    counted = [_headings_in(row) for row in rows[:_HEADING_WITHIN]]
    best = max(counted)
    if best > 1:
        return counted.index(best)
    # Unknown words above days are headings all the same.
    first = rows[0]
    says_no_day = not any(looks_like_a_day(cell) for cell in first if cell)
    below = any(looks_like_a_day(cell) for row in rows[1:4] for cell in row if cell)
    return 0 if says_no_day and below else None


def _headings_in(row: Sequence[Cell]) -> int:
    if any(not isinstance(cell, str) or looks_like_a_day(cell) for cell in row if cell):
        return 0
    said = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    known = {field_of(cell) or field_within(cell) for cell in said if len(cell) < 60}
    return len(known - {None})


def _filled(row: Sequence[Cell]) -> int:
    """Return how many cells of a line there are up to the last that holds anything."""
    at = len(row)
    while at and not row[at - 1]:
        at -= 1
    return at


def _separator(sample: str) -> str:
    """Return what stands between the columns: what divides most lines into the same number."""
    lines = [line for line in csv_lines(sample) if line.strip()][:30]
    if not lines:
        return ","

    def evenness(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=lambda count: (counts.count(count), count))
        return (counts.count(usual) if usual else 0, usual)

    return max(_SEPARATORS, key=evenness)


def csv_lines(sample: str) -> list[str]:
    """Return the lines of a text, what stands in quotes taken out: it may hold anything."""
    plain = re.sub(r'"(?:[^"]|"")*(?:"|$)', "", sample)
    return plain.splitlines()
