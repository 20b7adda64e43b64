"""How much a link says, which occupancies it has, and how far it reaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.links.details import Details, Field, Options, Preset, check_details
from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.core.stays.occupancy import BY_HAND, Kind, Status
from tests.made import made_stay

NOW = datetime(2027, 1, 2, tzinfo=UTC)
STAY = made_stay(1, date(2027, 7, 5), date(2027, 7, 8), portal="airbnb")


def test_nothing_personal_is_the_default() -> None:
    assert Details().fields == frozenset()
    assert Details().preset is Preset.OCCUPIED


def test_presets_are_known_again_and_keep_the_rest() -> None:
    details = Details(blocks=False, months_back=3)
    assert details.with_preset(Preset.FULL) == replace(details, fields=frozenset(Field))
    assert details.with_preset(Preset.TITLE).preset is Preset.TITLE
    assert Details(fields=frozenset({Field.NOTE})).preset is None


@given(st.dates(FIRST_DAY, LAST_DAY), st.integers(0, 120), st.integers(0, 120))
def test_the_reach_is_in_whole_months(today: date, back: int, ahead: int) -> None:
    details = Details(months_back=back, months_ahead=ahead)
    first, end = details.first_day(today), details.end_day(today)
    assert end is not None
    assert first.day == end.day == 1
    months = (today.year - first.year) * 12 + today.month - first.month
    assert months == back
    if end.year < date.max.year:
        assert (end.year - today.year) * 12 + end.month - today.month == ahead + 1
    assert Details(months_back=back).end_day(today) is None


@pytest.mark.parametrize(
    ("portal", "said_by", "own_entries", "shown"),
    [
        # A portal's own link leaves out what that portal says itself …
        ("airbnb", "airbnb", True, False),
        ("airbnb", "airbnb", False, False),
        # … and has what it does not: entered by hand, moved, with other dates …
        ("airbnb", "", True, True),
        # … or known to another portal only …
        ("airbnb", "booking", True, True),
        # … unless the owner wants all that is called after it left out.
        ("airbnb", "", False, False),
        # Another portal's link, and one for no portal, have it in any case.
        ("booking", "airbnb", False, True),
        ("", "airbnb", False, True),
    ],
)
@pytest.mark.parametrize("source", [BY_HAND, "feed:1"])
@pytest.mark.parametrize("edited", [False, True])
def test_a_portals_link_leaves_out_only_what_that_portal_says(
    portal: str, said_by: str, own_entries: bool, shown: bool, source: str, edited: bool
) -> None:
    stay = replace(STAY, source=source, edited=edited, said_by=said_by)
    assert Details(own_entries=own_entries).show(stay, portal) is shown


def test_what_a_portal_says_is_left_out_whatever_the_owner_calls_it() -> None:
    called_otherwise = replace(STAY, portal="", said_by="airbnb")
    assert not Details().show(called_otherwise, "airbnb")
    assert Details().show(called_otherwise, "booking")


def test_kinds_and_options_are_in_unless_they_are_left_out() -> None:
    owner, block = replace(STAY, kind=Kind.OWNER), replace(STAY, kind=Kind.BLOCK)
    option = replace(STAY, status=Status.OPTION, option_until=date(2027, 7, 1))
    cancelled = replace(STAY, status=Status.CANCELLED)
    stays = [STAY, owner, block, option, cancelled]
    assert Details().shown(stays, "") == [STAY, owner, block, option]
    assert Details(options=Options.TENTATIVE).shown(stays, "") == [STAY, owner, block, option]
    picky = Details(options=Options.LEFT_OUT, owner_stays=False, blocks=False)
    assert picky.shown(stays, "") == [STAY]


@pytest.mark.parametrize("details", [Details(months_back=121), Details(months_ahead=-1)])
def test_a_reach_out_of_bounds_is_refused(details: Details) -> None:
    with pytest.raises(UserError, match="0 to 120 months"):
        check_details(details)
