"""Dates as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.dates import FIRST_DAY, LAST_DAY
from app.core.errors import UserError
from app.i18n import WINDOW_LANGUAGES, catalogue
from app.ui.occupancies.typed_dates import parse_day

FROM = date(2027, 7, 6)
DAYS = st.dates(FIRST_DAY, LAST_DAY)
NEAR = st.dates(date(2000, 1, 1), date(2099, 12, 31))
LANGUAGE = st.sampled_from(tuple(WINDOW_LANGUAGES))


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
        ("Mi 14.07.2027", date(2027, 7, 14)),
        ("Wed 14 Jul 2027", date(2027, 7, 14)),
        ("14. juli", date(2027, 7, 14)),
        ("3. märz", date(2028, 3, 3)),
        ("3 mar", date(2028, 3, 3)),
        ("1 Dec 28", date(2028, 12, 1)),
        ("1. dez 28", date(2028, 12, 1)),
        ("  14.7.  ", date(2027, 7, 14)),
    ],
)
def test_short_forms_are_understood(typed: str, meant: date) -> None:
    assert parse_day(typed, catalogue("de"), FROM) == meant


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.6.", "There is no day 31 in June 2028: it has 30 days."),
        ("30.2.28", "There is no day 30 in February 2028: it has 29 days."),
        ("29.2.2027", "There is no day 29 in February 2027: it has 28 days."),
        ("0.7.", "There is no day 0 in July 2028: it has 31 days."),
        ("14.13.", "There are only 12 months. Please look at “14.13.” again."),
        ("14.0.27", "There are only 12 months. Please look at “14.0.27” again."),
        ("32", "“32” is no date. Please type it like this: 6 Jul 2027"),
        ("soon", "“soon” is no date. Please type it like this: 6 Jul 2027"),
        ("14 Foo", "There is no month called “Foo”."),
        ("1.1.9999", "The year 9999 cannot be right. Please enter a date between 1900 and 9998."),
        ("1.1.0000", "The year 0 cannot be right. Please enter a date between 1900 and 9998."),
        ("1.1.1899", "The year 1899 cannot be right. Please enter a date between 1900 and 9998."),
    ],
)
def test_what_is_no_date_gets_a_sentence(typed: str, sentence: str) -> None:
    english = catalogue("en")
    with pytest.raises(UserError) as caught:
        parse_day(typed, english, FROM)
    assert english.tell(caught.value) == sentence


@given(day=DAYS, earliest=NEAR, language=LANGUAGE)
def test_a_whole_date_means_itself_in_every_form(day: date, earliest: date, language: str) -> None:
    texts = catalogue(language)
    forms = [
        texts.date(day),
        texts.day(day),
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d%m}{day.year:04}",
    ]
    for form in forms:
        assert parse_day(form, texts, earliest) == day


@given(day=NEAR, earliest=NEAR)
def test_two_figures_are_a_year_of_this_century(day: date, earliest: date) -> None:
    texts = catalogue("de")
    assert parse_day(f"{day:%d.%m.%y}", texts, earliest) == day
    assert parse_day(f"{day:%d%m%y}", texts, earliest) == day


@given(earliest=NEAR, ahead=st.integers(0, 364))
def test_without_a_year_the_first_such_day_is_meant(earliest: date, ahead: int) -> None:
    day = earliest + timedelta(days=ahead)
    found = parse_day(f"{day.day}.{day.month}.", catalogue("de"), earliest)
    if (day.month, day.day) != (2, 29):
        assert found == day
    assert found >= earliest
    assert (found.day, found.month) == (day.day, day.month)


@given(earliest=NEAR, ahead=st.integers(0, 27))
def test_a_day_alone_is_the_next_one(earliest: date, ahead: int) -> None:
    day = earliest + timedelta(days=ahead)
    assert parse_day(str(day.day), catalogue("de"), earliest) == day


@given(
    typed=st.one_of(st.text(max_size=20), st.text("0123456789./- ", max_size=12)),
    earliest=DAYS,
    language=LANGUAGE,
)
def test_anything_else_is_a_sentence_and_never_a_crash(
    typed: str, earliest: date, language: str
) -> None:
    texts = catalogue(language)
    with suppress(UserError):
        assert FIRST_DAY <= parse_day(typed, texts, earliest) <= LAST_DAY
