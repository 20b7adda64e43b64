"""Days in the cells of files, and the order of day and month as whole columns tell it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.exchange.day_cells import (
    EXCEL_ZERO,
    DateOrder,
    Order,
    day_of_cell,
    looks_like_a_day,
    order_of,
)
from app.i18n import WINDOW_LANGUAGES

DAY = date(2027, 7, 14)
DAYS = st.dates(date(1960, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2027-07-14",
        "2027/7/14",
        "2027-07-14T15:00:00Z",
        "2027-07-14 15:00:00+02:00",
        "20270714",
        "14.07.2027",
        " 14.7.27 ",
        "'14.07.2027",
        "14.07.2027 15:00",
        "14.07.2027, 15:00 Uhr",
        "14/07/2027",
        "14-07-2027",
        "Mi 14.07.2027",
        "Mi., 14.07.2027",
        "Wed 14/07/2027",
        "14. Juli 2027",
        "Mittwoch, 14. Juli 2027",
        "July 14, 2027",
        "14 Jul 2027 15:00",
        str((DAY - EXCEL_ZERO).days),
        f"{(DAY - EXCEL_ZERO).days}.625",
        f"{(DAY - EXCEL_ZERO).days},0",
    ],
)
def test_a_day_is_understood(text: str) -> None:
    assert day_of_cell(text, DateOrder.DAY_FIRST) == DAY


@pytest.mark.parametrize("text", ["7/14/2027", "07-14-27", "7/14/2027 3:00 PM", "14.07.2027"])
def test_americans_have_the_month_first_and_dots_are_not_american(text: str) -> None:
    assert day_of_cell(text, DateOrder.MONTH_FIRST) == DAY


@pytest.mark.parametrize(
    "text",
    ["", "Huber", "14.7.", "14. Juli", "heute", "morgen", "12.500", "1,234.50", "7", "80331",
     "12345678", "0171 2345678", "Zimmer 3 2027", "9" * 300],
)  # fmt: skip
def test_what_has_no_year_or_is_no_day_is_none(text: str) -> None:
    assert day_of_cell(text, DateOrder.DAY_FIRST) is None
    assert not looks_like_a_day(text)


@pytest.mark.parametrize("text", ["31.02.2027", "14/14/2027", "2027-13-01", "01.01.1850"])
def test_a_day_that_is_none_is_told(text: str) -> None:
    with pytest.raises(UserError):
        day_of_cell(text, DateOrder.DAY_FIRST)
    assert looks_like_a_day(text)


def test_a_bare_number_does_not_look_like_a_day() -> None:
    assert not looks_like_a_day("46217")
    assert looks_like_a_day(DAY)


@pytest.mark.parametrize(
    ("arrivals", "departures", "order"),
    [
        (["03/04/2027", "14/07/2027"], [], Order(DateOrder.DAY_FIRST, sure=True)),
        (["03/04/2027", "07/14/2027"], [], Order(DateOrder.MONTH_FIRST, sure=True)),
        (["03/04/2027"], ["03/14/2027"], Order(DateOrder.MONTH_FIRST, sure=True)),
        # One slip does not turn a whole column.
        (["14/07/2027", "15/07/2027", "07/16/2027"], [], Order(DateOrder.DAY_FIRST, sure=True)),
        # Only one order makes stays of them: 3 April to 6 April, and not 4 March to 4 June.
        (["03/04/2027"], ["06/04/2027"], Order(DateOrder.DAY_FIRST, sure=True)),
        (["04/03/2027"], ["04/06/2027"], Order(DateOrder.MONTH_FIRST, sure=True)),
        (["03/04/2027"], [], Order(DateOrder.DAY_FIRST, sure=False)),
        (["03/04/2027"], ["04/05/2027"], Order(DateOrder.DAY_FIRST, sure=False)),
        (["05/05/2027"], ["06/06/2027"], Order(DateOrder.DAY_FIRST, sure=True)),
        (["2027-04-03", "03.04.2027", DAY, ""], [], Order(DateOrder.DAY_FIRST, sure=True)),
        ([], [], Order(DateOrder.DAY_FIRST, sure=True)),
    ],
)
def test_the_whole_column_tells_the_order(
    arrivals: list[str | date], departures: list[str | date], order: Order
) -> None:
    assert order_of(arrivals, departures) == order


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["07/14/2027", "14/07/2027", "07/14/2027"], DateOrder.MONTH_FIRST),
        (["14/07/2027", "07/14/2027", "14/07/2027"], DateOrder.DAY_FIRST),
    ],
)
def test_a_day_that_stands_there_again_counts_again(cells: list[str], order: DateOrder) -> None:
    assert order_of(cells) == Order(order, sure=True)


@given(st.lists(st.tuples(st.integers(1, 31), st.integers(1, 31), st.integers(1, 40)), max_size=20))
def test_what_decides_is_how_many_cells_can_be_read_only_one_way(
    written: list[tuple[int, int, int]],
) -> None:
    cells = [f"{first}/{second}/2027" for first, second, times in written for _ in range(times)]
    only_days = sum(times for first, second, times in written if first > 12 >= second)
    only_months = sum(times for first, second, times in written if second > 12 >= first)
    found = order_of(cells)
    if only_days != only_months:
        more = DateOrder.DAY_FIRST if only_days > only_months else DateOrder.MONTH_FIRST
        assert found == Order(more, sure=True)


def forms(day: date) -> list[tuple[str, DateOrder]]:
    """Every way in which a day is written that we know."""
    first, american = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST
    spelled = [
        (f"{day.day}. {language.months[day.month - 1]} {day.year}", first)
        for language in WINDOW_LANGUAGES.values()
    ]
    return [
        (day.isoformat(), first),
        (day.strftime("%d.%m.%Y"), american),
        (day.strftime("%d.%m.%Y %H:%M"), first),
        (day.strftime("%d/%m/%Y"), first),
        (day.strftime("%m/%d/%Y"), american),
        (str((day - EXCEL_ZERO).days), first),
        *spelled,
    ]


@given(DAYS)
def test_every_form_of_every_day_means_that_day(day: date) -> None:
    for text, order in forms(day):
        assert day_of_cell(text, order) == day, text


@given(st.lists(st.tuples(DAYS, st.integers(1, 60)), min_size=1), st.sampled_from(DateOrder))
def test_where_the_order_is_sure_it_is_right(
    stays: list[tuple[date, int]], order: DateOrder
) -> None:
    form = "%d/%m/%Y" if order is DateOrder.DAY_FIRST else "%m/%d/%Y"
    arrivals = [day.strftime(form) for day, _ in stays]
    departures = [(day + timedelta(days=nights)).strftime(form) for day, nights in stays]
    found = order_of(arrivals, departures)
    if found.sure:
        assert [day_of_cell(text, found.order) for text in arrivals] == [day for day, _ in stays]


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    for order in DateOrder:
        try:
            day = day_of_cell(text, order)
        except UserError:
            continue
        assert day is None or 1900 <= day.year <= 9998
