"""Today and tomorrow on paper: what stands there, what may be left out, how it fills pages."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSizeF

from app.core.house.staff import StaffDraft
from app.core.house.unit import UnitDraft
from app.core.stays.dates import LAST_DAY
from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from app.i18n import catalogue
from app.services.services import Services
from app.ui.paper.output import Orientation, save_pdf
from app.ui.paper.sheets.canvas import text_width
from app.ui.paper.sheets.day_content import Day, Days, Line, Part, Shown, read_days
from app.ui.paper.sheets.day_sheet import DaySheet
from app.ui.paper.sheets.wrapping import wrapped
from tests.ui.paper.test_sheets import boxes_of, needs_pdftotext, text_of

TODAY = date(2027, 7, 6)  # as the clock of the tests says
A4 = QSizeF(190, 277)
pytestmark = pytest.mark.usefixtures("qapp")


def enter(services: Services, unit_id: int, begins: int, nights: int, **fields: object) -> None:
    arrival = TODAY + timedelta(days=begins)
    draft = OccupancyDraft(
        unit_id=unit_id,
        arrival=arrival,
        departure=arrival + timedelta(days=nights),
        **fields,  # type: ignore[arg-type]
    )
    services.occupancies.add(draft)


@pytest.fixture
def house(services: Services) -> Services:
    units = services.units
    moewe = units.add_to("Haus Seeblick", UnitDraft(property_id=0, name="Möwe"), first_property="")
    kranich = units.add_to("Am Hafen", UnitDraft(property_id=0, name="Kranich"), first_property="")
    marta = services.staff.add(StaffDraft(name="Marta", unit_ids=frozenset({moewe.id})))
    jan = services.staff.add(StaffDraft(name="Jan"))
    enter(services, moewe.id, -3, 3, guest="Yılmaz", persons=2, contact="0171 222", portal="airbnb")
    enter(services, moewe.id, 0, 4, guest="Öztürk", persons=4, note="Kommt spät.\nHund dabei.")
    enter(services, kranich.id, -2, 3, guest="Łukasz", staff_id=jan.id)
    enter(
        services, kranich.id, 5, 3, guest="Neu", status=Status.OPTION, option_until=TODAY, persons=1
    )
    enter(services, kranich.id, 20, 3, kind=Kind.BLOCK, note="Maler")
    assert marta.id != jan.id
    return services


def lines(days: Days, at: int, part: str) -> list[Line]:
    found = [one for one in days.days[at].parts if one.title == part]
    return list(found[0].lines) if found else []


def test_each_day_tells_who_leaves_who_comes_and_what_is_cleaned(house: Services) -> None:
    days = read_days(house, catalogue("de"), TODAY)
    assert [day.title for day in days.days] == ["Heute · Di 06.07.2027", "Morgen · Mi 07.07.2027"]
    (leaving,) = lines(days, 0, "Abreisen")
    assert leaving == Line(
        "Möwe (Haus Seeblick)",
        "Yılmaz",
        "2 Personen · seit Sa 03.07.",
        "Marta",
        ("3 Nächte · Airbnb · 0171 222",),
    )
    (coming,) = lines(days, 0, "Anreisen")
    assert coming.notes == ("4 Nächte · Direktbuchung", "Kommt spät.\nHund dabei.")
    (cleaned,) = lines(days, 0, "Reinigung")
    assert cleaned == Line("Möwe (Haus Seeblick)", "Anreise am selben Tag", "4 Personen", "Marta")
    (tomorrow,) = lines(days, 1, "Reinigung")
    assert (tomorrow.who, tomorrow.staff) == ("nächste Anreise So 11.07.2027", "Jan")
    assert lines(days, 1, "Anreisen") == []


def test_an_option_says_until_when_it_holds(house: Services) -> None:
    days = read_days(house, catalogue("en"), TODAY + timedelta(days=5))
    (coming,) = lines(days, 0, "Arrivals")
    assert coming.notes == ("3 nights · Direct booking · option until 6 Jul 2027",)
    assert days.days[0].title == "Sun 11 Jul 2027"


def test_who_comes_when_with_whom_and_how_they_are_reached(services: Services) -> None:
    unit = services.units.first_house("Haus", ["Eins"]).units[0]
    enter(services, unit.id, -3, 3, guest="Alt", phone="0171 111", pets=1)
    enter(
        services,
        unit.id,
        0,
        4,
        guest="Neu",
        phone="0171 222",
        email="neu@example.org",
        contact="WhatsApp",
        arrival_time=time(15, 30),
        persons=4,
        children=2,
        pets=2,
    )
    days = read_days(services, catalogue("de"), TODAY)
    (coming,) = lines(days, 0, "Anreisen")
    party = "4 Personen (2 Erwachsene, 2 Kinder) · 2 Haustiere"
    assert coming.facts == f"Anreise um 15:30 Uhr · {party} · bis Sa 10.07."
    assert coming.notes[0].endswith("0171 222 · neu@example.org · WhatsApp")
    (leaving,) = lines(days, 0, "Abreisen")
    assert leaving.facts == "1 Haustier · seit Sa 03.07.", "of who leaves no arrival time"
    (cleaned,) = lines(days, 0, "Reinigung")
    assert cleaned.facts == f"Anreise um 15:30 Uhr · {party}"
    kept = read_days(services, catalogue("de"), TODAY, shown=Shown(contacts=False))
    for private in ("0171", "example.org", "WhatsApp"):
        assert private not in str(kept.days)


def test_when_the_next_one_comes_later_their_time_is_no_news(services: Services) -> None:
    unit = services.units.first_house("Haus", ["Eins"]).units[0]
    enter(services, unit.id, -3, 3, guest="Alt")
    enter(services, unit.id, 2, 4, guest="Neu", arrival_time=time(15, 30), persons=2)
    (cleaned,) = lines(read_days(services, catalogue("de"), TODAY), 0, "Reinigung")
    assert cleaned.facts == "2 Personen"


def test_only_one_property_is_shown_where_one_is_wanted(house: Services) -> None:
    chosen = next(one for one in house.units.properties() if one.name == "Am Hafen")
    days = read_days(house, catalogue("de"), TODAY, chosen.id)
    assert days.house == "Am Hafen"
    assert days.days[0].parts == ()
    assert [line.unit for line in lines(days, 1, "Abreisen")] == ["Kranich"]


def test_archived_units_make_no_work(house: Services) -> None:
    unit = house.units.find("Möwe")
    house.units.archive(unit.id, sequence=unit.sequence)
    assert read_days(house, catalogue("de"), TODAY).days[0].parts == ()


@pytest.mark.parametrize(
    ("left_out", "secret"),
    [
        ("names", ("Yılmaz", "Öztürk")),
        ("contacts", ("0171 222",)),
        ("notes", ("Kommt spät", "Hund dabei")),
        ("staff", ("Marta", "Jan")),
        ("cleaning", ("Reinigung",)),
    ],
)
def test_what_the_owner_does_not_want_stands_nowhere(
    house: Services, left_out: str, secret: tuple[str, ...]
) -> None:
    everything = str(read_days(house, catalogue("de"), TODAY).days)
    wanted = Shown(**{f.name: f.name != left_out for f in fields(Shown)})
    said = str(read_days(house, catalogue("de"), TODAY, shown=wanted).days)
    for word in secret:
        assert word in everything
        assert word not in said


@given(st.builds(Shown, *[st.booleans()] * 5))
def test_what_is_wanted_is_remembered_as_a_text(shown: Shown) -> None:
    assert Shown.of_text(shown.text()) == shown


@pytest.mark.parametrize(("text", "expected"), [("", True), ("-", False), ("tables", False)])
def test_a_text_of_an_older_or_newer_version_is_borne(text: str, expected: bool) -> None:
    assert Shown.of_text(text).names is expected


def test_the_last_day_there_is_stands_alone(house: Services) -> None:
    assert len(read_days(house, catalogue("de"), LAST_DAY).days) == 1


@needs_pdftotext
def test_the_page_says_it_all(house: Services, tmp_path: Path) -> None:
    sheet = DaySheet(read_days(house, catalogue("de"), TODAY), catalogue("de"))
    assert sheet.file_name == "Tagesplan 06.07.2027"
    save_pdf(sheet, tmp_path / "t.pdf", Orientation.PORTRAIT)
    assert boxes_of((tmp_path / "t.pdf").read_bytes()) == {(595, 842)}
    said = " ".join(text_of(tmp_path / "t.pdf").split())
    for word in ("Heute · Di 06.07.2027", "Yılmaz", "Öztürk", "Hund dabei.", "Marta", "Łukasz"):
        assert word in said, word
    assert "Seite" not in said


@needs_pdftotext
def test_a_day_on_which_nothing_happens_says_so(services: Services, tmp_path: Path) -> None:
    sheet = DaySheet(read_days(services, catalogue("en"), TODAY), catalogue("en"))
    save_pdf(sheet, tmp_path / "t.pdf", Orientation.LANDSCAPE)
    assert text_of(tmp_path / "t.pdf").count("Nobody comes or goes.") == 2


def many(count: int, note: str = "") -> DaySheet:
    line = Line("Zimmer", "Ein Gast", "2 Personen", "Marta", (note,) if note else ())
    part = Part("Anreisen", tuple(line for _ in range(count)))
    return DaySheet(Days(TODAY, "", (Day("Heute", (part,)),), TODAY), catalogue("de"))


def test_letters_grow_smaller_before_there_is_a_second_page() -> None:
    assert [many(count).pages(A4) for count in (1, 35, 55, 300)] == [1, 1, 1, 5]


def test_every_row_is_on_some_page(tmp_path: Path) -> None:
    sheet = many(300)
    pages = sheet._split(A4.width(), A4.height())
    assert sum(map(len, pages)) == 300 + 2
    room = A4.height()
    assert all(sum(row.height for row in page) <= room for page in pages)
    save_pdf(sheet, tmp_path / "t.pdf", Orientation.PORTRAIT)


def test_a_note_higher_than_a_page_ends() -> None:
    sheet = many(3, "Wort " * 4_000)
    assert sheet.pages(A4) == 1
    assert sheet.pages(QSizeF(60, 60)) >= 1


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    st.floats(6, 120),
    st.integers(1, 6),
)
def test_lines_are_no_wider_than_there_is_room(text: str, width: float, most: int) -> None:
    found = wrapped(text, 3.0, width, most)
    assert len(found) <= most
    # A single letter may be wider than the narrowest room.
    assert all(text_width(line, 3.0) <= width or len(line) <= 2 for line in found)
    letters = "".join("".join(found).split())
    everything = "".join(text.split())
    assert letters == everything or letters.endswith("…")


def test_blank_lines_take_no_room_and_words_stay_whole() -> None:
    assert wrapped("eins zwei\n\n drei", 3.0, 100, 9) == ("eins zwei", "drei")
    assert wrapped("", 3.0, 50, 3) == ()
    (first, *rest) = wrapped("https://example.org/" + "x" * 100, 3.0, 40, 9)
    assert first.startswith("https://")
    assert len(rest) > 1
