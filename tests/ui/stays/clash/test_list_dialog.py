"""All double bookings in a list: the open ones first, the solved ones too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.core.stays.double_booking import Alarm
from app.i18n import Catalogue
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.stays.clash.dialog import ClashDialog
from app.ui.stays.clash.list_dialog import ClashListDialog
from app.ui.stays.clash.model import ClashModel, Column
from app.ui.stays.clash.opening import open_clash_list, open_clashes
from tests.clocks import SetClock
from tests.ui.conftest import MakeContext, RecordedNotices

from .conftest import Book

Open = Callable[..., ClashListDialog]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def open_list(window: QWidget, context: Context, qtbot: QtBot) -> Open:
    def open_list(context: Context = context) -> ClashListDialog:
        dialog = open_clash_list(context, window)
        qtbot.waitExposed(dialog)
        return dialog

    return open_list


def rows(dialog: ClashListDialog) -> list[list[str]]:
    model = dialog.model
    return [
        [str(model.index(row, column).data()) for column in Column]
        for row in range(model.rowCount())
    ]


def everything(dialog: ClashListDialog) -> None:
    button = dialog.findChild(QPushButton, "clash_list_which_all")
    assert button is not None
    button.click()


def test_open_ones_are_shown_first_and_all_at_a_click(
    open_list: Open, alarm: Alarm, book: Book, services: Services
) -> None:
    book(0, 18, 19, guest="Schmitz")
    solved = next(one for one in services.double_bookings.open() if one.id != alarm.id)
    services.double_bookings.cancel(solved.id, solved.second.id, sequence=0)
    dialog = open_list()
    ((nights, unit, both, since, state),) = rows(dialog)
    assert (nights, unit, state) == ("13–16 Jul 2027", "Seeblick 2", "open")
    assert both == "Familie Hübner (Booking.com) and François Benoît (Airbnb)"
    assert since.startswith("since today ")
    everything(dialog)
    assert [row[1] for row in rows(dialog)] == ["Seeblick 2", "Seeblick 1"]
    assert rows(dialog)[1][-1].startswith("solved today at ")


def test_where_nothing_is_open_all_are_shown_and_nothing_is_said_of_none(
    open_list: Open, alarm: Alarm, services: Services
) -> None:
    services.double_bookings.accept(alarm.id, sequence=alarm.booking.sequence)
    dialog = open_list()
    assert [row[-1] for row in rows(dialog)] == ["meant to be so"]
    assert dialog.primary_button.isEnabled()


@pytest.mark.usefixtures("units")
def test_without_any_that_is_said(open_list: Open) -> None:
    dialog = open_list()
    assert not dialog.table.isVisible()
    assert not dialog.primary_button.isEnabled()
    assert dialog._none.text() == "There has been no double booking yet."


def test_past_ones_are_past(
    open_list: Open, alarm: Alarm, clock: SetClock, services: Services
) -> None:
    clock.passes(days=(alarm.departure - clock.today()).days)
    dialog = open_list()
    assert [row[-1] for row in rows(dialog)] == ["past"]
    assert services.double_bookings.open() == []


def test_one_is_solved_from_the_list_and_the_list_follows(
    open_list: Open, alarm: Alarm, services: Services, qtbot: QtBot
) -> None:
    dialog = open_list()
    QTest.mouseClick(dialog.primary_button, Qt.MouseButton.LeftButton)
    solving = dialog.findChild(ClashDialog)
    assert solving is not None
    qtbot.waitExposed(solving)
    QTest.mouseClick(solving.primary_button, Qt.MouseButton.LeftButton)
    assert services.double_bookings.get(alarm.id).booking.closed_at is not None
    assert rows(dialog) == []
    everything(dialog)
    assert rows(dialog)[0][-1].startswith("solved today at ")
    assert not dialog.primary_button.isEnabled()
    # One of the two still stands somewhere in the plan.
    shown = dialog.findChild(QPushButton, "clash_list_show")
    assert shown is not None
    assert shown.isEnabled()


def test_enter_and_a_double_click_solve_what_is_selected(
    open_list: Open, alarm: Alarm, qtbot: QtBot
) -> None:
    dialog = open_list()
    with qtbot.waitSignal(dialog.solve_wanted) as wanted:
        QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert wanted.args == [alarm]
    for child in dialog.findChildren(ClashDialog):
        child.reject()


def test_the_plan_is_shown_where_it_is_wanted(
    open_list: Open, alarm: Alarm, notices: RecordedNotices
) -> None:
    dialog = open_list()
    shown = dialog.findChild(QPushButton, "clash_list_show")
    assert shown is not None
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton)
    assert notices.shown == [alarm.second.id]
    assert not dialog.isVisible()


def test_what_comes_while_it_is_open_is_in_it_and_the_selection_stays(
    open_list: Open, alarm: Alarm, book: Book
) -> None:
    dialog = open_list()
    book(3, 8, 9, guest="Bauer")
    book(3, 8, 10, guest="Fischer")
    assert [row[1] for row in rows(dialog)] == ["Dachstudio", "Seeblick 2"]
    current = dialog.current()
    assert current is not None
    assert current.id == alarm.id


def test_one_is_opened_at_once_several_in_a_list_and_none_not_at_all(
    window: QWidget, context: Context, alarm: Alarm, book: Book, services: Services
) -> None:
    opened = open_clashes(context, window)
    assert isinstance(opened, ClashDialog)
    opened.reject()
    book(3, 8, 9, guest="Bauer")
    book(3, 8, 10, guest="Fischer")
    listed = open_clashes(context, window)
    assert isinstance(listed, ClashListDialog)
    listed.reject()
    for one in services.double_bookings.open():
        services.double_bookings.accept(one.id, sequence=one.booking.sequence)
    assert alarm.id not in {one.id for one in services.double_bookings.open()}
    assert open_clashes(context, window) is None


def test_the_model_keeps_qt_s_rules(
    qtmodeltester: ModelTester,
    alarm: Alarm,
    english: Catalogue,
    clock: SetClock,
    services: Services,
) -> None:
    model = ClashModel(english)
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]  # of pytest-qt
    model.set_rows(services.double_bookings.all(), {2: "Seeblick 2"}, clock.today())
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]  # of pytest-qt
    assert model.row_of(alarm.id) == 0
    assert model.row_of(99) == -1
    whole = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Seeblick 2" in whole
    assert "open" in whole
    assert model.index(0, Column.STATE).data(Qt.ItemDataRole.DecorationRole) is not None


def test_nothing_is_cut(
    open_list: Open,
    alarm: Alarm,
    make_context: MakeContext,
    wide: Catalogue,
    cut_texts: Callable[[QWidget], list[str]],
) -> None:
    dialog = open_list(make_context(texts=wide))
    assert dialog.current() == alarm
    assert cut_texts(dialog) == []
