"""One of several ways to go on, as a card: chosen by a click anywhere or by its radio button."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.kit.controls.choice_card import ChoiceCard
from app.ui.look.tone import Tone

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def cards(qtbot: QtBot) -> Iterator[list[ChoiceCard]]:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    group = QButtonGroup(window)
    made = [ChoiceCard(f"Way {n}", "what it means", name=f"way_{n}") for n in (0, 1)]
    for card in made:
        column.addWidget(card)
        group.addButton(card.radio)
    window.show()
    qtbot.waitExposed(window)
    yield made
    window.close()


def chosen(cards: list[ChoiceCard]) -> list[bool]:
    return [card.radio.isChecked() for card in cards]


def test_a_click_anywhere_on_it_chooses_it_and_lets_go_of_the_other(
    cards: list[ChoiceCard],
) -> None:
    assert chosen(cards) == [False, False]
    QTest.mouseClick(cards[0], LEFT, pos=QPoint(cards[0].width() - 4, 4))
    assert chosen(cards) == [True, False]
    assert [card.property("choice") for card in cards] == ["on", "off"]
    QTest.mouseClick(cards[1], LEFT)
    assert chosen(cards) == [False, True]
    assert [card.property("choice") for card in cards] == ["off", "on"]


def test_a_press_that_is_let_go_elsewhere_chooses_nothing(cards: list[ChoiceCard]) -> None:
    QTest.mousePress(cards[0], LEFT)
    QTest.mouseRelease(cards[0], LEFT, pos=QPoint(-20, -20))
    QTest.mouseClick(cards[1], Qt.MouseButton.RightButton)
    assert chosen(cards) == [False, False]


def test_one_that_cannot_be_is_not_chosen(cards: list[ChoiceCard]) -> None:
    cards[0].radio.setEnabled(False)
    QTest.mouseClick(cards[0], LEFT)
    assert chosen(cards) == [False, False]


def test_what_belongs_to_it_is_shown_while_it_is_chosen(cards: list[ChoiceCard]) -> None:
    field = QLineEdit()
    cards[0].more.addWidget(field)
    assert not field.isVisible()
    cards[0].radio.setChecked(True)
    assert field.isVisible()
    cards[1].radio.setChecked(True)
    assert not field.isVisible()


def test_its_words_are_those_of_its_radio_button_to_screen_readers(
    cards: list[ChoiceCard],
) -> None:
    cards[0].set_words("A & B", "<b>bold</b>")
    assert cards[0].words() == ("A & B", "<b>bold</b>")
    assert cards[0].radio.accessibleName() == "A & B"
    assert cards[0].radio.accessibleDescription() == "<b>bold</b>"


def test_the_word_at_its_end_comes_and_goes(cards: list[ChoiceCard]) -> None:
    assert not cards[0].chip.isVisible()
    cards[0].set_chip("too small", Tone.CAREFUL)
    assert cards[0].chip.isVisible()
    assert cards[0].chip.property("tone") == "careful"
    cards[0].set_chip("")
    assert not cards[0].chip.isVisible()
