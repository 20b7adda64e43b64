"""A list on paper: every row once, in order, with its headings on each page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSizeF

from app.i18n import catalogue
from app.ui.paper.output import Orientation, save_pdf
from app.ui.paper.sheets.list_sheet import ListColumn, ListContent, ListSheet
from tests.ui.paper.test_sheets import needs_pdftotext, text_of

TODAY = date(2027, 7, 6)
A4 = QSizeF(277, 190)
pytestmark = pytest.mark.usefixtures("qapp")
COLUMNS = (
    ListColumn("Einheit", 80, long=True),
    ListColumn("Nächte", 40, right=True),
    ListColumn("Notiz", 100, long=True),
)


def content(count: int, note: str = "") -> ListContent:
    rows = tuple((f"Zimmer {at}", str(at), note) for at in range(count))
    return ListContent("Belegungen", "Ab heute · Airbnb", COLUMNS, rows, TODAY)


def sheet(count: int, note: str = "") -> ListSheet:
    return ListSheet(content(count, note), catalogue("de"))


@needs_pdftotext
def test_all_rows_stand_in_their_order_below_headings_on_every_page(tmp_path: Path) -> None:
    save_pdf(sheet(70), tmp_path / "l.pdf", Orientation.LANDSCAPE)
    text = text_of(tmp_path / "l.pdf")
    places = [text.index(f"Zimmer {at} ") for at in range(70)]
    assert places == sorted(places)
    pages = [page for page in text.split("\f") if page.strip()]
    assert len(pages) == sheet(70).pages(A4) == 3
    assert all("Einheit" in page and "Nächte" in page for page in pages)
    assert "Ab heute · Airbnb" in pages[0]
    assert "70 Belegungen" in pages[0]
    assert "Seite 3 von 3" in pages[2]


@given(st.integers(0, 60), st.sampled_from(["", "kurz", "Wort " * 60, "x" * 500]))
def test_no_row_is_lost_and_no_page_overflows(count: int, note: str) -> None:
    pages = sheet(count, note)._split(A4.width(), A4.height())
    assert [row.cells[0] for page in pages for row in page] == [
        (f"Zimmer {at}",) for at in range(count)
    ]
    assert all(page for page in pages) or not count
    assert all(sum(row.height for row in page) <= A4.height() for page in pages)


def test_columns_can_be_left_out() -> None:
    less = content(2, "geheim").without(frozenset({"Notiz", "gibt es nicht"}))
    assert [column.heading for column in less.columns] == ["Einheit", "Nächte"]
    assert less.rows == (("Zimmer 0", "0"), ("Zimmer 1", "1"))
    assert less.filtered == "Ab heute · Airbnb"


def test_a_list_without_rows_or_columns_is_one_page(tmp_path: Path) -> None:
    assert sheet(0).pages(A4) == 1
    bare = ListSheet(content(3).without(frozenset({"Einheit", "Nächte", "Notiz"})), catalogue("en"))
    assert bare.pages(A4) == 1
    save_pdf(bare, tmp_path / "l.pdf", Orientation.PORTRAIT)
    assert (tmp_path / "l.pdf").read_bytes().startswith(b"%PDF-")


def test_its_file_is_named_after_the_day() -> None:
    assert sheet(1).file_name == "Belegungen 06.07.2027"
