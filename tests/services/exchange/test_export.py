"""Exported files, read back by csv and openpyxl: every text is still the text that it was."""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.core.errors import UserError
from app.core.exchange.csv_text import in_csv, must_stay_text
from app.core.stays.occupancy import BY_HAND, Kind, Occupancy, Status
from app.i18n import Catalogue, catalogue
from app.services.exchange.export import Format, ListedStay, export_list

MOMENT = datetime(2027, 1, 1, tzinfo=UTC)
NASTY = [
    "=1+1",
    '=HYPERLINK("http://example.org";"Rechnung")',
    "+49 171 2345678",
    "-5",
    "@SUM(A1)",
    "007",
    "0171 2345678",
    "1/2",
    "12345678901234567890",
    "1E5",
    "#N/A",
    "_x000D_",
    'Öztürk-Schäfer; „Familie“, "ß"',
    "😀 مرحبا בית",
    "'schon da",
]


def listed(unit: str = "Seeblick 1", staff: str = "", **more: Any) -> ListedStay:
    values: dict[str, Any] = {
        "unit_id": 1,
        "arrival": date(2027, 7, 1),
        "departure": date(2027, 7, 8),
        "guest": "Öztürk",
        "id": 1,
        "uid": "1@test",
        "sequence": 0,
        "source": BY_HAND,
        "created_at": MOMENT,
        "changed_at": MOMENT,
        **more,
    }
    return ListedStay(unit, Occupancy(**values), staff)


def csv_rows(path: Path, texts: Catalogue) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";" if texts.language.key == "de" else ","))


def excel_rows(path: Path) -> list[list[Any]]:
    book = load_workbook(path)
    rows = [list(row) for row in book.worksheets[0].iter_rows()]
    book.close()
    return rows


@pytest.fixture(params=["de", "en"])
def texts(request: pytest.FixtureRequest) -> Catalogue:
    return catalogue(request.param)


def test_csv_is_what_the_readers_excel_expects(tmp_path: Path, texts: Catalogue) -> None:
    target = tmp_path / "list.csv"
    row = listed(
        staff="Maria Kern",
        persons=4,
        children=1,
        pets=2,
        phone="0171 2345678",
        email="oe@example.org",
        arrival_time=time(9, 5),
        portal="airbnb",
        status=Status.OPTION,
        option_until=date(2027, 6, 9),
        note="Hund; „Kinderbett“,\nspäte Anreise",
    )
    assert export_list(target, Format.CSV, [row], texts)
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    headings, cells = csv_rows(target, texts)
    assert headings[0] == texts.tr("Unit")
    assert cells == [
        "Seeblick 1",
        "2027-07-01",
        "2027-07-08",
        "7",
        "Öztürk",
        # So that Excel keeps the first figure.
        "'0171 2345678",
        "oe@example.org",
        "",
        "09:05",
        "4",
        "3",
        "1",
        "2",
        texts.tr("Booking"),
        "Airbnb",
        texts.tr("option"),
        "2027-06-09",
        "Hund; „Kinderbett“,\nspäte Anreise",
        "Maria Kern",
    ]


@pytest.mark.parametrize("text", NASTY)
def test_in_excel_a_text_is_that_text_and_never_a_formula(tmp_path: Path, text: str) -> None:
    target = tmp_path / "list.xlsx"
    row = listed(unit=text, staff=text, guest=text, phone=text, contact=text, note=text)
    assert export_list(target, Format.EXCEL, [row], catalogue("de"))
    cells = excel_rows(target)[1]
    for at in (0, 4, 5, 7, 17, 18):
        assert cells[at].data_type == "s"
        # Excel takes its own escape back when it reads; openpyxl does not.
        assert cells[at].value.replace("_x005F_", "_") == text
        assert bool(cells[at].quotePrefix) == must_stay_text(text)


@pytest.mark.parametrize("text", NASTY)
def test_in_csv_no_text_begins_like_a_formula(tmp_path: Path, text: str) -> None:
    target = tmp_path / "list.csv"
    assert export_list(target, Format.CSV, [listed(guest=text)], catalogue("de"))
    guest = csv_rows(target, catalogue("de"))[1][4]
    assert guest == in_csv(text)
    assert read_back(guest) == text
    assert guest[0] not in "=+-@\t\r"


_SEPARATOR = re.compile(r"(?<=[,;|\t\n])([^\S\t\n]*)'(?='*(?:[=@＝＠]|[+\-＋－](?![\d\s])))")


def read_back(cell: str) -> str:
    """What a reader has who takes the apostrophes away again, as the export says it."""
    return _SEPARATOR.sub(r"\1", cell.removeprefix("'"))


@given(st.one_of(st.text(), st.text("'=+-@,;|\t\n 0a", max_size=12)))
def test_a_reader_who_takes_the_apostrophe_away_has_the_text(text: str) -> None:
    assert read_back(in_csv(text)) == text


@given(st.text("'=+-@,;|\t\n 0a", max_size=12))
def test_with_another_separator_no_formula_begins(text: str) -> None:
    for part in re.split(r"[,;|\t\n]", in_csv(text)):
        assert not re.match(r"\s*[=@]|\s*[+-][^\d\s]", part)


@given(st.text(min_size=1))
def test_no_text_at_all_begins_like_a_formula(text: str) -> None:
    assert must_stay_text(text) or text[0] not in "=+-@\t\r"


@pytest.mark.parametrize(
    "text",
    [
        *["007", "00", "0171 23", "1/2", "3/4", "1-2", "1.2", "1:2", "1 2", "1E5", "1e-5", "1.000"],
        *[
            "1" * 12,
            "1,5",
            ".5",
            "5%",
            "5 €",
            "$5",
            "EUR 5",
            "(5)",
            "1'000",
            "1 1/2",
            "12:30",
            "5 pm",
        ],
        *["TRUE", "true", "False", "WAHR", "falsch", "#NV", "#REF!", "1. März", "Mar-1", "März 27"],
        *[
            "5 March 2027",
            "Mi 14.07.2027",
            "2027-07-14T12:00Z",
            "1st March",
            "１／２",
            "＝1+1",
            "٣",
        ],
        *["\t=1+1", "\r", " =1+1", "\u200b=1+1", "+49", "@anna", "-", "12. Sept"],
    ],
)
def test_what_a_spreadsheet_would_change_stays_text(text: str) -> None:
    assert must_stay_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "7",
        "0",
        "1001",
        "12345678901",
        "7a",
        "7e",
        "4 d",
        "Zimmer 7",
        "3 Tage",
        "14 Uhr",
        "",
        "März",
        "Haus 1/2",
        "Nr. 5",
        "wahrlich",
        "Mai & Juni",
        "2 Erwachsene",
        "1 Hund",
        "#1 der Region",
    ],
)
def test_what_it_would_not_change_is_left_as_it_is(text: str) -> None:
    assert not must_stay_text(text)


def test_dates_are_dates_in_excel(tmp_path: Path, texts: Catalogue) -> None:
    target = tmp_path / "list.xlsx"
    rows = [
        listed(status=Status.OPTION, option_until=date(2027, 6, 9), arrival_time=time(0)),
        listed(arrival=date(1900, 1, 1), departure=date(1900, 3, 1)),
        listed(arrival=date(2027, 12, 31), departure=date(9998, 12, 31)),
    ]
    assert export_list(target, Format.EXCEL, rows, texts)
    read = excel_rows(target)[1:]
    for row, cells in zip(rows, read, strict=True):
        assert cells[1].is_date
        assert cells[2].is_date
        assert cells[1].value.date() == row.occupancy.arrival
        assert cells[2].value.date() == row.occupancy.departure
        assert cells[3].value == row.occupancy.nights
    assert read[0][16].value == datetime(2027, 6, 9)  # noqa: DTZ001  # Excel knows no zones
    assert read[1][16].value is None
    assert read[0][8].value == time(0)
    assert read[0][8].number_format == "HH:MM"
    assert read[1][8].value is None


def test_every_kind_and_status_is_in_words(tmp_path: Path, texts: Catalogue) -> None:
    rows = [
        listed(kind=kind, status=status, option_until=date(2027, 1, 1))
        for kind in Kind
        for status in Status
    ]
    excel, text = tmp_path / "list.xlsx", tmp_path / "list.csv"
    assert export_list(excel, Format.EXCEL, rows, texts)
    assert export_list(text, Format.CSV, rows, texts)
    words = [(cells[13].value, cells[15].value) for cells in excel_rows(excel)[1:]]
    assert words == [(cells[13], cells[15]) for cells in csv_rows(text, texts)[1:]]
    assert len(set(words)) == 9


@pytest.mark.parametrize("form", Format)
def test_an_empty_list_still_has_its_headings(tmp_path: Path, form: Format) -> None:
    target = tmp_path / f"list.{form}"
    assert export_list(target, form, [], catalogue("en"))
    if form is Format.CSV:
        assert len(csv_rows(target, catalogue("en"))) == 1
    else:
        assert [cell.value for cell in excel_rows(target)[0]][:2] == ["Unit", "Arrival"]


@pytest.mark.parametrize("form", Format)
def test_an_export_that_is_stopped_leaves_nothing(tmp_path: Path, form: Format) -> None:
    target = tmp_path / f"list.{form}"
    seen: list[tuple[int, int]] = []

    def report(done: int, total: int) -> bool:
        seen.append((done, total))
        return done < 250

    assert not export_list(target, form, [listed()] * 1000, catalogue("de"), report)
    assert seen == [(0, 1000), (250, 1000)]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", Format)
def test_the_last_report_is_that_all_is_written(tmp_path: Path, form: Format) -> None:
    seen: list[int] = []

    def report(done: int, _total: int) -> bool:
        seen.append(done)
        return True

    assert export_list(tmp_path / "list", form, [listed()] * 600, catalogue("de"), report)
    assert seen == [0, 250, 500, 600]


def test_a_folder_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is gone"):
        export_list(tmp_path / "stick" / "l.csv", Format.CSV, [listed()], catalogue("de"))
