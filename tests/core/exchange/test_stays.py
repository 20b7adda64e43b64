"""From lines to occupancies: every field in the words of owners and programs, every refusal."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.exchange.cell_words import (
    count_of,
    kind_of,
    persons_of,
    portal_of,
    status_of,
    time_of,
)
from app.core.exchange.columns import Columns, guessed
from app.core.exchange.fields import FileField
from app.core.exchange.stays import (
    OWN_UIDS,
    FileStays,
    known_as,
    stays_of_table,
)
from app.core.exchange.table import FileTable, rows_of_text, table_of
from app.core.progress import StoppedError
from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from tests.core.exchange.houses import DUNE, MOWE, day, made_house

HEAD = "Unit;Arrival;Departure;Guest;Persons;Kind;Status;Option until;Portal;Note;In charge"


def table(text: str) -> FileTable:
    return table_of(rows_of_text(text), guarded=True)


def read(text: str, **columns: Any) -> FileStays:
    found = table(text)
    guess = guessed(found, ["Möwe", "Düne"])
    return stays_of_table(found, Columns(guess.fields, guess.order, **columns), made_house())


def why(text: str, **columns: Any) -> str:
    (refusal,) = read(text, **columns).refused
    return refusal.why.text.format(**refusal.why.values)


def test_a_whole_line_is_understood() -> None:
    line = "möwe;1.7.2027;8.7.2027;Öztürk;2+1;Buchung;Option;15.6.2027;Airbnb;Hund;maria kern"
    (stay,) = read(f"{HEAD}\n{line}").stays
    assert stay.draft == OccupancyDraft(
        unit_id=MOWE,
        arrival=day(1),
        departure=day(8),
        kind=Kind.BOOKING,
        status=Status.OPTION,
        option_until=day(-15),
        guest="Öztürk",
        persons=3,
        note="Hund",
        portal="airbnb",
        staff_id=1,
    )
    assert stay.line == 2


def test_empty_cells_say_nothing() -> None:
    (stay,) = read(f"{HEAD}\nMöwe;1.7.2027;8.7.2027;;;;;;;;").stays
    assert stay.given == {"arrival", "departure"}


def test_one_file_may_be_of_many_units() -> None:
    lines = "Möwe;1.7.2027;8.7.2027\nDüne;1.7.2027;8.7.2027"
    found = read(f"Unit;Arrival;Departure\n{lines}").stays
    assert [stay.draft.unit_id for stay in found] == [MOWE, DUNE]


def test_all_lines_may_be_of_one_unit() -> None:
    found = read("Arrival;Departure\n1.7.2027;8.7.2027", unit_id=DUNE).stays
    assert found[0].draft.unit_id == DUNE


def test_nights_stand_for_the_departure() -> None:
    found = read("Arrival;Nights\n1.7.2027;7", unit_id=MOWE).stays
    assert found[0].draft.departure == day(8)


def test_a_day_until_which_an_option_holds_makes_it_one() -> None:
    text = "Arrival;Departure;Option until\n1.7.2027;8.7.2027;1.6.2027"
    assert read(text, unit_id=MOWE).stays[0].draft.status is Status.OPTION


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Möwe;8.7.2027;1.7.2027", "must be after arrival"),
        ("Möwe;8.7.2027;8.7.2027", "must be after arrival"),
        ("Möwe;8.7.2027;", "departure is missing"),
        ("Möwe;;8.7.2027", "arrival is missing"),
        (";7.7.2027;8.7.2027", "names no unit"),
        ("Meise;7.7.2027;8.7.2027", "no unit “Meise”"),
        ("Möwe;7.7.;8.7.2027", "no date with a year"),
        ("Möwe;7.7.2027;bald", "departure “bald”"),
        ("Möwe;31.6.2027;8.7.2027", "no day of the calendar"),
        ("Möwe;7.7.1027;8.7.2027", "cannot be right"),
        ("Möwe;7.7.2027", "ends too early"),
        ("Möwe;7.7.2027;8.7.2027;x;viele", "“viele” is no number"),
        ("Möwe;7.7.2027;8.7.2027;x;2000", "1 to 999 persons"),
        ("Möwe;7.7.2027;8.7.2027;x;0", "1 to 999 persons"),
        ("Möwe;7.7.2027;8.7.2027;x;1;Zirkus", "no kind"),
        ("Möwe;7.7.2027;8.7.2027;x;1;;hm", "no status"),
        ("Möwe;7.7.2027;8.7.2027;x;1;;Option", "Until when"),
        ("Möwe;7.7.2027;8.7.2027;x;1;;;;;;Niemand", "no staff member “Niemand”"),
        ("Möwe;7.7.2027;8.7.2027;" + "x" * 501, "too long"),
        ("Möwe;7.7.2027;8.7.2027;" + "x" * 50_001, "too long"),
    ],
)
def test_what_cannot_be_entered_says_why(line: str, reason: str) -> None:
    told = why(f"{HEAD}\n{line}\n")
    assert reason in told.replace("{why}", "") or "too early" in told


def test_a_line_that_is_too_short_says_so_first() -> None:
    (refusal,) = read("Unit;Arrival;Departure\nMöwe;7.7.2027\n").refused
    assert refusal.why.text.startswith("The line ends too early.")
    assert refusal.line == 2
    assert refusal.what == "Möwe · 7.7.2027"


def test_columns_that_say_too_little_are_refused_whole() -> None:
    with pytest.raises(Exception, match="which columns"):
        read("Arrival;Guest\n1.7.2027;Huber", unit_id=MOWE)


def test_it_stops_when_it_is_told_to() -> None:
    found = table("Arrival;Departure\n1.7.2027;8.7.2027")
    columns = Columns(guessed(found, ()).fields, unit_id=MOWE)
    with pytest.raises(StoppedError):
        stays_of_table(found, columns, made_house(), lambda _done, _total: False)


def party(heads: str, cells: str) -> tuple[int | None, int | None, int | None]:
    """Return persons, adults and children of a line with these columns."""
    (stay,) = read(f"Arrival;Departure;{heads}\n1.7.2027;8.7.2027;{cells}", unit_id=MOWE).stays
    return stay.draft.persons, stay.draft.adults, stay.draft.children


@pytest.mark.parametrize(
    ("heads", "cells", "expected"),
    [
        ("Adults;Children", "2;1", (3, 2, 1)),
        ("Erwachsene;Kinder", "2;0", (2, None, None)),
        ("Erwachsene;Kinder", "2;nein", (2, None, None)),
        ("# of adults;# of children;# of infants", "2;1;1", (3, 2, 1)),
        ("Erwachsene", "2", (2, None, None)),
        ("Persons;Adults", "4;3", (4, 3, 1)),
        ("Persons;Adults", "2;2", (2, None, None)),
        ("Persons;Adults;Children", "4;2;1", (4, 3, 1)),
        ("Personen;Kinder", "4;1", (4, 3, 1)),
        ("Adults;Children", "0;0", (None, None, None)),
        ("Adults;Children", ";", (None, None, None)),
    ],
)
def test_adults_and_children_tell_how_many_come(
    heads: str, cells: str, expected: tuple[int | None, int | None, int | None]
) -> None:
    assert party(heads, cells) == expected


@pytest.mark.parametrize(
    ("heads", "cells", "reason"),
    [
        ("Persons;Adults", "2;3", "more adults than persons"),
        ("Persons;Children", "2;3", "more children than persons"),
        ("Children", "2", "more children than persons"),
        ("Pets", "viele", "no number"),
        ("Arrival time", "mal sehen", "no time of day"),
        ("Arrival time", "25:00", "no time of day"),
        ("E-mail", "Huber", "no e-mail address"),
    ],
)
def test_what_is_said_of_guests_and_cannot_be_says_why(heads: str, cells: str, reason: str) -> None:
    lines = f"Arrival;Departure;{heads}\n1.7.2027;8.7.2027;{cells}"
    assert reason in why(lines, unit_id=MOWE)


def test_how_to_reach_a_guest_and_when_they_come() -> None:
    heads = "Anreise;Abreise;Telefonnummer;E-Mail-Adresse;Kontakt;Ankunftszeit;Haustiere"
    cells = "1.7.2027;8.7.2027;0171 1;a@example.org;Signal: anna;15.30 Uhr;1 Hund"
    (stay,) = read(f"{heads}\n{cells}", unit_id=MOWE).stays
    draft = stay.draft
    assert (draft.phone, draft.email, draft.contact) == ("0171 1", "a@example.org", "Signal: anna")
    assert (draft.arrival_time, draft.pets) == (time(15, 30), 1)
    assert stay.given >= {"phone", "email", "contact", "arrival_time", "pets"}


@pytest.mark.parametrize(
    ("heads", "cells", "guest"),
    [
        ("Vorname;Nachname", "Anna;Huber", "Anna Huber"),
        ("Nachname;Vorname", "Huber;Anna", "Anna Huber"),
        ("First name;Last name", "Anna;", "Anna"),
        ("First Name;Surname", ";Huber", "Huber"),
        ("Guest first name;Guest last name", "Anna;Huber", "Anna Huber"),
    ],
)
def test_first_and_last_name_are_one_name(heads: str, cells: str, guest: str) -> None:
    lines = f"Arrival;Departure;{heads}\n1.7.2027;8.7.2027;{cells}"
    (stay,) = read(lines, unit_id=MOWE).stays
    assert (stay.draft.guest, "guest" in stay.given) == (guest, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15:30", time(15, 30)),
        ("15:30:00", time(15, 30)),
        ("15:30:59.5", time(15, 30)),
        ("3 pm", time(15)),
        ("15:00 - 18:00", time(15)),
        ("between 15:00 and 16:00", time(15)),
        ("zwischen 16 und 18 Uhr", time(16)),
        ("von 16:00 bis 18:00", time(16)),
        ("nach 17 Uhr", time(17)),
        ("", None),
        ("?", None),
        ("24:30", None),
        ("abends", None),
    ],
)
def test_when_guests_come(text: str, expected: time | None) -> None:
    assert time_of(text) == expected


@given(st.times())
def test_every_time_is_read_to_the_minute(moment: time) -> None:
    plain = time(moment.hour, moment.minute)
    assert time_of(moment.isoformat()) == time_of(moment.isoformat("minutes")) == plain


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_none(text: str) -> None:
    found = time_of(text)
    assert found is None or (found.second, found.microsecond) == (0, 0)


@pytest.mark.parametrize(
    ("text", "count"),
    [("ja", 1), ("Nein", 0), ("-", 0), ("2", 2), ("2 Hunde", 2), ("", None), ("viele", None)],
)
def test_how_many_children_or_pets_come(text: str, count: int | None) -> None:
    assert count_of(text) == count


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("ok", Status.CONFIRMED),
        ("Bestätigt", Status.CONFIRMED),
        ("confirmed", Status.CONFIRMED),
        ("cancelled_by_guest", Status.CANCELLED),
        ("Storniert (Gast)", Status.CANCELLED),
        ("Canceled by host", Status.CANCELLED),
        ("unbestätigt", Status.OPTION),
        ("vorgemerkt", Status.OPTION),
        ("no_show", Status.CANCELLED),
        ("?", None),
    ],
)
def test_statuses_of_programs(text: str, status: Status | None) -> None:
    assert status_of(text) is status


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sperrzeit", Kind.BLOCK),
        ("blocked", Kind.BLOCK),
        ("Eigenbelegung", Kind.OWNER),
        ("Reservierung", Kind.BOOKING),
        ("block", Kind.BLOCK),
        ("Zirkus", None),
    ],
)
def test_kinds_of_programs(text: str, kind: Kind | None) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("4", 4),
        ("4.0", 4),
        ("2+1", 3),
        ("2 Erw., 1 Kind", 3),
        ("2 adults and 2 children", 4),
        ("4 Personen", 4),
        ("viele", None),
        ("1.200,50 €", None),
        ("2-4", None),
        ("", None),
        ("-1", None),
    ],
)
def test_how_many_come(text: str, persons: int | None) -> None:
    assert persons_of(text) == persons


def test_portals_by_key_name_or_as_written() -> None:
    texts = ("Airbnb", "airbnb", "Direkt", "-", "Tourist-Info")
    assert [portal_of(text) for text in texts] == ["airbnb", "airbnb", "", "", "Tourist-Info"]


def test_a_number_of_another_program_is_always_the_same_uid() -> None:
    assert known_as("HM123", 1) == known_as("HM123", 1)
    assert known_as("HM123", 1) != known_as("HM123", 2)
    assert known_as("HM123", 1).endswith(OWN_UIDS)
    assert known_as("7@zimmerfrei", 1) == "7@zimmerfrei"
    assert known_as("", 1) == ""


def test_a_number_in_the_file_is_what_a_stay_is_known_by() -> None:
    (stay,) = read("Arrival;Departure;Booking number\n1.7.2027;8.7.2027;HM1", unit_id=MOWE).stays
    assert stay.uid == known_as("HM1", MOWE)
    assert "number" not in stay.given


@given(st.lists(st.text(max_size=8), min_size=3, max_size=6))
def test_no_line_breaks_it(cells: list[str]) -> None:
    headings = ("Unit", "Arrival", "Departure", "Guest", "Persons", "Status")
    rows = [tuple((*cells, *[""] * 6)[:6])]
    found = FileTable(headings, rows, [2])
    fields = guessed(found, ()).fields
    assert fields[1] is FileField.ARRIVAL
    result = stays_of_table(found, Columns(fields), made_house())
    assert len(result.stays) + len(result.refused) == 1
