"""The owner's words about double bookings, and what others may read of them on the screen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.core.stays.moving import Room, Suggestion
from app.core.stays.occupancy import Conflict, Kind
from app.i18n import catalogue
from app.ui.stays.clash import words
from tests.core.stays.test_moving import unit
from tests.made import made_alarm, made_stay

ENGLISH, GERMAN = catalogue("en"), catalogue("de")
TODAY = date(2027, 7, 6)
ONE = made_stay(1, date(2027, 12, 24), date(2027, 12, 28), guest="Hübner", portal="booking")
OTHER = made_stay(2, date(2027, 12, 25), date(2028, 1, 2), portal="airbnb", source="feed:1")
ALARM = made_alarm(7, Conflict(ONE, OTHER))


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "heute um 13:52"), (1, "gestern um 13:52"), (2, "am 04.07.2027"), (400, "am 01.06.2026")],
)
def test_when_it_was_is_told_from_today(days: int, said: str) -> None:
    moment = datetime(2027, 7, 6, 13, 52).astimezone() - timedelta(days=days)
    if days < 2:
        moment = datetime(2027, 7, 6 - days, 13, 52).astimezone()
    assert words.at_time(GERMAN, moment.astimezone(UTC), TODAY) == said


def test_days_of_another_year_have_their_year() -> None:
    assert words.days_line(GERMAN, OTHER, TODAY) == "Sa 25.12. – So 02.01.2028 · 8 Nächte"


@pytest.mark.parametrize(
    ("room", "capacity", "said"),
    [
        (Room.ENOUGH, 6, "6 Personen haben Platz"),
        (Room.ENOUGH, 1, "1 Person hat Platz"),
        (Room.TOO_SMALL, 2, "aber nur 2 Personen haben Platz"),
        (Room.UNKNOWN, 4, "bitte prüfen Sie, ob der Platz reicht"),
        (Room.UNKNOWN, None, "bitte prüfen Sie, ob der Platz reicht"),
    ],
)
def test_why_a_way_out_would_do_is_told(room: Room, capacity: int | None, said: str) -> None:
    told = words.move_reason(GERMAN, Suggestion(ONE, unit(3, capacity), room), TODAY)
    assert told == f"dort ist vom Fr 24.12. bis Di 28.12. frei, {said}"


def test_a_way_out_in_a_list_names_both_and_what_is_against_it() -> None:
    small = Suggestion(ONE, unit(3, 2), Room.TOO_SMALL)
    assert words.move_option(GERMAN, small) == "Hübner → Unit 3 · 2 Personen · zu klein"
    assert words.move_option(GERMAN, Suggestion(ONE, unit(3, None), Room.UNKNOWN)) == (
        "Hübner → Unit 3"
    )


def test_a_message_of_the_desktop_names_unit_and_portals_and_never_a_guest() -> None:
    title, text = words.message(GERMAN, [(ALARM, "Seeblick 2")])
    assert title == "Doppelbuchung in Seeblick 2"
    assert text == "Seeblick 2, 25.–28.12.2027: Booking.com und Airbnb"
    noted = made_stay(3, ONE.arrival, ONE.departure, kind=Kind.BLOCK, note="Krebs von Herrn Hübner")
    _, text = words.message(GERMAN, [(made_alarm(8, Conflict(noted, OTHER)), "Möwe")])
    assert "Hübner" not in text


@pytest.mark.parametrize(("count", "lines"), [(2, 2), (3, 3), (5, 4)])
def test_of_many_the_first_are_named(count: int, lines: int) -> None:
    title, text = words.message(ENGLISH, [(ALARM, f"Unit {n}") for n in range(count)])
    assert title == f"{count} new double bookings"
    assert len(text.splitlines()) == lines
    if count > 3:
        assert text.endswith("And 2 more.")


def test_both_are_named_in_one_line_and_who_has_no_name_by_the_portal() -> None:
    assert words.both_line(GERMAN, ALARM) == "Hübner (Booking.com) und Airbnb"
    nobody = made_stay(3, ONE.arrival, ONE.departure, portal="booking", source="feed:1")
    named = words.both_line(ENGLISH, made_alarm(8, Conflict(nobody, OTHER)))
    assert named == "Airbnb and Booking.com"
    noted = made_stay(4, ONE.arrival, ONE.departure, kind=Kind.BLOCK, note="Maler")
    assert words.both_line(ENGLISH, made_alarm(9, Conflict(noted, OTHER))) == "Airbnb and Maler"
