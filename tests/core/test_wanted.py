"""What a text on the command line means: a name, a number, and never another thing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import texts
from app.core.errors import UserError
from app.core.wanted import Wanted, chosen, wanted


@dataclass(frozen=True)
class Thing:
    id: int
    name: str


NAMES = st.one_of(
    st.integers(0, 9).map(str),
    st.integers(0, 9).map(lambda n: f"id:{n}"),
    st.sampled_from(["Seeblick", "name:7", "id: 7", "name:", "id:", "id:x", "Name:Haus"]),
)
HOUSES = st.lists(NAMES, max_size=8, unique=True).flatmap(
    lambda names: st.permutations(range(1, len(names) + 1)).map(
        lambda ids: [Thing(at, name) for at, name in zip(ids, names, strict=True)]
    )
)


def find(things: list[Thing], text: str) -> Thing | None:
    what = wanted(text)
    key = None if what.name is None else texts.name_key(what.name)
    named = [thing for thing in things if texts.name_key(thing.name) == key]
    return chosen(what, named, next((t for t in things if t.id == what.number), None))


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("Seeblick", "Seeblick", None),
        (" 7 ", "7", 7),
        ("name:7", "7", None),
        ("id:7", None, 7),
        ("id: 7", None, 7),
        ("id:x", "id:x", None),
        ("ID:7", "ID:7", None),
        ("name:", "name:", None),
        ("name:id:7", "id:7", None),
        ("٧", "٧", None),
        ("9" * 19, "9" * 19, None),
        ("", "", None),
    ],
)
def test_what_is_written_is_read(text: str, name: str | None, number: int | None) -> None:
    what = wanted(text)
    assert (what.name, what.number) == (name, number)


@given(things=HOUSES, text=st.one_of(NAMES, st.integers(1, 9).map(str)))
def test_a_bare_text_never_hits_one_thing_where_another_was_meant(
    things: list[Thing], text: str
) -> None:
    meant = {t.id for t in things if t.name == text or str(t.id) == text}
    if len(meant) > 1:
        with pytest.raises(UserError, match=f"name:{text} or id:{text}"):
            find(things, text)


@given(things=HOUSES)
def test_there_is_always_a_way_to_say_which(things: list[Thing]) -> None:
    for thing in things:
        assert find(things, f"name:{thing.name}") == thing
        assert find(things, f"id:{thing.id}") == thing


def test_of_names_that_look_alike_the_exact_one_is_meant() -> None:
    things = [Thing(1, "See\u200bblick"), Thing(2, "Seeblick")]
    assert find(things, "Seeblick") == things[1]
    with pytest.raises(UserError, match="id:1, id:2"):
        find(things, "SEEBLICK")


def test_one_thing_that_is_called_by_its_own_number_is_one_thing() -> None:
    assert chosen(Wanted("7", "7", 7), [Thing(7, "7")], Thing(7, "7")) == Thing(7, "7")
