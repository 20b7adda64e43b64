"""Where an owner writes the text of the letter, in each language, with what is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from app.core.errors import UserError
from app.core.letters.template import (
    LetterTemplate,
    check_template,
    placeholder_names,
    shown,
    standard_template,
    unknown_placeholders,
)
from app.i18n import WINDOW_LANGUAGES, catalogue, own_names
from app.override import override
from app.ui.kit import Button, Form, Label, Role, SegmentedControl, TextArea, Variant, ask
from app.ui.kit.controls.layouts import drop_all
from app.ui.kit.dialog import Dialog
from app.ui.kit.flow import FlowLayout

if TYPE_CHECKING:
    from app.ui.base.context import Context

_LINES = 13


class TemplateDialog(Dialog):
    """Subject and text of the letter; placeholders are put in by a click.

    What is typed in one language stays while another is looked at; saving keeps both.
    """

    def __init__(self, context: Context, language: str, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("Text of the confirmation"),
            texts.tr("Save"),
            texts.tr("Cancel"),
            name="letter_template",
            width=620,
            parent=parent,
        )
        self._context, self._texts = context, texts
        self._language = language
        letters = context.services.letters
        self._kept = {one: _as_shown(letters.template(one), one) for one in WINDOW_LANGUAGES}
        self._typed = dict(self._kept)
        self._make()
        self._fill(self._typed[language])
        self.body.setFocus()

    def _make(self) -> None:
        texts = self._texts
        self.language = SegmentedControl(
            own_names(WINDOW_LANGUAGES),
            accessible_name=texts.tr("Language of the letter"),
            name="template_language",
            parent=self,
        )
        self.language.select(self._language)
        self.content.addWidget(self.language)
        self.form = Form(name="template_form", parent=self)
        self.subject = QLineEdit()
        self.subject.setObjectName("template_subject")
        self.body = TextArea(name="template_body", lines=_LINES)
        self._subject_row = self.form.add(texts.tr("Subject"), self.subject)
        self._body_row = self.form.add(
            texts.tr("Text"),
            self.body,
            hint=texts.tr("A line of whose placeholders nothing is known is left out."),
        )
        self.content.addWidget(self.form, 1)
        self._into: QLineEdit | TextArea = self.body
        self.content.addWidget(Label(texts.tr("Put in"), Role.SMALL, parent=self))
        self._chips = QWidget(self)
        self._chips.setObjectName("template_chips")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._chips.setSizePolicy(policy)
        self._flow = FlowLayout(self._chips, 6, first_grows=False)
        self.content.addWidget(self._chips)
        self._make_chips()
        self.standard = self.add_left_button(
            Button(texts.tr("Standard text"), icon="undo-2", name="template_standard", parent=self)
        )
        for field in (self.subject, self.body):
            field.installEventFilter(self)
            field.textChanged.connect(self._follow)
        self.language.chosen.connect(self._speak)
        self.standard.clicked.connect(self._to_standard)
        self.submitted.connect(self._save)

    def _make_chips(self) -> None:
        """Offer the placeholders by their names in the letter's language."""
        drop_all(self._flow)
        for one, name in placeholder_names(catalogue(self._language)).items():
            chip = Button(name, Variant.TINTED, name=f"placeholder_{one.value}", parent=self._chips)
            chip.setAccessibleName(self._texts.tr("Put in: {name}", name=name))
            chip.clicked.connect(lambda _checked=False, name=name: self._put_in(f"{{{name}}}"))
            self._flow.addWidget(chip)

    # ---- typing ----

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn and watched in (self.subject, self.body):
            assert isinstance(watched, (QLineEdit, TextArea))
            self._into = watched
        return super().eventFilter(watched, event)

    def _put_in(self, word: str) -> None:
        if isinstance(self._into, QLineEdit):
            self._into.insert(word)
        else:
            self._into.insertPlainText(word)
        self._into.setFocus()

    def _follow(self) -> None:
        """Say under each field what of it is no placeholder."""
        typed = self._typed[self._language] = LetterTemplate(
            self.subject.text(), self.body.toPlainText()
        )
        for row, text in ((self._subject_row, typed.subject), (self._body_row, typed.body)):
            unknown = unknown_placeholders(text, placeholder_names(catalogue(self._language)))
            words = ", ".join(f"{{{word}}}" for word in unknown)
            row.set_error(
                self._texts.trn(
                    "This is no placeholder: {words}",
                    "These are no placeholders: {words}",
                    len(unknown),
                    words=words,
                )
                if unknown
                else None
            )
        standard = _as_shown(standard_template(catalogue(self._language)), self._language)
        self.standard.setEnabled(typed != standard)

    def _fill(self, template: LetterTemplate) -> None:
        for field in (self.subject, self.body):
            field.blockSignals(True)
        self.subject.setText(template.subject)
        self.body.setPlainText(template.body)
        for field in (self.subject, self.body):
            field.blockSignals(False)
        self._follow()

    def _speak(self, language: str) -> None:
        self._language = language
        self._make_chips()
        self._fill(self._typed[language])

    def _to_standard(self) -> None:
        """Put the standard text in the place of all; Ctrl+Z brings back what was there."""
        standard = _as_shown(standard_template(catalogue(self._language)), self._language)
        self.subject.selectAll()
        self.subject.insert(standard.subject)
        self.body.selectAll()
        self.body.insertPlainText(standard.body)
        self.body.setFocus()

    # ---- the end ----

    def _save(self) -> None:
        self.set_error(None)
        changed = [one for one in WINDOW_LANGUAGES if self._typed[one] != self._kept[one]]
        for language in changed:
            # Before anything is kept: all or nothing.
            try:
                check_template(self._typed[language], placeholder_names(catalogue(language)))
            except UserError as error:
                self.language.select(language)
                self._speak(language)
                self.set_error(self._texts.tell(error))
                return
        try:
            for language in changed:
                self._context.services.letters.write(language, self._typed[language])
        except UserError as error:
            self.set_error(self._texts.tell(error))
            return
        self._kept = dict(self._typed)
        self.accept()

    @override
    def reject(self) -> None:
        if self._typed == self._kept:
            super().reject()
            return
        texts = self._texts
        ask(
            self,
            title=texts.tr("Discard what you have written?"),
            text=texts.tr("The text of the letter was changed and not saved."),
            primary=texts.tr("Discard"),
            cancel=texts.tr("Go on writing"),
            on_primary=self._discard,
            danger=True,
            name="discard_template",
        )

    def _discard(self) -> None:
        self._typed = dict(self._kept)
        self.reject()


def _as_shown(template: LetterTemplate, language: str) -> LetterTemplate:
    names = placeholder_names(catalogue(language))
    return LetterTemplate(shown(template.subject, names), shown(template.body, names))
