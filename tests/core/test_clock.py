"""When a clock can be right, and what is known after it has been believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.clock import AHEAD, BEHIND, EARLIEST, believable, known_after

KNOWN = datetime(2027, 7, 6, 12, 0, tzinfo=UTC)
INSTANT = timedelta.resolution
DAY = timedelta(days=1)

moments = st.datetimes(timezones=st.just(UTC))
known_moments = st.timedeltas(
    min_value=timedelta(0), max_value=datetime.max.replace(tzinfo=UTC) - EARLIEST
).map(EARLIEST.__add__)


@pytest.mark.parametrize(
    ("step", "right"),
    [
        (timedelta(0), True),
        (-DAY, True),
        (-DAY - INSTANT, False),
        (400 * DAY, True),
        (400 * DAY + INSTANT, False),
    ],
)
def test_a_day_back_and_four_hundred_ahead_are_the_edges(step: timedelta, right: bool) -> None:
    assert believable(KNOWN + step, KNOWN) is right


@pytest.mark.parametrize("year", [1970, 2015, 2028, 2038, 9999])
def test_clocks_without_a_battery_and_clocks_that_leap(year: int) -> None:
    assert not believable(datetime(year, 12, 1, tzinfo=UTC), KNOWN)


@given(now=moments)
@example(now=datetime.min.replace(tzinfo=UTC))
@example(now=datetime.max.replace(tzinfo=UTC))
def test_where_nothing_is_known_every_clock_is_believed(now: datetime) -> None:
    assert believable(now, None)
    assert believable(now, datetime(1970, 1, 1, tzinfo=UTC))
    assert believable(now, EARLIEST - INSTANT)


@given(now=moments, known=known_moments)
@example(now=EARLIEST - BEHIND, known=EARLIEST)
@example(now=EARLIEST + AHEAD, known=EARLIEST)
@example(now=datetime.max.replace(tzinfo=UTC), known=EARLIEST)
def test_it_is_believed_exactly_within_the_edges(now: datetime, known: datetime) -> None:
    assert believable(now, known) is (-DAY <= now - known <= 400 * DAY)


@given(now=moments, known=st.none() | known_moments)
@example(now=KNOWN - DAY, known=KNOWN)
@example(now=KNOWN + 400 * DAY, known=KNOWN)
@example(now=EARLIEST, known=None)
@example(now=EARLIEST - INSTANT, known=None)
def test_what_is_known_never_goes_back_and_never_leaps(
    now: datetime, known: datetime | None
) -> None:
    after = known_after(now, known)
    if known is None:
        assert after == (now if now >= EARLIEST else None)
    else:
        assert after is not None
        assert known <= after <= known + min(AHEAD, datetime.max.replace(tzinfo=UTC) - known)
        assert after in {known, now}
        assert believable(now, known) or after == known
