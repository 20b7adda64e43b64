"""What is pending on a webspace, what is held back, how long to wait: rules alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.ical.write import CalendarEntry, calendar_bytes
from app.core.links.link import TOKEN_ALPHABET, Link, LinkKind, Scope, Target
from app.core.publishing.holding import (
    FIRST_WAIT,
    LEFT_ALONE,
    LONGEST_WAIT,
    HeldFile,
    LinkState,
    coming,
    difference,
    is_so_much_less,
    pending,
    strangers,
    wait_after,
)
from app.core.publishing.webspace import files_of

TODAY = date(2027, 7, 6)
PROGRAM = "1.0/1"
TOKEN = "A" * 24
THEN = datetime(2027, 7, 1, tzinfo=UTC)

tokens = st.text(TOKEN_ALPHABET, min_size=24, max_size=24)
states = st.builds(
    LinkState,
    link_id=st.integers(1, 5),
    kind=st.sampled_from(LinkKind),
    token=tokens,
    revision=st.integers(0, 3),
    units=st.integers(0, 3),
    open_units=st.integers(0, 3),
    changes=st.integers(0, 9),
    changed_at=st.sampled_from(["2027-07-01T00:00:00.000000+00:00", "2027-07-02"]),
    choices=st.sampled_from(["", "occupied 1 1 1 12  airbnb", "a|b|c", "|", "tentative 0"]),
)


def state(**more: object) -> LinkState:
    usual = LinkState(1, LinkKind.CALENDAR, TOKEN, 0, 1, 1, 5, THEN.isoformat(), "occupied 1 1")
    return replace(usual, **more)  # type: ignore[arg-type]  # by the tests' own names


def held(link: LinkState, today: date = TODAY, **more: object) -> dict[str, HeldFile]:
    files = (
        HeldFile(name, link.link_id, b"digest", link.text(today, PROGRAM), 3) for name in link.names
    )
    return {file.name: replace(file, **more) for file in files}  # type: ignore[arg-type]


# ---- what is pending ----


@pytest.mark.parametrize("kind", list(LinkKind))
def test_a_link_has_the_same_names_here_as_everywhere(kind: LinkKind) -> None:
    link = Link(
        id=1,
        kind=kind,
        target=Target(Scope.UNIT, 1),
        subject="Seeblick 1",
        main=True,
        token=TOKEN,
        enabled=True,
        sequence=0,
        revision=0,
        created_at=THEN,
        changed_at=THEN,
    )
    assert state(kind=kind).names == files_of(link)


@given(st.lists(states, max_size=6, unique_by=lambda one: (one.token, one.kind)))
def test_nothing_is_pending_where_all_lies_as_it_was_put(links: list[LinkState]) -> None:
    there = {name: file for link in links for name, file in held(link).items()}
    # Two kinds may share a token here: the later one has put its calendar last.
    found = difference(links, there, TODAY, PROGRAM)
    assert found.names == ()
    assert {link.token for link in found.links} <= {
        one.token for one in links for other in links if one != other and one.token == other.token
    }


@pytest.mark.parametrize(
    "change",
    [
        {"revision": 1},
        {"changes": 6},
        {"units": 2},
        {"open_units": 0},
        {"changed_at": "2027-07-09"},
        {"choices": "tentative 1 1"},
        {"link_id": 2},
    ],
)
def test_whatever_moves_is_pending(change: dict[str, object]) -> None:
    found = difference([state(**change)], held(state()), TODAY, PROGRAM)
    assert found.links == (state(**change),)
    assert found.names == ()


def test_another_version_of_the_program_may_write_otherwise() -> None:
    assert difference([state()], held(state()), TODAY, "1.1/1").links == (state(),)


@given(st.dates(date(2026, 1, 1), date(2040, 1, 1)), st.integers(0, 40))
@example(date(2027, 6, 30), 1)
@example(date(2027, 12, 31), 1)
@example(date(2027, 12, 1), 30)
def test_calendars_hold_for_a_month_and_websites_for_a_day(put: date, days: int) -> None:
    now = put + timedelta(days=days)
    calendar, website = state(), state(kind=LinkKind.WEBSITE)
    same_month = (put.year, put.month) == (now.year, now.month)
    assert bool(difference([calendar], held(calendar, put), now, PROGRAM)) is not same_month
    assert bool(difference([website], held(website, put), now, PROGRAM)) is (put != now)


def test_a_link_without_one_of_its_files_is_pending_whole() -> None:
    website = state(kind=LinkKind.WEBSITE)
    for missing in website.names:
        there = held(website)
        del there[missing]
        assert difference([website], there, TODAY, PROGRAM).links == (website,)


def test_what_may_not_have_arrived_is_pending() -> None:
    assert difference([state()], held(state(), digest=b""), TODAY, PROGRAM).links == (state(),)


def test_what_is_wanted_no_more_goes_also_where_nobody_knows_whether_it_is_there() -> None:
    for digest in (b"digest", b""):
        found = difference([], held(state(), digest=digest), TODAY, PROGRAM)
        assert found.names == (f"{TOKEN}.ics",)
        assert found.links == ()


def test_another_programs_files_never_go_and_hide_nothing_of_ours() -> None:
    others = held(state(), state=LEFT_ALONE)
    assert not difference([], others, TODAY, PROGRAM)
    assert difference([state()], others, TODAY, PROGRAM).links == (state(),)


@given(st.lists(states, max_size=6, unique_by=lambda one: one.token), st.data())
def test_every_link_is_pending_or_lies_there(links: list[LinkState], data: st.DataObject) -> None:
    lying = data.draw(st.lists(st.sampled_from(links), unique=True) if links else st.just([]))
    wanted = data.draw(st.lists(st.sampled_from(links), unique=True) if links else st.just([]))
    there = {name: file for link in lying for name, file in held(link).items()}
    found = difference(wanted, there, TODAY, PROGRAM)
    assert set(found.links) == set(wanted) - set(lying)
    gone = set(lying) - set(wanted)
    assert set(found.names) == {name for link in gone for name in link.names}
    assert pending(found, there) == {link.link_id for link in {*found.links, *gone}}


# ---- how often the owner has changed something ----


@given(states, st.integers(0, 20))
def test_changes_of_units_are_counted(link: LinkState, more: int) -> None:
    later = replace(link, changes=link.changes + more, revision=link.revision + 1)
    assert later.changes_since(link.text(TODAY, PROGRAM)) == more


def test_counters_of_a_copy_that_was_put_back_may_have_fallen() -> None:
    assert state(changes=2).changes_since(state().text(TODAY, PROGRAM)) == 0


@pytest.mark.parametrize("change", [{"units": 2}, {"open_units": 0}, {"choices": "hidden 1 1"}])
def test_a_link_that_shows_something_else_cannot_be_compared(change: dict[str, object]) -> None:
    assert state(**change).changes_since(state().text(TODAY, PROGRAM)) is None


@pytest.mark.parametrize("kept", ["", "other", "a|b|c", "1|2|3|4|5|6|seven|8", "||||||||"])
def test_where_nothing_is_known_of_before_nothing_was_changed(kept: str) -> None:
    assert state().changes_since(kept) == 0


# ---- what is held back ----


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        (0, 0, False),
        (1, 0, False),
        (2, 0, True),
        (3, 0, True),
        (3, 1, False),
        (4, 2, False),
        (4, 1, True),
        (5, 2, True),
        (30, 15, False),
        (30, 14, True),
        (4, 9, False),
    ],
)
def test_much_less_without_changes_is_asked_about(before: int, after: int, asked: bool) -> None:
    assert is_so_much_less(before, after, 0) is asked


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_as_many_changes_as_stays_that_go_explain_it(before: int, after: int, changes: int) -> None:
    if is_so_much_less(before, after, changes):
        assert after < before
        assert before - after > changes
        assert is_so_much_less(before, after, 0)
        assert not is_so_much_less(before, after, before - after)
    assert not is_so_much_less(before, after, None)


def entry(end: date, description: str = "") -> CalendarEntry:
    first = end - timedelta(days=3)
    return CalendarEntry(
        uid=f"{end}@x",
        sequence=0,
        changed_at=THEN,
        first=first,
        end=end,
        summary="Belegt",
        description=description,
    )


@given(st.lists(st.integers(-400, 400), max_size=20))
def test_stays_that_end_after_today_are_coming(days: list[int]) -> None:
    ends = [TODAY + timedelta(days=number) for number in days]
    calendar = calendar_bytes("Seeblick 1", map(entry, ends))
    assert coming(calendar, TODAY) == sum(end > TODAY for end in ends)


def test_what_a_guest_writes_is_no_stay() -> None:
    tricky = "DTEND;VALUE=DATE:20990101\r\nDTEND;VALUE=DATE:20990101\n" * 9
    calendar = calendar_bytes("DTEND;VALUE=DATE:20990101", [entry(TODAY, tricky)])
    assert coming(calendar, TODAY) == 0


# ---- whose files ----


def test_only_names_that_a_zimmerfrei_gives_can_be_a_strangers() -> None:
    other = "b" * 24
    there = [
        "index.html",
        f"{TOKEN}.ics",
        f"{other}.html",
        f"{other}.ics.bak",
        "x.ics",
        ".htaccess",
    ]
    assert strangers(there, {f"{TOKEN}.ics"}) == (f"{other}.html",)


# ---- how long to wait ----


@given(st.integers(1, 5000), st.floats(0, 1))
def test_waits_grow_from_half_a_minute_to_an_hour(failures: int, chance: float) -> None:
    wait = wait_after(failures, chance, passing=True)
    assert FIRST_WAIT <= wait <= LONGEST_WAIT
    assert wait <= wait_after(failures + 1, chance, passing=True)
    assert wait_after(failures, 0, passing=True) <= wait


@given(st.integers(1, 5000), st.floats(0, 1))
def test_what_does_not_pass_by_itself_is_tried_once_an_hour(failures: int, chance: float) -> None:
    assert wait_after(failures, chance, passing=False) >= LONGEST_WAIT


def test_programs_do_not_all_come_back_at_the_same_moment() -> None:
    for passing in (True, False):
        assert len({wait_after(20, n / 10, passing=passing) for n in range(11)}) == 11
