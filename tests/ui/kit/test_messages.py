from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.ui import kit
from app.ui.kit import (
    Banner,
    BusyBar,
    Button,
    Card,
    Chip,
    Dialog,
    EmptyState,
    Label,
    PageHeader,
    Table,
    Tone,
    ask,
    scroll_page,
    tell,
)
from app.ui.look.theme import current_theme
from app.ui.window.frame.clear import clear_place
from app.ui.window.frame.toast import Toast

from .conftest import Show


def test_the_kit_offers_what_it_lists() -> None:
    assert all(getattr(kit, name) is not None for name in kit.__all__)
    with pytest.raises(AttributeError):
        kit.__getattr__("NoSuchWidget")


def test_a_banner_never_takes_text_for_markup(show: Show) -> None:
    banner = Banner(Tone.BAD, "<Haus>", "A & B <img src=x>", name="note")
    show(banner)
    label = banner.findChild(QLabel, "note_text")
    assert label is not None
    assert "&lt;Haus&gt;" in label.text()
    assert "A &amp; B &lt;img src=x&gt;" in label.text()
    assert banner.accessibleName() == banner.plain_text() == "<Haus> A & B <img src=x>"


def test_a_banner_can_be_dismissed_and_acted_on(show: Show, qtbot: QtBot) -> None:
    banner = Banner(Tone.INFO, "Gut zu wissen.", dismiss_text="Schließen", name="note")
    action = banner.add_action(Button("Ansehen"))
    show(banner)
    with qtbot.waitSignal(action.clicked):
        QTest.mouseClick(action, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(banner.dismissed):
        QTest.mouseClick(banner.dismiss_button, Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_a_long_banner_wraps_and_nothing_is_cut(show: Show) -> None:
    banner = Banner(Tone.BAD, "Der Port ist belegt.", "Ein anderes Programm benutzt ihn. " * 6)
    banner.setObjectName("long")
    show(banner, width=420)
    label = next(one for one in banner.findChildren(QLabel) if one.wordWrap())
    assert label.height() >= label.heightForWidth(label.width())


def test_a_chip_changes_its_tone(show: Show) -> None:
    chip = Chip("nur dieser PC", Tone.CAREFUL)
    show(chip)
    before = chip.grab().toImage()
    chip.set_state("überall lesbar", Tone.GOOD)
    assert chip.text() == "überall lesbar"
    assert chip.property("tone") == "good"
    assert chip.grab().toImage() != before


def test_a_chip_is_seen_on_what_is_selected(show: Show) -> None:
    chip = Chip("ohne von Airbnb Eingelesenes", Tone.INFO)
    show(chip)
    for over_tint, token in ((False, "accent_tint"), (True, "surface"), (False, "accent_tint")):
        chip.set_state(chip.text(), Tone.INFO, over_tint=over_tint)
        # Left of the text: the pill itself.
        colour = chip.grab().toImage().pixelColor(4, chip.height() // 2)
        assert colour == current_theme().colour(token)


def test_a_toast_takes_no_focus_but_tab_reaches_it(show: Show, qtbot: QtBot) -> None:
    field = QLineEdit()
    window = show(field)
    window.resize(600, 200)
    toast = Toast(window, close_text="Schließen")
    field.setFocus()
    toast.show_message("Gesperrt. Portale behalten die alten Tage.", "Rückgängig")
    assert field.hasFocus()
    assert toast.accessibleName() == toast.text()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert toast.action.hasFocus()
    with qtbot.waitSignals([toast.action_chosen, toast.closed]):
        QTest.keyClick(toast.action, Qt.Key.Key_Return)
    assert not toast.isVisible()


def test_a_toast_goes_by_itself_but_not_under_the_focus(show: Show, qtbot: QtBot) -> None:
    field = QLineEdit()
    window = show(field)
    toast = Toast(window, close_text="Schließen", shown_ms=30)
    toast.show_message("Storniert.", "Rückgängig")
    with qtbot.waitSignal(toast.closed):
        pass
    toast.show_message("Storniert.", "Rückgängig")
    toast.action.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.assertNotEmitted(toast.closed, wait=120):
        pass
    field.setFocus()
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_a_toast_stays_inside_a_window_that_grows_and_shrinks(show: Show, qtbot: QtBot) -> None:
    window = show(QLineEdit())
    toast = Toast(window, close_text="Schließen")
    toast.show_message("Die Belegung von Familie Öztürk-Schäfer ist storniert worden.", "Zurück")
    for width, height in ((900, 400), (420, 300)):
        window.resize(width, height)
        qtbot.waitUntil(lambda: toast.geometry().bottom() < window.height())
        assert window.rect().contains(toast.geometry())


def test_a_long_message_is_as_high_as_its_lines(show: Show) -> None:
    window = show(QLineEdit())
    window.resize(1000, 600)
    toast = Toast(window, close_text="Schließen")
    toast.show_message("Storniert: " + "M" * 40 + " wie Möwe " * 15, "Rückgängig")
    words = toast.findChild(QLabel, "toast_text")
    assert words is not None
    assert toast.height() <= words.heightForWidth(words.width()) + 24


def test_a_toast_covers_no_button(show: Show, qtbot: QtBot) -> None:
    buttons = [Button(f"Knopf {number}") for number in range(6)]
    window = show(QLabel("\n" * 12), *buttons, width=360)
    toast = Toast(window, close_text="Schließen")
    toast.show_message("Storniert.", "Rückgängig")

    def clear() -> bool:
        return not any(
            toast.geometry().intersects(QRect(one.mapTo(window, QPoint(0, 0)), one.size()))
            for one in buttons
        )

    assert clear()
    assert window.rect().contains(toast.geometry())
    window.resize(500, window.height() + 80)
    qtbot.waitUntil(clear)


@given(
    st.lists(st.tuples(*(st.integers(0, 400),) * 2, *(st.integers(1, 200),) * 2), max_size=8),
    st.tuples(st.integers(100, 400), st.integers(30, 80)),
)
def test_what_floats_lies_inside_and_clear_where_that_can_be(
    taken: list[tuple[int, int, int, int]], wanted: tuple[int, int]
) -> None:
    area, size = QRect(0, 0, 600, 400), QSize(*wanted)
    buttons = [QRect(*one) for one in taken]
    place = clear_place(area, size, buttons)
    assert area.contains(place)
    assert place.size() == size
    lowest = QRect(QPoint((600 - size.width()) // 2, 400 - size.height()), size)
    if not _covers(lowest, buttons):
        assert place == lowest
    everywhere = (
        QRect(QPoint(left, top), size)
        for top in range(401 - size.height())
        for left in range(0, 601 - size.width(), 7)
    )
    if _covers(place, buttons):
        assert place == lowest
        assert all(_covers(one, buttons) for one in everywhere)


def _covers(place: QRect, buttons: list[QRect]) -> bool:
    around = place.adjusted(-4, -4, 4, 4)
    return any(around.intersects(one) for one in buttons)


def test_an_empty_page_offers_its_next_step(show: Show, qtbot: QtBot) -> None:
    sentence = "Legen Sie an, was Sie vermieten: eine Ferienwohnung, ein Zimmer, ein Haus. " * 2
    empty = EmptyState("house", "Noch keine Einheit", sentence, "Einheit anlegen")
    show(empty)
    words = empty.findChild(QLabel, "empty_state_sentence")
    assert words is not None
    assert words.height() >= words.heightForWidth(words.width())
    with qtbot.waitSignal(empty.action_chosen):
        QTest.mouseClick(empty.action, Qt.MouseButton.LeftButton)


def test_long_work_shows_how_far_it_is_and_can_be_stopped(show: Show, qtbot: QtBot) -> None:
    bar = BusyBar("Abbrechen")
    show(bar)
    bar.start("Sicherung wird geschrieben …")
    assert bar.isVisible()
    bar.set_progress(3, 10)
    with qtbot.waitSignal(bar.cancelled):
        QTest.mouseClick(bar.cancel_button, Qt.MouseButton.LeftButton)
    assert not bar.cancel_button.isEnabled()
    bar.finish()
    assert not bar.isVisible()


def test_a_dialog_answers_and_stays_until_it_is_accepted(show: Show, qtbot: QtBot) -> None:
    window = show(QLineEdit())
    dialog = Dialog("Einheit", "Speichern", "Abbrechen", parent=window)
    field = QLineEdit()
    dialog.content.addWidget(field)
    dialog.open()
    qtbot.waitUntil(lambda: field.hasFocus() or dialog.isActiveWindow())
    field.setFocus()
    with qtbot.waitSignal(dialog.submitted):
        QTest.keyClick(field, Qt.Key.Key_Return)
    dialog.set_error("Der Name ist leer.")
    assert dialog.isVisible()
    assert dialog.error() == "Der Name ist leer."
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept()


def test_escape_rejects_a_dialog(show: Show, qtbot: QtBot) -> None:
    dialog = Dialog("Einheit", "Speichern", "Abbrechen", parent=show(QLineEdit()))
    dialog.open()
    with qtbot.waitSignals([dialog.rejected, dialog.finished]):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_in_a_dialog_tab_meets_the_fields_before_the_buttons(show: Show, qtbot: QtBot) -> None:
    dialog = Dialog("Einheit", "Speichern", "Abbrechen", parent=show(QLineEdit()))
    first, notes = QLineEdit(), QPlainTextEdit()
    notes.setTabChangesFocus(True)
    dialog.content.addWidget(first)
    dialog.content.addWidget(notes)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert first.hasFocus()
    order: list[QWidget] = [first, notes, dialog.cancel_button, dialog.primary_button]
    for before, after in pairwise(order):
        QTest.keyClick(before, Qt.Key.Key_Tab)
        assert after.hasFocus()
    notes.setFocus()
    with qtbot.waitSignal(dialog.submitted):
        QTest.keyClick(notes, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog.reject()


def test_a_question_calls_back_with_its_answer(show: Show, qtbot: QtBot) -> None:
    window = show(QLineEdit())
    answers: list[str] = []

    def question(*, danger: bool) -> Dialog:
        return ask(
            window,
            title="Archivieren?",
            text="„Gartenhaus“ hat Belegungen.",
            primary="Archivieren",
            cancel="Abbrechen",
            on_primary=lambda: answers.append("yes"),
            on_cancel=lambda: answers.append("no"),
            danger=danger,
        )

    dialog = question(danger=False)
    with qtbot.waitSignal(dialog.finished):
        QTest.mouseClick(dialog.primary_button, Qt.MouseButton.LeftButton)
    dialog = question(danger=False)
    with qtbot.waitSignal(dialog.finished):
        QTest.mouseClick(dialog.cancel_button, Qt.MouseButton.LeftButton)
    dialog = question(danger=True)
    qtbot.waitUntil(dialog.cancel_button.hasFocus)
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog.cancel_button, Qt.Key.Key_Return)
    assert answers == ["yes", "no", "no"]


def test_a_message_closes_with_its_one_button(show: Show, qtbot: QtBot) -> None:
    dialog = tell(show(QLineEdit()), title="Fertig", text="Gesichert.", close="Schließen")
    with qtbot.waitSignal(dialog.finished):
        QTest.mouseClick(dialog.primary_button, Qt.MouseButton.LeftButton)


def test_a_page_scrolls_its_cards_and_keeps_them_at_the_top(show: Show) -> None:
    header = PageHeader("Integrationen", "Kalender-Links")
    action = Button("Alle freischalten")
    header.add_action(action)
    cards = [Card(name=f"card_{n}") for n in range(2)]
    for card in cards:
        card.body.addWidget(Label("Seeblick"))
    page = scroll_page(*cards, name="page")
    window = show(header, page)
    window.resize(700, 600)
    assert cards[0].mapTo(page, QPoint(0, 0)) == QPoint(20, 14)
    assert cards[0].height() < 60
    header.set_subtitle("")
    assert header.subtitle.isHidden()
    assert action.mapTo(window, action.rect().topRight()).x() > 600


def test_a_table_selects_one_whole_row(show: Show) -> None:
    model = QStandardItemModel(3, 2)
    table = Table(name="occupancies", accessible_name="Belegungen")
    table.setModel(model)
    show(table)
    spy = QSignalSpy(table.activated)
    table.setFocus()
    table.selectRow(1)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert spy.count() == 1
    rows = {index.row() for index in table.selectionModel().selectedIndexes()}
    assert rows == {1}
    assert len(table.selectionModel().selectedIndexes()) == 2


def test_a_dialog_is_as_wide_as_its_buttons_on_a_small_screen(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    dialog = Dialog("Weitergeben", "Schließen", parent=page)
    for words in ("Zu Google Kalender hinzufügen", "So fügen Sie den Link dort ein …"):
        dialog.add_left_button(Button(words))
    dialog.open()
    buttons = [button for button in dialog.findChildren(Button) if button.isVisible()]
    assert len(buttons) == 3
    # Wider than Qt makes a new dialog, which is two thirds of the screen.
    assert 533 < dialog.width() <= 800
    assert all(button.width() >= button.minimumSizeHint().width() for button in buttons)


def test_a_name_of_one_long_word_makes_no_dialog_wide_or_high(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    long = ask(page, title="W" * 200, text="M" * 200, primary="Ja", cancel="Nein", on_primary=int)
    short = ask(page, title="W", text="M", primary="Ja", cancel="Nein", on_primary=int)
    assert short.width() <= long.width() <= 533
    assert long.height() == short.height()
