"""A walk that finds nothing must be able to find something."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui.kit.controls.tab_order import tab_as_read
from tests.ui.access.checks import (
    _leads_back,
    cut_beside,
    jumps,
    nameless,
    reached,
    spoken,
    too_large,
)


def button(name: str, parent: QWidget | None = None) -> QPushButton:
    made = QPushButton(name, parent)
    made.setObjectName(name)
    return made


@pytest.fixture
def ground(qtbot: QtBot) -> QWidget:
    """A window with a column."""
    widget = QWidget()
    widget.setWindowTitle("Haus")
    qtbot.addWidget(widget)
    QVBoxLayout(widget)
    return widget


def show(widget: QWidget) -> None:
    widget.show()
    QApplication.processEvents()


def add(ground: QWidget, *widgets: QWidget) -> None:
    layout = ground.layout()
    assert layout is not None
    for widget in widgets:
        layout.addWidget(widget)


class TestNames:
    @pytest.mark.parametrize("make", [QPushButton, QLineEdit, QComboBox, QSpinBox, QTableView])
    def test_finds_what_has_none(self, ground: QWidget, make: type[QWidget]) -> None:
        add(ground, make())
        show(ground)
        assert len(nameless(ground)) == 1

    def test_finds_a_name_of_blanks(self, ground: QWidget) -> None:
        blank = QLineEdit()
        blank.setAccessibleName("  ")
        add(ground, blank)
        show(ground)
        assert nameless(ground) == ["QLineEdit"]

    def test_finds_a_window_without_a_title(self, qtbot: QtBot) -> None:
        dialog = QDialog()
        qtbot.addWidget(dialog)
        show(dialog)
        assert nameless(dialog) == ["QDialog: no title"]

    def test_finds_an_entry_without_words(self, ground: QWidget) -> None:
        menu = QMenu(ground)
        menu.addAction("")
        menu.addSeparator()
        menu.addAction("Drucken")
        show(ground)
        assert nameless(ground) == ["QMenu: an entry"]

    def test_lets_what_has_one_and_what_is_hidden(self, ground: QWidget) -> None:
        field, hidden = QLineEdit(), QLineEdit()
        field.setAccessibleName("Gast")
        add(ground, field, hidden, QCheckBox("Tiere"))
        hidden.hide()
        show(ground)
        assert nameless(ground) == []
        assert spoken(field) == "Gast"


class TestTabOrder:
    def test_finds_a_step_back(self, ground: QWidget) -> None:
        one, two, three = (button(name) for name in "abc")
        add(ground, three, one, two)
        QWidget.setTabOrder(one, three)
        QWidget.setTabOrder(three, two)
        show(ground)
        assert jumps(ground) == ["QPushButton a → QPushButton c", "QPushButton b → QPushButton a"]
        tab_as_read(ground)
        assert [one.objectName() for one in reached(ground)] == ["c", "a", "b"]
        assert jumps(ground) == []

    def test_lets_the_ring_begin_anywhere(self, ground: QWidget) -> None:
        last = button("c", ground)
        add(ground, button("a"), button("b"), last)
        show(ground)
        assert [one.objectName() for one in reached(ground)] == ["c", "a", "b"]
        assert jumps(ground) == []

    def test_columns_may_be_read_one_after_the_other_or_row_by_row(self, ground: QWidget) -> None:
        row = QHBoxLayout()
        layout = ground.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(row)
        for names in ("ab", "cd"):
            column = QVBoxLayout()
            row.addLayout(column)
            for name in names:
                column.addWidget(button(name))
        show(ground)
        assert jumps(ground) == []
        by_name = {one.objectName(): one for one in reached(ground)}
        for one, other in ("ac", "cb", "bd"):
            QWidget.setTabOrder(by_name[one], by_name[other])
        assert jumps(ground) == []

    def test_of_radio_buttons_the_chosen_one_is_reached(self, ground: QWidget) -> None:
        group = QButtonGroup(ground)
        for name in "abc":
            radio = QRadioButton(name)
            radio.setObjectName(name)
            group.addButton(radio)
            add(ground, radio)
        group.buttons()[1].setChecked(True)
        show(ground)
        assert [one.objectName() for one in reached(ground)] == ["b"]

    def test_what_is_off_or_hidden_is_not_reached(self, ground: QWidget) -> None:
        off, hidden = button("off"), button("hidden")
        off.setEnabled(False)
        add(ground, off, hidden, button("on"))
        hidden.hide()
        show(ground)
        assert [one.objectName() for one in reached(ground)] == ["on"]

    @pytest.mark.parametrize(
        ("one", "other", "back"),
        [
            (QRect(0, 0, 10, 10), QRect(10, 0, 10, 10), False),
            (QRect(10, 0, 10, 10), QRect(0, 0, 10, 10), True),
            (QRect(0, 20, 10, 10), QRect(0, 0, 10, 10), True),
            (QRect(0, 20, 10, 10), QRect(20, 0, 10, 10), False),
            (QRect(20, 0, 10, 10), QRect(0, 20, 10, 10), False),
            (QRect(0, 0, 50, 50), QRect(10, 10, 5, 5), False),
        ],
    )
    def test_what_leads_back(self, one: QRect, other: QRect, back: bool) -> None:
        assert _leads_back(one, other) is back


class TestOrdering:
    """`tab_as_read` over what windows are made of."""

    def test_goes_into_what_scrolls_and_what_is_stacked(self, ground: QWidget) -> None:
        scroll, stack, inside = QScrollArea(), QStackedWidget(), QWidget()
        QVBoxLayout(inside)
        add(inside, button("b"))
        scroll.setWidget(inside)
        scroll.setObjectName("scroll")
        stack.addWidget(button("c"))
        last, first = button("d", ground), button("a", ground)
        add(ground, first, scroll, stack, last)
        show(ground)
        tab_as_read(ground)
        assert [one.objectName() for one in reached(ground)] == ["a", "scroll", "b", "c", "d"]

    def test_goes_by_place_where_there_is_no_layout(self, ground: QWidget) -> None:
        free = QWidget()
        free.setMinimumSize(200, 100)
        for name, x, y in (("d", 90, 40), ("c", 0, 40), ("b", 90, 0), ("a", 0, 0)):
            button(name, free).move(x, y)
        add(ground, free)
        show(ground)
        tab_as_read(ground)
        assert [one.objectName() for one in reached(ground)] == ["a", "b", "c", "d"]

    def test_a_field_stays_whole_and_nothing_is_no_fault(self, ground: QWidget) -> None:
        tab_as_read(ground)
        add(ground, button("a"), QSpinBox(), QComboBox(), QScrollArea(), button("b"))
        show(ground)
        tab_as_read(ground)
        found = [type(one).__name__ for one in reached(ground)]
        assert found == ["QPushButton", "QSpinBox", "QComboBox", "QScrollArea", "QPushButton"]


class TestRoom:
    def test_finds_words_of_an_empty_field(self, ground: QWidget) -> None:
        field = QLineEdit()
        field.setPlaceholderText("Gast, Notiz oder Portal suchen")
        field.setFixedWidth(80)
        add(ground, field)
        show(ground)
        assert len(cut_beside(ground)) == 1
        field.setText("Huber")
        assert cut_beside(ground) == []

    def test_finds_a_heading(self, ground: QWidget) -> None:
        table, model = QTableView(), QStandardItemModel(0, 2)
        model.setHorizontalHeaderLabels(["Unterkunft und Zimmer", "Ab"])
        table.setModel(model)
        add(ground, table)
        table.horizontalHeader().resizeSection(0, 40)
        show(ground)
        assert cut_beside(ground) == ["QTableView: Unterkunft und Zimmer"]
        table.horizontalHeader().hideSection(0)
        assert cut_beside(ground) == []

    def test_finds_a_window_that_is_too_large(self, ground: QWidget) -> None:
        ground.setMinimumSize(1400, 300)
        assert too_large(ground, 1366, 728) == ["QWidget: 1400 × 300"]
        ground.setMinimumSize(1366, 728)
        assert too_large(ground, 1366, 728) == []
