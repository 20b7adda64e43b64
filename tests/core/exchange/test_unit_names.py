"""Names of units that the house does not know: which are near which, and what is said of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.exchange.columns import Columns, UnitWord
from app.core.exchange.fields import FileField
from app.core.exchange.judging import judged
from app.core.exchange.new_units import new_units_of, units_needed, within_units
from app.core.exchange.stays import FileStays, House, LeftOutError, stays_of_table
from app.core.exchange.table import FileTable
from app.core.exchange.unit_names import UnknownUnit, nearest, unknown_units
from app.core.house.unit import Unit
from app.core.ical.foreign import read
from tests.core.exchange.houses import DUNE, MOWE, OLD, TODAY, made_house, made_unit

UNIT, ARRIVAL, DEPARTURE = FileField.UNIT, FileField.ARRIVAL, FileField.DEPARTURE
COLUMNS = Columns((UNIT, ARRIVAL, DEPARTURE, FileField.NUMBER))


def units(*names: str) -> list[Unit]:
    return [made_unit(number, name) for number, name in enumerate(names, start=1)]


def table(*names: str) -> FileTable:
    rows = [
        (name, f"2027-07-{number:02}", f"2027-07-{number + 1:02}", f"N{number}")
        for number, name in enumerate(names, start=1)
    ]
    return FileTable(("a", "b", "c", "d"), rows, range(2, len(rows) + 2))


@pytest.mark.parametrize(
    ("name", "names", "near"),
    [
        ("FeWo Seeblick", ["Seeblick", "Garten"], 1),
        ("Ferienwohnung „Seeblick“", ["Garten", "Seeblick"], 2),
        ("seeblick-2", ["Seeblick 1", "Seeblick 2"], 2),
        ("Seeblick 02", ["Seeblick 1", "Seeblick 2"], 2),
        ("Apartment 3", ["Wohnung 1", "Wohnung 3"], 2),
        ("Haus am Meer, Wohnung 2", ["Wohnung 1", "Wohnung 2"], 2),
        ("Seeblik", ["Seeblick", "Garten"], 1),
        ("Duene", ["Dünenblick", "Düne"], 2),
        ("MÖWE", ["Moewe", "Möwennest"], 1),
        ("Fewo Möwe", ["Möwe", "Möwennest"], 1),
        ("Haus Seeblick Garten", ["Seeblick", "Haus"], 1),
    ],
)
def test_what_is_near(name: str, names: list[str], near: int | None) -> None:
    assert nearest(name, units(*names)) == near


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("Seeblick 2", ["Seeblick 1"]),
        ("Seeblick", ["Seeblick 1", "Seeblick 2"]),
        ("Seeblick B", ["Seeblick A"]),
        ("Seeblick II", ["Seeblick I"]),
        ("Seeblick oben", ["Seeblick unten"]),
        ("Wohnung 12", ["Wohnung 1", "Wohnung 2"]),
        ("Ferienwohnung", ["Seeblick"]),
        ("Garage", ["Seeblick", "Garten"]),
        ("Huber, Anna", ["Seeblick", "Garten"]),
        ("", ["Seeblick"]),
        ("…", ["Seeblick"]),
        ("Seeblick", []),
    ],
)
def test_neighbours_and_strangers_are_never_taken_for_each_other(
    name: str, names: list[str]
) -> None:
    assert nearest(name, units(*names)) is None


def test_an_archived_unit_is_no_guess() -> None:
    assert nearest("FeWo Alt", [made_unit(1, "Alt", archived=True)]) is None


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=40), max_size=6))
def test_whatever_names_say_the_guess_is_a_unit_or_none(name: str, names: list[str]) -> None:
    house = units(*names)
    assert nearest(name, house) in {None, *(unit.id for unit in house)}


@given(st.integers(0, 999), st.integers(0, 999))
def test_numbers_decide(one: int, other: int) -> None:
    near = nearest(f"FeWo Meer {one:03}", units(f"Meer {other}"))
    assert near == (1 if one == other else None)


def test_unknown_names_are_counted_once_the_most_frequent_first() -> None:
    found = unknown_units(
        table("Möwe", "Garage", "FeWo Möwe", "fewo  möwe", "FEWO MÖWE", "alt", " ", "Garage"),
        COLUMNS,
        list(made_house().units.values()),
    )
    assert found == (UnknownUnit("FeWo Möwe", 3, MOWE), UnknownUnit("Garage", 2))


def test_a_file_without_a_column_of_units_calls_none_so() -> None:
    columns = Columns((None, ARRIVAL, DEPARTURE, None), unit_id=MOWE)
    assert unknown_units(table("Garage"), columns, units("Möwe")) == ()


def test_days_in_the_column_of_units_are_names_like_others() -> None:
    odd = FileTable(("a", "b"), [(TODAY, TODAY)], [2])
    found = unknown_units(odd, Columns((UNIT, ARRIVAL)), units("Möwe"))
    assert [one.name for one in found] == ["2027-01-01"]


OWN = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Zimmerfrei//EN\r\n"
    "BEGIN:VEVENT\r\nUID:a@zimmerfrei\r\nDTSTART;VALUE=DATE:20270701\r\n"
    "DTEND;VALUE=DATE:20270703\r\nSUMMARY:x\r\nX-ZIMMERFREI-UNIT:Fewo Möwe\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_names_in_our_own_calendar_are_asked_for_too() -> None:
    found = unknown_units(read(OWN.encode()), Columns(()), list(made_house().units.values()))
    assert found == (UnknownUnit("Fewo Möwe", 1, MOWE),)


# ---- what is said of them ----


def house(columns: Columns, *more: Unit) -> House:
    return House((*made_house().units.values(), *more), [], {}, columns.meant)


def test_a_name_means_the_unit_that_was_said() -> None:
    columns = COLUMNS.with_meant({" FeWo  MÖWE": DUNE})
    asked = stays_of_table(table("Fewo Möwe", "Möwe"), columns, house(columns))
    assert [stay.draft.unit_id for stay in asked.stays] == [DUNE, MOWE]
    assert not asked.refused


def test_a_units_own_name_always_means_it() -> None:
    columns = COLUMNS.with_meant({"Möwe": DUNE})
    asked = stays_of_table(table("Möwe"), columns, house(columns))
    assert asked.stays[0].draft.unit_id == MOWE


def test_what_is_left_out_is_no_refusal_whatever_else_is_wrong_with_it() -> None:
    columns = Columns((ARRIVAL, UNIT, DEPARTURE)).with_meant({"Garage": UnitWord.LEFT_OUT})
    rows = [("never", "Garage", "2027-07-03"), ("2027-07-01", "Keller", "2027-07-03")]
    odd = FileTable(("a", "b", "c"), rows, [2, 3])
    asked = stays_of_table(odd, columns, house(columns))
    assert asked.left_out == 1
    assert [one.line for one in asked.refused] == [3]
    assert judged(asked, [], house(columns), TODAY).left_out == 1


def test_a_unit_that_is_gone_is_none() -> None:
    columns = COLUMNS.with_meant({"Garage": 77})
    with pytest.raises(UserError, match="There is no unit"):
        house(columns).unit_id("Garage")
    columns = COLUMNS.with_meant({"Garage": UnitWord.LEFT_OUT})
    with pytest.raises(LeftOutError):
        house(columns).unit_id("garage ")


def test_an_archived_unit_that_was_said_is_told_as_one() -> None:
    columns = COLUMNS.with_meant({"Garage": OLD})
    asked = stays_of_table(table("Garage"), columns, house(columns))
    (refused,) = judged(asked, [], house(columns), TODAY).refused
    assert "archived" in refused.why.text


# ---- units that are yet to be made ----


def test_new_units_stand_in_the_preview_until_they_are_made() -> None:
    columns = COLUMNS.with_meant({"garage": UnitWord.NEW, "Keller": UnitWord.NEW})
    content = table("Garage", "Möwe", "GARAGE")
    new = new_units_of(content, columns, list(made_house().units.values()))
    assert [(unit.id, unit.name) for unit in new] == [(-1, "Garage")]
    asked = stays_of_table(content, columns, house(columns, *new))
    found = judged(asked, [], house(columns, *new), TODAY)
    assert [one.after.unit_id for one in found.new] == [-1, MOWE, -1]
    assert units_needed(found, new) == new
    made = within_units(found, {-1: 9})
    assert [one.after.unit_id for one in made.new] == [9, MOWE, 9]
    # Its number makes the same uid as if the unit had always been there.
    known = House((*made_house().units.values(), made_unit(9, "Garage")), [])
    again = stays_of_table(content, COLUMNS, known)
    assert [one.stay for one in made.new] == list(again.stays)
    assert within_units(found, {}) is found


def test_a_unit_of_which_all_is_refused_is_not_needed() -> None:
    columns = COLUMNS.with_meant({"Garage": UnitWord.NEW})
    content = FileTable(("a", "b", "c", "d"), [("Garage", "2027-07-03", "2027-07-01", "")], [2])
    new = new_units_of(content, columns, list(made_house().units.values()))
    found = judged(
        stays_of_table(content, columns, house(columns, *new)), [], house(columns, *new), TODAY
    )
    assert found.refused
    assert units_needed(found, new) == ()


def test_a_name_that_no_unit_can_have_is_told() -> None:
    content = table("x" * 201)
    columns = COLUMNS.with_meant({"x" * 201: UnitWord.NEW})
    with pytest.raises(UserError):
        new_units_of(content, columns, [])
    assert judged(FileStays(()), [], made_house(), TODAY).left_out == 0
