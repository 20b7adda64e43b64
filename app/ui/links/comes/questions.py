"""What only the owner can know of a source, each question with its two answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.importing.judging.outcome import QuestionKind
from app.core.importing.report import words
from app.i18n import N_
from app.ui.kit import Button, Card, Label, SectionLabel, Variant
from app.ui.kit.controls.layouts import add_layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.importing.judging.outcome import Question
    from app.i18n import Catalogue

ANSWERS = {
    QuestionKind.EMPTY: (N_("Yes, all are gone"), N_("No, keep them")),
    QuestionKind.SHORTER: (N_("Yes, they are gone"), N_("No, keep them")),
    QuestionKind.CHANGED: (N_("Take over the portal’s dates"), N_("Keep mine")),
    QuestionKind.GONE: (N_("Cancel it"), N_("Keep it")),
    QuestionKind.LONG: (N_("Yes, closed"), N_("No, they are free")),
    QuestionKind.STRANGER: (N_("Yes, the right one"), N_("No, the wrong one")),
}
"""What yes and no mean."""


class Questions(QWidget):
    """Nothing where nothing is asked.

    Signals:
        answered(int, bool): the owner has answered the question with this id.
    """

    answered = Signal(int, bool)

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._shown: tuple[Question, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(SectionLabel(texts.tr("Only you know"), parent=self))
        self._cards: list[Card] = []
        self.hide()

    def show_questions(self, questions: Sequence[Question]) -> None:
        """Ask these."""
        if tuple(questions) != self._shown:
            self._shown = tuple(questions)
            for card in self._cards:
                self._column.removeWidget(card)
                card.hide()
                card.deleteLater()
            self._cards = [self._card(question) for question in questions]
        self.setVisible(bool(questions))

    def _card(self, question: Question) -> Card:
        texts = self._texts
        card = Card(name=f"question_{question.id}", parent=self)
        card.body.setContentsMargins(12, 10, 12, 10)
        card.body.setSpacing(8)
        asks = words.question(texts, question)
        card.body.addWidget(Label(asks, wrap=True, name="question_text", parent=card))
        row = QHBoxLayout()
        row.setSpacing(8)
        yes, no = ANSWERS[question.kind]
        for text, name, answer in ((yes, "yes", True), (no, "no", False)):
            button = Button(texts.tr(text), Variant.QUIET, name=f"question_{name}", parent=card)
            button.clicked.connect(
                lambda _on=False, answer=answer: self.answered.emit(question.id, answer)
            )
            row.addWidget(button)
        row.addStretch(1)
        add_layout(card.body, row)
        self._column.addWidget(card)
        return card
