"""What floats: cards with round corners, a shadow and a line, menus, lists, calendars, tooltips."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.ui.kit import Button, IconButton, Variant
from app.ui.kit.controls.dates import CalendarPopup
from app.ui.kit.floating.cards import SHADOW
from app.ui.kit.floating.hover import HoverCard
from app.ui.kit.floating.menus import Menu
from app.ui.kit.floating.popups import ComboBox
from app.ui.kit.floating.tips import shown_tip
from app.ui.look.theme import current_theme

from .conftest import Show

JULY = dt.date(2027, 7, 10)


def picture(window: QWidget) -> QImage:
    """A window with what is translucent in it."""
    image = QImage(window.size(), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    window.render(image, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    return image


def assert_card(window: QWidget) -> None:
    image, theme = picture(window), current_theme()
    assert image.pixelColor(0, 0).alpha() == 0, "the corner of the window"
    assert image.pixelColor(SHADOW, SHADOW).alpha() < 255, "the corner of the card is round"
    middle = image.height() // 2
    assert 0 < image.pixelColor(SHADOW - 3, middle).alpha() < 90, "the shadow is soft"
    assert image.pixelColor(SHADOW, middle) == theme.colour("line")
    assert image.pixelColor(SHADOW + 2, middle) == theme.colour("surface")
    assert window.windowFlags() & Qt.WindowType.FramelessWindowHint


def test_a_menu_is_a_card_and_opens_where_it_is_told_to(show: Show) -> None:
    window = show(Button("a"))
    menu = Menu(window)
    done: list[str] = []
    menu.addAction("Bearbeiten").triggered.connect(lambda: done.append("edit"))
    menu.addAction("Stornieren")
    menu.popup(QPoint(100, 120))
    assert menu.pos() == QPoint(100 - SHADOW, 120 - SHADOW)
    assert_card(menu)
    QTest.mouseClick(
        menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.actions()[0]).center()
    )
    assert done == ["edit"]


def test_the_list_of_a_combo_box_is_a_card_below_it(show: Show) -> None:
    box = ComboBox()
    box.addItems(["Seeblick 1", "Seeblick 2"])
    show(box)
    for _ in range(2):
        box.showPopup()
        container = box.view().window()
        assert_card(container)
        top = container.mapToGlobal(QPoint(0, SHADOW)).y()
        assert top >= box.mapToGlobal(QPoint(0, box.height())).y()
        card = container.width() - 2 * SHADOW
        assert card == box.width()
        box.hidePopup()


def test_nights_that_are_taken_are_marked_in_every_month(show: Show, qtbot: QtBot) -> None:
    ground = QWidget()
    show(ground)
    popup = CalendarPopup(
        JULY, dt.date(2020, 1, 1), dt.date(2030, 1, 1), ground, name="calendar_popup", today=JULY
    )
    asked: list[tuple[dt.date, dt.date]] = []

    def nights(first: dt.date, last: dt.date) -> Iterable[dt.date]:
        asked.append((first, last))
        return [dt.date(2027, 7, 20), dt.date(2027, 7, 21), dt.date(2027, 8, 2)]

    popup.calendar.mark_taken(nights)
    popup.open_below(ground)
    assert_card(popup)
    calendar = popup.calendar
    assert calendar.taken(dt.date(2027, 7, 20))
    assert not calendar.taken(dt.date(2027, 7, 22)), "the day of departure is free"
    strip = current_theme().colour("booking")
    view = calendar.findChild(QTableView, "qt_calendar_calendarview")
    assert view is not None

    def coloured(day: dt.date) -> list[bool]:
        """Whether the left and the right half of a day are marked."""
        column = (
            day.weekday()
            if calendar.firstDayOfWeek() is Qt.DayOfWeek.Monday
            else (day.weekday() + 1) % 7
        )
        for row in range(1, 7):
            cell = view.visualRect(view.model().index(row, column))
            shown = view.model().index(row, column).data()
            if shown == day.day:
                image = view.viewport().grab(cell).toImage()
                low = image.height() - 3
                return [image.pixelColor(x, low) == strip for x in (5, image.width() - 6)]
        raise AssertionError(day)

    assert coloured(dt.date(2027, 7, 20)) == [False, True]
    assert coloured(dt.date(2027, 7, 21)) == [True, True]
    assert coloured(dt.date(2027, 7, 22)) == [True, False]
    assert coloured(dt.date(2027, 7, 23)) == [False, False]
    calendar.showNextMonth()
    assert asked[-1][0] <= dt.date(2027, 8, 1) <= dt.date(2027, 8, 31) <= asked[-1][1]
    with qtbot.waitSignal(popup.chosen) as chosen:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == [JULY]


@pytest.mark.parametrize("first_or_last", [dt.date(1, 1, 1), dt.date(9998, 12, 31)])
def test_the_ends_of_time_are_no_edge_to_fall_over(show: Show, first_or_last: dt.date) -> None:
    ground = QWidget()
    show(ground)
    popup = CalendarPopup(
        first_or_last, dt.date(1, 1, 1), dt.date(9998, 12, 31), ground, name="calendar_popup"
    )
    popup.calendar.mark_taken(lambda first, last: [first, last])
    popup.open_below(ground)
    popup.grab()
    popup.close()


def rest(widget: QWidget) -> None:
    place = widget.rect().center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)


def test_a_tooltip_is_a_card_until_the_mouse_leaves(show: Show) -> None:
    more, other = IconButton("ellipsis", "Mehr"), IconButton("x", "<b>Zu</b>")
    window = show(more, other)
    rest(more)
    assert shown_tip(more) == "Mehr"
    card = window.findChild(HoverCard)
    assert card is not None
    assert_card(card)
    QApplication.sendEvent(more, QEvent(QEvent.Type.Leave))
    assert shown_tip(more) == ""
    rest(other)
    assert "&lt;b&gt;Zu" in shown_tip(other)
    QTest.keyClick(other, Qt.Key.Key_A)
    assert shown_tip(other) == ""
    assert len(window.findChildren(HoverCard)) == 1


def test_a_long_tooltip_wraps(show: Show) -> None:
    button = IconButton("ellipsis", "viele Wörter " * 60)
    window = show(button)
    rest(button)
    card = window.findChild(HoverCard)
    assert card is not None
    assert card.width() < 480
    assert card.height() > 100


def test_a_link_button_with_the_focus_has_its_ring_and_no_frame_of_the_system(show: Show) -> None:
    link = Button("Anzeigen", Variant.LINK)
    show(link, Button("a"))
    link.setFocus(Qt.FocusReason.TabFocusReason)
    image = link.grab().toImage()
    inner = [image.pixelColor(x, 4) for x in range(8, image.width() - 8)]
    assert len({colour.name() for colour in inner}) == 1, "nothing is drawn inside the ring"
