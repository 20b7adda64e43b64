"""How long what is known of guests is kept, and what stays of a stay without it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.settings import MOST_YEARS
from app.core.stays.keeping import emptied_until, still_needed, tells_of_guest, without_guest
from app.core.stays.occupancy import Kind, OccupancyDraft, Status, check_occupancy

TODAYS = st.dates(date(2020, 1, 1), date(2100, 12, 31)) | st.sampled_from(
    [date(2024, 2, 29), date(2028, 2, 29), date(2028, 3, 1), date(2027, 2, 28), date(2027, 12, 31)]
)
YEARS = st.integers(1, MOST_YEARS)
FULL = OccupancyDraft(
    unit_id=1,
    arrival=date(2027, 7, 1),
    departure=date(2027, 7, 3),
    guest="Huber",
    contact="WhatsApp",
    phone="1",
    email="a@b",
    arrival_time=time(15),
    persons=4,
    children=1,
    pets=1,
    note="spät",
    portal="airbnb",
    staff_id=3,
)


@given(TODAYS, YEARS)
def test_nothing_goes_before_its_years_are_over(today: date, years: int) -> None:
    until = emptied_until(today, years)
    assert until.year == today.year - years
    assert (until.month, until.day) in {(today.month, today.day), (2, 28)}
    assert until <= today - timedelta(days=365 * years)


@given(TODAYS, YEARS)
def test_day_by_day_it_only_grows(today: date, years: int) -> None:
    after = emptied_until(today + timedelta(days=1), years)
    assert emptied_until(today, years) <= after
    assert (after - emptied_until(today, years)).days <= 2, "no day is left out for long"


@given(TODAYS, st.integers(1, MOST_YEARS - 1))
def test_more_years_keep_more(today: date, years: int) -> None:
    assert emptied_until(today, years + 1) < emptied_until(today, years)


@pytest.mark.parametrize(
    ("today", "years", "until"),
    [
        (date(2027, 7, 6), 3, date(2024, 7, 6)),
        (date(2028, 2, 29), 1, date(2027, 2, 28)),
        (date(2028, 2, 29), 4, date(2024, 2, 29)),
        (date(2027, 2, 28), 3, date(2024, 2, 28)),
        (date(2027, 3, 1), 3, date(2024, 3, 1)),
    ],
)
def test_days_at_the_edges(today: date, years: int, until: date) -> None:
    assert emptied_until(today, years) == until


def test_what_is_left_names_nobody_and_is_a_stay_still() -> None:
    left = without_guest(FULL)
    assert check_occupancy(left) == left
    kept = {f.name for f in fields(FULL) if getattr(left, f.name) == getattr(FULL, f.name)}
    assert kept == {
        *("unit_id", "arrival", "departure", "kind", "status", "option_until"),
        *("persons", "portal", "staff_id"),
    }
    assert without_guest(left) == left


@pytest.mark.parametrize(
    "name",
    ["guest", "contact", "phone", "email", "arrival_time", "children", "pets", "note"],
)
def test_each_field_of_a_guest_alone_tells_of_them(name: str) -> None:

    alone = replace(without_guest(FULL), **{name: getattr(FULL, name)})
    assert tells_of_guest(alone)
    assert not tells_of_guest(without_guest(alone))
    assert not tells_of_guest(replace(alone, kind=Kind.BLOCK))


@pytest.mark.parametrize(
    ("today", "status", "needed"),
    [
        (date(2027, 7, 2), Status.CONFIRMED, True),
        (date(2027, 7, 3), Status.CONFIRMED, False),
        (date(2027, 6, 1), Status.OPTION, True),
        (date(2027, 6, 1), Status.CANCELLED, False),
    ],
)
def test_a_guest_is_needed_until_the_day_of_departure(
    today: date, status: Status, needed: bool
) -> None:

    assert still_needed(replace(FULL, status=status), today) is needed
