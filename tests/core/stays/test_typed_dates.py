"""Dates as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.stays.dates import FIRST_DAY, LAST_DAY
from app.core.stays.typed_dates import parse_day
from app.i18n import WINDOW_LANGUAGES, catalogue

TODAY = date(2027, 7, 6)  # a Tuesday
DAYS = st.dates(FIRST_DAY, LAST_DAY)
NEAR = st.dates(date(2000, 1, 1), date(2099, 12, 31))
LANGUAGE = st.sampled_from(sorted(WINDOW_LANGUAGES))
GERMAN = [catalogue("de").month(date(2027, n, 1)).split()[0] for n in range(1, 13)]
ENGLISH = [catalogue("en").month(date(2027, n, 1)).split()[0] for n in range(1, 13)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14.7.", date(2027, 7, 14)),
        ("14.7", date(2027, 7, 14)),
        ("14.7.27", date(2027, 7, 14)),
        ("14. 7. 2028", date(2028, 7, 14)),
        ("140727", date(2027, 7, 14)),
        ("14072028", date(2028, 7, 14)),
        ("1407", date(2027, 7, 14)),
        ("14", date(2027, 7, 14)),
        ("5", date(2027, 8, 5)),
        ("31.", date(2027, 7, 31)),
        ("5.7.", date(2028, 7, 5)),
        ("6.7.", date(2027, 7, 6)),
        ("29.2.", date(2028, 2, 29)),
        ("14/7/27", date(2027, 7, 14)),
        ("14-7-27", date(2027, 7, 14)),
        ("14 7 27", date(2027, 7, 14)),
        ("2027-07-14", date(2027, 7, 14)),
        ("1.8.2027", date(2027, 8, 1)),
        ("05.03.27", date(2027, 3, 5)),
        ("2027-03-05", date(2027, 3, 5)),
        ("Mi 14.07.2027", date(2027, 7, 14)),
        ("Mi, 14.07.2027", date(2027, 7, 14)),
        ("Mi. 14.7.", date(2027, 7, 14)),
        ("Wed 14 Jul 2027", date(2027, 7, 14)),
        ("Wednesday, July 14, 2027", date(2027, 7, 14)),
        ("Freitag 5. März", date(2028, 3, 5)),
        ("14. juli", date(2027, 7, 14)),
        ("3. märz", date(2028, 3, 3)),
        ("3. Maerz", date(2028, 3, 3)),
        ("3 mrz", date(2028, 3, 3)),
        ("3 mar", date(2028, 3, 3)),
        ("1 Dec 28", date(2028, 12, 1)),
        ("1. dez 28", date(2028, 12, 1)),
        ("5. März 2027", date(2027, 3, 5)),
        ("5.März", date(2028, 3, 5)),
        ("March 5", date(2028, 3, 5)),
        ("5 March", date(2028, 3, 5)),
        ("Mar 5th, 2029", date(2029, 3, 5)),
        ("5th of March 29", date(2029, 3, 5)),
        ("März 5", date(2028, 3, 5)),
        ("Sept. 1", date(2027, 9, 1)),
        ("1. Jänner", date(2028, 1, 1)),
        ("heute", date(2027, 7, 6)),
        ("TODAY", date(2027, 7, 6)),
        ("morgen", date(2027, 7, 7)),
        ("Tomorrow", date(2027, 7, 7)),
        ("übermorgen", date(2027, 7, 8)),
        ("uebermorgen", date(2027, 7, 8)),
        ("gestern", date(2027, 7, 5)),
        ("Dienstag", date(2027, 7, 6)),
        ("Mo", date(2027, 7, 12)),
        ("mittwoch", date(2027, 7, 7)),
        ("fri", date(2027, 7, 9)),
        ("So.", date(2027, 7, 11)),
        ("Sonnabend", date(2027, 7, 10)),
        ("  14.7.  ", date(2027, 7, 14)),
    ],
)
def test_short_forms_are_understood(typed: str, meant: date) -> None:
    assert parse_day(typed, TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.6.", "There is no day 31 in month 6 of 2028: it has 30 days."),
        ("30.2.28", "There is no day 30 in month 2 of 2028: it has 29 days."),
        ("29. Februar 2027", "There is no day 29 in month 2 of 2027: it has 28 days."),
        ("0.7.", "There is no day 0 in month 7 of 2028: it has 31 days."),
        ("14.13.", "There are only 12 months. Please look at “14.13.” again."),
        ("14.0.27", "There are only 12 months. Please look at “14.0.27” again."),
        ("32", "“32” is no date. Please type it like this: Tue 13 Jul 2027"),
        ("soon", "“soon” is no date. Please type it like this: Tue 13 Jul 2027"),
        ("14 Foo", "“14 Foo” is no date. Please type it like this: Tue 13 Jul 2027"),
        ("Foo 5", "“Foo 5” is no date. Please type it like this: Tue 13 Jul 2027"),
        ("ab 5.3.", "“ab 5.3.” is no date. Please type it like this: Tue 13 Jul 2027"),
        ("März", "“März” is no date. Please type it like this: Tue 13 Jul 2027"),
        ("March 2027", "“March 2027” is no date. Please type it like this: Tue 13 Jul 2027"),
        ("", "“” is no date. Please type it like this: Tue 13 Jul 2027"),
        ("1.1.9999", "The year 9999 cannot be right. Please enter a date between 1900 and 9998."),
        ("1.1.0000", "The year 0 cannot be right. Please enter a date between 1900 and 9998."),
        ("1.1.1899", "The year 1899 cannot be right. Please enter a date between 1900 and 9998."),
    ],
)
def test_what_is_no_date_gets_a_sentence(typed: str, sentence: str) -> None:
    english = catalogue("en")
    with pytest.raises(UserError) as caught:
        parse_day(typed, TODAY)
    assert english.tell(caught.value) == sentence


def _written(day: date) -> list[str]:
    """Return a whole date in every form that people use."""
    german, english = GERMAN[day.month - 1], ENGLISH[day.month - 1]
    year = f"{day.year:04}"
    return [
        *(catalogue(language).date(day) for language in WINDOW_LANGUAGES),
        *(catalogue(language).day(day) for language in WINDOW_LANGUAGES),
        day.isoformat(),
        f"{day.day}.{day.month}.{year}",
        f"{day.day}/{day.month}/{year}",
        f"{day:%d%m}{year}",
        f"{day.day}. {german} {year}",
        f"{day.day}. {german[:3]}. {year}",
        f"{german} {day.day}, {year}",
        f"{english} {day.day}, {year}",
        f"{english} {day.day} {year}",
        f"{english[:3]}. {day.day}, {year}",
        f"{day.day} {english} {year}",
        f"{day.day} {english[:3]} {year}",
    ]


@given(day=DAYS, earliest=NEAR)
def test_a_whole_date_means_itself_in_every_form(day: date, earliest: date) -> None:
    for form in _written(day):
        assert parse_day(form, earliest) == day
        assert parse_day(f" {form.upper()} ", earliest) == day


@given(day=NEAR, earliest=NEAR)
def test_two_figures_are_a_year_of_this_century(day: date, earliest: date) -> None:
    for form in (
        f"{day:%d.%m.%y}",
        f"{day:%d%m%y}",
        f"{day.day}. {GERMAN[day.month - 1]} {day:%y}",
    ):
        assert parse_day(form, earliest) == day


@given(earliest=NEAR, ahead=st.integers(0, 364))
def test_without_a_year_the_first_such_day_is_meant(earliest: date, ahead: int) -> None:
    day = earliest + timedelta(days=ahead)
    names = (GERMAN[day.month - 1], ENGLISH[day.month - 1])
    forms = [f"{day.day}.{day.month}.", *(f"{day.day} {n}" for n in names)]
    for form in (*forms, *(f"{n} {day.day}" for n in names)):
        found = parse_day(form, earliest)
        assert found >= earliest
        assert (found.day, found.month) == (day.day, day.month)
        if (day.month, day.day) != (2, 29):
            assert found == day


@given(earliest=NEAR, ahead=st.integers(0, 27))
def test_a_day_alone_is_the_next_one(earliest: date, ahead: int) -> None:
    day = earliest + timedelta(days=ahead)
    assert parse_day(str(day.day), earliest) == day


@given(today=NEAR, earliest=NEAR, ahead=st.integers(0, 6), language=LANGUAGE)
def test_a_weekday_is_the_next_one(today: date, earliest: date, ahead: int, language: str) -> None:
    day = max(today, earliest) + timedelta(days=ahead)
    assert parse_day(catalogue(language).weekday(day), today, earliest) == day


def test_a_short_departure_counts_from_the_arrival() -> None:
    arrival = date(2027, 12, 30)
    first = arrival + timedelta(days=1)
    assert parse_day("5", TODAY, first) == date(2028, 1, 5)
    assert parse_day("5.1.", TODAY, first) == date(2028, 1, 5)
    assert parse_day("30.12.", TODAY, first) == date(2028, 12, 30)
    assert parse_day("Donnerstag", TODAY, first) == date(2028, 1, 6)


@given(today=DAYS, earliest=DAYS)
def test_the_example_lies_ahead_and_is_understood(today: date, earliest: date) -> None:
    with pytest.raises(UserError) as caught:
        parse_day("soon", today, earliest)
    example = caught.value.values["example"]
    assert isinstance(example, date)
    assert example > today or example == LAST_DAY
    for language in WINDOW_LANGUAGES:
        assert parse_day(catalogue(language).date(example), today) == example


_KNOWN = st.sampled_from([*_written(TODAY), "14.7.", "5", "heute", "Mo", "Mo 5.3."])
_STRANGE = st.text("bcfghklpqvwxyzß", min_size=4, max_size=8)


@given(known=_KNOWN, word=_STRANGE, before=st.booleans())
def test_a_word_that_is_no_part_of_a_date_is_never_passed_over(
    known: str, word: str, before: bool
) -> None:
    with pytest.raises(UserError):
        parse_day(f"{word} {known}" if before else f"{known} {word}", TODAY)


@given(
    typed=st.one_of(
        st.text(max_size=20),
        st.text("0123456789./- ", max_size=12),
        st.lists(
            st.sampled_from([*GERMAN, *ENGLISH, "Mo", "of", "heute", "5", "th", ".", " ", "2027"]),
            max_size=6,
        ).map("".join),
    ),
    today=DAYS,
    earliest=DAYS,
)
def test_anything_else_is_a_sentence_and_never_a_crash(
    typed: str, today: date, earliest: date
) -> None:
    try:
        assert FIRST_DAY <= parse_day(typed, today, earliest) <= LAST_DAY
    except UserError as error:
        for language in WINDOW_LANGUAGES:
            catalogue(language).tell(error)


@given(days=st.integers(-2, 2), today=st.sampled_from([FIRST_DAY, LAST_DAY]))
def test_words_at_the_ends_of_time_are_refused_or_kept(days: int, today: date) -> None:
    word = {-2: "vorgestern", -1: "gestern", 0: "heute", 1: "morgen", 2: "übermorgen"}[days]
    with suppress(UserError):
        assert FIRST_DAY <= parse_day(word, today) <= LAST_DAY
