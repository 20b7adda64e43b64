"""Booking rules are told from closures by their place and by how they wander; closures stay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.ical.foreign import read
from app.core.importing.judging.outcome import QuestionKind
from app.core.importing.reading import reading
from app.core.importing.source import ForeignStay, Verdict
from app.core.stays.dates import month_after
from app.core.stays.occupancy import Kind
from tests.core.importing.sources import AIRBNB, BOOKING, FEWO, NOW, Desk, closed, days, on, stay

TODAY = NOW.date()
FEEDS = Path(__file__).parents[3] / "feeds"
GUESTY = "-//Guesty//EN"


def day(number: int, today: date = TODAY) -> date:
    return today + timedelta(days=number)


def airbnb(today: date, *more: ForeignStay, notice: int = 2, months: int = 9) -> list[ForeignStay]:
    """Return what Airbnb writes on a day: its rules, and what else is closed or sold."""
    window = month_after(today, months) + timedelta(days=min(today.day, 28) - 1)
    rules = [closed(window, day(366, today), f"w{today}")]
    if notice:
        rules.append(closed(today, day(notice, today), f"n{today}"))
    return [*more, *rules]


@pytest.fixture
def desk() -> Desk:
    made = Desk(AIRBNB, "airbnb")
    made.read(*airbnb(TODAY))
    return made


# ---- as a source is first read ----


def test_rules_at_their_place_are_no_occupancies_and_said_to_be_assumed(desk: Desk) -> None:
    assert desk.all == []
    assert desk.verdicts(Verdict.NOTICE) == [(TODAY, day(2))]
    assert desk.verdicts(Verdict.WINDOW) == [(date(2027, 7, 1), day(366))]
    assert all(one.assumed for one in desk.seen)
    assert desk.counts.rules == 2
    assert not desk.questions


def test_a_notice_may_begin_tomorrow() -> None:
    desk = Desk(AIRBNB, "airbnb")
    desk.read(closed(day(1), day(3)))
    assert desk.all == []


@pytest.mark.parametrize(("first", "end"), [(0, 5), (0, 20), (2, 4), (-4, 2), (0, 9)])
def test_what_is_at_no_rules_place_is_closed(first: int, end: int) -> None:
    desk = Desk(AIRBNB, "airbnb")
    desk.read(closed(day(first), day(end)))
    assert desk.blocks == [(day(first), day(end))]


@pytest.mark.parametrize("months", [3, 6, 9, 12])
def test_every_window_that_can_be_chosen_is_known(months: int) -> None:
    desk = Desk(AIRBNB, "airbnb")
    desk.read(closed(month_after(TODAY, months), day(370)))
    assert desk.all == []


def test_a_closure_at_the_place_of_a_window_that_ends_before_the_calendar_is_closed() -> None:
    desk = Desk(AIRBNB, "airbnb")
    desk.read(closed(date(2027, 1, 1), date(2027, 1, 20)))
    assert desk.blocks == [(date(2027, 1, 1), date(2027, 1, 20))]


@pytest.mark.parametrize("producer", [FEWO, BOOKING, "-//Somebody//EN"])
def test_only_who_is_known_to_send_rules_does(producer: str) -> None:
    desk = Desk(producer, "somebody")
    desk.read(*airbnb(TODAY))
    assert len(desk.blocks) == 2


def test_a_long_closure_is_blocked_and_asked_about_once() -> None:
    desk = Desk(FEWO, "fewo-direkt")
    desk.read(closed(2, on(10, 4, 2027)))
    (question,) = desk.questions
    assert (question.kind, question.count) == (QuestionKind.LONG, 159)
    desk.after(15).read(closed(2, on(10, 4, 2027), "drifts"))
    assert [one.id for one in desk.questions] == [question.id]
    desk.say(question, yes=True)
    desk.after(15).read(closed(2, on(11, 4, 2027)))
    assert not desk.questions
    assert len(desk.blocks) == 1


def test_a_long_closure_that_is_none_is_free_from_then_on() -> None:
    desk = Desk(FEWO, "fewo-direkt")
    desk.read(closed(2, on(10, 4, 2027)))
    desk.say(desk.questions[0], yes=False)
    for _ in range(3):
        desk.after(days=1).read(closed(2, on(10, 4, 2027), "drifts"))
    assert desk.all == []
    assert not desk.questions


def test_ninety_nights_are_not_long() -> None:
    desk = Desk(FEWO, "fewo-direkt")
    desk.read(closed(2, on(2) + timedelta(days=90)))
    assert not desk.questions


# ---- as the days pass ----


def test_rules_that_wander_stay_rules_for_a_year(desk: Desk) -> None:
    for number in range(1, 400, 3):
        desk.now = NOW + timedelta(days=number)
        desk.read(*airbnb(day(number)))
        assert desk.all == [], desk.now
        assert len(desk.seen) == 2
    assert desk.outcome.decisions == ()


def test_closures_among_them_stay_closed_until_they_are_past(desk: Desk) -> None:
    closure = day(20), day(26)
    for number in range(30):
        desk.now = NOW + timedelta(days=number, hours=1)
        begin = max(closure[0], day(number))
        shown = [closed(begin, closure[1], f"c{number}")] if begin < closure[1] else []
        joined = _joined([*airbnb(day(number), *shown)])
        desk.read(*joined)
        assert desk.taken.covers(*closure), desk.now


def test_a_closure_that_touches_the_window_is_told_from_it(desk: Desk) -> None:
    closure = date(2027, 7, 3), date(2027, 7, 10)
    for number in range(30, 60):
        desk.now = NOW + timedelta(days=number)
        desk.read(*_joined(airbnb(day(number), closed(*closure))))
        if date(2027, 7, 14) < month_after(day(number), 9) + timedelta(day(number).day - 1):
            assert desk.taken.covers(*closure)
        assert not desk.taken.meets(day(330, day(number)), day(366, day(number)))


def test_what_lies_before_today_and_does_not_wander_is_closed() -> None:
    desk = Desk(AIRBNB, "airbnb")
    desk.read(closed(TODAY, day(3)))
    assert desk.all == []
    for number in (1, 2):
        desk.after(days=1).read(closed(day(number), day(3)))
    assert desk.taken.covers(day(2), day(3))


def test_a_new_closure_before_today_is_closed_where_no_rule_was() -> None:
    plain = Desk(AIRBNB, "airbnb")
    plain.read(*airbnb(TODAY, notice=0))
    plain.after(days=1).read(*airbnb(day(1), closed(day(1), day(3)), notice=0))
    assert plain.blocks == [(day(1), day(3))]


def test_a_new_notice_is_a_rule_once_it_has_wandered_twice() -> None:
    desk = Desk(AIRBNB, "airbnb")
    desk.read(*airbnb(TODAY, notice=0))
    found = []
    for number in range(1, 6):
        desk.after(days=1)
        desk.read_twice(*airbnb(day(number), notice=3))
        desk.now -= timedelta(minutes=30)
        found.append(bool(desk.taken.meets(day(number), day(number + 3))))
    assert found == [True, True, False, False, False]


def test_a_rolling_hold_is_a_rule_once_it_has_wandered_twice() -> None:
    desk = Desk(GUESTY, "Guesty")
    for number in range(6):
        held = stay(
            day(30 + number),
            day(40 + number),
            closure=True,
            kind=Kind.BLOCK,
            summary="Blocked by Guesty",
        )
        desk.now = NOW + timedelta(days=number)
        desk.read_twice(held)
        assert desk.taken.covers(held.arrival, held.departure) == (number < 2)
    assert desk.verdicts(Verdict.HOLD) == [(day(35), day(45))]


def test_a_closure_that_is_moved_once_is_no_hold() -> None:
    desk = Desk(GUESTY, "Guesty")
    desk.read(closed(day(30), day(40)))
    for number in range(1, 5):
        desk.after(days=1)
        desk.read_twice(closed(day(31), day(41), f"u{number}"))
        assert desk.taken.covers(day(31), day(41))


def test_an_incomplete_answer_does_not_make_a_closure_of_a_rule(desk: Desk) -> None:
    sold = [stay(first, first + 1, f"s{first}") for first in (10, 12, 14)]
    desk.after(15).read(*airbnb(TODAY, *sold))
    desk.after(15).read(*sold)
    desk.after(15).read(*sold)
    desk.after(15).read(*airbnb(TODAY, *sold))
    assert desk.blocks == []


def test_a_stay_over_the_begin_of_the_window_does_not_hide_it(desk: Desk) -> None:
    sold = stay(date(2027, 6, 28), date(2027, 7, 12), "s")
    for number in range(6):
        desk.now = NOW + timedelta(days=number)
        window = [
            one if one.arrival < date(2027, 1, 1) else closed(date(2027, 7, 12), one.departure)
            for one in airbnb(day(number))
        ]
        desk.read(sold, *window)
        assert desk.blocks == []


def test_a_window_that_was_made_shorter_is_a_rule_once_it_has_wandered_twice(desk: Desk) -> None:
    found = []
    for number in range(1, 6):
        desk.after(days=1)
        desk.read_twice(*airbnb(day(number), months=6))
        desk.now -= timedelta(minutes=30)
        found.append(bool(desk.blocks))
    assert found == [True, True, False, False, False]
    assert not desk.questions


# ---- the owner's word ----


def test_a_rule_that_the_owner_calls_closed_is_blocked_and_stays_so(desk: Desk) -> None:
    window = next(one for one in desk.seen if one.verdict is Verdict.WINDOW)
    desk.overrule(window, Verdict.BLOCK)
    assert desk.blocks == [(date(2027, 7, 1), day(366))]
    for number in range(1, 5):
        desk.now = NOW + timedelta(days=number)
        desk.read_twice(*airbnb(day(number)))
        assert desk.taken.covers(date(2027, 7, 1 + number), day(366 + number))
        assert not desk.taken.meets(day(number), day(number + 2))


# ---- samples and dates ----


def _joined(stays: list[ForeignStay]) -> list[ForeignStay]:
    """Return closures joined where they touch, as Airbnb writes them."""
    found: list[ForeignStay] = []
    for one in sorted(stays, key=lambda one: one.arrival):
        last = found[-1] if found else None
        if last is not None and last.closure and one.closure and one.arrival <= last.departure:
            found[-1] = closed(last.arrival, max(last.departure, one.departure), last.uid)
        else:
            found.append(one)
    return found


@given(
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    st.sampled_from([1, 2, 3, 7]),
    st.lists(st.tuples(st.integers(20, 200), st.integers(1, 9)), max_size=3),
    st.integers(1, 4),
)
def test_on_any_day_rules_are_rules_and_closures_are_closed(
    today: date, notice: int, closures: list[tuple[int, int]], passed: int
) -> None:
    desk = Desk(AIRBNB, "airbnb")
    ranges = [(day(first, today), day(first + length, today)) for first, length in closures]
    for number in (0, passed, passed + 1):
        now = day(number, today)
        desk.now = datetime(now.year, now.month, now.day, 9, tzinfo=UTC)
        desk.read(*_joined(airbnb(now, *(closed(*one) for one in ranges), notice=notice)))
        for first, end in ranges:
            assert desk.taken.covers(first, end)
        assert not desk.taken.meets(now, day(8, now))
        assert not desk.taken.meets(day(300, now), day(366, now))


@pytest.mark.parametrize(
    ("name", "portal", "bookings", "blocks", "rules"),
    [
        ("airbnb-current-day1", "airbnb", 3, 1, [Verdict.WINDOW]),
        ("airbnb-empty", "airbnb", 0, 0, []),
        ("booking-com-day1", "booking", 3, 1, []),
        ("google-mixed", "Google", 0, 0, []),
        ("outlook-published-windows-tz", "Outlook", 1, 0, []),
        ("smoobu-three-events-per-stay", "Smoobu", 1, 1, []),
        ("vrbo-homeaway-lf", "fewo-direkt", 2, 1, []),
    ],
)
def test_every_sample_becomes_what_it_says(
    name: str, portal: str, bookings: int, blocks: int, rules: list[Verdict]
) -> None:
    found = reading(read((FEEDS / f"{name}.ics").read_bytes()), ZoneInfo("Europe/Berlin"), TODAY)
    desk = Desk(found.producer, portal)
    for _ in range(2):
        desk.outcome = desk.house.read(desk.source_id, found, desk.now)
        assert (len(desk.bookings), len(desk.blocks)) == (bookings, blocks)
        assert [one.verdict for one in desk.seen if one.verdict.rule] == rules
        desk.after(60)
    assert desk.outcome.decisions == ()


def test_guests_and_links_of_the_samples_are_offered() -> None:
    vrbo = reading(read((FEEDS / "vrbo-homeaway-lf.ics").read_bytes()), UTC, TODAY)
    desk = Desk(vrbo.producer)
    desk.house.read(desk.source_id, vrbo, desk.now)
    assert [one.guest for one in desk.all] == ["GASTEINS", "GASTZWEI", ""]
    assert days((2, 3))
