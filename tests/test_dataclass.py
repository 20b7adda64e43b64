"""Our mark for frozen values makes what `dataclasses` makes, only later and for less."""

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dataclass import dataclass

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Stay:
    """A value like those of the program."""

    arrival: date
    nights: int = 1
    names: tuple[str, ...] = ()
    marks: dict[str, int] = field(default_factory=dict, hash=False)
    note: str = field(default="", compare=False)
    secret: str = field(default="", repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Plain:
    """The same by `dataclasses`."""

    arrival: date
    nights: int = 1
    names: tuple[str, ...] = ()
    marks: dict[str, int] = field(default_factory=dict, hash=False)
    note: str = field(default="", compare=False)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Kept(Stay):
    """One with more to say than the value that it is made of."""

    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    first: int = 1
    second: int


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


@dataclass(frozen=True)
class Lazy:
    """One without slots."""

    number: int


@dataclass(frozen=True, slots=True)
class Own:
    """One that compares and shows itself in its own way."""

    number: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", self.number * 2)

    def __repr__(self) -> str:
        return "own"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Hashed:
    number: int

    def __hash__(self) -> int:
        return 7


GIVEN = st.fixed_dictionaries(
    {"arrival": st.dates()},
    optional={
        "nights": st.integers(),
        "names": st.lists(st.text()).map(tuple),
        "marks": st.dictionaries(st.text(), st.integers()),
        "note": st.text(),
        "secret": st.text(),
    },
)


@given(GIVEN, GIVEN)
def test_values_are_as_dataclasses_makes_them(one: dict[str, Any], other: dict[str, Any]) -> None:
    ours, theirs = Stay(**one), Plain(**one)
    assert repr(ours) == repr(theirs).replace("Plain", "Stay")
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert hash(ours) == hash(theirs)
    assert (ours == Stay(**other)) == (theirs == Plain(**other))
    assert ours == Stay(**one)
    assert hash(ours) == hash(Stay(**one))
    assert copy.deepcopy(ours) == ours == pickle.loads(pickle.dumps(ours))


@given(GIVEN, GIVEN)
def test_replacing_takes_the_rest_over(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert replace(Stay(**one), **other) == Stay(**{**one, **other})


def test_what_does_not_count_is_not_compared() -> None:
    day = date(2026, 7, 1)
    assert Stay(day, note="a") == Stay(day, note="b")
    assert hash(Stay(day, marks={"a": 1})) == hash(Stay(day))
    assert Stay(day, marks={"a": 1}) != Stay(day)


def test_each_value_has_its_own_default_from_a_factory() -> None:
    day = date(2026, 7, 1)
    assert Stay(day).marks is not Stay(day).marks


def refusals(value: object) -> tuple[Callable[[], object], ...]:
    return (
        lambda: setattr(value, "number", 2),
        lambda: delattr(value, "number"),
        lambda: setattr(value, "unheard_of", 2),
    )


@pytest.mark.parametrize("value", [Kept(date(2026, 7, 1), number=1), Lazy(1), Own(1)], ids=repr)
def test_nothing_can_be_set_or_deleted(value: object) -> None:
    for act in refusals(value):
        with pytest.raises(FrozenInstanceError, match=r"number|unheard_of"):
            act()
    assert value.number in {1, 2}  # type: ignore[attr-defined]


def test_slots_leave_no_room_for_more() -> None:
    assert not hasattr(Kept(date(2026, 7, 1)), "__dict__")
    assert hasattr(Lazy(1), "__dict__")
    assert not hasattr(Nothing(), "__dict__")


def test_a_value_with_more_fields_takes_those_of_its_base() -> None:
    day = date(2026, 7, 1)
    kept = Kept(day, 3, number=9)
    assert (kept.arrival, kept.nights, kept.number) == (day, 3, 9)
    assert [one.name for one in fields(Kept)][-2:] == ["secret", "number"]
    assert kept != Stay(day, 3)
    assert Kept(day, 3) != kept
    match kept:
        case Kept(arrival, nights):
            assert (arrival, nights) == (day, 3)


def test_a_base_can_be_made_after_and_before_what_stands_on_it() -> None:
    @dataclass(frozen=True, slots=True)
    class Base:
        a: int

    @dataclass(frozen=True, slots=True)
    class Above(Base):
        b: int

    above = Above(1, 2)
    assert (Base(3).a, above.a, above.b, Above(4, 5).b) == (3, 1, 2, 5)


def test_fields_by_keyword_only_may_come_in_any_order() -> None:
    assert Named(second=2) == Named(first=1, second=2)
    with pytest.raises(TypeError, match="positional"):
        Named(1, 2)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("arguments", "named"), [((), {}), ((1, 2, 3, 4, 5, 6, 7), {}), ((), {"unheard_of": 1})]
)
def test_wrong_arguments_are_refused_in_python_s_own_words(
    arguments: tuple[Any, ...], named: dict[str, Any]
) -> None:
    with pytest.raises(TypeError) as ours:
        Stay(*arguments, **named)
    with pytest.raises(TypeError) as theirs:
        Plain(*arguments, **named)
    assert str(ours.value) == str(theirs.value).replace("Plain", "Stay")


def test_a_value_without_fields_equals_its_like_alone() -> None:
    assert Nothing() == Nothing()
    other: object = Named(second=1)
    assert Nothing() != other
    assert hash(Nothing()) == hash(Nothing())
    assert repr(Nothing()) == "Nothing()"


def test_what_a_class_says_itself_stays() -> None:
    assert repr(Own(1)) == "own"
    assert Own(1) == Own(2)
    assert Own(4).number == 8
    assert hash(Hashed(1)) == 7


def test_what_says_how_to_compare_still_has_a_hash_of_its_fields() -> None:
    assert hash(Own(1)) == hash(Own(1))


def test_its_signature_is_known_before_one_is_made() -> None:
    @dataclass(frozen=True, slots=True)
    class Fresh:
        number: int
        word: str = "x"

    assert list(inspect.signature(Fresh).parameters) == ["number", "word"]
    assert Fresh(1) == Fresh(1, "x")


def test_what_is_not_frozen_is_made_elsewhere() -> None:
    with pytest.raises(TypeError, match="frozen"):
        dataclass(frozen=False)

    with pytest.raises(TypeError, match="not given"):

        @dataclass(frozen=True)
        class Counted:
            number: int = field(init=False, default=0)


def test_its_hints_are_those_of_its_fields() -> None:
    hints = get_type_hints(Stay.__init__)
    assert hints.pop("return") is type(None)
    assert hints == get_type_hints(Stay)


COUNTS = """
import builtins, sys
compiled = 0
run = builtins.exec

def counting(*given):
    global compiled
    compiled += isinstance(given[0], str)
    return run(*given)

builtins.exec = counting
from app.dataclass import dataclass

@dataclass(frozen=True, slots=True)
class Value:
    number: int

print(compiled)
Value(1)
one = compiled
Value(2)
print(one > 0, compiled == one)
"""


def test_nothing_is_compiled_before_a_value_is_made_and_then_once() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", COUNTS], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert answer.stdout.split() == ["0", "True", "True"]
