"""What is asked stays asked until it is answered, whatever the feed shows meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.importing.judging.outcome import QuestionKind
from app.core.importing.source import ForeignStay
from app.core.stays.occupancy import Kind
from tests.core.importing.sources import Desk, closed, days, on, stamped, stay

OTHERS = tuple(stay(10 + 3 * number, 12 + 3 * number, f"o{number}") for number in range(5))


def asked_desk() -> Desk:
    """Return a desk whose owner keeps a guest longer, where the portal has then moved the stay."""
    desk = Desk()
    desk.read(stay(4, 7, "a"), *OTHERS)
    mine = desk.bookings.index((on(4), on(7)))
    desk.house.edit(desk.all[mine].id, desk.now, departure=on(9))
    desk.after(15).read(stay(2, 6, "a"), *OTHERS)
    (question,) = desk.questions
    assert question.kind is QuestionKind.CHANGED
    return desk


def both_are_blocked(desk: Desk) -> bool:
    return desk.taken.covers(on(2), on(9)) and days((4, 9))[0] in desk.bookings


def test_an_empty_answer_takes_back_no_question() -> None:
    desk = asked_desk()
    before = desk.questions
    for _ in range(4):
        desk.after(31).read()
        assert both_are_blocked(desk)
        assert desk.questions == before
    desk.after(31).read(stay(2, 6, "a"), *OTHERS)
    assert desk.questions == before
    desk.say(desk.questions[0], yes=True)
    desk.after(31).read(stay(2, 6, "a"), *OTHERS)
    desk.after(31).read(stay(2, 6, "a"), *OTHERS)
    assert days((2, 6))[0] in desk.bookings
    assert not desk.taken.meets(on(6), on(9))


def test_half_an_answer_takes_back_no_question() -> None:
    desk = asked_desk()
    before = desk.questions
    desk.after(31).read(OTHERS[0])
    desk.after(31).read(OTHERS[0])
    assert both_are_blocked(desk)
    assert desk.questions == before


def test_an_old_copy_takes_back_no_question() -> None:
    desk = Desk()

    def at(*stays: ForeignStay) -> list[ForeignStay]:
        return [stamped(one, desk.now) for one in stays]

    first = at(stay(4, 7, "a"), *OTHERS)
    desk.read(*first)
    mine = desk.bookings.index((on(4), on(7)))
    desk.house.edit(desk.all[mine].id, desk.now, departure=on(9))
    desk.after(60)
    desk.read(*at(stay(2, 6, "a"), *OTHERS))
    before = desk.questions
    assert [one.kind for one in before] == [QuestionKind.CHANGED]
    for _ in range(3):
        desk.after(40).read(*first)
        assert both_are_blocked(desk)
        assert desk.questions == before


def test_one_that_is_missing_is_asked_about_once_it_is_sure() -> None:
    desk = asked_desk()
    before = desk.questions
    desk.after(31).read(*OTHERS)
    assert desk.questions == before
    assert both_are_blocked(desk)
    desk.after(31).read(*OTHERS)
    (question,) = desk.questions
    assert question.kind is QuestionKind.GONE
    asked = desk.questions
    desk.after(31).read()
    assert desk.questions == asked
    assert days((4, 9))[0] in desk.bookings


def test_what_is_asked_about_a_long_closure_outlives_a_hiccup() -> None:
    desk = Desk()
    long = closed(on(2), on(2) + timedelta(days=120))
    desk.read(long, *OTHERS[3:])
    (before,) = desk.questions
    assert before.kind is QuestionKind.LONG
    for stays in ((), (long, *OTHERS[3:])):
        desk.after(31).read(*stays)
        assert [(one.id, one.kind) for one in desk.questions] == [(before.id, before.kind)]


def test_a_doubt_that_is_asked_about_outlives_an_old_copy() -> None:
    desk = Desk()
    full = [stamped(one, desk.now) for one in OTHERS]
    desk.read(*full)
    desk.after(60).read(*(stamped(one, desk.now) for one in OTHERS))
    for _ in range(3):
        desk.after(13 * 60).read()
    (before,) = desk.questions
    assert before.kind is QuestionKind.EMPTY
    desk.after(31).read(*full)
    assert desk.questions == (before,)


def test_a_question_about_what_is_past_ends() -> None:
    desk = asked_desk()
    desk.after(days=60).read()
    assert not [one for one in desk.questions if one.kind is QuestionKind.CHANGED]


_ANSWERS = st.lists(
    st.tuples(st.sampled_from(["whole", "empty", "one", "cut"]), st.integers(1, 90)),
    max_size=12,
)


@given(_ANSWERS)
@settings(max_examples=60)
def test_until_it_is_answered_both_are_blocked(answers: list[tuple[str, int]]) -> None:
    desk = asked_desk()
    shows = {
        "whole": (stay(2, 6, "a"), *OTHERS),
        "empty": (),
        "one": (OTHERS[0],),
        "cut": (stay(2, 6, "a"),),
    }
    for which, minutes in answers:
        desk.after(minutes).read(*shows[which])
        # What is asked may become another question, and never none.
        assert [one for one in desk.questions if one.seen_id is not None]
        assert both_are_blocked(desk)
        assert all(one.kind is not Kind.OWNER for one in desk.all)


@pytest.mark.parametrize("yes", [True, False])
def test_an_answer_in_the_middle_of_a_hiccup_counts(yes: bool) -> None:
    desk = asked_desk()
    desk.after(31).read()
    desk.say(desk.questions[0], yes=yes)
    assert not desk.questions
    for _ in range(3):
        desk.after(31).read(stay(2, 6, "a"), *OTHERS)
    assert not desk.questions
    assert (days((2, 6) if yes else (4, 9))[0]) in desk.bookings
