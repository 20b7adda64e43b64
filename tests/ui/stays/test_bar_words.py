"""What stands on a bar, in its tooltip, and what is said of it to those who hear the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.core.house.unit import Unit
from app.core.stays.occupancy import Conflict, Kind, Occupancy, Status
from app.i18n import catalogue
from app.ui.stays.bar_words import (
    bar_name,
    bar_tip,
    bar_words,
    brief_day,
    brief_name,
    days_words,
    stay_name,
)
from app.ui.stays.bars import Bar
from app.ui.stays.words import conflict_line, status_line, taken_line, what_line, who_line
from tests.made import made_stay

TODAY = date(2027, 7, 6)
ENGLISH, GERMAN = catalogue("en"), catalogue("de")
STAY = made_stay(1, date(2027, 7, 28), date(2027, 8, 3), guest="Huber")
OPTION = replace(STAY, status=Status.OPTION, option_until=date(2027, 7, 9))
BLOCK = replace(STAY, guest="", kind=Kind.BLOCK, note="Dach\nbis Mittag")
MOEWE = Unit(id=1, property_id=1, name="Möwe", position=0, sequence=0, revision=0, archived_at=None)


def bar(stay: Occupancy, *, lanes: int = 1, clashes: bool = False) -> Bar:
    arrival, departure = stay.arrival.toordinal(), stay.departure.toordinal()
    return Bar(stay, arrival, departure, 0, lanes, clashes)


def tip(stay: Occupancy, *beside: Occupancy, staff: str = "") -> str:
    return str(bar_tip(ENGLISH, bar(stay), MOEWE, beside, TODAY, "#777777", staff))


@pytest.mark.parametrize(
    ("stay", "name", "on_bar", "brief"),
    [
        (STAY, "Huber", "Huber", "Huber"),
        (OPTION, "Huber", "Huber · until 9 Jul", "Huber"),
        (replace(STAY, guest="", portal="airbnb"), "Airbnb", "Airbnb", "Airbnb"),
        (replace(STAY, guest=""), "Booking", "Booking", "Booking"),
        (replace(OPTION, guest=""), "Booking", "Option · until 9 Jul", "Option"),
        (replace(OPTION, guest="", portal="airbnb"), "Airbnb", "Option · until 9 Jul", "Option"),
        (BLOCK, "Dach", "Dach", "Dach"),
        (replace(BLOCK, note=""), "Block", "Block", "Block"),
        (replace(STAY, guest="", kind=Kind.OWNER, portal="airbnb"), *["Owner stay"] * 3),
    ],
)
def test_a_bar_is_called_by_what_tells_most(
    stay: Occupancy, name: str, on_bar: str, brief: str
) -> None:
    assert stay_name(ENGLISH, stay) == name
    assert bar_name(ENGLISH, stay) == on_bar
    assert brief_name(ENGLISH, stay) == brief


@pytest.mark.parametrize("day", [date(2027, 7, 9), date(2020, 2, 20), date(9998, 12, 31)])
def test_a_brief_day_has_no_year(day: date) -> None:
    for texts in (ENGLISH, GERMAN):
        brief = brief_day(texts, day)
        assert texts.day(day).startswith(brief)
        assert str(day.year) not in brief
        assert brief == brief.strip()


def test_a_tooltip_tells_what_there_is_and_no_empty_lines() -> None:
    shown = tip(STAY)
    assert "28 Jul – 3 Aug 2027 · 6 nights" in shown
    assert "Wed – Tue" in shown
    assert "Booking · confirmed" in shown
    assert "person" not in shown
    assert "In charge" not in shown
    assert shown.count("<p") == 4
    full = tip(replace(STAY, persons=1, contact="0170 1", note="Hund"), staff="Rosa")
    for words in ("Möwe · 1 person", "0170 1", "In charge: Rosa", "Hund"):
        assert words in full
    assert full.count("<p") == 7


def test_names_that_look_like_markup_stay_names() -> None:
    shown = tip(replace(STAY, guest="<b>Huber</b>", note="a & b"))
    assert "&lt;b&gt;Huber&lt;/b&gt;" in shown
    assert "a &amp; b" in shown


@pytest.mark.parametrize(("length", "cut"), [(400, False), (401, True), (5000, True)])
def test_a_long_note_is_cut_and_says_so(length: int, cut: bool) -> None:
    shown = tip(replace(STAY, note="ö" * length))
    assert ("ö …" in shown) is cut
    assert shown.count("ö") == min(length, 400) + 1, "and that of the unit"


def test_a_blocks_reason_is_not_said_twice() -> None:
    shown = tip(BLOCK)
    assert shown.count("Dach") == 1
    assert "bis Mittag" in shown


def test_of_those_it_clashes_with_three_are_named() -> None:
    others = [replace(STAY, id=number, guest=f"Gast {number}") for number in range(2, 7)]
    assert "Double booking with Gast 2, Gast 3, Gast 4<" in tip(STAY, *others)
    assert "Double booking" not in tip(STAY)


def test_who_hears_the_window_hears_everything_of_a_bar() -> None:
    said = bar_words(ENGLISH, bar(STAY), MOEWE, TODAY)
    assert said == ("Huber, Möwe, Wed 28 Jul 2027 to Tue 3 Aug 2027, 6 nights, Booking · confirmed")
    twice = bar(STAY, lanes=2, clashes=True)
    assert bar_words(ENGLISH, twice, MOEWE, TODAY) == f"{said}, double booking"
    # Beside what a portal has closed it stands in a lane of its own, and that is all.
    assert bar_words(ENGLISH, bar(STAY, lanes=2), MOEWE, TODAY) == said


def test_a_day_is_told_with_what_is_on_it() -> None:
    day = TODAY.toordinal()
    assert days_words(ENGLISH, MOEWE, day, day, [], "") == "Möwe, Tue 6 Jul 2027, free"
    assert days_words(ENGLISH, MOEWE, day, day, [bar(STAY)], "Feiertag") == (
        "Möwe, Tue 6 Jul 2027, Feiertag, Huber"
    )
    stays = [bar(replace(STAY, guest=name)) for name in "ABCD"]
    assert days_words(ENGLISH, MOEWE, day, day + 1, stays, "Feiertag") == (
        "Möwe, Tue 6 Jul 2027 to Wed 7 Jul 2027, 1 night, A, B, C"
    )


def test_days_beyond_time_can_be_told() -> None:
    last = date.max.toordinal()
    assert days_words(ENGLISH, MOEWE, last, last + 5, [], "").endswith("5 nights, free")


@pytest.mark.parametrize(
    ("stay", "said"),
    [
        (STAY, "confirmed"),
        (replace(STAY, status=Status.CANCELLED), "cancelled"),
        (OPTION, "Option until 9 Jul 2027"),
        (replace(OPTION, option_until=TODAY), "Option until 6 Jul 2027"),
        (replace(OPTION, option_until=date(2027, 7, 5)), "Option expired"),
    ],
)
def test_the_status_in_a_word_or_two(stay: Occupancy, said: str) -> None:
    assert status_line(ENGLISH, stay, TODAY) == said


@pytest.mark.parametrize(
    ("stay", "who", "what"),
    [
        (STAY, "Huber", "Huber (Möwe, 28 Jul – 3 Aug 2027)"),
        (
            replace(STAY, portal="airbnb"),
            "Huber (Airbnb)",
            "Huber (Möwe, 28 Jul – 3 Aug 2027)",
        ),
        (BLOCK, "Dach (Block)", "Dach (Möwe, 28 Jul – 3 Aug 2027)"),
        (
            replace(STAY, guest="", portal="airbnb"),
            "Booking · Airbnb",
            "Booking · Airbnb (Möwe, 28 Jul – 3 Aug 2027)",
        ),
    ],
)
def test_messages_call_a_stay_as_its_owner_knows_it(stay: Occupancy, who: str, what: str) -> None:
    assert who_line(ENGLISH, stay) == who
    assert what_line(ENGLISH, stay, "Möwe") == what


def test_a_double_booking_is_told_by_the_nights_that_both_take() -> None:
    other = replace(BLOCK, id=2, arrival=date(2027, 7, 30), departure=date(2027, 8, 5))
    assert conflict_line(ENGLISH, Conflict(STAY, other), "Möwe") == (
        "Möwe, 30 Jul – 3 Aug 2027: Huber and Dach (Block)"
    )


def test_who_takes_the_nights_is_named_and_the_rest_counted() -> None:
    alone = "Taken from Wed 28 Jul 2027 to Tue 3 Aug 2027: Huber."
    assert taken_line(ENGLISH, [STAY], TODAY) == alone
    assert taken_line(ENGLISH, [STAY, BLOCK, OPTION], TODAY) == f"{alone} And 2 more."
