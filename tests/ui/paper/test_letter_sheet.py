"""A letter on paper: where the address stands, long texts over pages, names of any script."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSizeF

from app.core.letters.letter import Letter
from app.i18n import catalogue
from app.ui.paper.output import Orientation, save_pdf
from app.ui.paper.sheets.letter_sheet import LetterSheet
from tests.ui.paper.test_sheets import boxes_of, needs_pdftotext, text_of

A4 = QSizeF(190, 277)
LETTER = Letter(
    "Haus Seeblick",
    ("Uferweg 12", "18609 Binz"),
    "Anna Huber",
    "02.05.2027",
    "Bestätigung Ihrer Buchung",
    "Guten Tag,\n\nalles ist bestätigt.\n\nFreundliche Grüße",
)
pytestmark = pytest.mark.usefixtures("qapp")


def sheet(**more: object) -> LetterSheet:
    return LetterSheet(replace(LETTER, **more), catalogue("de"))  # type: ignore[arg-type]  # fields of a letter


def words(tmp_path: Path, made: LetterSheet) -> str:
    save_pdf(made, tmp_path / "letter.pdf", Orientation.PORTRAIT)
    return text_of(tmp_path / "letter.pdf")


@needs_pdftotext
def test_everything_stands_on_one_upright_page(tmp_path: Path) -> None:
    said = words(tmp_path, sheet())
    assert boxes_of((tmp_path / "letter.pdf").read_bytes()) == {(595, 842)}
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    assert lines == [
        "Haus Seeblick",
        "Uferweg 12 · 18609 Binz",
        "Haus Seeblick · Uferweg 12 · 18609 Binz",
        "Anna Huber",
        "02.05.2027",
        "Bestätigung Ihrer Buchung",
        "Guten Tag,",
        "alles ist bestätigt.",
        "Freundliche Grüße",
    ]


@needs_pdftotext
def test_a_long_text_goes_on_on_numbered_pages_and_nothing_is_left_out(tmp_path: Path) -> None:
    body = "\n".join(f"Absatz{number} " + "und noch ein Wort " * 30 for number in range(40))
    made = sheet(body=body)
    assert made.pages(A4) > 2
    said = words(tmp_path, made)
    for number in range(40):
        assert f"Absatz{number} " in said
    assert said.count("und") == 40 * 30, "each word is there once"
    assert f"Seite 1 von {made.pages(A4)}" in said


@needs_pdftotext
@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("to", "Familie " + "Hohenlohe-Waldenburg-Schillingsfürst " * 6),
        ("sender", "Ferienhaus " + "Donaukreuzfahrt " * 6),
        ("subject", "Bestätigung " + "Ihrer Buchung " * 20),
    ],
)
def test_long_names_take_more_lines(tmp_path: Path, field: str, text: str) -> None:
    said = words(tmp_path, sheet(**{field: text}))
    assert "".join(text.split()) in "".join(said.split())
    assert "Freundliche Grüße" in said


@needs_pdftotext
def test_names_of_other_scripts_are_written(tmp_path: Path) -> None:
    said = words(tmp_path, sheet(to="דוד כהן", body="Guten Tag דוד כהן, schön!"))
    assert "schön!" in said
    assert any("\u0590" <= sign <= "\u05ff" for sign in said)


def test_a_letter_without_address_and_guest_is_a_letter_still() -> None:
    made = sheet(to="", sender_lines=(), subject="")
    assert made.pages(A4) == 1
    assert made.title == "Haus Seeblick"
    assert made.file_name == "Haus Seeblick"
    assert sheet().file_name == "Anna Huber Bestätigung Ihrer Buchung"


@settings(max_examples=40)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=500),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=1500),
    st.floats(60, 400),
    st.floats(150, 600),
)
def test_any_text_fits_any_page(name: str, body: str, width: float, height: float) -> None:
    made = sheet(to=name, sender=name, subject=name, body=body)
    for page in made._split(width, height):
        assert page
        used = sum(row.height for row in page)
        assert used <= height - 9 or len(page) == 1
