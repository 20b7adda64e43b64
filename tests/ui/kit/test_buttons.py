import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.ui.kit import Button, CopyButton, IconButton, Toggle, Variant
from app.ui.look.theme import Appearance, current_theme
from app.ui.look.tokens import LIGHT

from .conftest import Show


def colours(widget: QWidget) -> set[str]:
    image = widget.grab().toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_keyboard_presses_a_button(show: Show, qtbot: QtBot, key: Qt.Key) -> None:
    button = Button("Speichern", Variant.PRIMARY, name="save")
    show(button)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, key)


@pytest.mark.parametrize("variant", [v for v in Variant if v is not Variant.GHOST])
def test_a_button_is_32_pixels_high(show: Show, variant: Variant) -> None:
    button = Button("Text", variant, icon="plus")
    show(button)
    assert button.height() == 32


def test_the_ring_shows_for_the_keyboard_and_not_after_a_click(show: Show) -> None:
    other, button = QLineEdit(), Button("Text")
    show(other, button)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.hasFocus()
    assert LIGHT.accent not in colours(button)
    other.setFocus()
    QTest.keyClick(other, Qt.Key.Key_Tab)
    assert button.hasFocus()
    assert LIGHT.accent in colours(button)


def test_a_disabled_button_does_nothing(show: Show, qtbot: QtBot) -> None:
    button = Button("Text")
    show(button)
    button.setEnabled(False)
    with qtbot.assertNotEmitted(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_icon_button_says_what_it_does(show: Show) -> None:
    button = IconButton("ellipsis", "Mehr")
    show(button)
    assert button.accessibleName() == button.toolTip() == "Mehr"
    assert button.width() == button.height() == 32


def test_copying_fills_the_clipboard_and_says_so_without_a_jump(show: Show, qtbot: QtBot) -> None:
    address = "http://127.0.0.1:8642/cal/abc/seeblick-1.ics"
    button = CopyButton("Kopieren", "In die Zwischenablage", content=address, done_ms=50)
    show(button)
    width = button.sizeHint().width()
    with qtbot.waitSignal(button.copied) as copied:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert copied.args == [address]
    assert QGuiApplication.clipboard().text() == address
    assert button.text() == "In die Zwischenablage"
    assert button.sizeHint().width() == width
    qtbot.waitUntil(lambda: button.text() == "Kopieren")
    assert button.sizeHint().width() == width


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_keyboard_turns_a_toggle(show: Show, qtbot: QtBot, key: Qt.Key) -> None:
    toggle = Toggle("Freigeschaltet", "Freischalten", accessible_name="Seeblick 1")
    show(toggle)
    toggle.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(toggle.switched) as switched:
        QTest.keyClick(toggle, key)
    assert switched.args == [True]
    assert toggle.is_on
    assert toggle.state_text() == toggle.accessibleDescription() == "Freigeschaltet"


def test_a_click_on_the_word_turns_a_toggle(show: Show, qtbot: QtBot) -> None:
    toggle = Toggle("Freigeschaltet", "Freischalten", on=True)
    show(toggle)
    with qtbot.waitSignal(toggle.switched) as switched:
        on_the_word = toggle.rect().center() + QPoint(20, 0)
        QTest.mouseClick(toggle, Qt.MouseButton.LeftButton, pos=on_the_word)
    assert switched.args == [False]


def test_setting_a_toggle_is_no_deed_of_the_owner(show: Show, qtbot: QtBot) -> None:
    toggle = Toggle("An", "Aus")
    show(toggle)
    width = toggle.sizeHint().width()
    with qtbot.assertNotEmitted(toggle.switched):
        toggle.set_on(True)
    assert toggle.is_on
    assert toggle.sizeHint().width() == width


def test_a_toggle_is_green_when_on_in_both_appearances(show: Show) -> None:
    toggle = Toggle("An", "Aus", on=True)
    show(toggle)
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        current_theme().set_appearance(appearance)
        assert QColor(current_theme().tokens.good).name() in colours(toggle)
    current_theme().set_appearance(Appearance.LIGHT)
