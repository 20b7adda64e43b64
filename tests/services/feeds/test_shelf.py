"""What is kept of built links, held against a plain list that is searched from end to end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.feeds.shelf import Kept, Shelf

LIMIT = 100


@dataclass(frozen=True)
class Built:
    """Something of a link that takes so many bytes."""

    link_id: int
    weight: int


def shelf(limit: int = LIMIT) -> Shelf[Built]:
    def build(*_: object) -> Built:
        raise AssertionError("a shelf builds nothing by itself")

    return Shelf[Built](lambda _made, day: day.month, build, lambda made: made.weight, limit)


def kept(link_id: int, weight: int) -> Kept[Built]:
    return Kept(Built(link_id, weight), 7, (link_id,), (1,))


def test_what_is_kept_is_found_by_its_token_alone() -> None:
    one = shelf()
    assert one.get("a") is None
    made = kept(1, 10)
    one.keep("a", made)
    assert one.get("a") is made
    assert one.get("b") is None
    one.drop("a")
    one.drop("a")
    assert one.get("a") is None


def test_a_link_with_a_new_address_is_kept_under_that_alone() -> None:
    one = shelf()
    one.keep("old", kept(1, 60))
    one.keep("new", kept(1, 60))
    assert one.get("old") is None
    assert one.get("new") is not None
    # It weighs once: another finds room beside it.
    one.keep("other", kept(2, 40))
    assert one.get("new") is not None


def test_a_token_that_means_another_link_now_leaves_nothing_of_the_first() -> None:
    one = shelf()
    one.keep("a", kept(1, 60))
    one.keep("a", kept(2, 60))
    assert one.get("a") == kept(2, 60)
    # Link 1 has no token any more: keeping it anew takes nothing else away.
    one.keep("b", kept(1, 40))
    assert one.get("a") == kept(2, 60)


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    one = shelf()
    for number, token in enumerate("abc"):
        one.keep(token, kept(number, 30))
    assert one.get("a") is not None
    one.keep("d", kept(9, 30))
    assert [token for token in "abcd" if one.get(token)] == ["a", "c", "d"]


@pytest.mark.parametrize(("weight", "stays"), [(40, True), (41, False)])
def test_the_limit_itself_still_holds(weight: int, stays: bool) -> None:
    one = shelf()
    one.keep("a", kept(1, 60))
    one.keep("b", kept(2, weight))
    assert (one.get("a") is not None) is stays
    assert one.get("b") is not None


def test_a_single_one_is_kept_however_large_it_is() -> None:
    one = shelf()
    one.keep("a", kept(1, 10))
    one.keep("large", kept(2, 10 * LIMIT))
    assert one.get("a") is None
    assert one.get("large") is not None
    one.keep("b", kept(3, 1))
    assert one.get("large") is None
    assert one.get("b") is not None


class Plain:
    """The same rules, said the long way: a list with what was asked for last at its end."""

    def __init__(self) -> None:
        self.places: list[tuple[str, Kept[Built]]] = []

    def get(self, token: str) -> Kept[Built] | None:
        found = next((place for place in self.places if place[0] == token), None)
        if found is None:
            return None
        self.places.remove(found)
        self.places.append(found)
        return found[1]

    def keep(self, token: str, made: Kept[Built]) -> None:
        link_id = made.made.link_id
        self.places = [
            place for place in self.places if place[0] != token and place[1].made.link_id != link_id
        ]
        self.places.append((token, made))
        while len(self.places) > 1 and self._weight() > LIMIT:
            self.places.pop(0)

    def drop(self, token: str) -> None:
        self.places = [place for place in self.places if place[0] != token]

    def _weight(self) -> int:
        return sum(made.made.weight for _, made in self.places)


@dataclass(frozen=True)
class Step:
    """Something done with a token; a weight of 0 only asks, a negative one drops."""

    token: str
    link_id: int
    weight: int


STEPS = st.lists(
    st.builds(Step, st.sampled_from("abcdef"), st.integers(1, 5), st.integers(-10, 70)),
    max_size=60,
)


@given(STEPS)
def test_it_keeps_what_a_plain_list_would(steps: list[Step]) -> None:
    one, plain = shelf(), Plain()
    for step in steps:
        if step.weight > 0:
            one.keep(step.token, kept(step.link_id, step.weight))
            plain.keep(step.token, kept(step.link_id, step.weight))
        elif step.weight < 0:
            one.drop(step.token)
            plain.drop(step.token)
        assert one.get(step.token) == plain.get(step.token)
    for token in "abcdef":
        assert one.get(token) == plain.get(token)


def test_the_period_is_asked_of_who_made_it() -> None:
    assert shelf().period(Built(1, 1), date(2027, 7, 31)) == 7
