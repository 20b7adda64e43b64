"""The calendar of a website: events that never change, and UIDs that nobody else tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.core.ical.write import CalendarEntry
from app.core.links.availability import Website
from app.core.links.link import Link, LinkKind, Scope, Target, new_token, new_uid_seed
from app.core.links.website_events import website_entries

NOW = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
TODAY = date(2027, 7, 14)
LINK = Link(
    id=5,
    kind=LinkKind.WEBSITE,
    target=Target(Scope.UNIT, 1),
    subject="Seeblick 1",
    main=False,
    token=new_token(),
    enabled=True,
    sequence=9,
    revision=4,
    created_at=NOW,
    changed_at=NOW + timedelta(days=90),
    language="de",
    uid_seed=new_uid_seed(),
)
OTHER = replace(LINK, id=6, uid_seed=new_uid_seed())
DAYS = st.dates(date(2027, 5, 1), date(2028, 9, 1))
NEAR = st.dates(TODAY - timedelta(3), TODAY + timedelta(12))


def ranges(
    days: st.SearchStrategy[date], nights: int
) -> st.SearchStrategy[tuple[tuple[date, date], ...]]:
    return st.lists(
        st.builds(lambda day, more: (day, day + timedelta(more)), days, st.integers(1, nights)),
        max_size=6,
    ).map(tuple)


# Some close together, so that they touch and overlap.
RANGES = ranges(DAYS, 40) | ranges(NEAR, 4)


def said(of: Link, ranges: tuple[tuple[date, date], ...], today: date) -> list[CalendarEntry]:
    website = Website(of.id, of.language, ranges, today, "1")
    return list(website_entries(of, website))


@given(RANGES, RANGES, st.sampled_from([LINK, OTHER, replace(LINK, language="en")]), DAYS)
def test_the_same_uid_always_says_the_same(
    one: tuple[tuple[date, date], ...], two: tuple[tuple[date, date], ...], of: Link, today: date
) -> None:
    first, second = said(LINK, one, TODAY), said(of, two, today)
    assert len({entry.uid for entry in first}) == len(first)
    known = {entry.uid: entry for entry in first}
    for entry in second:
        assert known.get(entry.uid, entry) == entry
        if of is OTHER:
            assert entry.uid not in known


def test_nothing_counts_how_often_something_was_changed() -> None:
    taken = ((date(2027, 8, 1), date(2027, 8, 9)),)
    (entry,) = said(LINK, taken, TODAY)
    assert (entry.sequence, entry.changed_at) == (0, NOW)
    moved = replace(LINK, sequence=10, revision=99, token=new_token(), label="Otto")
    assert said(moved, taken, TODAY) == [entry]
    assert (entry.summary, entry.description, entry.location) == ("Belegt", "", "")
    assert not any(part in entry.uid for part in (LINK.token, LINK.uid_seed, "2027"))


def test_where_one_stay_ends_and_the_next_begins_is_not_told() -> None:
    days = [date(2027, 8, day) for day in (1, 4, 6, 9)]
    (entry,) = said(LINK, tuple(pairwise(days)), TODAY)
    assert (entry.first, entry.end) == (days[0], days[-1])


@given(RANGES)
def test_no_event_touches_another(taken: tuple[tuple[date, date], ...]) -> None:
    found = said(LINK, taken, TODAY)
    assert all(before.end < after.first for before, after in pairwise(found))


def test_a_range_that_runs_begins_today() -> None:
    taken = ((date(2027, 7, 1), date(2027, 7, 20)),)
    (today,) = said(LINK, taken, TODAY)
    (tomorrow,) = said(LINK, taken, TODAY + timedelta(1))
    assert (today.first, today.end) == (TODAY, date(2027, 7, 20))
    assert tomorrow.first == TODAY + timedelta(1)
    assert tomorrow.uid != today.uid
