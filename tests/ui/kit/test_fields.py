import datetime as dt
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.ui.kit import (
    AddressField,
    Button,
    ColourPicker,
    DateField,
    ElidedLabel,
    Form,
    NumberField,
    SearchField,
    SectionLabel,
    SegmentedControl,
    TextArea,
    Variant,
)

from .conftest import Show

ADDRESS = "http://127.0.0.1:8642/cal/" + "Zk3v" * 30 + "/seeblick-1.ics"


@pytest.fixture
def address(show: Show) -> AddressField:
    other, field = QLineEdit(), AddressField(ADDRESS, accessible_name="Adresse")
    show(other, field)
    other.setFocus()
    return field


def test_the_address_is_elided_in_painting_alone(address: AddressField) -> None:
    assert address.text() == address.address() == ADDRESS
    shown = address.shown_text()
    assert "…" in shown
    assert shown.startswith("http://127.0.0.1")
    assert shown.endswith("seeblick-1.ics")
    assert address.fontMetrics().horizontalAdvance(shown) <= address.width()


def test_a_click_selects_the_whole_address(address: AddressField) -> None:
    QTest.mouseClick(address, Qt.MouseButton.LeftButton)
    assert address.selectedText() == ADDRESS
    assert address.shown_text() == ADDRESS


def test_copying_takes_the_whole_even_where_a_part_is_selected(
    address: AddressField, qtbot: QtBot
) -> None:
    QTest.mouseClick(address, Qt.MouseButton.LeftButton)
    address.setSelection(3, 5)
    with qtbot.waitSignal(address.copied):
        QTest.keyClick(address, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == ADDRESS


def test_the_address_cannot_be_typed_over(address: AddressField) -> None:
    QTest.mouseClick(address, Qt.MouseButton.LeftButton)
    QTest.keyClicks(address, "x")
    assert address.text() == ADDRESS


def test_search_is_emptied_by_escape(show: Show) -> None:
    field = SearchField("Gast suchen …")
    show(field)
    QTest.keyClicks(field, "Öz")
    assert field.text() == "Öz"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


@pytest.fixture
def german() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("typed", ["24.12.2028", "24122028"])
def test_a_date_is_typed_in_the_way_of_the_locale(show: Show, qtbot: QtBot, typed: str) -> None:
    field = DateField(dt.date(2027, 7, 3))
    show(field)
    assert field.text() == "03.07.2027"
    assert field.calendarWidget().firstDayOfWeek() == Qt.DayOfWeek.Monday
    field.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(field.changed) as changed:
        QTest.keyClicks(field, typed)
    assert field.value() == dt.date(2028, 12, 24)
    assert isinstance(changed.args[0], dt.date)


@pytest.mark.usefixtures("german")
def test_a_short_date_is_typed_with_its_dots(show: Show) -> None:
    field = DateField(dt.date(2027, 7, 13))
    show(field)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(field, "1.2.2028")
    assert field.value() == dt.date(2028, 2, 1)


def test_a_date_field_stops_where_the_calendar_does(show: Show) -> None:
    field = DateField(dt.date(9998, 12, 31))
    show(field)
    field.set_value(dt.date(9999, 1, 1))
    assert field.value() == dt.date(9998, 12, 31)


@pytest.mark.parametrize(
    "field",
    [
        QLineEdit,
        lambda: NumberField(2),
        lambda: DateField(dt.date(2027, 7, 3)),
        lambda: SearchField("Suchen"),
        lambda: AddressField("x"),
    ],
)
def test_a_field_is_32_pixels_high_with_and_without_focus(
    show: Show, field: Callable[[], QWidget]
) -> None:
    widget, other = field(), QLineEdit()
    show(widget, other)
    other.setFocus()
    assert widget.height() == 32
    widget.setFocus()
    assert widget.height() == 32


def test_tab_leaves_a_field_of_several_lines(show: Show) -> None:
    area, other = TextArea("Notiz"), QLineEdit()
    show(area, other)
    area.setFocus()
    QTest.keyClick(area, Qt.Key.Key_Tab)
    assert other.hasFocus()
    assert area.toPlainText() == "Notiz"


def test_segments_choose_exactly_one(show: Show, qtbot: QtBot) -> None:
    control = SegmentedControl([("busy", "nur belegt"), ("title", "mit Titel")], name="details")
    show(control)
    assert control.current() == "busy"
    width = control.sizeHint().width()
    with qtbot.waitSignal(control.chosen) as chosen:
        QTest.mouseClick(control.segment("title"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["title"]
    assert control.current() == "title"
    assert control.sizeHint().width() == width
    with qtbot.assertNotEmitted(control.chosen):
        control.select("busy")
    assert control.current() == "busy"


def test_arrow_keys_move_between_segments(show: Show, qtbot: QtBot) -> None:
    control = SegmentedControl([("a", "A"), ("b", "B"), ("c", "C")])
    show(control)
    control.segment("a").setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(control.chosen) as chosen:
        QTest.keyClick(control.segment("a"), Qt.Key.Key_Right)
    assert chosen.args == ["b"]
    assert control.segment("b").hasFocus()


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_arrow_keys_choose_as_among_radio_buttons(show: Show) -> None:
    control = SegmentedControl([(key, key.upper()) for key in "abc"])
    before, after = QLineEdit(), QLineEdit()
    show(before, control, after)
    chosen: list[str] = []
    control.chosen.connect(chosen.append)
    control.select_none()
    control.segment("a").setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(focused(), key)
        assert control.segment(control.current()).hasFocus()
    assert chosen == ["b", "c", "a", "c"]
    control.segment("b").setEnabled(False)
    QTest.keyClick(focused(), Qt.Key.Key_Up)
    assert control.current() == "a"
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert after.hasFocus(), "Tab stops once"
    QTest.keyClick(after, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert control.segment("a").hasFocus(), "at the chosen one"


def test_what_has_the_keyboard_has_one_frame(show: Show) -> None:
    """The system's own frame does not come up inside ours."""
    before, control = QLineEdit(), SegmentedControl([("a", "A"), ("b", "B")])
    link, after = Button("A", Variant.LINK), QLineEdit()
    show(before, control, link, after)
    before.setFocus()
    for widget in (control.segment("a"), link):
        inner = widget.rect().adjusted(4, 4, -4, -4)
        plain = widget.grab().toImage().copy(inner)
        # Only a real key tells the style that frames are wanted.
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        assert widget.hasFocus()
        assert widget.grab().toImage().copy(inner) == plain


def test_a_colour_is_picked_from_swatches_or_is_the_owners_own(show: Show, qtbot: QtBot) -> None:
    picker = ColourPicker([("#2a7d93", "Türkis"), ("#7667b3", "Violett")], "Eigene …")
    show(picker)
    assert picker.colour() == "#2a7d93"
    second = picker.findChild(QWidget, "colour_picker_1")
    assert second is not None
    assert second.accessibleName() == "Violett"
    with qtbot.waitSignal(picker.colour_chosen) as chosen:
        QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert chosen.args == ["#7667b3"]
    picker.set_colour("#FFEE88")
    assert picker.colour() == "#ffee88"
    picker.set_colour("#112233")
    assert picker.colour() == "#112233"
    picker.set_colour("#2A7D93")
    assert picker.colour() == "#2a7d93"


def test_the_dialog_for_an_own_colour_answers_without_an_own_loop(show: Show, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QColorDialog

    picker = ColourPicker([("#2a7d93", "Türkis")], "Eigene …")
    show(picker)
    QTest.mouseClick(picker.own_button, Qt.MouseButton.LeftButton)
    dialog = picker.findChild(QColorDialog)
    assert dialog is not None
    dialog.setCurrentColor(QColor("#8f5a00"))
    with qtbot.waitSignal(picker.colour_chosen) as chosen:
        dialog.accept()
    assert chosen.args == ["#8f5a00"]


def test_an_elided_label_keeps_its_text(show: Show) -> None:
    label = ElidedLabel("Familie Öztürk-Schäfer aus Überlingen am Bodensee", name="guest")
    show(label, width=140)
    assert label.text().endswith("Bodensee")
    assert label.shown_text().endswith("…")


def test_a_section_label_keeps_its_text() -> None:
    assert SectionLabel("Was der Leser sieht").text() == "Was der Leser sieht"


def test_a_form_says_in_words_what_is_wrong(show: Show) -> None:
    form = Form()
    name, portal = QLineEdit(), QLineEdit()
    name.setObjectName("unit_name")
    row = form.add("Name", name, hint="Steht im Link.")
    (other,) = form.add_side_by_side(("Portal", portal))
    show(form)
    height = row.sizeHint().height()
    row.set_error("Diesen Namen gibt es schon.")
    error = form.findChild(QWidget, "unit_name_error")
    assert error is not None
    assert error.isVisible()
    assert name.accessibleName() == "Name"
    assert name.accessibleDescription() == "Diesen Namen gibt es schon."
    assert name.property("invalid") == "true"
    portal.setFocus()
    assert form.focus_first_error()
    assert name.hasFocus()
    form.clear_errors()
    assert row.error() == other.error() == ""
    assert not error.isVisible()
    assert name.accessibleDescription() == "Steht im Link."
    assert row.sizeHint().height() == height
    assert not form.focus_first_error()


def test_tab_goes_through_a_form_in_order(show: Show) -> None:
    form = Form()
    fields = [QLineEdit() for _ in range(3)]
    form.add("1", fields[0])
    form.add_side_by_side(("2", fields[1]), ("3", fields[2]))
    show(form)
    fields[0].setFocus()
    for before, after in pairwise(fields):
        QTest.keyClick(before, Qt.Key.Key_Tab)
        assert after.hasFocus()


def test_a_date_says_that_it_changed_once(show: Show) -> None:
    field = DateField(dt.date(2027, 7, 3))
    show(field)
    spy = QSignalSpy(field.changed)
    field.set_value(dt.date(2027, 7, 4))
    field.set_value(dt.date(2027, 7, 4))
    assert spy.count() == 1
