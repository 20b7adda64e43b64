"""Which stay is which, though UIDs drift and dates change; nobody's notes go to another guest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.importing.judging.identity import paired, running_on
from app.core.importing.source import ForeignStay, SeenStay, Verdict
from tests.core.importing.sources import BOOKING, NOW, Desk, days, on, stay, unsure

TODAY = NOW.date()


def seen(*stays: ForeignStay) -> list[SeenStay]:
    return [
        SeenStay(id=number, source_id=1, stay=one, first_seen=NOW, last_seen=NOW)
        for number, one in enumerate(stays, 1)
    ]


def pairs(before: list[ForeignStay], now: list[ForeignStay]) -> dict[int, ForeignStay]:
    return {one.id: found for one, found in paired(seen(*before), now, TODAY).same}


def test_a_uid_says_it_wherever_the_stay_has_moved() -> None:
    moved = stay(20, 24, "a")
    assert pairs([stay(2, 5, "a"), stay(8, 10, "b")], [moved]) == {1: moved}


def test_the_same_dates_say_it_under_another_uid() -> None:
    same = stay(2, 5, "new")
    assert pairs([stay(2, 5, "a"), stay(8, 10, "b")], [same]) == {1: same}


@pytest.mark.parametrize(("first", "end"), [(2, 9), (2, 3), (1, 5), (4, 5)])
def test_a_shared_night_and_the_same_arrival_or_departure_say_it(first: int, end: int) -> None:
    now = stay(first, end, "new")
    assert pairs([stay(2, 5, "a"), stay(10, 12, "b")], [now]) == {1: now}


def test_the_only_two_that_share_a_night_are_one() -> None:
    now = stay(3, 7, "new")
    assert pairs([stay(2, 5, "a"), stay(10, 12, "b")], [now]) == {1: now}


def test_where_two_could_be_meant_none_is() -> None:
    assert pairs([stay(2, 5, "a"), stay(6, 9, "b")], [stay(4, 8, "new")]) == {}


def test_touching_is_not_sharing() -> None:
    assert pairs([stay(2, 5, "a")], [stay(5, 8, "new")]) == {}


def test_stays_that_are_numbered_anew_each_time_keep_their_own() -> None:
    before = [stay(2, 5, "1"), stay(8, 10, "2"), stay(12, 14, "3")]
    now = [stay(8, 10, "1"), stay(12, 14, "2")]
    assert pairs(before, now) == {2: now[0], 3: now[1]}


@pytest.mark.parametrize("uid", ["", "same"])
def test_uids_that_are_empty_or_all_alike_confuse_nothing(uid: str) -> None:
    before = [stay(first, first + 2) for first in (2, 6, 10)]
    before = [replace(one, uid=uid) for one in before]
    assert pairs(before, list(reversed(before))) == dict(enumerate(before, 1))


def test_another_guest_on_the_same_days_is_another_stay() -> None:
    before = stay(2, 5, "a", guest="Meier")
    assert pairs([before], [stay(2, 5, "b", guest="Huber")]) == {}
    assert pairs([before], [stay(2, 5, "b", guest="MEIER")]) != {}
    assert pairs([before], [stay(2, 5, "a", guest="Huber")]) != {}


def test_another_reservation_on_the_same_days_is_another_stay() -> None:
    before = stay(2, 5, "a", link="https://portal.example/1")
    assert pairs([before], [stay(2, 5, "b", link="https://portal.example/2")]) == {}


def test_what_has_begun_does_not_move() -> None:
    begun = stay(date(2026, 9, 28), date(2026, 10, 4), "1")
    assert pairs([begun], [stay(2, 5, "1")]) == {}


def test_what_had_gone_comes_back_only_under_its_own_uid() -> None:
    gone = [replace(one, gone_at=NOW) for one in seen(stay(2, 5, "a"))]
    assert paired(gone, [stay(2, 5, "b")], TODAY).same == ()
    assert paired(gone, [stay(2, 6, "a")], TODAY).same != ()
    assert paired(gone, [stay(12, 16, "a")], TODAY).same == ()


def test_a_stay_that_is_cut_day_by_day_keeps_its_arrival() -> None:
    desk = Desk(BOOKING, "booking")
    desk.read(unsure(2, 9, "u0"))
    for day in range(2, 9):
        desk.now = NOW + timedelta(days=32 + day - 2)
        desk.read(unsure(day, 9, f"u{day}"))
        assert desk.bookings == days((2, 9))
        assert len(desk.seen) == 1
    assert desk.counts.changed == 0


def test_only_what_runs_is_taken_for_cut() -> None:
    later = stay(4, 9)
    assert running_on(stay(2, 9), later, TODAY) == later
    assert running_on(stay(2, 9), later, on(4)).arrival == on(2)
    assert running_on(stay(2, 9), later, on(3)).arrival == on(2)
    assert running_on(stay(2, 4), later, on(4)) == later


STAYS = st.lists(
    st.tuples(st.integers(1, 14), st.integers(1, 6), st.sampled_from("abcde")).map(
        lambda one: stay(one[0], one[0] + one[1], one[2])
    ),
    max_size=7,
)


@given(STAYS, STAYS)
def test_each_is_paired_once_and_none_is_lost(
    before: list[ForeignStay], now: list[ForeignStay]
) -> None:
    found = paired(seen(*before), now, TODAY)
    ours = [one.id for one, _ in found.same] + [one.id for one in found.missing]
    theirs = [one for _, one in found.same] + list(found.new)
    assert sorted(ours) == list(range(1, len(before) + 1))
    assert sorted(map(repr, theirs)) == sorted(map(repr, now))


@given(STAYS, st.randoms())
def test_the_same_calendar_under_new_uids_changes_nothing(
    stays: list[ForeignStay], random: object
) -> None:
    single = list({(one.arrival, one.departure): one for one in stays}.values())
    renamed = [replace(one, uid=f"new{number}") for number, one in enumerate(single)]
    random.shuffle(renamed)  # type: ignore[attr-defined]
    desk = Desk()
    desk.read(*single)
    before = list(desk.all)
    desk.after(15).read(*renamed)
    assert desk.all == before
    assert desk.outcome.decisions == ()


def test_two_versions_of_one_stay_are_two_rows_and_no_alarm() -> None:
    desk = Desk()
    desk.read(stay(2, 5, "a"), stay(2, 6, "b"))
    assert desk.house.alarms(TODAY) == []
    assert all(one.verdict is Verdict.BOOKING for one in desk.seen)


@pytest.mark.parametrize(("many", "same"), [(100, 100), (400, 0)])
def test_in_a_crowd_that_no_unit_has_nothing_is_guessed(many: int, same: int) -> None:
    ends = [on(28) + timedelta(days=at) for at in range(many)]
    before = [stay(2, end, f"old{end}") for end in ends]
    now = [stay(1, end, f"new{end}") for end in ends]
    found = paired(seen(*before), now, TODAY)
    assert len(found.same) == same
    # What is not the same is missing and new, so that its nights stay taken.
    assert len(found.missing) == len(found.new) == many - same
