"""Layouts that are asked what lies in them keep nothing of it for Python."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

import app
from app.ui.kit.controls.layouts import (
    add_layout,
    drop_all,
    give_layout,
    insert_layout,
    parts_of,
    take_out,
)
from app.ui.kit.controls.tab_order import tab_as_read
from app.ui.kit.flow import FlowLayout

ITEMS = re.compile(
    r"\.(itemAt|itemAtPosition|takeAt|spacerItem|addLayout|insertLayout|setLayout)\("
)
OF_ITEMS = {"layouts.py", "flow.py"}


@pytest.fixture
def whole(qtbot: QtBot) -> QWidget:
    whole = QWidget()
    qtbot.addWidget(whole)
    return whole


def labels(count: int) -> list[QLabel]:
    return [QLabel(str(number)) for number in range(count)]


def items() -> list[QLayoutItem]:
    """The items that Python takes for what lies at their place; a layout itself is one as well."""
    gc.collect()
    return [
        one
        for one in gc.get_objects()
        if isinstance(one, QLayoutItem) and not isinstance(one, QLayout) and Shiboken.isValid(one)
    ]


@pytest.fixture
def new_items() -> Callable[[], int]:
    before = len(items())
    return lambda: len(items()) - before


def test_the_parts_come_in_the_order_of_the_layout(whole: QWidget) -> None:
    column, line = QVBoxLayout(whole), QHBoxLayout()
    late, first, within, last = labels(4)
    column.addWidget(first)
    column.addSpacing(3)
    column.addLayout(line)
    line.addWidget(within)
    column.addStretch()
    column.addWidget(last)
    column.insertWidget(0, late)
    QLabel("of no layout", whole)
    assert parts_of(column) == [late, first, line, last]
    assert parts_of(line) == [within]


def test_a_layout_of_nothing_has_no_parts() -> None:
    assert parts_of(QVBoxLayout()) == []


def in_column(whole: QWidget, line: QLayout) -> None:
    add_layout(QVBoxLayout(whole), line)


def into_column(whole: QWidget, line: QLayout) -> None:
    insert_layout(QVBoxLayout(whole), 0, line)


@pytest.mark.parametrize("put", [in_column, into_column, give_layout])
def test_nothing_stays_of_a_layout_that_was_filled_before_it_was_put_there(
    whole: QWidget, put: Callable[[QWidget, QLayout], None], new_items: Callable[[], int]
) -> None:
    line, inner = QHBoxLayout(), QVBoxLayout()
    one, other, third = labels(3)
    line.addWidget(one)
    line.addStretch()
    inner.addWidget(other)
    inner.addWidget(third)
    add_layout(line, inner, 1)
    put(whole, line)
    assert new_items() == 0
    whole.show()
    assert all(label.isVisible() for label in (one, other, third))
    assert parts_of(line) == [one, inner]
    assert line.stretch(2) == 1
    inner.removeWidget(other)
    Shiboken.delete(third)
    assert parts_of(inner) == []


def test_pyside_itself_keeps_them(whole: QWidget, new_items: Callable[[], int]) -> None:
    """Else the test above says nothing, and PySide has learnt it."""
    line = QHBoxLayout()
    [one] = labels(1)
    line.addWidget(one)
    column = QVBoxLayout(whole)
    column.addLayout(line)
    Shiboken.delete(one)
    assert new_items() == 1
    Shiboken.delete(column)


def asked_for_items(layout: QLayout) -> None:
    for place in range(layout.count()):
        layout.itemAt(place)


@pytest.mark.parametrize("kind", [QVBoxLayout, QGridLayout, FlowLayout])
def test_nothing_stays_with_python_when_a_widget_ends(
    whole: QWidget, kind: type[QVBoxLayout], new_items: Callable[[], int]
) -> None:
    layout = kind(whole)
    one, other = labels(2)
    layout.addWidget(one)
    layout.addWidget(other)
    parts_of(layout)
    tab_as_read(whole)
    Shiboken.delete(one)
    Shiboken.delete(other)
    assert new_items() == 0
    assert parts_of(layout) == []


def test_it_stays_where_the_items_are_asked_for(
    whole: QWidget, new_items: Callable[[], int]
) -> None:
    """Else the test above says nothing, and PySide has learnt it."""
    layout = QVBoxLayout(whole)
    [one] = labels(1)
    layout.addWidget(one)
    asked_for_items(layout)
    Shiboken.delete(one)
    assert new_items() == 1
    Shiboken.delete(layout)


def test_what_is_taken_out_lives_on(whole: QWidget, new_items: Callable[[], int]) -> None:
    layout = QVBoxLayout(whole)
    one, other = labels(2)
    layout.addWidget(one)
    layout.addSpacing(30)
    layout.addWidget(other)
    take_out(layout, 1)
    assert parts_of(layout) == [one, other]
    take_out(layout, 0)
    assert parts_of(layout) == [other]
    assert one.parent() is whole
    take_out(layout, 5)
    assert layout.count() == 1
    assert new_items() == 0


def test_what_is_dropped_is_out_of_sight_at_once_and_gone_soon(whole: QWidget) -> None:
    layout = QVBoxLayout(whole)
    all_of_it = labels(3)
    for label in all_of_it:
        layout.addWidget(label)
    whole.show()
    drop_all(layout)
    assert layout.count() == 0
    assert not any(label.isVisible() for label in all_of_it)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not any(map(Shiboken.isValid, all_of_it))


def sources() -> Iterator[Path]:
    return (path for path in Path(app.__file__).parent.rglob("*.py") if path.name not in OF_ITEMS)


def test_nobody_else_asks_a_layout_for_its_items() -> None:
    assert ITEMS.search("item = layout.itemAt(0)")
    assert ITEMS.search("column.addLayout(row)")
    asking = [path.name for path in sources() if ITEMS.search(path.read_text("utf-8"))]
    assert asking == []
