"""Rows of lists belong to Qt alone."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from app.ui.kit.list_rows import add_row

UI = Path(__file__).parents[3] / "app" / "ui"
MADE_HERE = re.compile(r"\bQ(?:(?:List|Table|Tree)Widget|Standard|Spacer)Item\(")


def test_qt_makes_the_row_and_python_has_no_part_in_its_end(qtbot: QtBot) -> None:
    view = QListWidget()
    qtbot.addWidget(view)
    view.addItem("Seeblick 1")
    row = add_row(view, "Seeblick 2")
    assert view.row(row) == 1
    assert row.text() == "Seeblick 2"
    assert not Shiboken.createdByPython(row)
    assert not Shiboken.ownedByPython(row)
    # What was made the other way is told apart by that.
    assert Shiboken.createdByPython(QListWidgetItem("Seeblick 3", view))


def test_it_has_its_picture(qtbot: QtBot) -> None:
    view = QListWidget()
    qtbot.addWidget(view)
    picture = QPixmap(QSize(8, 8))
    picture.fill(QColor("red"))
    assert not add_row(view, "with", QIcon(picture)).icon().isNull()
    assert add_row(view, "without").icon().isNull()


def test_nothing_is_made_in_python_that_qt_ends_and_that_is_no_object_of_it() -> None:
    made = [
        f"{file.relative_to(UI)}: {found[0]}"
        for file in sorted(UI.rglob("*.py"))
        for found in MADE_HERE.finditer(file.read_text("utf-8"))
    ]
    assert made == []
    assert MADE_HERE.search("item = QListWidgetItem(words, view)")
