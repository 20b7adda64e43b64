"""Sheets of paper: PDF files of the right size, with the right words on them."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSizeF
from PySide6.QtPrintSupport import QPrinter

from app.core.errors import UserError
from app.core.house.unit import Unit, UnitDraft
from app.core.stays.occupancy import BY_HAND, Kind, Occupancy, OccupancyDraft, Status
from app.i18n import Catalogue, catalogue
from app.services.services import Services
from app.ui.paper.output import Orientation, print_sheet, save_pdf
from app.ui.paper.sheets.bars import MOST_LANES, lettering, pieces
from app.ui.paper.sheets.content import House, Month, UnitRow, read_month, read_year
from app.ui.paper.sheets.month_sheet import MonthSheet
from app.ui.paper.sheets.sheet import Sheet, _signs
from app.ui.paper.sheets.year_sheet import YearSheet
from app.ui.stays.bars import arrange

TODAY = date(2027, 7, 6)
JULY = date(2027, 7, 1)
MOMENT = datetime(2027, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("qapp")
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler-utils are not installed"
)


def occupancy(number: int, arrival: date, nights: int, **more: object) -> Occupancy:
    values: dict[str, object] = {
        "unit_id": 1,
        "arrival": arrival,
        "departure": arrival + timedelta(days=nights),
        "id": number,
        "uid": f"{number}@test",
        "sequence": 0,
        "source": BY_HAND,
        "created_at": MOMENT,
        "changed_at": MOMENT,
        **more,
    }
    return Occupancy(**values)  # type: ignore[arg-type]


def unit(number: int) -> Unit:
    return Unit(
        property_id=1,
        name=f"Zimmer {number}",
        id=number,
        position=number,
        sequence=0,
        revision=0,
        archived_at=None,
    )


def text_of(pdf: Path) -> str:
    command = ["pdftotext", "-layout", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def boxes_of(pdf: bytes) -> set[tuple[int, int]]:
    found = re.findall(rb"/MediaBox \[0 0 (\S+) (\S+)\]", pdf)
    return {(round(float(width)), round(float(height))) for width, height in found}


@pytest.fixture
def house(services: Services) -> Services:
    """Two properties, one of them with a stay that reaches into July and one out of it."""
    units = services.units
    seeblick = units.add_to(
        "Haus Seeblick", UnitDraft(property_id=0, name="Möwe"), first_property=""
    )
    hafen = units.add_to("Am Hafen", UnitDraft(property_id=0, name="Kranich"), first_property="")
    for at, (place, arrival, nights, guest) in enumerate(
        [
            (seeblick.id, date(2027, 6, 28), 5, "Yılmaz"),
            (seeblick.id, date(2027, 7, 10), 7, "Öztürk-Schäfer"),
            (hafen.id, date(2027, 7, 27), 9, "Łukasz"),
            (hafen.id, date(2027, 12, 28), 9, "Neujahr"),
        ]
    ):
        services.occupancies.add(
            OccupancyDraft(
                unit_id=place,
                arrival=arrival,
                departure=arrival + timedelta(days=nights),
                guest=guest,
                persons=at + 1,
            )
        )
    return services


def month_sheet(house: Services, texts: Catalogue, *, names: bool = True) -> MonthSheet:
    return MonthSheet(read_month(house.units, house.occupancies, JULY, TODAY), texts, names)


def year_sheet(house: Services, texts: Catalogue, name: str, year: int = 2027) -> YearSheet:
    found = house.units.find(name)
    return YearSheet(read_year(house.units, house.occupancies, found.id, year, TODAY), texts)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("orientation", "size"),
    [(Orientation.LANDSCAPE, (842, 595)), (Orientation.PORTRAIT, (595, 842))],
)
def test_sheets_are_a4_pages(
    house: Services,
    tmp_path: Path,
    language: str,
    orientation: Orientation,
    size: tuple[int, int],
) -> None:
    texts = catalogue(language)
    for sheet in (month_sheet(house, texts), year_sheet(house, texts, "Möwe")):
        target = tmp_path / f"{sheet.title}.pdf"
        save_pdf(sheet, target, orientation)
        content = target.read_bytes()
        assert content.startswith(b"%PDF-")
        assert len(content) > 5_000
        assert boxes_of(content) == {size}


@needs_pdftotext
def test_a_month_shows_house_units_guests_and_the_day(house: Services, tmp_path: Path) -> None:
    target = tmp_path / "month.pdf"
    save_pdf(month_sheet(house, catalogue("de")), target, Orientation.LANDSCAPE)
    text = text_of(target)
    for words in ("Juli 2027", "Haus Seeblick", "Am Hafen", "Möwe", "Kranich", "06.07.2027"):
        assert words in text
    for guest in ("Yılmaz", "Öztürk-Schäfer", "Łukasz"):
        assert guest in text
    assert "Neujahr" not in text


@needs_pdftotext
def test_without_names_nobody_is_named(house: Services, tmp_path: Path) -> None:
    target = tmp_path / "month.pdf"
    save_pdf(month_sheet(house, catalogue("de"), names=False), target, Orientation.LANDSCAPE)
    text = text_of(target)
    assert "Öztürk" not in text
    assert "Buchung" in text


@needs_pdftotext
@pytest.mark.parametrize("year", [2027, 2028])
def test_a_stay_over_new_year_is_on_both_years_pages(
    house: Services, tmp_path: Path, year: int
) -> None:
    target = tmp_path / "year.pdf"
    save_pdf(year_sheet(house, catalogue("en"), "Kranich", year), target, Orientation.LANDSCAPE)
    text = text_of(target)
    assert "Neujahr" in text
    assert ("Łukasz" in text) == (year == 2027)
    for words in ("Kranich", str(year), "Am Hafen", "January", "December"):
        assert words in text


@needs_pdftotext
def test_holidays_are_named_below_the_month(house: Services, tmp_path: Path) -> None:
    holidays = {date(2027, 7, 4).toordinal(): "Bergfest", date(2027, 8, 1).toordinal(): "Anderes"}
    month = read_month(house.units, house.occupancies, JULY, TODAY)
    save_pdf(
        MonthSheet(month, catalogue("de"), holidays=holidays),
        tmp_path / "m.pdf",
        Orientation.LANDSCAPE,
    )
    text = text_of(tmp_path / "m.pdf")
    assert "4. Bergfest" in text
    assert "Anderes" not in text
    sheet = year_sheet(house, catalogue("de"), "Möwe")
    plain, marked = tmp_path / "plain.pdf", tmp_path / "marked.pdf"
    save_pdf(sheet, plain, Orientation.LANDSCAPE)
    with_one = replace(sheet, holidays={date(2027, 7, 6).toordinal(): "X"})
    save_pdf(with_one, marked, Orientation.LANDSCAPE)
    assert marked.stat().st_size > plain.stat().st_size


def test_a_month_of_many_units_takes_more_pages() -> None:
    houses = [
        House(f"Haus {at}", tuple(UnitRow(unit(at * 30 + n), ()) for n in range(30)))
        for at in range(2)
    ]
    size = QSizeF(277, 190)
    texts = catalogue("de")
    assert MonthSheet(Month(JULY, (), TODAY), texts).pages(size) == 1
    assert MonthSheet(Month(JULY, tuple(houses[:1]), TODAY), texts).pages(size) == 2
    assert MonthSheet(Month(JULY, tuple(houses), TODAY), texts).pages(size) == 4


@needs_pdftotext
def test_every_unit_is_on_some_page(tmp_path: Path) -> None:
    rows = tuple(UnitRow(unit(n), ()) for n in range(1, 61))
    month = Month(JULY, (House("Haus Seeblick", rows), House("Am Hafen", rows[:1])), TODAY)
    target = tmp_path / "month.pdf"
    save_pdf(MonthSheet(month, catalogue("de")), target, Orientation.LANDSCAPE)
    text = text_of(target)
    for row in rows:
        assert re.search(rf"\b{row.unit.name}\b", text)


@pytest.mark.parametrize(
    "guest",
    ["x" * 200, "😀" * 40, "مرحبا بكم في البيت", "=1+1", "<b>fett</b> & Co.", "Ṩ̣" * 50],
)
def test_no_name_is_too_much_for_a_sheet(tmp_path: Path, guest: str) -> None:
    row = UnitRow(unit(1), arrange([occupancy(1, date(2027, 7, 3), 4, guest=guest)]))
    month = Month(JULY, (House(guest, (row,)),), TODAY)
    save_pdf(MonthSheet(month, catalogue("de")), tmp_path / "m.pdf", Orientation.PORTRAIT)
    assert (tmp_path / "m.pdf").stat().st_size > 1_000


@needs_pdftotext
def test_what_finds_no_room_is_said(tmp_path: Path) -> None:
    bars = arrange([occupancy(n, date(2027, 7, 3), 4) for n in range(1, 401)])
    month = Month(JULY, (House("Haus", (UnitRow(unit(1), bars),)),), TODAY)
    save_pdf(MonthSheet(month, catalogue("en")), tmp_path / "m.pdf", Orientation.LANDSCAPE)
    assert f"{400 - MOST_LANES} more have no room" in text_of(tmp_path / "m.pdf")


@given(
    st.dates(date(2027, 6, 1), date(2027, 8, 31)),
    st.integers(1, 60),
)
def test_pieces_are_the_part_of_a_stay_within_the_row(arrival: date, nights: int) -> None:
    bars = arrange([occupancy(1, arrival, nights)])
    found = list(pieces(bars, JULY.toordinal(), 31))
    start = (arrival - JULY).days + 0.5
    end = start + nights
    if end <= 0 or start >= 31:
        assert found == []
        return
    (piece,) = found
    assert (piece.start, piece.end) == (max(start, 0), min(end, 31))
    assert (piece.open_left, piece.open_right) == (start < 0, end > 31)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.OPTION])
def test_what_is_private_stands_on_a_bar_only_with_names(kind: Kind, status: Status) -> None:
    stay = occupancy(
        1,
        JULY,
        3,
        kind=kind,
        status=status,
        guest="Huber",
        contact="0171",
        note="geheim",
        portal="airbnb",
        option_until=date(2027, 6, 9),
    )
    texts = catalogue("de")
    named = lettering(texts, stay, names=True)
    nameless = lettering(texts, stay, names=False)
    assert named.first == "Huber"
    for line in (nameless.alone, nameless.first, nameless.second):
        assert "Huber" not in line
        assert "0171" not in line
        assert "geheim" not in line
    assert ("09.06.2027" in named.alone) == (status is Status.OPTION)
    assert nameless.first == (
        "Airbnb"
        if kind is Kind.BOOKING
        else texts.tr({Kind.OWNER: "Owner stay", Kind.BLOCK: "Block"}[kind])
    )


def test_a_printer_that_writes_to_a_file_gets_the_sheet(house: Services, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    print_sheet(month_sheet(house, catalogue("de")), printer)
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.qt_log_ignore("Returned false", extend=True)
def test_a_printer_that_is_not_there_is_a_sentence(house: Services, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "gone" / "printed.pdf"))
    sheet: Sheet = month_sheet(house, catalogue("de"))
    with pytest.raises(UserError, match="does not answer"):
        print_sheet(sheet, printer)


def test_a_pdf_that_cannot_be_written_is_a_sentence(house: Services, tmp_path: Path) -> None:
    sheet = month_sheet(house, catalogue("de"))
    with pytest.raises(UserError, match="is gone"):
        save_pdf(sheet, tmp_path / "gone" / "month.pdf", Orientation.LANDSCAPE)


def test_the_legend_names_the_portals_that_occur() -> None:
    first = date(2027, 7, 1)
    bars = arrange(
        [
            occupancy(1, first, 3, portal="booking"),
            occupancy(2, first + timedelta(days=3), 3, portal="airbnb"),
            occupancy(3, first + timedelta(days=6), 3, portal="Tante Erna"),
            occupancy(4, first + timedelta(days=9), 3, portal="holidu", kind=Kind.BLOCK),
        ]
    )
    words = [words for _, _, words, _ in _signs(catalogue("en"), bars)]
    assert words == ["Direct booking", "Airbnb", "Booking.com", "Owner stay", "Block", "Option"]
