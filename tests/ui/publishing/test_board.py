"""The trial as it is shown, the choices, and where the password will be kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.core.publishing import faults
from app.core.publishing.faults import Step
from app.core.publishing.setup.trial import StepResult, StepState, board
from app.core.publishing.webspace import Webspace, WebspaceKind
from app.i18n import Catalogue, Message
from app.services.publishing.keeping.secrets import Keeping
from app.ui.base.context import Context
from app.ui.publishing.choices import Choice, ChoiceList
from app.ui.publishing.secret.keeping_choice import KeepingChoice, keeping
from app.ui.publishing.webspace.trial_board import TrialBoard
from tests.ui.conftest import MakeContext
from tests.ui.publishing.conftest import click, find, settle, shown

SFTP = Webspace(kind=WebspaceKind.SFTP, host="ftp.example.org", user="anna", folder="kalender")
FOLDER = Webspace(kind=WebspaceKind.FOLDER, folder="/srv/kalender")


@pytest.fixture
def trial(texts: Catalogue, over: QWidget) -> TrialBoard:
    trial = TrialBoard(texts, over)
    trial.resize(560, 400)
    return trial


def titles(trial: TrialBoard) -> list[str]:
    return [
        label.text()
        for label in trial.findChildren(QLabel)
        if label.objectName().endswith("_title") and label.isVisible()
    ]


class TestBoard:
    def test_nothing_is_there_before_it_begins(self, trial: TrialBoard) -> None:
        assert trial.isHidden()

    def test_all_lines_stand_there_from_the_start(self, trial: TrialBoard) -> None:
        trial.show_board(board(SFTP), running=True)
        assert len(titles(trial)) == 6
        assert "ftp.example.org" in titles(trial)[0]
        assert shown(trial, "trial_count") == "0 von 6"
        assert trial.stop.isVisible()

    def test_it_counts_what_is_settled(self, trial: TrialBoard) -> None:
        now = board(SFTP)
        for step in Step:
            now = now.after(StepResult(step, StepState.DONE, Message("encrypted")))
        trial.show_board(now, running=False)
        assert shown(trial, "trial_count") == "6 von 6"
        assert not trial.stop.isVisible()

    def test_what_failed_says_why(self, trial: TrialBoard, texts: Catalogue) -> None:
        error = faults.sign_in_refused("ftp.example.org", "anna")
        now = (
            board(SFTP)
            .after(StepResult(Step.CONNECT, StepState.DONE))
            .after(StepResult(error.step, StepState.FAILED, error=error))
        )
        trial.show_board(now, running=False)
        assert shown(trial, "trial_2_detail") == texts.tell(error)
        assert find(trial, QLabel, "trial_2_detail").property("role") == "error"
        assert shown(trial, "trial_count") == "1 von 6"

    def test_another_webspace_has_other_lines(self, trial: TrialBoard) -> None:
        trial.show_board(board(SFTP), running=True)
        trial.show_board(board(FOLDER), running=True)
        assert len(titles(trial)) == len(board(FOLDER).lines) < 6
        trial.show_board(board(SFTP), running=True)
        assert len(titles(trial)) == 6

    def test_stopping_is_asked_for_once(self, qtbot: QtBot, trial: TrialBoard) -> None:
        trial.show_board(board(SFTP), running=True)
        with qtbot.waitSignal(trial.stop_wanted):
            click(trial, "trial_stop")

    def test_the_signs_say_it_too(self, trial: TrialBoard) -> None:
        now = board(SFTP).after(StepResult(Step.CONNECT, StepState.DONE))
        now = now.after(StepResult(Step.IDENTITY, StepState.RUNNING))
        trial.show_board(now, running=True)
        said = {label.accessibleName() for label in trial.findChildren(QLabel)}
        assert {"fertig", "läuft", "noch nicht begonnen"} <= said


class TestChoices:
    @pytest.fixture
    def choices(self, over: QWidget) -> ChoiceList:
        made = ChoiceList(
            [
                Choice("a", "monitor", "Hier", "Nur dieser Computer liest."),
                Choice("b", "cloud", "Dort", "Immer an.", "empfohlen"),
                Choice("c", "globe", "Anders", "Ein Tunnel."),
            ],
            accessible_name="Wo?",
            name="where",
            parent=over,
        )
        made.select("b")
        made.resize(300, 400)
        made.show()
        return made

    def test_a_click_anywhere_on_a_card_chooses_it(self, qtbot: QtBot, choices: ChoiceList) -> None:
        card = choices.cards["c"]
        with qtbot.waitSignal(choices.chosen) as told:
            QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().bottomRight() / 2)
        assert told.args == ["c"]
        assert choices.current() == "c"

    def test_arrows_go_round(self, choices: ChoiceList) -> None:
        choices.cards["b"].setFocus()
        QTest.keyClick(choices.cards["b"], Qt.Key.Key_Down)
        assert choices.current() == "c"
        QTest.keyClick(choices.cards["c"], Qt.Key.Key_Down)
        assert choices.current() == "a"
        assert choices.cards["a"].hasFocus()
        QTest.keyClick(choices.cards["a"], Qt.Key.Key_Up)
        assert choices.current() == "c"

    def test_tab_stops_once(self, choices: ChoiceList) -> None:
        stops = [
            key
            for key, card in choices.cards.items()
            if card.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        assert stops == ["b"]

    def test_it_is_said_in_words(self, choices: ChoiceList) -> None:
        assert choices.cards["b"].accessibleName() == "Dort – empfohlen"
        assert choices.cards["b"].accessibleDescription() == "Immer an."

    def test_no_word_is_cut_in_a_narrow_one(
        self, choices: ChoiceList, cut_texts: Callable[[QWidget], list[str]]
    ) -> None:
        choices.resize(220, 600)
        assert cut_texts(choices) == []


class TestKeeping:
    @pytest.mark.usefixtures("no_keyring")
    def test_who_was_not_asked_yet_is_asked_at_each_start(self, context: Context) -> None:
        assert keeping(context, None) is Keeping.ASK
        assert keeping(context, Keeping.FILE) is Keeping.FILE

    @pytest.mark.usefixtures("no_keyring")
    def test_without_a_keyring_the_owner_chooses(
        self, make_context: MakeContext, over: QWidget
    ) -> None:
        context = make_context()
        choice = KeepingChoice(context, over)
        choice.resize(500, 160)
        choice.show()
        settle()
        assert choice.ways.ask.isVisible()
        assert choice.chosen() is Keeping.ASK
        click(choice, "keeping_file")
        assert choice.chosen() is Keeping.FILE
        assert str(context.services.folder.passwords) in shown(choice, "keeping_path")
        assert "nicht verschlüsselt" in shown(choice, "keeping_path")
