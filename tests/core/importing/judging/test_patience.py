"""What takes a night counts at once, what frees one never does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.importing.judging.outcome import DoubtKind, Memory, QuestionKind
from app.core.importing.judging.patience import believed_again
from app.core.importing.source import ForeignStay
from app.core.stays.occupancy import Status
from tests.core.importing.sources import NOW, Desk, closed, days, on, stamped, stay

FIVE = tuple(stay(first, first + 2, f"u{first}") for first in (2, 6, 10, 14, 18))


def test_a_new_stay_counts_at_once() -> None:
    desk = Desk()
    desk.read(stay(2, 5))
    assert desk.bookings == days((2, 5))
    assert desk.counts.new == 1


def test_what_is_gone_stays_until_two_readings_half_an_hour_apart_are_without_it() -> None:
    desk = Desk()
    desk.read(*FIVE)
    desk.after(15).read(*FIVE[1:])
    assert desk.counts.kept == 1
    desk.after(15).read(*FIVE[1:])
    assert len(desk.bookings) == 5
    desk.after(14).read(*FIVE[1:])
    assert len(desk.bookings) == 5
    desk.after(1).read(*FIVE[1:])
    assert len(desk.bookings) == 4
    assert desk.counts.gone == 1


def test_one_that_is_back_in_between_begins_anew() -> None:
    desk = Desk()
    desk.read(*FIVE)
    desk.after(15).read(*FIVE[1:])
    desk.after(15).read(*FIVE)
    desk.after(15).read(*FIVE[1:])
    desk.after(15).read(*FIVE[1:])
    assert len(desk.bookings) == 5


def test_a_stay_that_has_gone_comes_back_with_all_that_was_noted() -> None:
    desk = Desk()
    desk.read(*FIVE)
    noted = next(one for one in desk.all if one.arrival == on(2))
    desk.house.edit(noted.id, desk.now, note="late arrival", persons=3)
    desk.after(15)
    desk.read_twice(*FIVE[1:])
    assert desk.house.occupancies[noted.id].status is Status.CANCELLED
    desk.after(15).read(*FIVE)
    back = desk.house.occupancies[noted.id]
    assert (back.status, back.note, back.persons) == (Status.CONFIRMED, "late arrival", 3)
    assert len(desk.bookings) == 5


@pytest.mark.parametrize("left", [0, 1, 2])
def test_less_than_half_of_what_was_is_not_believed(left: int) -> None:
    desk = Desk()
    desk.read(*FIVE)
    for _ in range(20):
        desk.after(30).read(*FIVE[:left])
    assert len(desk.bookings) == 5
    known = desk.house.feeds[desk.source_id].known
    assert known.doubt is not None
    assert known.doubt.count == 20
    assert known.doubt.kind is (DoubtKind.SHORTER if left else DoubtKind.EMPTY)


def test_half_of_what_was_is_believed() -> None:
    desk = Desk()
    desk.read(*FIVE[:4])
    desk.after(15)
    desk.read_twice(*FIVE[:2])
    assert len(desk.bookings) == 2


def test_what_is_new_in_an_answer_that_is_not_believed_counts() -> None:
    desk = Desk()
    desk.read(*FIVE)
    desk.after(15).read(stay(24, 26, "new"))
    assert desk.bookings[-1] == (on(24), on(26))
    assert len(desk.bookings) == 6


def test_the_same_over_a_day_is_asked_about_and_freed_only_by_the_owner() -> None:
    desk = Desk()
    desk.read(*FIVE)
    for _ in range(3):
        desk.after(13 * 60).read(FIVE[0])
    (question,) = desk.questions
    assert question.kind is QuestionKind.SHORTER
    assert question.count == 5
    assert len(desk.bookings) == 5
    desk.say(question, yes=True)
    assert not desk.questions
    desk.after(15).read(FIVE[0])
    assert desk.bookings == days((2, 4))


def test_where_the_owner_says_that_it_is_wrong_it_is_kept_and_asked_again_a_day_later() -> None:
    desk = Desk()
    desk.read(*FIVE)
    for _ in range(3):
        desk.after(13 * 60).read()
    (question,) = desk.questions
    assert question.kind is QuestionKind.EMPTY
    desk.say(question, yes=False)
    desk.after(60).read()
    assert not desk.questions
    assert len(desk.bookings) == 5
    for _ in range(3):
        desk.after(13 * 60).read()
    assert [one.kind for one in desk.questions] == [QuestionKind.EMPTY]


def test_an_open_question_goes_where_the_calendar_is_full_again() -> None:
    desk = Desk()
    desk.read(*FIVE)
    for _ in range(3):
        desk.after(13 * 60).read()
    desk.after(15).read(*FIVE)
    assert not desk.questions
    assert desk.counts.kept == 0


@pytest.mark.parametrize("few", [1, 2, 3])
def test_a_few_that_vanish_together_are_believed_after_a_day(few: int) -> None:
    desk = Desk()
    desk.read(*FIVE[:few])
    desk.after(15).read()
    desk.after(12 * 60).read()
    assert len(desk.bookings) == few
    desk.after(12 * 60).read()
    assert desk.bookings == []
    assert not desk.questions


def test_two_of_three_times_over_a_day_are_not_enough() -> None:
    desk = Desk()
    desk.read(FIVE[0])
    desk.after(15).read()
    desk.after(days=2).read()
    assert len(desk.bookings) == 1


def test_an_old_copy_frees_nothing_and_brings_nothing_back() -> None:
    desk = Desk()
    old = [stamped(one, NOW) for one in FIVE]
    new = [stamped(one, NOW + timedelta(hours=1)) for one in (*FIVE[1:], stay(22, 25, "u22"))]
    desk.read(*old)
    desk.after(60)
    desk.read_twice(*new)
    assert len(desk.bookings) == 5
    desk.after(15)
    desk.read_twice(*old)
    assert [one for one, _ in desk.bookings] == [on(day) for day in (6, 10, 14, 18, 22)]
    desk.after(15).read(*new)
    assert len(desk.bookings) == 5


def test_what_an_old_copy_shows_and_nobody_has_ever_seen_counts() -> None:
    desk = Desk()
    desk.read(*(stamped(one, NOW + timedelta(hours=1)) for one in FIVE))
    desk.after(15).read(*(stamped(one, NOW) for one in (*FIVE, stay(24, 26))))
    assert len(desk.bookings) == 6


def test_a_portal_whose_clock_was_put_right_is_believed_after_a_day() -> None:
    desk = Desk()
    desk.read(*(stamped(one, NOW + timedelta(days=9)) for one in FIVE))
    for hours in (0, 12, 24, 25):
        at = NOW + timedelta(hours=hours)
        desk.now = at
        desk.read(*(stamped(one, at) for one in FIVE[1:]))
    assert len(desk.bookings) == 4


def test_events_that_bear_the_time_of_their_own_change_are_no_old_copy() -> None:
    desk = Desk()
    written = [stamped(one, NOW - timedelta(days=9 - day)) for day, one in enumerate(FIVE)]
    desk.read(*written)
    desk.after(15)
    desk.read_twice(*written[:-1])
    assert len(desk.bookings) == 4


def test_a_clock_that_is_set_back_frees_nothing_too_early() -> None:
    desk = Desk()
    desk.read(*FIVE)
    desk.after(15).read(*FIVE[1:])
    desk.after(-600).read(*FIVE[1:])
    assert len(desk.bookings) == 5
    desk.after(15).read(*FIVE[1:])
    assert len(desk.bookings) == 5
    desk.after(15).read(*FIVE[1:])
    assert len(desk.bookings) == 4


def test_past_and_running_stays_stay() -> None:
    desk = Desk()
    desk.read(*FIVE)
    desk.now += timedelta(days=33)  # the third of November: one runs
    for _ in range(3):
        desk.after(60).read(*FIVE[1:])
    assert len(desk.bookings) == 5
    desk.after(days=9)
    for _ in range(3):
        desk.after(60).read(*FIVE[3:])
    assert len(desk.bookings) == 5


def test_a_shorter_stay_frees_its_nights_only_when_confirmed() -> None:
    desk = Desk()
    desk.read(stay(2, 10, "u"))
    desk.after(15).read(stay(2, 6, "u"))
    assert desk.bookings == days((2, 6))
    assert desk.blocks == days((6, 10))
    desk.after(30).read(stay(2, 6, "u"))
    assert desk.blocks == []
    assert desk.taken.ranges == (*days((2, 6)),)


@given(st.lists(st.lists(st.tuples(st.integers(0, 25), st.integers(1, 5)), max_size=8), max_size=9))
def test_no_night_is_free_that_a_reading_of_the_last_half_hour_has_shown(
    readings: list[list[tuple[int, int]]],
) -> None:
    desk = Desk()
    shown: list[set[tuple[date, date]]] = []
    for ranges in readings:
        stays = [stay(1 + first, min(1 + first + long, 30)) for first, long in set(ranges)]
        desk.after(29)
        desk.read(*stays)
        shown.append({(one.arrival, one.departure) for one in stays})
        for reading in shown[-2:]:
            for first, end in reading:
                assert desk.taken.covers(first, end)


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.booleans())
def test_hiccups_of_any_order_lose_no_stay(empty: list[bool], closures: bool) -> None:
    make: Callable[..., ForeignStay] = closed if closures else stay
    all_of_them = [make(first, first + 2, f"u{first}") for first in (2, 6, 10, 14, 18)]
    desk = Desk()
    desk.read(*all_of_them)
    for nothing in empty:
        desk.after(31).read(*([] if nothing else all_of_them))
        assert len(desk.all) == 5
        assert desk.counts.gone == 0


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone


@given(
    memory=st.builds(
        Memory, believed_at=MOMENTS, stamp=st.none() | MOMENTS, generated=st.booleans()
    ),
    past=st.timedeltas(timedelta(days=-2), timedelta(days=2)),
)
def test_what_says_the_same_again_is_of_now_and_a_kept_copy_of_when_it_was_made(
    memory: Memory, past: timedelta
) -> None:
    now = (memory.stamp or NOW) + past
    again = believed_again(memory, now)
    copy = (
        memory.generated and memory.stamp is not None and timedelta() <= past <= timedelta(days=1)
    )
    assert again.believed_at == (memory.stamp if copy else now)
    assert replace(again, believed_at=memory.believed_at) == memory
    assert believed_again(again, now) == again
