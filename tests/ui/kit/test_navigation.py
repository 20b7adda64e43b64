import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.kit import Tone
from app.ui.window.frame.sidebar import Sidebar
from app.ui.window.frame.status_line import StatusLine

from .conftest import Show


@pytest.fixture
def sidebar(show: Show) -> Sidebar:
    sidebar = Sidebar("Zimmerfrei")
    sidebar.add_item("settings", "settings", "Einstellungen", bottom=True)
    sidebar.add_item("occupancies", "list", "Belegungen")
    sidebar.add_item("links", "link", "Integrationen")
    sidebar.select("occupancies")
    show(sidebar, QLineEdit())
    return sidebar


def test_a_click_chooses_a_page(sidebar: Sidebar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sidebar.page_chosen) as chosen:
        QTest.mouseClick(sidebar.item("links"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["links"]
    assert sidebar.current_key() == "links"


def test_a_click_on_the_open_page_leaves_it_marked(sidebar: Sidebar) -> None:
    QTest.mouseClick(sidebar.item("occupancies"), Qt.MouseButton.LeftButton)
    assert sidebar.current_key() == "occupancies"
    assert sidebar.item("occupancies").isChecked()


def test_arrow_keys_go_through_the_pages_in_the_order_shown(sidebar: Sidebar) -> None:
    assert sidebar.keys() == ["occupancies", "links", "settings"]
    visited: list[str] = []
    sidebar.page_chosen.connect(visited.append)
    sidebar.item("occupancies").setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home):
        QTest.keyClick(sidebar.item(sidebar.current_key()), key)
    assert visited == ["links", "settings", "links", "occupancies"]
    QTest.keyClick(sidebar.item("occupancies"), Qt.Key.Key_End)
    assert sidebar.item("settings").hasFocus()


def test_only_the_open_page_is_in_the_tab_order(sidebar: Sidebar) -> None:
    order = sidebar.keys()
    tabbed = [k for k in order if sidebar.item(k).focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert tabbed == ["occupancies"]


def test_selecting_is_no_deed_of_the_owner(sidebar: Sidebar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(sidebar.page_chosen):
        sidebar.select("links")
    assert sidebar.current_key() == "links"


def test_a_badge_is_told_in_words_too(sidebar: Sidebar) -> None:
    sidebar.set_badge("links", "2", "2 Links werden nicht gelesen")
    assert sidebar.item("links").accessibleDescription() == "2 Links werden nicht gelesen"
    sidebar.set_badge("links", "", "nichts")
    assert sidebar.item("links").accessibleDescription() == ""


def test_an_unknown_page_is_a_key_error(sidebar: Sidebar) -> None:
    with pytest.raises(KeyError):
        sidebar.select("no such page")


def test_the_status_line_is_a_button_with_both_sentences(show: Show, qtbot: QtBot) -> None:
    line = StatusLine()
    line.set_state(Tone.BAD, "Port 8642 ist belegt")
    line.set_right("Zuletzt gelesen: Airbnb")
    show(line)
    assert line.accessibleName() == "Port 8642 ist belegt · Zuletzt gelesen: Airbnb"
    with qtbot.waitSignal(line.pressed_through):
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    line.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(line.pressed_through):
        QTest.keyClick(line, Qt.Key.Key_Return)


def test_the_menu_at_the_foot_comes_after_the_last_page(show: Show) -> None:
    sidebar = Sidebar("Zimmerfrei")
    sidebar.add_item("plan", "calendar-days", "Belegungsplan")
    sidebar.add_item("settings", "settings", "Einstellungen", bottom=True)
    menu = sidebar.add_menu("help", "info", "Hilfe", lambda menu: menu.addAction("Über"))
    show(sidebar)
    sidebar.item("plan").setFocus()
    for _ in range(3):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Down)
    assert menu.hasFocus()
    assert sidebar.current_key() == "settings", "it is no page"
    QTest.keyClick(menu, Qt.Key.Key_Up)
    assert sidebar.item("settings").hasFocus()
    assert menu.focusPolicy() is Qt.FocusPolicy.ClickFocus
