"""What the owner has added, changed, moved or cancelled stays theirs."""

from __future__ import annotations

import pytest

from app.core.importing.judging.outcome import QuestionKind
from app.core.importing.source import Verdict
from app.core.stays.occupancy import Kind, Status
from tests.core.importing.sources import (
    BOOKING,
    Desk,
    closed,
    days,
    on,
    stay,
    unsure,
)


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.read(stay(2, 5, "a", guest="Meier"))
    made.after(15)
    return made


# ---- what was added ----


def test_guest_and_portal_come_from_the_feed(desk: Desk) -> None:
    assert (desk.one.guest, desk.one.portal, desk.one.kind) == (
        "Meier",
        "fewo-direkt",
        Kind.BOOKING,
    )


def test_notes_persons_and_names_stay_where_the_portal_changes_the_dates(desk: Desk) -> None:
    desk.edit(note="cot", persons=4, guest="Familie Meier")
    desk.read(stay(2, 7, "a", guest="Meier"))
    one = desk.one
    assert (one.note, one.persons, one.guest) == ("cot", 4, "Familie Meier")
    assert (one.arrival, one.departure) == (on(2), on(7))


def test_a_name_that_the_owner_has_taken_out_does_not_come_back(desk: Desk) -> None:
    desk.edit(guest="")
    desk.read(stay(2, 5, "a", guest="Meier"))
    assert desk.one.guest == ""


def test_a_name_that_the_portal_has_put_right_is_taken_over(desk: Desk) -> None:
    desk.read(stay(2, 5, "a", guest="Maier"))
    assert desk.one.guest == "Maier"


def test_an_option_becomes_firm_with_the_portal_and_not_against_the_owner() -> None:
    desk = Desk()
    desk.read(stay(2, 5, "a", tentative=True), stay(8, 9, "b", tentative=True))
    assert [one.status for one in desk.all] == [Status.OPTION] * 2
    assert desk.all[0].option_until == on(2)
    desk.house.edit(desk.all[1].id, desk.now, status=Status.CONFIRMED, option_until=None)
    desk.after(15).read(stay(2, 5, "a"), stay(8, 9, "b", tentative=True))
    assert [one.status for one in desk.all] == [Status.CONFIRMED] * 2


# ---- what was changed ----


def test_dates_of_the_owner_stay_while_the_feed_repeats_itself(desk: Desk) -> None:
    desk.edit(departure=on(7))
    for _ in range(3):
        desk.after(15).read(stay(2, 5, "a"))
    assert desk.bookings == days((2, 7))
    assert not desk.questions


def test_where_the_portal_changes_it_too_the_owner_is_asked_and_both_are_blocked(
    desk: Desk,
) -> None:
    desk.edit(departure=on(7))
    desk.read(stay(2, 9, "a"))
    (question,) = desk.questions
    assert (question.kind, question.arrival, question.departure) == (
        QuestionKind.CHANGED,
        on(2),
        on(9),
    )
    assert desk.bookings == days((2, 7))
    assert desk.taken.covers(on(2), on(9))
    desk.after(15).read(stay(2, 9, "a"))
    assert [one.id for one in desk.questions] == [question.id]


@pytest.mark.parametrize(("yes", "expected"), [(True, (2, 9)), (False, (2, 7))])
def test_the_answer_is_kept(desk: Desk, yes: bool, expected: tuple[int, int]) -> None:
    desk.edit(departure=on(7))
    desk.read(stay(2, 9, "a"))
    desk.say(desk.questions[0], yes=yes)
    for _ in range(3):
        desk.after(31).read(stay(2, 9, "a"))
    assert desk.bookings == days(expected)
    assert desk.blocks == []
    assert not desk.questions


def test_a_portal_that_says_what_the_owner_has_said_asks_nothing(desk: Desk) -> None:
    desk.edit(departure=on(7))
    desk.read(stay(2, 7, "a"))
    assert not desk.questions


def test_a_stay_that_was_moved_to_another_unit_stays_there(desk: Desk) -> None:
    desk.edit(unit_id=2)
    desk.read(stay(2, 5, "a"))
    assert desk.one.unit_id == 2
    assert not desk.taken
    assert not desk.questions


def test_one_that_was_moved_and_is_gone_is_asked_about(desk: Desk) -> None:
    desk.edit(unit_id=2)
    desk.read(stay(20, 22, "b"))
    desk.after(30).read(stay(20, 22, "b"))
    (question,) = desk.questions
    assert question.kind is QuestionKind.GONE
    assert len(desk.bookings) == 2
    desk.say(question, yes=True)
    assert desk.bookings == days((20, 22))


def test_one_that_is_gone_and_kept_is_the_owners(desk: Desk) -> None:
    desk.edit(departure=on(7))
    desk.read(stay(20, 22, "b"))
    desk.after(30).read(stay(20, 22, "b"))
    desk.say(desk.questions[0], yes=False)
    for _ in range(3):
        desk.after(31).read(stay(20, 22, "b"))
    assert desk.taken.covers(on(2), on(7))
    assert [one.source for one in desk.house.occupancies.values()].count("hand") == 1
    assert not desk.questions


# ---- what was cancelled ----


def test_what_the_owner_has_cancelled_stays_so_while_the_feed_repeats_it(desk: Desk) -> None:
    desk.house.cancel(desk.one.id, desk.now)
    for _ in range(4):
        desk.after(15).read(stay(2, 5, "drifts", guest="Meier"))
    assert desk.all == []
    assert desk.counts.new == 0


def test_absent_once_and_back_it_is_new(desk: Desk) -> None:
    desk.house.cancel(desk.one.id, desk.now)
    desk.read(stay(20, 22, "b"))
    desk.after(15).read(stay(20, 22, "b"), stay(2, 5, "a", guest="Meier"))
    assert desk.bookings == days((2, 5), (20, 22))


def test_another_stay_over_the_same_nights_is_new(desk: Desk) -> None:
    desk.house.cancel(desk.one.id, desk.now)
    desk.read(stay(2, 5, "b", guest="Huber"))
    assert [one.guest for one in desk.all] == ["Huber"]


def test_an_answer_that_is_not_believed_is_no_absence() -> None:
    desk = Desk()
    five = [stay(first, first + 1, f"u{first}") for first in (2, 4, 6, 8, 10)]
    desk.read(*five)
    desk.house.cancel(desk.all[0].id, desk.now)
    desk.after(15).read()
    desk.after(15).read(*five)
    assert len(desk.bookings) == 4


def test_a_block_that_the_owner_has_cancelled_stays_free_and_new_nights_do_not() -> None:
    desk = Desk()
    desk.read(closed(2, 5))
    desk.house.cancel(desk.one.id, desk.now)
    desk.after(15).read(closed(2, 5))
    assert desk.all == []
    desk.after(15).read(closed(2, 8))
    assert desk.blocks == days((5, 8))


def test_a_block_that_the_owner_has_changed_is_theirs() -> None:
    desk = Desk()
    desk.read(closed(2, 8))
    one = desk.one.id
    desk.edit(departure=on(4))
    for _ in range(3):
        desk.after(31).read(closed(2, 8))
    assert desk.house.occupancies[one].source == "hand"
    assert desk.taken.ranges == tuple(days((2, 4)))


def test_a_block_that_was_made_a_booking_stays_when_the_portal_opens_the_nights() -> None:
    desk = Desk()
    desk.read(closed(2, 8))
    desk.edit(kind=Kind.BOOKING, guest="Meier")
    desk.after(15)
    desk.read_twice(stay(20, 22))
    assert desk.taken.covers(on(2), on(8))


# ---- what was entered by hand ----


def test_an_entry_for_this_portal_becomes_one_with_the_feeds() -> None:
    desk = Desk()
    entered = desk.enter(2, 5, portal="fewo-direkt", guest="Frau Meier", note="cot")
    desk.read(stay(2, 5, "a", guest="MEIER"))
    one = desk.one
    assert (one.id, one.uid, one.guest, one.note) == (entered.id, entered.uid, "Frau Meier", "cot")
    desk.after(15)
    desk.read_twice(stay(20, 22, "b"))
    assert desk.bookings == days((20, 22))


def test_a_guest_that_was_not_entered_is_taken_from_the_feed() -> None:
    desk = Desk()
    desk.enter(2, 5, portal="fewo-direkt", guest="")
    desk.read(stay(2, 5, "a", guest="Meier"))
    assert desk.one.guest == "Meier"


@pytest.mark.parametrize(("first", "end"), [(2, 7), (1, 5)])
def test_where_the_feed_has_more_nights_they_are_taken_at_once(first: int, end: int) -> None:
    desk = Desk()
    desk.enter(2, 5, portal="fewo-direkt")
    desk.read(stay(first, end, "a"))
    assert desk.bookings == days((first, end))
    assert not desk.questions


def test_where_it_has_fewer_the_owner_is_asked() -> None:
    desk = Desk()
    desk.enter(2, 7, portal="fewo-direkt")
    desk.read(stay(2, 5, "a"))
    assert desk.bookings == days((2, 7))
    assert [one.kind for one in desk.questions] == [QuestionKind.CHANGED]


@pytest.mark.parametrize(
    "fields",
    [
        {"portal": "airbnb"},
        {"portal": ""},
        {"portal": "fewo-direkt", "kind": Kind.OWNER},
        {"portal": "fewo-direkt", "arrival": on(3), "departure": on(4)},
    ],
)
def test_what_is_something_else_is_a_double_booking(fields: dict[str, object]) -> None:
    desk = Desk()
    desk.enter(2, 5, **fields)
    desk.read(stay(2, 5, "a"))
    assert len(desk.house.alarms(desk.now.date())) == 1


def test_an_entry_that_was_moved_to_another_unit_becomes_one_and_stays_there() -> None:
    desk = Desk()
    entered = desk.enter(2, 5, portal="fewo-direkt")
    desk.house.edit(entered.id, desk.now, unit_id=2)
    desk.read(stay(2, 5, "a"))
    assert (desk.one.id, desk.one.unit_id) == (entered.id, 2)
    assert not desk.taken


def test_an_entry_of_another_unit_that_was_never_here_is_another_booking() -> None:
    desk = Desk()
    desk.enter(2, 5, portal="fewo-direkt", unit_id=2)
    desk.read(stay(2, 5, "a"))
    assert desk.one.unit_id == 1


def test_each_entry_becomes_one_stay_only() -> None:
    desk = Desk()
    desk.enter(2, 5, portal="fewo-direkt")
    desk.read(stay(2, 5, "a", guest="Meier"), stay(2, 5, "b", guest="Huber"))
    assert len(desk.all) == 2


def test_an_entry_that_may_only_have_come_back_is_asked_about_when_it_is_gone() -> None:
    desk = Desk(BOOKING, "booking")
    desk.enter(2, 5, portal="booking")
    desk.give()
    desk.after(90).read(unsure(2, 5, "x"), unsure(20, 22, "y"))
    assert len(desk.all) == 2
    desk.after(15)
    desk.read_twice(unsure(20, 22, "y"))
    assert [one.kind for one in desk.questions] == [QuestionKind.GONE]
    assert desk.taken.covers(on(2), on(5))


# ---- what the owner says of verdicts ----


def test_a_booking_that_is_none_stays_out_while_the_feed_repeats_it(desk: Desk) -> None:
    desk.overrule(desk.seen[0], Verdict.ECHO)
    assert desk.all == []
    for number in range(3):
        desk.after(31).read(stay(2, 5, f"drifts{number}", guest="Meier"))
    assert desk.all == []
    desk.overrule(desk.seen[0], Verdict.BOOKING)
    assert desk.bookings == days((2, 5))


def test_closed_nights_that_are_free_by_the_owners_word_stay_so_as_they_drift() -> None:
    desk = Desk()
    desk.read(closed(2, 12))
    desk.overrule(desk.seen[0], Verdict.HOLD)
    assert desk.all == []
    for day in range(1, 6):
        desk.after(days=1)
        desk.read(closed(2 + day, 12 + day, f"u{day}"))
        assert desk.all == []
    desk.after(15).read(closed(7, 25))
    assert desk.blocks == days((17, 25))
