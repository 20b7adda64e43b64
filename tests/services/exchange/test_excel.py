"""Excel files as tables: as wide as what stands in them, whatever their program says of cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font

from app.core.exchange.day_cells import Cell
from app.core.exchange.table import COLUMNS_LIMIT, FileTable
from app.core.progress import StoppedError
from app.services.exchange.reading_files import open_file

HEADINGS = ("Einheit", "Anreise", "Abreise", "Gast")
STAY = ("Möwe", date(2027, 7, 14), date(2027, 7, 21), "Öztürk")


def opened(path: Path, rows: Sequence[Sequence[object]], *, bold: str = "") -> FileTable:
    """Write these lines as Excel does, `bold` a cell that holds nothing; return what is read."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if bold:
        sheet[bold].font = Font(bold=True)
    book.save(path)
    content = open_file(path).content
    assert isinstance(content, FileTable)
    return content


def test_a_file_has_the_columns_that_stand_in_it(tmp_path: Path) -> None:
    table = opened(tmp_path / "list.xlsx", [HEADINGS, STAY])
    assert table.headings == HEADINGS
    assert table.rows == [STAY]
    assert table.numbers == [2]


def test_what_is_empty_at_the_end_of_a_line_is_no_line_too_short(tmp_path: Path) -> None:
    table = opened(tmp_path / "list.xlsx", [HEADINGS, STAY[:3], [], STAY, STAY[:1]])
    assert table.rows == [(*STAY[:3], ""), STAY, ("Möwe", "", "", "")]
    assert table.numbers == [2, 4, 5]
    assert table.short == frozenset()


def test_a_title_above_the_headings_and_a_word_beyond_them_are_there(tmp_path: Path) -> None:
    rows = [["Stand 1.7."], [], HEADINGS, [*STAY, None, "bezahlt"], STAY]
    table = opened(tmp_path / "list.xlsx", rows)
    assert table.headings == (*HEADINGS, "", "")
    assert table.rows == [(*STAY, "", "bezahlt"), (*STAY, "", "")]
    assert table.short == frozenset()


@pytest.mark.parametrize("cell", ["H1", "H2", "H9", "XFD2"])
def test_a_cell_that_only_looks_otherwise_makes_no_column(tmp_path: Path, cell: str) -> None:
    table = opened(tmp_path / "list.xlsx", [HEADINGS, STAY], bold=cell)
    assert table.headings == HEADINGS
    assert table.rows == [STAY]


def test_what_stands_far_to_the_right_is_left_out(tmp_path: Path) -> None:
    wide = [*STAY, *[f"{number}" for number in range(4, COLUMNS_LIMIT + 9)]]
    table = opened(tmp_path / "list.xlsx", [HEADINGS, wide])
    assert len(table.headings) == COLUMNS_LIMIT
    assert table.rows[0][-1] == str(COLUMNS_LIMIT - 1)


def test_reading_can_be_stopped_and_says_how_far_it_is(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    opened(path, [HEADINGS, *[STAY] * 1200])
    told: list[tuple[int, int]] = []

    def report(done: int, total: int) -> bool:
        told.append((done, total))
        return len(told) < 2

    with pytest.raises(StoppedError):
        open_file(path, report)
    assert [done for done, _ in told] == [500, 1000]
    assert all(done < total for done, total in told)


CELLS = st.sampled_from(["", "Möwe", "Airbnb", "7", date(2027, 7, 14)])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, max_size=9), max_size=6))
def test_every_line_comes_back_with_as_many_cells_as_there_are_headings(
    tmp_path: Path, rows: list[list[Cell]]
) -> None:
    table = opened(tmp_path / "list.xlsx", [HEADINGS, *rows])
    expected = [tuple(row) for row in rows if any(row)]
    width = max([len(HEADINGS), *(_filled(row) for row in expected)])
    assert len(table.headings) == width
    assert [row[: _filled(row)] for row in table.rows] == [row[: _filled(row)] for row in expected]
    assert {len(row) for row in table.rows} <= {width}
    assert table.short == frozenset()


def _filled(row: Sequence[Cell]) -> int:
    return max((place for place, cell in enumerate(row, start=1) if cell), default=0)
