"""What all models of tables have in common."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from pytestqt.modeltest import ModelTester

from app.override import override
from app.ui.kit.row_model import Index, RowModel

DISPLAY = Qt.ItemDataRole.DisplayRole
ACROSS, DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


class Words(RowModel[tuple[str, int]]):
    """Words, and how many letters each has."""

    @override
    def data(self, index: Index, role: int = DISPLAY) -> Any:
        return str(self.rows[index.row()][index.column()]) if role == DISPLAY else None


@pytest.fixture
def model(qapp: object) -> Words:
    assert qapp is not None
    return Words(("Word", "Letters"), [("Möwe", 4), ("Kajüte", 6)])


def test_it_is_what_qt_expects_of_a_model(model: Words, qtmodeltester: ModelTester) -> None:
    assert isinstance(model, QAbstractTableModel)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt says no types


def test_a_row_is_the_value_that_was_given(model: Words) -> None:
    assert model.row_at(1) == ("Kajüte", 6)
    assert model.index(1, 0).data() == "Kajüte"
    assert (model.rowCount(), model.columnCount()) == (2, 2)


def test_what_is_given_may_change_without_the_model(qapp: object) -> None:
    assert qapp is not None
    given = [("Möwe", 4)]
    model = Words(("Word", "Letters"), given)
    given.clear()
    assert model.rowCount() == 1


def test_cells_have_nothing_below_them(model: Words) -> None:
    below = model.index(0, 0)
    assert (model.rowCount(below), model.columnCount(below)) == (0, 0)
    assert (model.rowCount(QModelIndex()), model.columnCount(QModelIndex())) == (2, 2)


@pytest.mark.parametrize("section", [-1, 2, 99])
def test_a_column_that_is_not_there_has_no_heading(model: Words, section: int) -> None:
    assert model.headerData(section, ACROSS) is None


def test_headings_stand_above_columns_and_are_words_alone(model: Words) -> None:
    assert [model.headerData(at, ACROSS) for at in range(2)] == ["Word", "Letters"]
    assert model.headerData(0, DOWN) is None
    assert model.headerData(0, ACROSS, Qt.ItemDataRole.ToolTipRole) is None


def test_a_model_without_rows_has_its_headings(qapp: object) -> None:
    parent = QObject()
    assert qapp is not None
    model = Words(("Word", "Letters"), parent=parent)
    assert (model.rowCount(), model.columnCount()) == (0, 2)
    assert model.parent() is parent
