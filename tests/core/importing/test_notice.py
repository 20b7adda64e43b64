"""The shortest time before an arrival is known again, however much of it stays cover."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.importing.nights import Nights
from app.core.importing.source import ForeignStay, Verdict
from tests.core.importing.sources import AIRBNB, NOW, Desk, closed, stay

TODAY = NOW.date()
_DAY = timedelta(days=1)
Stays = list[tuple[int, int]]


def day(number: int) -> date:
    return TODAY + number * _DAY


def shown(today: date, stays: Stays, notice: int, closure: Nights) -> list[ForeignStay]:
    """Return what Airbnb writes: stays, and what is closed beside them, joined."""
    sold = Nights.of((day(first), day(first + nights)) for first, nights in stays)
    rule = Nights.within(today, today + notice * _DAY)
    nights = ((rule | closure) & Nights.within(today, date.max)) - sold
    return [
        *(stay(day(first), day(first + n), f"s{first}") for first, n in stays),
        *(closed(first, end, f"{today}/{first}") for first, end in nights.ranges),
    ]


def read_on(desk: Desk, number: int, stays: Stays, notice: int, closure: Nights) -> None:
    """Read it in the morning, and again after half an hour."""
    desk.now = NOW + number * _DAY
    coming = [one for one in stays if one[0] + one[1] > number]
    desk.read_twice(*shown(day(number), coming, notice, closure))


def test_a_night_alone_between_two_stays_is_the_rules() -> None:
    desk = Desk(AIRBNB, "airbnb")
    for number in range(12):
        read_on(desk, number, [(5, 4), (10, 4)], 2, Nights())
        assert desk.blocks == []
    assert desk.verdicts(Verdict.NOTICE) == []


@st.composite
def stays_apart(draw: st.DrawFn) -> Stays:
    """Draw stays that begin some days after the first reading, with gaps of any length."""
    found, at = [], draw(st.integers(4, 8))
    for _ in range(draw(st.integers(0, 6))):
        nights = draw(st.integers(1, 6))
        found.append((at, nights))
        at += nights + draw(st.integers(0, 4))
    return found


@given(stays_apart(), st.integers(1, 3))
@example([(5, 4), (10, 4)], 2)
@example([(4, 1), (6, 1), (8, 1)], 3)
@settings(max_examples=40)
def test_no_rule_becomes_an_occupancy_whatever_is_sold_beside_it(stays: Stays, notice: int) -> None:
    desk = Desk(AIRBNB, "airbnb")
    for number in range(26):
        read_on(desk, number, stays, notice, Nights())
        assert desk.blocks == []


@given(stays_apart(), st.integers(1, 3), st.integers(6, 20), st.integers(1, 5))
@example([(4, 1)], 3, 6, 1)
@settings(max_examples=30)
def test_what_was_closed_before_the_rule_came_to_it_stays_closed(
    stays: Stays, notice: int, first: int, nights: int
) -> None:
    desk = Desk(AIRBNB, "airbnb")
    closure = Nights.within(day(first), day(first + nights))
    sold = Nights.of((day(at), day(at + long)) for at, long in stays)
    for number in range(26):
        read_on(desk, number, stays, notice, closure)
        # Which of today's nights are past is the portal's own affair.
        ahead = (closure - sold) & Nights.within(day(number + 1), date.max)
        assert not ahead - desk.taken
