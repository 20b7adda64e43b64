"""Both languages, texts that are 40 % longer, names for everything, and fast with many rows."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.stays.occupancy import BY_HAND, OccupancyDraft, Status
from app.i18n import Catalogue
from app.services.services import Services
from app.storage.tables.stays.occupancies import OccupancyTable
from app.ui.base.context import Context
from app.ui.kit import DateField
from app.ui.look.theme import Appearance, current_theme
from app.ui.occupancies.model import Column
from app.ui.occupancies.page import OccupanciesPage
from tests.ui.occupancies.conftest import Enter, OpenPage, shown_ids

Part = Callable[..., Any]
MakeContext = Callable[..., Context]
CutTexts = Callable[[QWidget], list[str]]


@pytest.fixture
def busy_house(enter: Enter) -> None:
    """Something of everything that the page can show."""
    enter((7, 15), (7, 22), guest="Novák", portal="fewo-direkt", note="Hund")
    enter((7, 20), (7, 24), guest="Reserved", portal="airbnb", allow_conflict=True)
    enter((8, 1), (8, 5), status=Status.OPTION, option_until=date(2027, 7, 1), persons=3)
    enter((8, 8), (8, 12), status=Status.OPTION, option_until=date(2027, 7, 30), unit=1)
    enter((8, 8), (8, 12), status=Status.CANCELLED, unit=2)


def open_everything(page: OccupanciesPage, part: Part, qtbot: QtBot) -> list[QWidget]:
    """The page, and each dialog with every line in it that may come up."""
    page.new_entry()
    dialog = part(page, QWidget, "occupancy_dialog")
    qtbot.waitUntil(dialog.isActiveWindow)
    part(dialog, QPushButton, "status_option").click()
    arrival, departure = (part(dialog, QLineEdit, name) for name in ("arrival", "departure"))
    arrival.set_value(date(2027, 7, 16))
    departure.set_value(date(2027, 7, 22))
    part(dialog, QPushButton, "occupancy_dialog_primary").click()
    part(dialog, QLineEdit, "option_until").set_value(date(2027, 7, 30))
    part(dialog, QPushButton, "occupancy_dialog_primary").click()
    assert dialog.in_spite.isVisible()
    page.new_portal_booking()
    portal = part(page, QWidget, "portal_dialog")
    part(portal, QPushButton, "portal_dialog_primary").click()
    part(page, QPushButton, "expired_strip_extend").click()
    return [page, dialog, portal, part(page, QWidget, "extend_dialog")]


@pytest.mark.usefixtures("busy_house")
@pytest.mark.parametrize("language", ["texts", "english", "wide"])
@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_nothing_is_cut_in_any_language(
    language: str,
    appearance: Appearance,
    request: pytest.FixtureRequest,
    make_context: MakeContext,
    open_page: OpenPage,
    part: Part,
    qtbot: QtBot,
    cut_texts: CutTexts,
) -> None:
    texts: Catalogue = request.getfixturevalue(language)
    theme = current_theme()
    theme.set_appearance(appearance)
    page = open_page(make_context(texts=texts), (1100, 800))
    windows = open_everything(page, part, qtbot)
    for widget in windows:
        assert cut_texts(widget) == []
        assert not widget.grab().isNull()
    theme.set_appearance(Appearance.SYSTEM)


@pytest.mark.usefixtures("busy_house")
def test_everything_that_can_be_used_has_a_name(
    open_page: OpenPage, part: Part, qtbot: QtBot
) -> None:
    usable = (QAbstractButton, QLineEdit, QComboBox, QSpinBox, QPlainTextEdit, DateField)
    nameless = []
    for window in open_everything(open_page(), part, qtbot):
        for widget in window.findChildren(QWidget):
            inner = widget.parentWidget() is not None and isinstance(
                widget.parentWidget(), (QComboBox, QSpinBox, QLineEdit)
            )
            if not isinstance(widget, usable) or inner or not widget.isVisible():
                continue
            face = QAccessible.queryAccessibleInterface(widget)
            if not face.text(QAccessible.Text.Name):
                nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    assert nameless == []


@pytest.mark.usefixtures("busy_house")
def test_tab_goes_through_the_page_and_comes_back(open_page: OpenPage) -> None:
    page = open_page()
    start = page.findChild(QLineEdit, "search")
    assert start is not None
    start.setFocus()
    names: list[str] = []
    for _ in range(40):
        focus = page.focusWidget()
        assert focus is not None
        if focus is start and names:
            break
        names.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    for name in ("occupancy_table", "new_occupancy", "new_portal", "conflict_strip_view"):
        assert name in names
    assert names.index("unit_filter") < names.index("occupancy_table")


def test_twenty_thousand_rows(
    open_page: OpenPage, services: Services, units: list[Unit], part: Part
) -> None:
    """Far more than any owner has."""
    day, rows = date(2010, 1, 1), []
    for number in range(20_000):
        arrival = day + timedelta(days=2 * (number // 3))
        rows.append((
            OccupancyDraft(
                unit_id=units[number % 3].id,
                arrival=arrival,
                departure=arrival + timedelta(days=2),
                guest=f"Gast {number}",
            ),
            uuid.uuid4().hex,
        ))  # fmt: skip
    with services.database.write():
        OccupancyTable(services.database).add_many(
            rows, source=BY_HAND, now=datetime(2027, 1, 1, tzinfo=UTC)
        )
    page = open_page()
    QTest.keyClicks(part(page, QLineEdit, "search"), "7")
    ids = shown_ids(page)
    assert 0 < len(ids) < 20_000
    label = part(page, QLabel, "page_subtitle").text()
    assert label.startswith(f"{len(ids):,} occupancies, ")


def test_widths_chosen_in_one_language_do_not_cut_the_dates_of_another(
    open_page: OpenPage, make_context: Callable[..., Context], texts: Catalogue, enter: Enter
) -> None:
    enter((9, 22), (9, 29))
    german = open_page(make_context(texts=texts)).table
    german.horizontalHeader().resizeSection(Column.ARRIVAL, 60)
    again = open_page(make_context(texts=texts)).table
    assert again.columnWidth(Column.ARRIVAL) == 60, "as the owner chose"
    english = open_page().table
    assert english.columnWidth(Column.ARRIVAL) == english._usual_width(Column.ARRIVAL)
