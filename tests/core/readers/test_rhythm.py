"""When a reader has gone silent: by its own rhythm, in the time in which links were served."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pytest
from hypothesis import find, given
from hypothesis import strategies as st

from app.core.readers.rhythm import Interval, ServedTime, Silence, silence, usual_interval

START = datetime(2027, 7, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
YEAR = ServedTime([(START, START + 365 * DAY)])


def moments(hours: list[float]) -> list[datetime]:
    return [START + HOUR * h for h in hours]


def hourly(count: int) -> list[datetime]:
    return moments([float(h) for h in range(count)])


def working_days(weeks: int, begin: int = 8, end: int = 16) -> list[Interval]:
    """From Monday to Friday, by day."""
    days = (START + n * DAY for n in range(7 * weeks))
    return [(d + begin * HOUR, d + end * HOUR) for d in days if d.weekday() < 5]


class TestRhythm:
    def test_who_read_hourly_and_stopped_three_days_ago_is_silent(self) -> None:
        reads = hourly(50)
        assert silence(reads, YEAR, reads[-1] + 3 * DAY) == Silence(reads[-1], HOUR)

    def test_four_reads_are_enough_three_are_not(self) -> None:
        assert silence(hourly(4), YEAR, START + 4 * DAY)
        assert silence(hourly(3), YEAR, START + 300 * DAY) is None
        assert silence([], YEAR, START + 300 * DAY) is None

    def test_a_few_hours_are_nothing_whatever_the_rhythm(self) -> None:
        reads = hourly(50)
        assert silence(reads, YEAR, reads[-1] + 12 * HOUR) is None
        assert silence(reads, YEAR, reads[-1] + 12.1 * HOUR)
        assert silence(reads, YEAR, reads[-1] + 12.1 * HOUR, patience=36 * HOUR) is None

    def test_who_comes_rarely_is_waited_for_longer(self) -> None:
        weekly = [START + 7 * n * DAY for n in range(10)]
        assert silence(weekly, YEAR, weekly[-1] + 27 * DAY) is None
        assert silence(weekly, YEAR, weekly[-1] + 29 * DAY) == Silence(weekly[-1], 7 * DAY)

    def test_who_asks_in_vain_is_not_silent(self) -> None:
        reads = hourly(50)
        refused = reads[-1] + 30 * DAY
        assert silence(reads, YEAR, refused + HOUR, heard=refused) is None
        assert silence(reads, YEAR, refused + 2 * DAY, heard=refused) == Silence(reads[-1], HOUR)
        assert silence(reads, YEAR, reads[-1] + HOUR, heard=reads[0]) is None

    def test_the_longest_interval_lately_is_nothing_unusual(self) -> None:
        reads = moments([0, 1, 2, 3, 43, 44, 45, 46])
        assert silence(reads, YEAR, START + 105 * HOUR) is None
        assert silence(reads, YEAR, START + 107 * HOUR)

    def test_silence_begins_after_the_limit_and_not_with_it(self) -> None:
        moment = timedelta(microseconds=1)
        # By patience, by four times the usual interval, by one and a half times the longest.
        for reads, limit in (
            (hourly(50), 12 * HOUR),
            (moments([0, 10, 20, 30]), 40 * HOUR),
            (moments([0, 1, 2, 42, 43]), 60 * HOUR),
        ):
            assert silence(reads, YEAR, reads[-1] + limit) is None
            assert silence(reads, YEAR, reads[-1] + limit + moment)

    def test_of_eight_intervals_a_single_long_one_is_no_habit_of_seven_it_is(self) -> None:
        of_seven = moments([0, 1, 2, 3, 43, 44, 45, 46])
        of_eight = moments([0, 1, 2, 3, 43, 44, 45, 46, 47])
        assert silence(of_seven, YEAR, of_seven[-1] + 60 * HOUR) is None
        assert silence(of_eight, YEAR, of_eight[-1] + 13 * HOUR)

    def test_an_interruption_that_is_over_is_forgotten(self) -> None:
        reads = [*hourly(5), *(t + 9 * DAY for t in hourly(5))]
        assert silence(reads, YEAR, reads[-1] + 13 * HOUR) == Silence(reads[-1], HOUR)
        assert silence(reads[1:-1], YEAR, reads[-2] + 13 * DAY) is None, "too few to tell"

    def test_reads_in_a_burst_are_one_visit(self) -> None:
        bursts = [t + timedelta(seconds=s) for t in hourly(3) for s in range(16)]
        assert silence(bursts, YEAR, START + 30 * DAY) is None
        twice = [t + timedelta(seconds=s) for t in moments([0, 20, 40, 60]) for s in (0, 5)]
        assert silence(twice, YEAR, START + 139 * HOUR) is None
        found = silence(twice, YEAR, START + 141 * HOUR)
        assert found == Silence(START + 60 * HOUR + timedelta(seconds=5), 20 * HOUR)

    def test_one_that_asks_every_minute_has_a_rhythm_too(self) -> None:
        reads = [START + timedelta(minutes=n) for n in range(50)]
        assert silence(reads, YEAR, START + 2 * DAY) == Silence(reads[-1], timedelta(minutes=10))

    @given(
        gaps=st.lists(st.floats(8, 26), min_size=3, max_size=50),
        waited=st.floats(0, 26),
    )
    def test_google_with_8_to_26_hours_is_never_flagged(
        self, gaps: list[float], waited: float
    ) -> None:
        reads = moments(list(accumulate(gaps, initial=0.0)))
        assert silence(reads, YEAR, reads[-1] + HOUR * waited, patience=36 * HOUR) is None


class TestServedTime:
    def test_nights_and_weekends_of_an_office_do_not_count(self) -> None:
        served = ServedTime(working_days(4))
        reads = [begin + HOUR * h for begin, _ in working_days(1) for h in range(8)]
        friday = reads[-1]
        assert silence(reads, served, friday + 2.9 * DAY) is None
        monday_noon = friday + 3 * DAY - 3 * HOUR
        assert silence(reads, served, monday_noon) is None
        assert silence(reads, served, friday + 5 * DAY) == Silence(friday, HOUR)

    def test_nothing_is_told_before_it_is_known_when_links_were_served(self) -> None:
        reads = hourly(50)
        later = ServedTime([(reads[-1] + HOUR, reads[-1] + 30 * DAY)])
        assert silence(reads, later, reads[-1] + 30 * DAY) is None
        assert silence(reads, ServedTime([]), reads[-1] + 30 * DAY) is None

    def test_overlapping_intervals_count_once(self) -> None:
        served = ServedTime(
            [(START, START + 4 * HOUR), (START + HOUR, START + 2 * HOUR), (START, START + HOUR)]
        )
        assert served.between(START - DAY, START + DAY) == 4 * HOUR
        assert served.between(START + HOUR, START + 3 * HOUR) == 2 * HOUR
        assert served.between(START + 3 * HOUR, START) == timedelta(0)
        assert served.first == START

    def test_an_interval_without_length_tells_nothing(self) -> None:
        assert ServedTime([(START, START), (START + HOUR, START)]).first is None

    @pytest.mark.parametrize("hours", [0.5, 3, 25])
    def test_a_clock_set_back_makes_nobody_silent(self, hours: float) -> None:
        reads = hourly(50)
        assert silence(reads, YEAR, reads[-1] - HOUR * hours) is None


minutes = st.integers(0, 60 * 24 * 60).map(lambda m: START + timedelta(minutes=m))
spans = st.integers(1, 60 * 24 * 30).map(lambda m: timedelta(minutes=m))
intervals = st.lists(st.tuples(minutes, minutes), max_size=20)
Case = tuple[list[datetime], list[Interval], datetime]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Reads, intervals and a now; every second one of a reader that has gone silent."""
    if draw(st.booleans()):
        return draw(st.lists(minutes, max_size=50)), draw(intervals), draw(minutes)
    gaps = draw(st.lists(st.floats(0.2, 5), min_size=4, max_size=50))
    served = draw(st.sampled_from(([(START, START + 90 * DAY)], working_days(13))))
    return moments(list(accumulate(gaps, initial=9.0))), served, START + 80 * DAY


def test_every_second_case_below_is_of_somebody_silent() -> None:
    found = find(cases(), lambda case: silence(case[0], ServedTime(case[1]), case[2]) is not None)
    assert len(found[0]) >= 4


@given(cases())
def test_a_read_just_now_ends_every_silence(case: Case) -> None:
    reads, served, now = case
    assert silence([*reads, now], ServedTime(served), now) is None


@given(cases(), spans)
def test_more_served_time_never_ends_a_silence(case: Case, span: timedelta) -> None:
    reads, served, now = case
    found = silence(reads, ServedTime(served), now)
    if found:
        more = [*served, (now, now + span)]
        assert silence(reads, ServedTime(more), now + span) == found
        assert silence(reads, ServedTime([*served, (found.last, now)]), now) == found


@given(cases(), spans)
def test_time_in_which_nothing_was_served_makes_nobody_silent(case: Case, span: timedelta) -> None:
    reads, served, now = case
    time = ServedTime((begin, min(end, now)) for begin, end in served if begin < now)
    assert silence(reads, time, now + span) == silence(reads, time, now)


@given(cases(), spans)
def test_a_shift_in_time_changes_nothing(case: Case, span: timedelta) -> None:
    reads, served, now = case
    found = silence(reads, ServedTime(served), now)
    moved = silence(
        [read + span for read in reads],
        ServedTime([(begin + span, end + span) for begin, end in served]),
        now + span,
    )
    assert moved == (found and Silence(found.last + span, found.usual))


@given(intervals, minutes, spans, spans)
def test_served_time_is_of_minutes_that_lie_in_an_interval(
    served: list[Interval], begin: datetime, one: timedelta, other: timedelta
) -> None:
    time = ServedTime(served)
    middle, end = begin + one, begin + one + other
    assert time.between(begin, middle) + time.between(middle, end) == time.between(begin, end)
    assert timedelta(0) <= time.between(begin, end) <= end - begin
    whole = ServedTime([*served, (begin, end)])
    assert whole.between(begin, end) == end - begin


class TestUsualInterval:
    def test_it_is_that_of_most_visits(self) -> None:
        reads = moments([0, 3, 6, 9, 30, 33, 36])
        assert usual_interval(reads, YEAR) == 3 * HOUR

    def test_reads_in_one_visit_are_one(self) -> None:
        minutes = moments([0, 0.1, 6, 6.1, 12, 12.1, 18])
        assert usual_interval(minutes, YEAR) == 6 * HOUR

    def test_three_visits_tell_nothing(self) -> None:
        assert usual_interval(hourly(3), YEAR) is None
        assert usual_interval([], YEAR) is None
        assert usual_interval(hourly(50), ServedTime([])) is None

    def test_time_in_which_nothing_was_served_does_not_count(self) -> None:
        by_day = ServedTime(working_days(2))
        reads = [begin for begin, _ in working_days(2)]
        assert usual_interval(reads, by_day) == 8 * HOUR

    @given(st.lists(st.integers(0, 5000), max_size=60))
    def test_silence_names_the_same(self, hours: list[int]) -> None:
        reads = moments([float(h) for h in hours])
        found = silence(reads, YEAR, START + 300 * DAY)
        if found is not None:
            assert found.usual == usual_interval(reads, YEAR)
