"""What columns say, guessed from headings of many programs and from what stands below them."""

from __future__ import annotations

import pytest

from app.core.exchange.columns import Columns, guessed, shape_of
from app.core.exchange.day_cells import DateOrder
from app.core.exchange.fields import EXPORTED, HEADINGS, FileField, is_own_list
from app.core.exchange.table import FileTable, rows_of_text, table_of
from app.i18n import WINDOW_LANGUAGES, catalogue

F = FileField


def table(text: str) -> FileTable:
    return table_of(rows_of_text(text), guarded=True)


def fields(text: str, *units: str) -> tuple[FileField | None, ...]:
    return guessed(table(text), units).fields


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Check-in", F.ARRIVAL),
        ("Check-out Date", F.DEPARTURE),
        ("Anreisetag", F.ARRIVAL),
        ("ANREISE (Datum)", F.ARRIVAL),
        ("von", F.ARRIVAL),
        ("Bis", F.DEPARTURE),
        ("Anzahl Nächte", F.NIGHTS),
        ("# of nights", F.NIGHTS),
        ("Guest name(s)", F.GUEST),
        ("Name des Gastes", F.GUEST),
        ("# of guests", F.PERSONS),
        ("Personenzahl", F.PERSONS),
        ("Ferienwohnung", F.UNIT),
        ("Listing", F.UNIT),
        ("Buchungsportal", F.PORTAL),
        ("Telefon / Handy", F.PHONE),
        ("Mobil-Nr.", F.PHONE),
        ("E-Mail", F.EMAIL),
        ("Email address", F.EMAIL),
        ("Kontaktdaten", F.CONTACT),
        ("Vorname", F.FIRST_NAME),
        ("Nachname", F.GUEST),
        ("Ankunftszeit", F.ARRIVAL_TIME),
        ("Check-in time", F.ARRIVAL_TIME),
        ("# of adults", F.ADULTS),
        ("Anzahl Kinder", F.CHILDREN),
        ("Hunde", F.PETS),
        ("Bemerkungen", F.NOTE),
        ("Buchungsnr.", F.NUMBER),
        ("Confirmation code", F.NUMBER),
        ("Option bis", F.OPTION_UNTIL),
        ("Preis", None),
        ("Earnings", None),
    ],
)
def test_headings_are_known(heading: str, field: FileField | None) -> None:
    assert fields(f"{heading};Zahlung\nx;y\n1.1.2027;2.1.2027")[0] in {field, None} - (
        {None} if field else set()
    )


@pytest.mark.parametrize("key", WINDOW_LANGUAGES)
def test_our_own_list_is_known_in_every_language(key: str) -> None:
    texts = catalogue(key)
    headings = [texts.tr(HEADINGS[field]) for field in EXPORTED]
    assert is_own_list(headings)
    assert fields(";".join(headings) + "\nx;1.1.2027\n") == tuple(EXPORTED)


def test_headings_of_two_languages_are_not_our_own_list() -> None:
    assert not is_own_list(["Anreise", "Departure"])
    assert not is_own_list(["Anreise"])
    assert not is_own_list([])


def test_a_whole_heading_wins_over_a_word_within() -> None:
    found = fields("Gast Telefon;Gast;Anreise;Abreise\na;b;1.1.2027;2.1.2027")
    assert found[1] is F.GUEST


def test_no_two_columns_say_the_same() -> None:
    found = fields("Gast;Name;Anreise;Abreise\na;b;1.1.2027;2.1.2027")
    assert found == (F.GUEST, None, F.ARRIVAL, F.DEPARTURE)


def test_cells_tell_where_headings_do_not() -> None:
    found = fields("A;B;C;D\nMöwe;1.1.2027;8.1.2027;x\nmöwe;8.1.2027;9.1.2027;y", "Möwe", "Düne")
    assert found == (F.UNIT, F.ARRIVAL, F.DEPARTURE, None)


def test_another_choice_takes_the_field_from_the_column_that_had_it() -> None:
    columns = Columns((F.GUEST, None, F.ARRIVAL))
    assert columns.with_field(1, F.GUEST).fields == (None, F.GUEST, F.ARRIVAL)
    assert columns.with_field(0, None).fields == (None, None, F.ARRIVAL)


def test_complete_is_where_from_when_until_when() -> None:
    assert not Columns((F.ARRIVAL, F.DEPARTURE)).complete
    assert Columns((F.ARRIVAL, F.DEPARTURE), unit_id=1).complete
    assert Columns((F.ARRIVAL, F.NIGHTS, F.UNIT)).complete
    assert not Columns((F.ARRIVAL, F.UNIT)).complete
    assert not Columns((F.DEPARTURE, F.UNIT)).complete


def test_the_order_of_days_comes_from_all_lines() -> None:
    columns = guessed(table("Check-in;Check-out\n03/04/2027;03/14/2027\n"), ())
    assert (columns.order, columns.sure) == (DateOrder.MONTH_FIRST, True)
    assert not guessed(table("Check-in;Check-out\n03/04/2027;04/05/2027\n"), ()).sure


def test_files_of_one_program_have_one_shape() -> None:
    one = table("Check-in;Check-out\n1.1.2027;2.1.2027")
    other = table("CHECK-IN;Check-Out\n5.1.2027;6.1.2027\n7.1.2027;8.1.2027")
    assert shape_of(one) == shape_of(other)
    assert shape_of(one) != shape_of(table("Check-in;Bis\n1.1.2027;2.1.2027"))
