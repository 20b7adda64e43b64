"""What may be noted of a guest: how to reach them, when they come, who comes along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.stays.occupancy import (
    PERSONS_LIMIT,
    OccupancyDraft,
    check_occupancy,
    email_address,
)

DRAFT = OccupancyDraft(unit_id=1, arrival=date(2027, 7, 5), departure=date(2027, 7, 8))
COUNT = st.none() | st.integers(-2, PERSONS_LIMIT + 2)


@pytest.mark.parametrize(
    "text",
    ["a@b", "huber@example.org", "anna+zwei@example.co.uk", "ö.ß@müller.de", '"a@b"@example.org'],
)
def test_an_address_is_taken_as_it_is(text: str) -> None:
    assert email_address(f"  {text}\t") == text


def test_no_address_is_none() -> None:
    assert email_address("") == email_address(" \n ") == ""


@pytest.mark.parametrize(
    "text",
    [
        *("huber", "@example.org", "huber@", "@", "a b@example.org", "a@b, c@d", "a@b;c@d"),
        *("Huber <huber@example.org>", "a@b\u2028c", "a@b c", "x" * 200 + "@example.org"),
    ],
)
def test_what_can_be_no_address_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        check_occupancy(replace(DRAFT, email=text))


@given(st.text(max_size=30))
def test_whatever_is_typed_is_an_address_in_one_line_or_refused(text: str) -> None:
    try:
        found = email_address(text)
    except UserError:
        return
    assert found == "" or ("@" in found[1:-1] and not any(sign.isspace() for sign in found))
    assert email_address(found) == found


def test_texts_are_brought_into_one_line() -> None:
    clean = check_occupancy(replace(DRAFT, phone=" 0171\t23\n45 ", contact="\x00Anna\u2029"))
    assert (clean.phone, clean.contact) == ("0171 23 45", "Anna")
    with pytest.raises(UserError, match="too long"):
        check_occupancy(replace(DRAFT, phone="1" * 201))


def test_a_time_is_kept_to_the_minute() -> None:
    clean = check_occupancy(replace(DRAFT, arrival_time=time(15, 30, 59, 999)))
    assert clean.arrival_time == time(15, 30)
    assert check_occupancy(replace(DRAFT, arrival_time=time(0))).arrival_time == time(0)


@given(COUNT, COUNT, COUNT)
def test_children_are_always_among_the_persons(
    persons: int | None, children: int | None, pets: int | None
) -> None:
    draft = replace(DRAFT, persons=persons, children=children, pets=pets)
    try:
        clean = check_occupancy(draft)
    except UserError:
        counts = [count for count in (children, pets) if count is not None]
        wrong = [count for count in counts if not 0 <= count <= PERSONS_LIMIT]
        out = persons is not None and not 1 <= persons <= PERSONS_LIMIT
        assert wrong or out or (children or 0) > (persons or 0)
        return
    assert clean.persons == persons
    assert (clean.children, clean.pets) == (children or None, pets or None)
    if clean.children is None:
        assert clean.adults is None
    else:
        assert clean.persons is not None
        assert clean.adults is not None
        assert clean.adults >= 0
        assert clean.adults + clean.children == clean.persons
    assert check_occupancy(clean) == clean


def test_where_nothing_is_known_nothing_is_counted() -> None:
    assert check_occupancy(DRAFT).adults is None
    assert replace(DRAFT, persons=4).adults is None
    assert replace(DRAFT, persons=2, children=2).adults == 0


def test_all_by_which_somebody_is_reached_in_one_order() -> None:
    assert DRAFT.reach == ()
    assert replace(DRAFT, contact="über Anna", phone="0171 2").reach == ("0171 2", "über Anna")
    full = replace(DRAFT, contact="c", phone="p", email="e@f")
    assert full.reach == ("p", "e@f", "c")
