"""A pasted list of addresses: which unit each is for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core.house.unit import Unit, UnitKind
from app.ui.links.connect.pasted import Pasted, assigned

A, B, C = (f"https://portal.example/{n}.ics" for n in "abc")


def unit(number: int, name: str) -> Unit:
    return Unit(
        id=number,
        property_id=1,
        name=name,
        address="",
        kind=UnitKind.APARTMENT,
        colour="#2a7d93",
        capacity=None,
        position=number,
        sequence=0,
        revision=0,
        archived_at=None,
    )


UNITS = [unit(1, "Seeblick 1"), unit(2, "Seeblick 12"), unit(3, "Dachstudio")]


def test_addresses_go_to_the_units_in_order() -> None:
    assert assigned(f"{A}\n{B}\n", UNITS, ()) == [Pasted(A, 1), Pasted(B, 2)]


def test_a_unit_in_the_line_is_meant() -> None:
    text = f"Dachstudio: {A}\n{B}"
    assert assigned(text, UNITS, ()) == [Pasted(A, 3), Pasted(B, 1)]


def test_a_unit_in_the_line_above_is_meant() -> None:
    text = f"dachstudio\n{A}\n\n{B}"
    assert assigned(text, UNITS, ()) == [Pasted(A, 3), Pasted(B, 1)]


def test_the_longest_name_is_meant() -> None:
    assert assigned(f"Seeblick 12 {A}", UNITS, ()) == [Pasted(A, 2)]


def test_a_name_in_the_address_itself_means_nothing() -> None:
    address = "https://portal.example/dachstudio.ics"
    assert assigned(address, UNITS, ()) == [Pasted(address, 1)]


def test_what_is_read_already_is_left_out_unless_it_is_named() -> None:
    assert assigned(A, UNITS, {1, 2}) == [Pasted(A, 3)]
    assert assigned(f"Seeblick 1 {A}", UNITS, {1, 2}) == [Pasted(A, 1)]


def test_more_addresses_than_units_have_none() -> None:
    assert assigned(f"{A}\n{B}\n{C}", UNITS[:2], {1}) == [
        Pasted(A, 2),
        Pasted(B, None),
        Pasted(C, None),
    ]


def test_the_same_address_twice_is_one() -> None:
    assert assigned(f"{A}\n{A}", UNITS, ()) == [Pasted(A, 1)]


def test_nothing_of_use_is_nothing() -> None:
    assert assigned("", UNITS, ()) == []
    assert assigned("Seeblick 1\nmorgen", UNITS, ()) == []
    assert assigned(A, [], ()) == [Pasted(A, None)]


LINES = st.lists(
    st.one_of(
        st.sampled_from([A, B, C, f"Seeblick 1 {A}", f"{B} {C}", "Seeblick 12", "Dachstudio", ""]),
        st.text(max_size=12),
    ),
    max_size=8,
)


@given(LINES, st.sets(st.sampled_from([1, 2, 3])))
def test_each_address_is_there_once_and_no_unit_twice(lines: list[str], taken: set[int]) -> None:
    found = assigned("\n".join(lines), UNITS, taken)
    addresses = [one.address for one in found]
    assert len(addresses) == len(set(addresses))
    chosen = [one.unit_id for one in found if one.unit_id is not None]
    assert len(chosen) == len(set(chosen))
    assert set(chosen) <= {1, 2, 3}
