"""The model of the table, and the filter before it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from app.core.stays.occupancy import Kind, Status
from app.i18n import Catalogue
from app.services.services import Services
from app.ui.occupancies.filters import Filter, Period
from app.ui.occupancies.model import (
    ID_ROLE,
    OBJECT_ROLE,
    SORT_ROLE,
    Column,
    OccupancyModel,
    OccupancyProxy,
)
from app.ui.occupancies.row_store import Row, RowStore
from tests.ui.occupancies.conftest import Enter

TODAY = date(2027, 7, 6)
UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def rows(services: Services, enter: Enter) -> list[Row]:
    enter((7, 10), (7, 24), guest="Zoë", unit=1, persons=2, note="Hund")
    enter((7, 8), (7, 11), guest="Özil", unit=2, portal="airbnb")
    enter((7, 20), (7, 21), kind=Kind.BLOCK, unit=0)
    enter((7, 1), (7, 4), guest="anna", unit=0, persons=11, status=Status.OPTION,
          option_until=date(2027, 7, 1))  # fmt: skip
    enter((7, 2), (7, 5), guest="Twice", unit=0, allow_conflict=True)
    enter((7, 8), (7, 12), guest="Both", unit=2, allow_conflict=True)
    book = RowStore(services.units, services.occupancies, services.staff, services.double_bookings)
    book.load()
    return book.rows()


@pytest.fixture
def model(rows: list[Row], english: Catalogue) -> OccupancyModel:
    model = OccupancyModel(english, TODAY)
    model.set_rows(rows, TODAY)
    return model


def guests(model: OccupancyModel) -> list[str]:
    return [row.occupancy.guest for row in model.rows]


def test_the_model_keeps_qts_rules(
    model: OccupancyModel, rows: list[Row], qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # of pytest-qt
    model.sort(Column.GUEST, DOWN)
    model.set_rows(rows[:2], TODAY)
    model.set_rows([], TODAY)
    model.set_rows(rows, TODAY)


def test_the_proxy_keeps_qts_rules(
    model: OccupancyModel, rows: list[Row], qtmodeltester: ModelTester
) -> None:
    proxy = OccupancyProxy(model)
    qtmodeltester.check(proxy)  # type: ignore[no-untyped-call]  # of pytest-qt
    for wanted in (Filter(text="o"), Filter(period=Period.ALL), Filter(text="nobody"), Filter()):
        proxy.select(wanted.select(rows, TODAY).ids)
        proxy.sort(Column.NIGHTS, DOWN)
    proxy.replace(rows[1:], Filter().select(rows, TODAY).ids, TODAY)
    assert proxy.rowCount() == 4 - (rows[0].occupancy.departure >= TODAY)


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (Column.UNIT, ["anna", "Twice", "", "Zoë", "Özil", "Both"]),
        (Column.ARRIVAL, ["anna", "Twice", "Özil", "Both", "Zoë", ""]),
        (Column.DEPARTURE, ["anna", "Twice", "Özil", "Both", "", "Zoë"]),
        (Column.NIGHTS, ["", "anna", "Twice", "Özil", "Both", "Zoë"]),
        (Column.GUEST, ["", "anna", "Both", "Özil", "Twice", "Zoë"]),
        (Column.PERSONS, ["Twice", "Özil", "Both", "", "Zoë", "anna"]),
        (Column.KIND, ["", "anna", "Twice", "Both", "Zoë", "Özil"]),
        (Column.STATUS, ["anna", "Twice", "Özil", "Both", "Zoë", ""]),
        (Column.NOTE, ["Zoë", "anna", "Twice", "Özil", "Both", ""]),
    ],
)
def test_columns_sort_by_native_values(
    model: OccupancyModel, column: Column, order: list[str]
) -> None:
    model.sort(column, UP)
    assert guests(model) == order
    values = [model.index(at, column).data(SORT_ROLE) for at in range(model.rowCount())]
    assert values == sorted(values)


def test_sorting_takes_persistent_indexes_along(model: OccupancyModel) -> None:
    at = guests(model).index("Zoë")
    kept = QPersistentModelIndex(model.index(at, Column.STATUS))
    model.sort(Column.GUEST, DOWN)
    assert kept.data(OBJECT_ROLE).occupancy.guest == "Zoë"
    assert kept.column() == Column.STATUS


def test_a_filtered_row_is_found_by_its_occupancy(model: OccupancyModel, rows: list[Row]) -> None:
    proxy = OccupancyProxy(model)
    proxy.select(frozenset({rows[3].occupancy.id}))
    assert proxy.rowCount() == 1
    assert proxy.row_of(rows[3].occupancy.id) == 0
    assert proxy.index(0, 0).data(ID_ROLE) == rows[3].occupancy.id
    assert proxy.row_of(rows[0].occupancy.id) is None


def test_cells_say_what_stands_there(model: OccupancyModel) -> None:
    model.sort(Column.GUEST, UP)
    both = guests(model).index("Özil")
    texts = [model.index(both, column).data() for column in Column]
    assert texts == [
        "Dachstudio", "Thu 8 Jul 2027", "Sun 11 Jul 2027", "3", "Özil", "", "Airbnb",
        "confirmed", "",
    ]  # fmt: skip
    anna = guests(model).index("anna")
    assert model.index(anna, Column.STATUS).data() == "Option expired"
    assert model.index(anna, Column.PERSONS).data() == "11"


def test_screen_readers_hear_the_whole_row(model: OccupancyModel) -> None:
    spoken = Qt.ItemDataRole.AccessibleTextRole
    zoe = guests(model).index("Zoë")
    assert model.index(zoe, Column.UNIT).data(spoken) == (
        "Seeblick 2, Sat 10 Jul 2027 to Sat 24 Jul 2027, 14 nights, Zoë, 2 persons, Booking, "
        "confirmed, Note: Hund"
    )
    assert model.index(zoe, Column.NOTE).data(spoken) == "Note: Hund"
    assert model.index(zoe, Column.NIGHTS).data(spoken) == "Nights: 14"
    both = guests(model).index("Both")
    assert "Double booking" in model.index(both, Column.UNIT).data(spoken)
    # What is past clashes with nobody any more.
    twice = guests(model).index("Twice")
    assert "Double booking" not in model.index(twice, Column.UNIT).data(spoken)
