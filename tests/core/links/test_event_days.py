"""On which days a link has events, held against asking of every stay; in reach of month turns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.ical.write import CalendarEntry
from app.core.links.covers import Cover
from app.core.links.details import Details, Options
from app.core.links.events import ShownUnit, entries
from app.core.links.link import Link, LinkKind, Scope, Target
from app.core.stays.occupancy import Kind, Occupancy, Status
from tests.made import MOMENT, made_link, made_stay

FIRST = date(2027, 6, 20)
"""From here on within two weeks stays begin: they touch, overlap and reach over a month's turn."""
STAFF = Target(Scope.STAFF, 1)
UNITS = {
    1: ShownUnit("Möwe", "Uferweg 1", 3, MOMENT),
    2: ShownUnit("Kranich", "", 4, MOMENT, Cover.SINGLE_STAYS),
}

STAY = st.builds(
    lambda unit, first, nights, kind, status, staff: made_stay(
        0,
        FIRST + timedelta(first),
        FIRST + timedelta(first + nights),
        unit_id=unit,
        kind=kind,
        status=status,
        option_until=FIRST if status is Status.OPTION else None,
        staff_id=staff,
    ),
    st.integers(1, 3),  # 3 is none of the link's
    st.integers(0, 14),
    st.integers(1, 6),
    st.sampled_from(Kind),
    st.sampled_from(Status),
    st.sampled_from([None, 1, 2]),
)
STAYS = st.lists(STAY, max_size=10).map(
    lambda stays: [
        replace(one, id=number, uid=f"{number}@test") for number, one in enumerate(stays)
    ]
)
DETAILS = st.builds(
    Details,
    options=st.sampled_from(Options),
    owner_stays=st.booleans(),
    blocks=st.booleans(),
    months_back=st.integers(0, 1),
    months_ahead=st.none() | st.integers(0, 1),
)
TODAYS = st.dates(date(2027, 6, 1), date(2027, 8, 31))


def events(link: Link, stays: list[Occupancy], today: date) -> dict[str, CalendarEntry]:
    """Return the events by the number of their stay."""
    found = list(entries(link, stays, UNITS, {1: "Rosa"}, {}, today))
    assert len({one.uid for one in found}) == len(found)
    return {one.uid.partition("@")[0].partition("-")[0]: one for one in found}


def covered(link: Link, stays: Iterable[Occupancy]) -> list[Occupancy]:
    """Return what the link shows of the units that it covers, whatever its reach."""
    return [
        stay
        for stay in stays
        if stay.unit_id in UNITS
        and link.details.show(stay, "")
        and (UNITS[stay.unit_id].cover is Cover.WHOLE or stay.staff_id == 1)
    ]


@given(STAYS, DETAILS, TODAYS)
def test_a_stay_has_an_event_where_one_of_its_nights_is_within_reach(
    stays: list[Occupancy], details: Details, today: date
) -> None:
    link = made_link(STAFF, details=details)
    first, end = details.first_day(today), details.end_day(today) or date.max
    expected = {
        str(stay.id): (stay.arrival, stay.departure)
        for stay in covered(link, stays)
        if any(first <= stay.arrival + timedelta(night) < end for night in range(stay.nights))
    }
    found = events(link, stays, today)
    assert {number: (one.first, one.end) for number, one in found.items()} == expected


@given(STAYS, DETAILS, TODAYS)
def test_a_changeover_is_an_event_where_its_day_is_within_reach(
    stays: list[Occupancy], details: Details, today: date
) -> None:
    link = made_link(STAFF, kind=LinkKind.CHANGEOVERS, details=details)
    first, end = details.first_day(today), details.end_day(today) or date.max
    expected = {
        str(stay.id): (stay.departure, stay.departure + timedelta(1))
        for stay in covered(link, stays)
        if first <= stay.departure < end
    }
    found = events(link, stays, today)
    assert {number: (one.first, one.end) for number, one in found.items()} == expected


@given(STAYS)
@example([made_stay(n, FIRST + timedelta(n), FIRST + timedelta(n + 1)) for n in range(4)])
def test_a_changeover_names_the_next_that_arrives_on_that_day_or_later(
    stays: list[Occupancy],
) -> None:
    """Whoever sees to the next stay, and however far away it is."""
    link = made_link(STAFF, kind=LinkKind.CHANGEOVERS, language="en", details=Details())
    shown = [stay for stay in stays if stay.unit_id in UNITS and link.details.show(stay, "")]
    for number, event in events(link, stays, FIRST).items():
        leaving = next(stay for stay in stays if str(stay.id) == number)
        following = [
            stay.arrival
            for stay in shown
            if stay.unit_id == leaving.unit_id and stay.arrival >= leaving.departure
        ]
        if not following:
            assert event.summary.endswith("no next arrival yet")
            continue
        day = min(following)
        assert event.summary.endswith(f"next arrival {day:%a} {day.day} {day:%b}")


@given(STAYS, DETAILS, TODAYS)
def test_the_order_of_stays_changes_no_event(
    stays: list[Occupancy], details: Details, today: date
) -> None:
    for kind in (LinkKind.CALENDAR, LinkKind.CHANGEOVERS):
        link = made_link(STAFF, kind=kind, details=details)
        assert events(link, stays, today) == events(link, stays[::-1], today)


@given(STAYS, TODAYS)
def test_both_links_of_a_staff_member_keep_their_events_apart(
    stays: list[Occupancy], today: date
) -> None:
    calendar = made_link(STAFF)
    changeovers = made_link(STAFF, kind=LinkKind.CHANGEOVERS)
    one, other = events(calendar, stays, today), events(changeovers, stays, today)
    assert not {event.uid for event in one.values()} & {event.uid for event in other.values()}


def test_a_website_has_no_events_of_stays() -> None:
    stay = made_stay(1, FIRST, FIRST + timedelta(3))
    link = made_link(Target(Scope.UNIT, 1), kind=LinkKind.WEBSITE)
    assert list(entries(link, [stay], UNITS, {}, {}, FIRST)) == []


@pytest.mark.parametrize(
    ("options", "tentative"),
    [(Options.OCCUPIED, False), (Options.TENTATIVE, True), (Options.LEFT_OUT, None)],
)
def test_what_an_option_is_in_a_calendar_and_on_a_changeover_day(
    options: Options, tentative: bool | None
) -> None:
    option = made_stay(
        1, FIRST, FIRST + timedelta(3), status=Status.OPTION, option_until=FIRST, staff_id=1
    )
    for kind, expected in (
        (LinkKind.CALENDAR, tentative),
        # Somebody cleans or does not: a changeover day is never half meant.
        (LinkKind.CHANGEOVERS, None if tentative is None else False),
    ):
        link = made_link(STAFF, kind=kind, details=Details(options=options))
        found = events(link, [option], FIRST)
        assert [one.tentative for one in found.values()] == [expected] * (expected is not None)
