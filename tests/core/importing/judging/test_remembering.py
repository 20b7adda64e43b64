"""What is remembered of a source survives as a text, and what is damaged frees nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.importing.judging.outcome import (
    Doubt,
    DoubtKind,
    Faded,
    GivenNights,
    Held,
    Known,
    Memory,
    Notice,
    Run,
    Window,
)
from app.core.importing.judging.remembering import memory_of, memory_text
from app.core.importing.judging.waiting import waits
from app.core.importing.nights import Nights
from app.core.importing.source import SourceState, Verdict, feed_source
from tests.core.importing.sources import NOW, Desk, closed, days, stay

DATES = st.dates(date(1900, 1, 1), date(9998, 12, 31))
MOMENTS = st.datetimes(timezones=st.just(UTC))
RANGES = st.tuples(DATES, DATES)
MEMORIES = st.builds(
    Memory,
    read_on=st.none() | DATES,
    believed_at=st.none() | MOMENTS,
    held=st.lists(st.builds(Held, DATES, DATES, st.none() | MOMENTS), max_size=3).map(tuple),
    departures=st.lists(DATES, max_size=3).map(tuple),
    shown=st.lists(RANGES, max_size=3).map(Nights.of),
    faded=st.lists(st.builds(Faded, DATES, DATES, MOMENTS), max_size=3).map(tuple),
    stamp=st.none() | MOMENTS,
    generated=st.booleans(),
    old_since=st.none() | MOMENTS,
    runs=st.lists(st.builds(Run, DATES, DATES, DATES, st.integers(0, 9)), max_size=3).map(tuple),
    notice=st.none() | st.builds(Notice, st.integers(1, 8), DATES),
    window=st.none() | st.builds(Window, DATES, DATES, DATES),
)


@given(MEMORIES)
def test_a_memory_is_the_same_after_it_was_a_text(memory: Memory) -> None:
    assert memory_of(memory_text(memory)) == memory


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "null", '{"held": 1}', '{"held":[["x"]]}'])
def test_what_cannot_be_read_is_nothing_remembered(text: str) -> None:
    assert memory_of(text) == Memory()


def test_a_forgotten_memory_frees_nothing() -> None:
    desk = Desk()
    desk.read(stay(2, 5, "a"), closed(8, 12))
    desk.after(15).read(stay(2, 5, "a"), closed(8, 10))
    feed = desk.house.feeds[desk.source_id]
    object.__setattr__(feed.known, "memory", Memory())
    desk.after(15).read(stay(2, 5, "a"), closed(8, 10))
    assert desk.taken.ranges == tuple(days((2, 5), (8, 12)))


# ---- whether "nothing has changed" is answer enough ----


def needed(desk: Desk, given: GivenNights | None = None) -> bool:
    known = desk.house.feeds[desk.source_id].known
    return waits(known, given or GivenNights(), desk.now, desk.now.date())


def test_what_was_never_read_is_read_whole() -> None:
    assert needed(Desk())


def test_where_nothing_waits_nothing_has_changed_is_enough() -> None:
    desk = Desk()
    desk.read(stay(2, 5, "a"), closed(8, 12))
    assert not needed(desk.after(60))


def test_another_day_moves_rules_on() -> None:
    desk = Desk()
    desk.read(stay(2, 5, "a"))
    assert needed(desk.after(days=1))


def test_a_clock_that_was_set_back_is_no_reason_to_believe_what_is_kept() -> None:
    desk = Desk()
    desk.read(stay(2, 5, "a"))
    assert needed(desk.after(-5))


@pytest.mark.parametrize("left", [(), (stay(2, 5, "a"),), (stay(2, 4, "a"), stay(8, 9, "b"))])
def test_what_waits_to_be_confirmed_is_read_whole(left: tuple[object, ...]) -> None:
    desk = Desk()
    desk.read(stay(2, 5, "a"), stay(8, 9, "b"))
    desk.after(15).read(*left)  # type: ignore[arg-type]
    assert needed(desk.after(15))


def test_an_echo_that_has_lost_its_reason_is_read_whole() -> None:
    desk = Desk()
    desk.enter(2, 5)
    desk.give()
    desk.after(days=1).read(closed(2, 5))
    assert desk.verdicts(Verdict.ECHO) == days((2, 5))
    given = GivenNights(known=Nights.of(days((2, 5))))
    assert not needed(desk, given)
    assert needed(desk, GivenNights())


def test_a_doubt_is_read_whole() -> None:
    known = Known(source=Desk().house.feeds[1].known.source, read_at=NOW)
    doubted = Doubt(DoubtKind.EMPTY, 1, NOW, "x")
    assert waits(
        Known(source=known.source, read_at=NOW, doubt=doubted, memory=Memory(read_on=NOW.date())),
        GivenNights(),
        NOW + timedelta(minutes=1),
        NOW.date(),
    )


def test_words_that_are_stored_stay_as_they_are() -> None:
    assert feed_source(7) == "feed:7"
    assert [one.value for one in SourceState] == [
        "fresh",
        "ok",
        "stale",
        "failing",
        "doubtful",
        "off",
    ]
    assert datetime(2026, 10, 1, 8, tzinfo=UTC) == NOW
