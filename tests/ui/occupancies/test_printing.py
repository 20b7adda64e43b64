"""The list is printed as it is shown: filter, columns, order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.core.stays.occupancy import Kind
from app.ui.base.context import Context
from app.ui.occupancies.filters import Filter, Period, Standing
from app.ui.occupancies.listing import Listing
from app.ui.occupancies.model import Column
from app.ui.occupancies.page import OccupanciesPage
from app.ui.occupancies.printing import list_content
from app.ui.paper.list_dialog import ListDialog
from app.ui.paper.preview import MOST_SHOWN
from app.ui.paper.sheets.list_sheet import ListContent, ListSheet
from tests.ui.conftest import MakeContext
from tests.ui.occupancies.conftest import Enter, OpenPage

HEADINGS = ["Unit", "Arrival", "Departure", "Nights", "Guest", "Pers.", "Kind", "Status", "Note"]


def content(page: OccupanciesPage) -> ListContent:
    listing = page.findChild(Listing)
    assert listing is not None
    return list_content(page.context, listing)


def opened(page: OccupanciesPage) -> ListDialog:
    action = page.findChild(QAction, "print_list")
    assert action is not None
    action.trigger()
    dialog = page.findChild(ListDialog)
    assert dialog is not None
    return dialog


def printed(dialog: ListDialog) -> ListContent:
    sheet = dialog._sheet
    assert isinstance(sheet, ListSheet)
    return sheet.content


@pytest.fixture
def page(open_page: OpenPage, enter: Enter) -> OccupanciesPage:
    enter((7, 10), (7, 14), guest="Huber", persons=2, portal="airbnb", note="With a dog.\nLate.")
    enter((7, 20), (7, 22), guest="Aydın", unit=1)
    enter((8, 1), (8, 9), unit=2, kind=Kind.BLOCK, note="Painter\nHas the key.")
    return open_page()


def test_rows_and_columns_are_those_of_the_table(page: OccupanciesPage) -> None:
    found = content(page)
    assert [column.heading for column in found.columns] == HEADINGS
    assert [row[4] for row in found.rows] == ["Huber", "Aydın", "Painter"]
    assert found.rows[0] == (
        "Seeblick 1",
        "Sat 10 Jul 2027",
        "Wed 14 Jul 2027",
        "4",
        "Huber",
        "2",
        "Airbnb",
        "confirmed",
        "With a dog.\nLate.",
    )
    assert found.rows[2][8] == "Has the key."
    assert [column.right for column in found.columns] == [
        h in {"Nights", "Pers."} for h in HEADINGS
    ]


def test_it_follows_order_and_filter(page: OccupanciesPage) -> None:
    page.table.sortByColumn(Column.ARRIVAL, Qt.SortOrder.DescendingOrder)
    assert [row[4] for row in content(page).rows] == ["Painter", "Aydın", "Huber"]
    page.filter_bar.show_filter(Filter(kind=Kind.BOOKING, text=" huber "))
    found = content(page)
    assert [row[4] for row in found.rows] == ["Huber"]
    assert found.filtered == "From today · Booking · Without cancelled · Search: huber"


def test_a_column_that_is_hidden_is_not_printed(page: OccupanciesPage) -> None:
    page.table.setColumnHidden(Column.PERSONS, True)
    found = content(page)
    assert [column.heading for column in found.columns] == [h for h in HEADINGS if h != "Pers."]
    assert all(len(row) == len(found.columns) for row in found.rows)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Filter(), "From today · Without cancelled"),
        (Filter(period=Period.ALL, standing=Standing.ANY), "All · With cancelled"),
        (Filter(period=Period.WEEK), "Next 7 days · Without cancelled"),
        (Filter(text="  "), "From today · Without cancelled"),
        (Filter(text="50 %{n}"), "From today · Without cancelled · Search: 50 %{n}"),
    ],
)
def test_the_filter_is_told_in_words(page: OccupanciesPage, wanted: Filter, words: str) -> None:
    page.filter_bar.show_filter(wanted)
    assert content(page).filtered == words


def test_a_unit_is_named_in_the_filter(page: OccupanciesPage) -> None:
    unit = page.context.services.units.find("Seeblick 2")
    page.filter_bar.show_filter(Filter(unit_id=unit.id))
    assert content(page).filtered == "From today · Seeblick 2 · Without cancelled"


def test_guests_and_notes_can_be_left_out(page: OccupanciesPage) -> None:
    dialog = opened(page)
    assert [row[4] for row in printed(dialog).rows] == ["Huber", "Aydın", "Painter"]
    for heading in ("Guest", "Note"):
        QTest.keyClick(dialog.ticks[heading], Qt.Key.Key_Space)
    said = printed(dialog)
    assert [column.heading for column in said.columns] == HEADINGS[:4] + HEADINGS[5:8]
    assert "Huber" not in str(said)
    assert "dog" not in str(said)
    QTest.keyClick(dialog.ticks["Guest"], Qt.Key.Key_Space)
    assert "Huber" in str(printed(dialog))


def test_of_a_long_list_the_preview_shows_the_first_pages_and_says_so(
    page: OccupanciesPage,
) -> None:
    dialog = opened(page)
    assert not dialog._more.isVisible()
    short = printed(dialog)
    rows = short.rows * 400
    long = ListContent(short.title, short.filtered, short.columns, rows, short.made_on)
    dialog._list = long
    dialog._show()
    assert dialog.preview.pageCount() == MOST_SHOWN
    assert dialog._more.isVisible()
    assert f"first {MOST_SHOWN} of" in dialog._more.text()


@pytest.mark.parametrize("speech", ["texts", "english", "wide"])
def test_it_opens_in_every_language_and_in_longer_texts(
    make_context: MakeContext,
    open_page: OpenPage,
    request: pytest.FixtureRequest,
    cut_texts: Callable[[QWidget], list[str]],
    speech: str,
) -> None:
    context: Context = make_context(texts=request.getfixturevalue(speech))
    dialog = opened(open_page(context))
    assert cut_texts(dialog) == []
