"""What a filter selects."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.core.house.unit import Unit
from app.core.stays.agenda import Due
from app.core.stays.occupancy import Kind, Status
from app.services.services import Services
from app.ui.occupancies.filters import Filter, Period, Standing
from app.ui.occupancies.row_store import RowStore
from tests.ui.occupancies.conftest import Enter

TODAY = date(2027, 7, 6)
ALL = Filter(period=Period.ALL)


@pytest.fixture
def book(services: Services, enter: Enter) -> RowStore:
    enter((6, 1), (6, 8), guest="Öztürk", portal="airbnb")
    enter((6, 28), (7, 6), guest="Leaving", contact="+49 89 1234")
    enter((7, 10), (7, 14), guest="Huber", note="Hund dabei\nKinderbett", unit=1)
    enter((8, 1), (8, 5), kind=Kind.BLOCK, unit=1)
    enter((8, 1), (8, 5), status=Status.CANCELLED, unit=2)
    enter((9, 1), (9, 5), status=Status.OPTION, option_until=date(2027, 7, 5), unit=2)
    enter((9, 4), (9, 9), guest="Twice", unit=2, allow_conflict=True)
    book = RowStore(services.units, services.occupancies, services.staff, services.double_bookings)
    book.load()
    return book


def found(book: RowStore, wanted: Filter) -> list[str]:
    ids = wanted.select(book.rows(), TODAY).ids
    return [
        row.occupancy.guest or row.occupancy.kind.value
        for row in book.rows()
        if row.occupancy.id in ids
    ]


def test_from_today_on_keeps_those_who_leave_today_and_counts_the_past(book: RowStore) -> None:
    selection = Filter().select(book.rows(), TODAY)
    assert found(book, Filter()) == ["Leaving", "Huber", "block", "booking", "Twice"]
    assert selection.past_hidden == 1
    assert found(book, Filter(period=Period.PAST)) == ["Öztürk"]
    assert len(found(book, ALL)) == 6


@pytest.mark.parametrize(
    ("text", "guests"),
    [
        ("huber", ["Huber"]),
        ("OZTURK", ["Öztürk"]),
        ("öztürk", ["Öztürk"]),
        ("airbnb", ["Öztürk"]),
        ("kinderbett hund", ["Huber"]),
        ("89 1234", ["Leaving"]),
        ("dachstudio twice", ["Twice"]),
        ("nobody", []),
        ("  ", ["Öztürk", "Leaving", "Huber", "block", "booking", "Twice"]),
    ],
)
def test_search_looks_through_all_texts_without_case_and_accents(
    book: RowStore, text: str, guests: list[str]
) -> None:
    assert found(book, replace(ALL, text=text)) == guests


def test_unit_kind_and_status(book: RowStore, units: list[Unit]) -> None:
    assert found(book, replace(ALL, unit_id=units[1].id)) == ["Huber", "block"]
    assert found(book, replace(ALL, kind=Kind.BLOCK)) == ["block"]
    assert found(book, replace(ALL, standing=Standing.OPTION)) == ["booking"]
    assert len(found(book, replace(ALL, standing=Standing.CONFIRMED))) == 5
    assert len(found(book, replace(ALL, standing=Standing.CANCELLED))) == 1
    assert len(found(book, replace(ALL, standing=Standing.ANY))) == 7


def test_the_flags_leave_what_needs_a_decision(book: RowStore) -> None:
    assert found(book, replace(ALL, clashing=True)) == ["booking", "Twice"]
    assert found(book, replace(ALL, expired=True)) == ["booking"]


def test_archived_units_are_shown_only_on_their_own(
    book: RowStore, services: Services, units: list[Unit]
) -> None:
    services.units.archive(units[1].id, sequence=units[1].sequence)
    book.name_units()
    assert "Huber" not in found(book, ALL)
    assert found(book, replace(ALL, archived=True)) == ["Huber", "block"]


def test_the_book_reads_again_only_the_units_it_is_told(
    book: RowStore, enter: Enter, units: list[Unit]
) -> None:
    enter((10, 1), (10, 5), guest="New", unit=0)
    enter((10, 1), (10, 5), guest="Other", unit=1)
    book.reload([units[0].id])
    guests = {row.occupancy.guest for row in book.rows()}
    assert "New" in guests
    assert "Other" not in guests


WEEK = Filter(period=Period.WEEK)


@pytest.fixture
def week(services: Services, enter: Enter) -> RowStore:
    """Leaves, comes after her on the same day, an option to decide, and what is not due."""
    enter((7, 1), (7, 9), guest="Anna")
    enter((7, 9), (7, 20), guest="Bert", kind=Kind.OWNER)
    enter((7, 1), (7, 20), guest="Stays", unit=1)
    enter((9, 1), (9, 5), guest="Decide", unit=1, status=Status.OPTION, option_until=TODAY)
    enter((7, 8), (7, 9), guest="Gone", unit=2, status=Status.CANCELLED)
    enter((7, 14), (7, 16), guest="Later", unit=2)
    book = RowStore(services.units, services.occupancies, services.staff, services.double_bookings)
    book.load()
    return book


@pytest.mark.parametrize(
    ("due", "guests"),
    [
        (None, ["Anna", "Bert", "Decide"]),
        (Due.DEPARTURE, ["Anna"]),
        (Due.ARRIVAL, []),
        (Due.OWN, ["Bert"]),
        (Due.CHANGEOVER, ["Anna", "Bert"]),
        (Due.OPTION, ["Decide"]),
    ],
)
def test_today_and_the_next_seven_days(week: RowStore, due: Due | None, guests: list[str]) -> None:
    assert found(week, replace(WEEK, due=due)) == guests


def test_a_changeover_is_found_by_either_guest(week: RowStore) -> None:
    changeovers = replace(WEEK, due=Due.CHANGEOVER)
    assert found(week, replace(changeovers, kind=Kind.OWNER)) == ["Bert"]
    assert found(week, replace(changeovers, text="anna")) == ["Anna"]
