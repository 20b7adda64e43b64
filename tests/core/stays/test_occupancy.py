"""What an occupancy may be, when two of them clash, and how they are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.stays.occupancy import (
    Kind,
    Occupancy,
    OccupancyDraft,
    Status,
    check_occupancy,
    conflicts,
    title,
    who,
)
from app.i18n import catalogue
from tests.made import made_stay

ARRIVAL, DEPARTURE = date(2027, 7, 5), date(2027, 7, 8)
DRAFT = OccupancyDraft(unit_id=1, arrival=ARRIVAL, departure=DEPARTURE)
MOMENT = datetime(2027, 1, 1, tzinfo=UTC)


def kept(number: int, draft: OccupancyDraft) -> Occupancy:
    return made_stay(number, **{name: getattr(draft, name) for name in OccupancyDraft.__slots__})


@st.composite
def houses(draw: st.DrawFn) -> list[Occupancy]:
    """Stays of three units within two months, many of them on top of each other."""
    stays = draw(
        st.lists(
            st.tuples(
                st.integers(1, 3),
                st.integers(0, 60),
                st.integers(1, 25),
                st.sampled_from(Status),
            ),
            max_size=25,
        )
    )
    return [
        kept(
            number,
            OccupancyDraft(
                unit_id=unit,
                arrival=ARRIVAL + timedelta(days=start),
                departure=ARRIVAL + timedelta(days=start + nights),
                status=status,
            ),
        )
        for number, (unit, start, nights, status) in enumerate(stays)
    ]


def nights_of(stay: Occupancy) -> set[date]:
    return {stay.arrival + timedelta(days=n) for n in range(stay.nights)}


@given(houses(), st.randoms())
def test_the_sweep_finds_exactly_the_pairs_that_share_a_night(
    stays: list[Occupancy], random: Random
) -> None:
    expected = {
        frozenset({one.id, other.id})
        for one, other in combinations(stays, 2)
        if one.unit_id == other.unit_id
        and Status.CANCELLED not in {one.status, other.status}
        and nights_of(one) & nights_of(other)
    }
    random.shuffle(stays)
    found = conflicts(stays)
    pairs = [frozenset({clash.first.id, clash.second.id}) for clash in found]
    assert set(pairs) == expected
    assert len(pairs) == len(expected)


@given(houses())
def test_a_conflict_spans_the_nights_that_both_take(stays: list[Occupancy]) -> None:
    for clash in conflicts(stays):
        shared = nights_of(clash.first) & nights_of(clash.second)
        assert (clash.arrival, clash.departure) == (min(shared), max(shared) + timedelta(days=1))


@given(houses())
def test_overlapping_pairs_are_those_that_conflict(stays: list[Occupancy]) -> None:
    pairs = {(one.id, other.id) for one, other in combinations(stays, 2) if one.overlaps(other)}
    assert len(conflicts(stays)) == len(pairs)


def test_a_long_stay_clashes_with_all_that_lie_in_it() -> None:
    long = kept(1, replace(DRAFT, departure=ARRIVAL + timedelta(days=60)))
    short = [
        kept(
            number + 2,
            replace(
                DRAFT,
                arrival=ARRIVAL + timedelta(days=number * 5),
                departure=ARRIVAL + timedelta(days=number * 5 + 2),
            ),
        )
        for number in range(5)
    ]
    assert [clash.second.id for clash in conflicts([long, *short])] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("persons", [0, -1, 1000])
def test_a_number_of_persons_that_cannot_be_is_refused(persons: int) -> None:
    with pytest.raises(UserError, match="1 to 999 persons"):
        check_occupancy(replace(DRAFT, persons=persons))


@pytest.mark.parametrize("persons", [None, 1, 999])
def test_persons_are_counted_or_left_open(persons: int | None) -> None:
    assert check_occupancy(replace(DRAFT, persons=persons)).persons == persons


def test_an_option_needs_the_day_until_which_it_holds() -> None:
    with pytest.raises(UserError, match="Until when"):
        check_occupancy(replace(DRAFT, status=Status.OPTION))
    with pytest.raises(UserError, match="cannot be right"):
        check_occupancy(replace(DRAFT, status=Status.OPTION, option_until=date(202, 7, 1)))
    held = replace(DRAFT, status=Status.OPTION, option_until=date(2027, 6, 1))
    assert check_occupancy(held) == held


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.CANCELLED])
def test_what_is_no_option_any_more_has_no_such_day(status: Status) -> None:
    draft = replace(DRAFT, status=status, option_until=date(2027, 6, 1))
    assert check_occupancy(draft).option_until is None


def test_departure_on_arrival_is_refused() -> None:
    with pytest.raises(UserError, match="at least one night"):
        check_occupancy(replace(DRAFT, departure=ARRIVAL))


def test_texts_are_cleaned_and_notes_keep_their_lines() -> None:
    clean = check_occupancy(
        replace(DRAFT, guest=" Mu\u0308ller\r\nGmbH\x00 ", contact="\t+49 1 ", note="a\r\nb\x07c")
    )
    assert clean.guest.split() == ["Müller", "GmbH"]
    assert clean.contact == "+49 1"
    assert clean.note == "a\nb c"


@pytest.mark.parametrize(
    ("field", "limit"), [("guest", 500), ("contact", 500), ("note", 10_000), ("portal", 200)]
)
def test_each_text_has_its_limit(field: str, limit: int) -> None:
    def draft(text: str) -> OccupancyDraft:
        values: dict[str, Any] = {field: text}
        return replace(DRAFT, **values)

    assert len(getattr(check_occupancy(draft("x" * limit)), field)) == limit
    with pytest.raises(UserError, match="too long"):
        check_occupancy(draft("x" * (limit + 1)))


@pytest.mark.parametrize("text", ["airbnb", "Airbnb", " AIRBNB\n"])
def test_a_portal_that_is_known_is_kept_by_its_key(text: str) -> None:
    assert check_occupancy(replace(DRAFT, portal=text)).portal == "airbnb"


def test_a_portal_of_the_owners_own_stays_as_it_is_written() -> None:
    assert check_occupancy(replace(DRAFT, portal=" Tante Erna ")).portal == "Tante Erna"


def test_an_option_blocks_until_somebody_decides_and_is_flagged_after_its_day() -> None:
    option = replace(DRAFT, status=Status.OPTION, option_until=date(2027, 6, 1))
    assert option.blocks
    assert not option.expired(date(2027, 6, 1))
    assert option.expired(date(2027, 6, 2))
    assert not replace(option, status=Status.CANCELLED).expired(date(2027, 6, 2))


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (replace(DRAFT, portal="airbnb"), "Booking · Airbnb"),
        (replace(DRAFT, kind=Kind.BLOCK), "Block"),
        (replace(DRAFT, kind=Kind.OWNER, portal="Tante Erna"), "Owner stay · Tante Erna"),
        (
            replace(DRAFT, status=Status.OPTION, option_until=date(2027, 7, 9)),
            "Option until Fri 9 Jul 2027",
        ),
    ],
)
def test_a_title_is_kind_and_portal(draft: OccupancyDraft, words: str) -> None:
    assert catalogue("en").tr("{title}", title=title(draft)) == words


def test_a_title_never_tells_guest_contact_or_note() -> None:
    secret = replace(DRAFT, guest="Geheim", contact="Geheim", note="Geheim", portal="airbnb")
    assert "Geheim" not in catalogue("en").tr("{title}", title=title(secret))


def test_the_owner_knows_an_occupancy_by_its_guest_else_by_its_title() -> None:
    assert who(replace(DRAFT, guest="Huber")) == "Huber"
    assert who(DRAFT) == title(DRAFT)
