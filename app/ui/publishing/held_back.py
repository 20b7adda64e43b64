"""The question of a calendar with so much less in it that it was not uploaded without asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.errors import UserError
from app.core.links.names import link_title
from app.core.publishing.words import held_back
from app.ui.base.work import Work
from app.ui.kit import Button, Card, Dialog, Label, Variant
from app.ui.kit.controls.layouts import add_layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.publishing.status import HeldBack
    from app.ui.base.context import Context


class HeldBackDialog(Dialog):
    """Each calendar that is held back, with both answers beside it."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("Upload these calendars?"),
            texts.tr("Close"),
            name="held_back",
            reading=True,
            width=560,
            parent=parent,
        )
        self._context = context
        self.add_text(
            texts.tr(
                "Far fewer occupancies are in them than in those that portals read now, without "
                "as many changes by you. If that is right, upload them; else look in the plan "
                "what is missing. Until you decide, portals read the former ones."
            )
        )
        self._rows: dict[str, QWidget] = {}
        self.submitted.connect(self.accept)
        self._draw()

    def _draw(self) -> None:
        try:
            questions = self._context.services.publishing.status().questions
        except UserError as error:
            self.set_error(self._context.texts.tell(error))
            return
        wanted = {question.name for question in questions}
        for name in [name for name in self._rows if name not in wanted]:
            gone = self._rows.pop(name)
            self.content.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for question in questions:
            if question.name not in self._rows:
                self._rows[question.name] = self._row(question)
                self.content.addWidget(self._rows[question.name])
        if not questions:
            self.accept()

    def _row(self, question: HeldBack) -> QWidget:
        texts = self._context.texts
        row = Card(name=f"held_back_{question.link_id}", parent=self)
        told = held_back(texts, question, self._title(question))
        row.body.addWidget(Label(told, wrap=True, parent=row))
        publishing = self._context.services.publishing
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for text, variant, name, answer in (
            (texts.tr("Hold back"), Variant.QUIET, "keep", publishing.keep_back),
            (texts.tr("Upload"), Variant.TINTED, "allow", publishing.allow),
        ):
            button = Button(text, variant, name=f"held_back_{name}_{question.link_id}", parent=row)
            button.clicked.connect(
                lambda _on=False, answer=answer: self._answer(answer, question.name)
            )
            buttons.addWidget(button)
        add_layout(row.body, buttons)
        return row

    def _title(self, question: HeldBack) -> str:
        try:
            link = self._context.services.links.get(question.link_id)
        except UserError:
            return question.name
        return link_title(self._context.texts, link)

    def _answer(self, answer: Callable[[str], object], name: str) -> None:
        self.set_error(None)
        try:
            answer(name)
        except UserError as error:
            self.set_error(self._context.texts.tell(error))
        else:
            # What fails is told by the state of the uploads.
            Work(self._context.services.publishing.run).start()
        self._draw()
