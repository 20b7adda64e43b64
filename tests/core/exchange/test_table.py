"""CSV as programs write it: encodings, separators, headings, lines that are too short."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.exchange.csv_text import in_csv
from app.core.exchange.day_cells import Cell
from app.core.exchange.table import (
    ROWS_LIMIT,
    FileTable,
    decoded_table,
    rows_of_text,
    table_of,
)

PLAIN = "Einheit;Anreise;Abreise;Gast\nMöwe;14.07.2027;21.07.2027;Öztürk\n"


def table(text: str) -> FileTable:
    return table_of(rows_of_text(text), guarded=True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be",
                                      "cp1252"])  # fmt: skip
def test_every_encoding_is_told_by_its_bytes(encoding: str) -> None:
    assert decoded_table(PLAIN.encode(encoding)) == PLAIN


def test_what_is_no_utf_8_is_windows_1252_with_all_its_signs() -> None:
    assert decoded_table("Größe 5 € – „Huber“".encode("cp1252")) == "Größe 5 € – „Huber“"


@given(st.text())
def test_utf_8_comes_back_whole(text: str) -> None:
    body = text.encode("utf-8", "surrogatepass")
    if not body.startswith((b"\xff\xfe", b"\xfe\xff")) and "\x00" not in text:
        assert decoded_table(b"\xef\xbb\xbf" + body) == text.removeprefix("\ufeff") or text


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_ends_of_lines_are_found(separator: str, end: str) -> None:
    text = PLAIN.replace(";", separator).replace("\n", end)
    found = table(text)
    assert found.headings == ("Einheit", "Anreise", "Abreise", "Gast")
    assert found.rows == [("Möwe", "14.07.2027", "21.07.2027", "Öztürk")]
    assert found.numbers == [2]


def test_commas_within_texts_are_not_taken_for_separators() -> None:
    found = table('Gast;Notiz;Von;Bis\n"A, B, C";"x, y, z, 1,2";1.1.2027;2.1.2027\n')
    assert found.headings == ("Gast", "Notiz", "Von", "Bis")


def test_excel_may_name_the_separator_in_a_line_of_its_own() -> None:
    found = table("sep=|\nAnreise|Abreise\n1.1.2027|2.1.2027\n")
    assert found.headings == ("Anreise", "Abreise")
    assert found.numbers == [3]


def test_titles_above_the_headings_and_empty_lines_are_passed_over() -> None:
    found = table("Meine Liste 2027\n\nAnreise;Abreise;Gast\n;;\n1.1.2027;2.1.2027;Huber\n")
    assert found.headings == ("Anreise", "Abreise", "Gast")
    assert found.numbers == [5]


def test_lines_without_headings_begin_at_once() -> None:
    found = table("Möwe;1.1.2027;2.1.2027\nMöwe;3.1.2027;4.1.2027\n")
    assert found.headings == ("", "", "")
    assert len(found.rows) == 2


def test_unknown_words_above_days_are_headings() -> None:
    assert table("Foo;Bar\n1.1.2027;2.1.2027\n").headings == ("Foo", "Bar")


def test_a_short_line_is_filled_and_known_a_long_one_keeps_what_it_has() -> None:
    found = table("Anreise;Abreise;Gast\n1.1.2027;2.1.2027\n3.1.2027;4.1.2027;Huber;mehr\n")
    assert found.short == {2}
    assert found.headings == ("Anreise", "Abreise", "Gast", "")
    assert found.rows == [
        ("1.1.2027", "2.1.2027", "", ""),
        ("3.1.2027", "4.1.2027", "Huber", "mehr"),
    ]


def test_line_breaks_in_quotes_belong_to_the_text_and_count_as_lines() -> None:
    found = table('Anreise;Abreise;Notiz\n1.1.2027;2.1.2027;"a\nb"\n3.1.2027;4.1.2027;c\n')
    assert [row[2] for row in found.rows] == ["a\nb", "c"]
    assert found.numbers == [2, 4]


@pytest.mark.parametrize("text", ["=1+1", "+49 171", "-5", "@SUM(A1)", "'n Abend", '=cmd|"/c"!A0'])
def test_what_looks_like_a_formula_is_a_text(text: str) -> None:
    body = io.StringIO()
    csv.writer(body, delimiter=";").writerows([["Check-in", "Check-out", "Name"],
                                               ["1.1.2027", "2.1.2027", text]])  # fmt: skip
    assert table(body.getvalue()).rows[0][2] == text


def test_only_our_own_list_has_apostrophes_taken_away() -> None:
    own = table("Anreise;Abreise;Gast\n1.1.2027;2.1.2027;'=1\n")
    other = table("Check-in;Abreise;Gast\n1.1.2027;2.1.2027;'=1\n")
    assert own.own
    assert own.rows[0][2] == "=1"
    assert not other.own
    assert other.rows[0][2] == "'=1"


def test_of_a_text_that_stands_there_again_each_loses_its_apostrophe() -> None:
    lines = "1.1.2027;2.1.2027;'=1\n1.1.2027;2.1.2027;O'Neill\n" * 2
    own = table(f"Anreise;Abreise;Gast\n{lines}1.1.2027;2.1.2027;''n Abend\n")
    assert [row[2] for row in own.rows] == ["=1", "O'Neill", "=1", "O'Neill", "'n Abend"]


@given(st.lists(st.tuples(st.text(alphabet="a '=+;1\n", max_size=6)), min_size=1, max_size=9))
def test_every_text_of_our_own_list_comes_back(texts: list[tuple[str]]) -> None:
    body = io.StringIO()
    rows = [["1.1.2027", "2.1.2027", in_csv(text)] for (text,) in texts]
    csv.writer(body, delimiter=";").writerows([["Anreise", "Abreise", "Gast"], *rows])
    assert [row[2] for row in table(body.getvalue()).rows] == [text for (text,) in texts]


@pytest.mark.parametrize("text", ["", "\n\n", ";;;\n;;;\n", " "])
def test_an_empty_file_is_told(text: str) -> None:
    with pytest.raises(UserError, match="nothing in this file"):
        table(text)


def test_a_file_without_end_is_refused() -> None:
    lines = ((number, ["a"]) for number in range(ROWS_LIMIT * 10))
    with pytest.raises(UserError, match="lines"):
        table_of(lines)


def test_a_cell_beyond_all_measure_is_refused() -> None:
    with pytest.raises(UserError, match="cannot be read"):
        table('Anreise;Abreise\n1.1.2027;"' + "x" * 2_000_000)


@given(st.lists(st.lists(st.text(alphabet="aä;,\t|\"'\n\r =", max_size=6), min_size=2, max_size=4)))
def test_whatever_csv_writes_has_all_its_cells(rows: list[list[str]]) -> None:
    body = io.StringIO()
    head = ["Anreise", "Abreise", "Gast", "Notiz"]
    days = ["1.1.2027", "2.1.2027", "x", "y"]
    csv.writer(body, delimiter=";", quoting=csv.QUOTE_ALL).writerows([head, days, *rows])
    if '"\r' in body.getvalue().replace("\r\n", ""):
        return
    found = table(body.getvalue())
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(found.rows) == 1 + len(filled)


def test_days_of_excel_may_stand_beside_texts() -> None:
    days: list[Cell] = [date(2027, 1, 1), date(2027, 1, 2)]
    rows: list[tuple[int, list[Cell]]] = [(1, ["Anreise", "Abreise"]), (2, days)]
    assert table_of(iter(rows)).rows == [(date(2027, 1, 1), date(2027, 1, 2))]
