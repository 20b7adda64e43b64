"""What strangers may write: years at the ends of time, names that are no names."""

from __future__ import annotations

import unicodedata
from contextlib import closing
from datetime import timedelta

import pytest

from app.core.house.unit import Unit
from app.core.ical.ours import days_in
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.core.stays.occupancy import Occupancy
from app.services.feeds.feeds import Feed
from app.services.services import Services
from tests.clocks import SetClock
from tests.feeds_of_portals import FEWO, Event, Portal, calendar
from tests.services.importing.conftest import Adds, read

CONTROLS = "Anna\x00\x07\x1b[31m\x7f\x85 Huber"
MARKUP = "<img src=x onerror=alert(1)> & <b>fett</b>"
RIGHT_TO_LEFT = "\u202eحمد\u202c \u2066Kim\u2069\u200f"
NOTHING = "\u202e\u200b\u2066"


def standing(services: Services) -> list[Occupancy]:
    return [one for one in services.occupancies.all() if one.blocks]


def dated(start: str, end: str = "", *more: str) -> list[str]:
    """Return the lines of an event between these values, as they are written."""
    lines = [f"UID:{start}{end}", "DTSTAMP:20270701T000000Z", f"DTSTART{start}"]
    lines += [f"DTEND{end}"] if end else []
    return ["BEGIN:VEVENT", *lines, *more, "SUMMARY:Reserved - Ewig", "END:VEVENT"]


def shows(portal: Portal, *events: list[str]) -> None:
    """Let a portal show these events, and behind them a stay that is one."""
    whole = calendar([Event(3)], FEWO).decode()
    lines = "".join(f"{line}\r\n" for event in events for line in event)
    portal.answers(whole.replace("BEGIN:VEVENT", lines + "BEGIN:VEVENT", 1).encode())


YEARS = {
    "year 1": dated(";VALUE=DATE:00010101", ";VALUE=DATE:00010103"),
    "year 1, at midnight far in the east": dated(":00010101T000000Z", ":00010102T000000Z"),
    "year 1, for ever": dated(";VALUE=DATE:00010101", ";VALUE=DATE:99991231"),
    "year 1, each week": dated(";VALUE=DATE:00010101", "", "RRULE:FREQ=WEEKLY;COUNT=3"),
    "year 9999": dated(";VALUE=DATE:99991229", ";VALUE=DATE:99991231"),
    "year 9999, its last night": dated(";VALUE=DATE:99991231"),
    "year 9999, late far in the west": dated(":99991231T235959Z", ":99991231T235959Z"),
    "year 9999, beyond the end": dated(";VALUE=DATE:99991231", "", "DURATION:P1W"),
    "year 9999, each day": dated(";VALUE=DATE:99991201", "", "RRULE:FREQ=DAILY;COUNT=99"),
}


@pytest.mark.parametrize("name", YEARS)
def test_the_years_1_and_9999_become_no_stay_and_keep_none_from_being_read(
    services: Services, portal: Portal, adds: Adds, name: str
) -> None:
    shows(portal, YEARS[name])
    source = adds(portal)
    (only,) = standing(services)
    assert (only.arrival, only.departure) == (Event(3).arrival, Event(3).departure)
    report = services.sources.report(source.id)
    assert report.look.progress.error is None
    said = [*(one.what for one in report.refused), *(one.what for one in report.listed)]
    assert set(said) <= {"Reserved - Ewig"}


@pytest.mark.parametrize("name", ["year 1", "year 9999"])
def test_what_was_refused_for_its_year_has_a_line_in_the_report(
    services: Services, portal: Portal, adds: Adds, name: str
) -> None:
    shows(portal, YEARS[name])
    source = adds(portal)
    (refused,) = services.sources.report(source.id).refused
    assert refused.what == "Reserved - Ewig"
    assert "year" in refused.why.text
    assert read(services, source).counts.refused == 1


def test_a_stay_that_moves_to_the_year_9999_is_gone_and_no_bug(
    services: Services, clock: SetClock, portal: Portal, adds: Adds
) -> None:
    portal.shows(Event(3), Event(20, uid="x"))
    source = adds(portal)
    shows(portal, [*dated(";VALUE=DATE:99991229", ";VALUE=DATE:99991231")])
    for _ in range(3):
        clock.passes(minutes=20)
        assert read(services, source).error is None
    assert [one.arrival for one in standing(services)] == [Event(3).arrival]


def named(services: Services, portal: Portal, adds: Adds, name: str) -> Occupancy:
    """Return what becomes of a stay of somebody who is called so."""
    body = calendar([Event(3, summary=f"Reserved - {name}")], FEWO)
    portal.answers(body)
    adds(portal)
    (one,) = standing(services)
    assert (one.arrival, one.departure) == (Event(3).arrival, Event(3).departure)
    return one


def link_says(services: Services, unit: Unit) -> bytes:
    """Return the unit's link with all details, as a portal would read it."""
    choices = LinkChoices(portal="booking")
    link = services.links.add(LinkKind.CALENDAR, Target(Scope.UNIT, unit.id), choices).after
    with closing(services.feeds()) as feeds:
        feed = feeds.answer(link.token)
    assert isinstance(feed, Feed)
    return feed.body


def test_a_guest_called_by_control_characters_is_a_guest_without_them(
    services: Services, unit: Unit, portal: Portal, adds: Adds
) -> None:
    one = named(services, portal, adds, CONTROLS)
    assert one.guest.split() == ["Anna", "[31m", "Huber"]
    assert not {unicodedata.category(character) for character in one.guest} & {"Cc", "Zl", "Zp"}
    assert list(days_in(link_says(services, unit))) == [(one.arrival, one.departure)]


def test_a_guest_called_by_markup_is_called_so(
    services: Services, unit: Unit, portal: Portal, adds: Adds
) -> None:
    one = named(services, portal, adds, MARKUP)
    assert one.guest == MARKUP
    assert list(days_in(link_says(services, unit))) == [(one.arrival, one.departure)]


def test_a_guest_called_from_right_to_left_leaves_the_order_of_what_stands_around_it(
    services: Services, unit: Unit, portal: Portal, adds: Adds
) -> None:
    one = named(services, portal, adds, RIGHT_TO_LEFT)
    assert one.guest == "حمد Kim\u200f"
    assert list(days_in(link_says(services, unit))) == [(one.arrival, one.departure)]


def test_a_guest_called_by_nothing_that_can_be_seen_is_nobody(
    services: Services, portal: Portal, adds: Adds
) -> None:
    assert named(services, portal, adds, NOTHING).guest == ""


def test_a_guest_called_by_ten_thousand_letters_has_a_name_that_ends(
    services: Services, portal: Portal, adds: Adds
) -> None:
    one = named(services, portal, adds, "W" * 10_000)
    assert one.guest
    assert len(one.guest) <= 500
    assert one.departure - one.arrival == timedelta(days=3)
